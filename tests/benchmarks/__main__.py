"""Is `dispute` as fast as it set out to be? Prints each goal and what is reached, in starts of a bare Python.

    python tests/benchmarks [--rounds N] [--dispute FILE] [--json FILE] [--only TEXT] [--small]

Makes its own ledgers in a temporary folder, checks that what it times is right, and installs nothing. Taskwarrior is
timed beside it where it is installed. --dispute measures another installation, such as one made by pip from a wheel.
"""

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from goals import BARE, Goal, Places, cases, fill, goals, places
from runs import Case, forgetting, interleaved, nothing, peak, ratio

ROUNDS = 15
MEMORY = "peak memory of status, 20 open"


def main() -> None:
    """Measure, print the table and write it as JSON."""
    asked = _asked()
    python = str(Path(asked.dispute).parent / "python")
    with tempfile.TemporaryDirectory() as folder:
        where = places(asked.dispute, python, Path(folder), large=not asked.small)
        known = cases(where)
        table = [goal for goal in goals(known) if asked.only in goal.name]
        needed = _needed(table, known)
        fill(where, needed)
        seconds = interleaved(needed, asked.rounds, _tell)
        rows = [row_of(goal, seconds) for goal in table]
        if asked.only in MEMORY and Path("/proc/self/status").exists():
            rows += memory(where)
    _tell("")
    print_table(rows)
    if asked.json:
        Path(asked.json).write_text(json.dumps({**about(python, asked.rounds), "rows": rows}, indent=2) + "\n")


def _asked() -> argparse.Namespace:
    words = argparse.ArgumentParser(prog="python tests/benchmarks", description=__doc__.partition("\n")[0])
    here = str(Path(sys.executable).parent / "dispute")
    words.add_argument("--rounds", type=int, default=ROUNDS, help=f"how often each is run; {ROUNDS}")
    words.add_argument("--dispute", default=here, help="the command to measure, beside its own python")
    words.add_argument("--json", default="", help="also write the figures to this file")
    words.add_argument("--only", default="", help="only the goals whose name has this text")
    words.add_argument("--small", action="store_true", help="leave the ledger of 10,000 open disputes out")
    return words.parse_args()


def _needed(table: Sequence[Goal], known: Sequence[Case]) -> list[Case]:
    """The cases that the goals speak of, each once, with the change that a case comes after."""
    names = {BARE, *(name for goal in table for name in (goal.case, goal.base))}
    names |= {name.replace("status after", "log") for name in names}
    return [case for case in known if case.name in names]


def row_of(goal: Goal, seconds: dict[str, list[float]]) -> dict[str, object]:
    """One line of the table: the goal, what is reached, in what, and the milliseconds."""
    runs = seconds[goal.case]
    reached = median(runs) if goal.seconds else ratio(runs, seconds[goal.base])
    unit = "s" if goal.seconds else f"x {goal.base}"
    return {"name": goal.name, "goal": goal.most, "reached": round(reached, 3), "unit": unit,
            "ms": round(median(runs) * 1000, 1), "met": reached <= goal.most}  # fmt: skip


def memory(where: Places) -> list[dict[str, object]]:
    """The peak memory of a status against that of a bare Python, with what is kept of it and without."""
    code = "import sys\nsys.argv[1:] = ['status']\nfrom disputecli.__main__ import answer\nanswer(['status'])"
    home = where.homes["forgotten"]
    environ = {"DISPUTE_HOME": str(home)}
    rows, bare = [], peak(where.python, "pass", {})
    ways = ((", nothing kept", 2.0, forgetting(home)), (", nothing changed", 1.3, nothing))
    for how, most, before in ways:
        before()
        held = peak(where.python, code, environ)
        rows.append({"name": MEMORY + how, "goal": most, "reached": round(held / bare, 3), "unit": f"x {BARE}",
                     "kb": held, "met": held / bare <= most})  # fmt: skip
    return rows


def about(python: str, rounds: int) -> dict[str, object]:
    """What was measured where, and when."""
    named = f"{platform.system()} {platform.release()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    return {"date": f"{datetime.now(UTC):%Y-%m-%d}", "machine": named, "python": platform.python_version(),
            "interpreter": python, "rounds": rounds}  # fmt: skip


def print_table(rows: Sequence[dict[str, object]]) -> None:
    """Print the lines with what is missed marked."""
    sys.stdout.write(f"{'':<46}{'goal':>7}{'reached':>9}{'ms':>8}\n")
    for row in rows:
        time_ = f"{row['ms']:>8}" if "ms" in row else f"{row['kb']:>5} kB"
        mark = "" if row["met"] else "  missed"
        sys.stdout.write(f"{row['name']:<46}{row['goal']:>7}{row['reached']:>9.2f}{time_} {row['unit']}{mark}\n")


def _tell(text: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{text}")


if __name__ == "__main__":
    main()

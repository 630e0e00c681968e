"""What is to be reached? The commands that are timed, and the table of goals over them."""

import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

from ledgers import id_of, make_ledger, make_tasks
from runs import Case, environment, forgetting, nothing

BARE, QUESTIONARY = "python -I -c pass", "questionary alone"
ANSWERS = """[order]
item = "USB stick 64GB"
paid = "9.68"
currency = "USD"
[problem]
received = "yes"
text = "the test program finds 6 GB instead of 64"
"""
MESSAGE = """Dear friend, please cancel the dispute, we will refund you outside of the platform by paypal. Please wait
ten more days, the parcel is on the way. We can give you a coupon of 3 dollars. Give us five stars and we send another.
"""
LONG = (MESSAGE * 5)[:1000]
SIZES = {  # ledgers by name: how many disputes are open and how many closed, a fifth of all where there are many
    "none": (0, 0), "10": (10, 0), "20": (20, 0), "forgotten": (20, 0), "closed": (20, 10_000),
    "1,000": (1_000, 250), "1,000 changed": (1_000, 250), "1,000 forgotten": (1_000, 250), "10,000": (10_000, 2_500),
}  # fmt: skip
TASKS = ("1,000", "10,000")
FORMS = ("status", "status --json", "status --short", "status --exit-code")


@dataclass(frozen=True)
class Goal:
    """One line of the table: the case, what it is held against, and how much of that it may take at most."""

    name: str
    case: str
    base: str
    most: float
    seconds: bool = False  # the goal is a time, not a share


@dataclass(frozen=True)
class Places:
    """The program that is measured, and the ledgers that it is measured on."""

    dispute: str
    python: str
    homes: dict[str, Path]
    files: Path
    task: str | None


def places(dispute: str, python: str, folder: Path, *, large: bool) -> Places:
    """Where everything is that the cases need."""
    homes = {name: folder / f"home-{number}" for number, name in enumerate(SIZES) if large or name != "10,000"}
    files = folder / "files"
    files.mkdir()
    (files / "order.toml").write_text(ANSWERS, encoding="utf-8")
    (files / "message.txt").write_text(LONG, encoding="utf-8")
    return Places(dispute, python, homes, files, shutil.which("task"))


def fill(where: Places, needed: Sequence[Case]) -> None:
    """Make the ledgers, and Taskwarrior's tasks, on which these cases are run."""
    used = {value for case in needed for value in case.environ.values()}
    for name, home in where.homes.items():
        if str(home) in used or name == "forgotten":  # that one the memory is measured on
            make_ledger(home, *SIZES[name])
    for name in TASKS:
        home = where.files / f"task-{name}"
        if str(home / "taskrc") in used and where.task:
            words = [where.task, "import", str(make_tasks(home, SIZES[name][0]))]
            environ = environment({"TASKRC": str(home / "taskrc")})
            subprocess.run(words, env=environ, check=True, capture_output=True)


def cases(where: Places) -> list[Case]:
    """Every command that is timed."""
    bare = [where.python, "-I", "-c", "pass"]
    asks = [where.python, "-c", "import questionary; questionary.text('What?').unsafe_ask()"]
    return [
        Case(BARE, bare), Case(f"{BARE} [terminal]", bare, terminal=True), Case(QUESTIONARY, asks, prompts=1),
        *_statuses(where), *_many(where), *_changes(where), *_others(where), *_interview(where), *_peers(where),
    ]  # fmt: skip


def goals(known: Sequence[Case]) -> list[Goal]:
    """The table, in the order in which it is printed; a line without its peer or its ledger is left out."""
    names = [case.name for case in known]
    others = names[names.index("--help") : names.index("new, first prompt")]
    rows = [
        *(Goal(f"{each}, 20 open, nothing kept", f"{each}, nothing kept", BARE, 3.5) for each in FORMS),
        *(Goal(f"{each}, 20 open, nothing changed", each, BARE, 1.5) for each in FORMS),
        Goal("--version", "--version", BARE, 1.3), Goal("completion of an id, 1,000 open", "_ids", BARE, 1.3),
        Goal("status --limit 20, 1,000 open, nothing kept", "limit 20 of 1,000, nothing kept", BARE, 12),
        Goal("status --limit 20, 1,000 open", "limit 20 of 1,000", "task next limit:20 of 1,000", 0.75),
        Goal("status, all rows, 1,000 open", "all of 1,000", "task list of 1,000", 0.6),
        Goal("status, all rows, 10,000 open", "all of 10,000", "task list of 10,000", 0.3),
        Goal("status, 20 open and 10,000 closed", "20 and 10,000 closed", "status", 1.1),
        Goal("one of 1,000 changed: the write", "log, one of 1,000", "log, one of 10", 1.3),
        Goal("one of 1,000 changed: the next status", "status after, one of 1,000", "status after, one of 10", 1.3),
        *(Goal(each, each, BARE, 10 if each.startswith(("lint", "reply")) else 8) for each in others),
        Goal("new, until the first prompt", "new, first prompt", QUESTIONARY, 1.3),
        Goal("new, between two prompts", "new, next prompt", "", 0.05, seconds=True),
    ]  # fmt: skip
    return [row for row in rows if {row.case, row.base or row.case} <= set(names)]


def _dispute(where: Places, home: str, name: str, words: Sequence[str], says: str = "", **more: object) -> Case:
    environ = {"DISPUTE_HOME": str(where.homes[home])}
    return Case(name, [where.dispute, *words], environ, says=says.encode(), **more)


def _statuses(where: Places) -> list[Case]:
    """Each form of the status of 20 disputes, with what is kept of it and without."""
    last, forget = id_of(19), forgetting(where.homes["forgotten"])
    forms = {
        "status": ([], last, {"terminal": True, "rows": 20}),
        "status --json": (["--json"], f'"id": "{last}"', {"rows": 20}),
        "status --short": (["--short"], " overdue", {}),
        "status --exit-code": (["--exit-code"], last, {"codes": (4,), "rows": 20}),
    }  # fmt: skip
    return [
        _dispute(where, home, name + how, ["status", *words], says, before=before, **more)
        for home, how, before in (("forgotten", ", nothing kept", forget), ("20", "", nothing))
        for name, (words, says, more) in forms.items()
    ]


def _many(where: Places) -> list[Case]:
    """Ledgers that have grown."""
    found = [
        _dispute(where, "20", "--version", ["--version"], "dispute "),
        _dispute(where, "1,000", "_ids", ["_ids"], f"{id_of(999)}\n"),
        _dispute(where, "closed", "20 and 10,000 closed", ["status"], id_of(19), terminal=True, rows=20),
        _dispute(where, "1,000", "limit 20 of 1,000", ["status", "--limit", "20"], terminal=True, rows=20),
        _dispute(
            where,
            "1,000 forgotten",
            "limit 20 of 1,000, nothing kept",
            ["status", "--limit", "20"],
            terminal=True,
            rows=20,
            before=forgetting(where.homes["1,000 forgotten"]),
        ),
        _dispute(where, "1,000", "all of 1,000", ["status"], id_of(998), terminal=True, rows=1_000),
    ]
    if "10,000" in where.homes:
        found.append(_dispute(where, "10,000", "all of 10,000", ["status"], id_of(9_998), terminal=True, rows=10_000))
    return found


def _changes(where: Places) -> list[Case]:
    """A change of one dispute among few and among many, and the status after it; each time another dispute."""
    found = []
    for home, size, count in (("10", "10", 10), ("1,000 changed", "1,000", 1_000)):
        words = [where.dispute, "log", "", "note", "--text", "seen"]
        write = _dispute(where, home, f"log, one of {size}", words[1:], before=_next(words, count))
        found.append(Case(write.name, words, write.environ, before=write.before))
        found.append(_dispute(where, home, f"status after, one of {size}", ["status"], terminal=True, rows=count))
    return found


def _next(words: list[str], count: int) -> Callable[[], None]:
    numbers = cycle(range(count))

    def name_another() -> None:
        words[2] = id_of(next(numbers))

    return name_another


def _others(where: Places) -> list[Case]:
    """The other commands, and the help."""
    one, message, answers = id_of(3), str(where.files / "message.txt"), str(where.files / "order.toml")
    plain = {
        "--help": ("dispute draft ID", 0), "status --help": ("--exit-code", 0), f"show {one}": (one, 0),
        f"draft {one}": ("USB stick", 0), "check": ("", 0), "rules": ("open_by", 0), "path": ("ledger", 0),
        "export --format json": (one, 0), f"evidence {one}": ("", 0), "undo --list": ("", 0),
        f"lint {message}": ("", 1), f"reply {message}": ("", 0),
        f"new --answers {answers} --dry-run --json": ('"code": "description_mismatch"', 0),
    }  # fmt: skip
    return [
        _dispute(where, "20", line.replace(f"{where.files}/", ""), line.split(), says, codes=(code,))
        for line, (says, code) in plain.items()
    ]


def _interview(where: Places) -> list[Case]:
    """The interview: how long until it asks, and until it asks the next question."""
    keys, none = b"lamp\r", where.homes["none"]

    def fresh() -> None:
        shutil.rmtree(none, ignore_errors=True)

    first = _dispute(where, "none", "new, first prompt", ["new"], prompts=1, before=fresh)
    return [first, Case("new, next prompt", first.words, first.environ, keys=keys, prompts=2, before=fresh)]


def _peers(where: Places) -> list[Case]:
    """Taskwarrior, where it is installed, on as many tasks with as many words."""
    if where.task is None:
        return []
    found = []
    for size in (name for name in TASKS if name in where.homes):
        environ = {"TASKRC": str(where.files / f"task-{size}" / "taskrc")}
        lists = {"list": ["list"]} | ({"next limit:20": ["next", "limit:20"]} if size == "1,000" else {})
        for name, line in lists.items():
            words = [where.task, *line]
            found.append(Case(f"task {name} of {size}", words, environ, terminal=True, says=b"USB stick"))
    return found

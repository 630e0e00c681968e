"""How long does a command take, in starts of a bare Python? Run it by hand: python tests/benchmark.py [ROUNDS]."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 15
DISPUTES = 20
ANSWERS = """\
[order]
item = "USB stick 64GB"
paid = "9.68"
currency = "USD"
received_at = 2026-01-20
protection_ends_at = 2026-03-01
[problem]
received = "yes"
text = "the test program finds 6 GB instead of 64"
"""


def main() -> None:
    """Print the median ratio of each command to `python -I -c pass`, measured in turn, round by round."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    bin_ = Path(sys.executable).parent
    with tempfile.TemporaryDirectory() as home:
        answers = Path(home) / "answers.toml"
        answers.write_text(ANSWERS, encoding="utf-8")
        environment = {**_plain(os.environ), "DISPUTE_HOME": home, "DISPUTE_NOW": "2026-02-01T12:00:00+00:00"}
        dispute = str(bin_ / "dispute")
        for _ in range(DISPUTES):
            new = [dispute, "new", "--answers", str(answers), "--no-input"]
            subprocess.run(new, env=environment, check=True, capture_output=True)
        age(Path(home))
        commands = {
            "python -I -c pass": [sys.executable, "-I", "-c", "pass"],
            "dispute --version": [dispute, "--version"],
            f"dispute status ({DISPUTES})": [dispute, "status"],
            "dispute status --short": [dispute, "status", "--short"],
            "dispute new --dry-run --json": [dispute, "new", "--answers", str(answers), "--dry-run", "--json"],
            "dispute --help": [dispute, "--help"],
        }
        report(measured(commands, environment, rounds))


def age(home: Path) -> None:
    """Make the files of the ledger an hour old, as they mostly are: a file of this moment is read anew every time."""
    for file in home.glob("ledger/open/*.toml"):
        os.utime(file, (time.time() - 3_600,) * 2)


def measured(commands: dict[str, list[str]], environment: dict[str, str], rounds: int) -> dict[str, list[float]]:
    """Seconds of every run, the commands in turn so that a slow moment hits them all; the first round is dropped."""
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds + 1):
        for name, command in commands.items():
            begun = time.perf_counter()
            subprocess.run(command, env=environment, check=True, capture_output=True)
            seconds[name].append(time.perf_counter() - begun)
    return {name: runs[1:] for name, runs in seconds.items()}


def report(seconds: dict[str, list[float]]) -> None:
    """Print milliseconds and ratios, both medians."""
    base = next(iter(seconds.values()))
    for name, runs in seconds.items():
        ratio = statistics.median(run / bare for run, bare in zip(runs, base, strict=True))
        sys.stdout.write(f"{name:<32}{statistics.median(runs) * 1000:8.1f} ms {ratio:7.2f} x\n")


def _plain(environment: os._Environ[str]) -> dict[str, str]:
    """The environment without what slows Python's start down for reasons of its own."""
    return {name: value for name, value in environment.items() if not name.startswith("PYTHON")}


if __name__ == "__main__":
    main()

"""`python -m tests.faults`: what faults, crowds, hard places, damage and hostile text do to a ledger, in one table."""

import argparse
import os
import shutil
import sys
from pathlib import Path

from tests.faults import calls, damage, hostile, peers, places, privacy, writers
from tests.faults.child import preload
from tests.faults.commands import commands
from tests.faults.ledger import make, scratch
from tests.faults.table import Table

PARTS = ("crashes", "crowds", "places", "damage", "hostile", "privacy", "peers")


def crashes(table: Table, folder: Path, short: bool, seed: int) -> None:
    """Kills and failing system calls of every writing command."""
    for fault, found in calls.trials(folder, short, seed, 4 if short else 1000):
        table.line(fault, calls.tried(found, folder))


def crowds(table: Table, folder: Path, short: bool, _: int) -> None:
    """Many at once."""
    times = 6 if short else 200
    table.line("8 write one dispute, 2 read", writers.tried(folder / "one", times, 0))
    table.line("8 write 8 disputes, 2 read", writers.tried(folder / "many", times, 8))
    table.line("one moves to and fro, 2 read", writers.moved(folder / "moves", times * 3))


def hard_places(table: Table, folder: Path, *_: object) -> None:
    """Disks, folders, links, names and clocks."""
    for name, outcome in places.tried(_template(folder), folder):
        table.line(name, outcome if isinstance(outcome, str) else [outcome])


def damaged(table: Table, folder: Path, short: bool, seed: int) -> None:
    """Files cut short, flipped and spoilt."""
    template = _template(folder)
    good = (template / "ledger/open/usb.toml").read_bytes()
    for fault, contents in damage.damaged(good, short, seed):
        table.line(fault, damage.tried(template, contents, folder))


def hostile_text(table: Table, folder: Path, short: bool, _: int) -> None:
    """Hostile text by every way in."""
    template = _template(folder)
    for way in hostile.WAYS:
        table.line(way, hostile.tried(template, folder, way, short))
    table.line("ten MB, deep nesting, endless numbers", hostile.all_huge(template, folder))


def private(table: Table, folder: Path, *_: object) -> None:
    """Modes, errors and exports."""
    every = commands(folder)
    table.line("a umask that lets everybody in", privacy.modes(every, folder))
    table.line("secrets in errors and in --redact", privacy.silence(every[0].template, folder))


def side_by_side(table: Table, folder: Path, short: bool, seed: int) -> None:
    """The same trials with other programs of this kind, where they are installed; they don't decide the exit code."""
    for name, fault, outcomes in peers.compared(folder, short, seed):
        quiet = Table(table.begun)
        quiet.line(f"{name}: {fault}", outcomes)
        table.begun = quiet.begun


def _template(folder: Path) -> Path:
    home = folder / "template" / "home"
    home.mkdir(parents=True, mode=0o700)
    make(home)
    return home


RUN = dict(zip(PARTS, (crashes, crowds, hard_places, damaged, hostile_text, private, side_by_side), strict=True))


def main() -> int:
    """Run the parts that are wished for; the exit code is 1 where anything was lost, harmed or left untold."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("part", nargs="*", choices=[[], *PARTS], help=f"only these: {', '.join(PARTS)}")
    parser.add_argument("--short", action="store_true", help="a sample of each in about two minutes, without the peers")
    parser.add_argument("--seed", type=int, default=1, help="for what is drawn by chance (1)")
    given = parser.parse_args()
    if not hasattr(os, "fork"):
        sys.stdout.write("skipped: the trials need fork, which this system does not have\n")
        return 0
    preload()
    table = Table()
    for part in given.part or (PARTS[:-1] if given.short else PARTS):
        table.head(part)
        folder = scratch()
        try:
            RUN[part](table, folder, given.short, given.seed)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    return table.end()


if __name__ == "__main__":
    sys.exit(main())

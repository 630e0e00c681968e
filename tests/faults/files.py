"""Hard places: files in the ledger that the program did not write, or not so."""

import os
from pathlib import Path

from tests.faults.child import environment, run
from tests.faults.holds import NOTE, refused, shown, took, written
from tests.faults.trial import Outcome

NEWER = 'schema_version = 99\n[order]\nitem = "later"\n'


def conflict_copy(home: Path, outcome: Outcome) -> None:
    """A folder that is kept in step by another program has a second file of the dispute."""
    path = home / "ledger" / "open" / "usb.toml"
    other = path.with_name("usb (conflicted copy).toml")
    other.write_bytes(path.read_bytes().replace(b"neighbour", b"caretaker"))
    other.chmod(0o600)
    shown(home, outcome, "usb (conflicted copy).toml")
    checked = run(("check",), environment(home))
    outcome.told = outcome.told and "conflicted copy" in checked.out and checked.code == 1
    written(home, outcome)
    if b"caretaker" not in other.read_bytes():
        outcome.lost.append("the copy was changed")


def two_of_one_id(home: Path, outcome: Outcome) -> None:
    """The same id stands in both folders."""
    path = home / "ledger" / "open" / "usb.toml"
    other = home / "ledger" / "closed" / "usb.toml"
    other.write_bytes(path.read_bytes().replace(b"neighbour", b"caretaker"))
    shown(home, outcome, "in open and in closed at once")
    if b"caretaker" not in other.read_bytes() or b"neighbour" not in path.read_bytes():
        outcome.lost.append("one of the two was changed")


def renamed(home: Path, outcome: Outcome) -> None:
    """A file was given another name by hand: that is its id now, and nothing is missing."""
    path = home / "ledger" / "open" / "lamp.toml"
    path.rename(path.with_name("my-lamp.toml"))
    shown(home, outcome, "my-lamp")
    ended = run(("log", "my-lamp", "note", "--text", "x"), environment(home))
    if ended.code:
        outcome.harmed.append(f"it can't be written: {ended.err[:200]}")


def newer(home: Path, outcome: Outcome) -> None:
    """A file of a later program: shown as such, never written."""
    path = home / "ledger" / "open" / "later.toml"
    path.write_text(NEWER, encoding="utf-8")
    shown(home, outcome, "newer")
    refused(home, outcome, ("log", "later", "note", "--text", "x"), "newer")
    refused(home, outcome, ("undo", "--restore", "later"), "Nothing was ever saved")


def fifo(home: Path, outcome: Outcome) -> None:
    """A pipe lies in the ledger: nobody waits for its other end."""
    os.mkfifo(home / "ledger" / "open" / "pipe.toml", 0o600)
    shown(home, outcome, "is not a file")
    written(home, outcome)


def stolen_lock(home: Path, outcome: Outcome) -> None:
    """The lock's file is a link to something precious: it is not written through."""
    precious = home.parent / "precious"
    precious.write_text("precious", encoding="utf-8")
    for name in ("ledger.lock", "ledger.lock.owner", "unfinished.jsonl", "journal.jsonl"):
        path = home / "state" / name
        path.unlink(missing_ok=True)
        path.symlink_to(precious)
        took(outcome, run(NOTE, environment(home)))
        path.unlink()
    if precious.read_text(encoding="utf-8") != "precious":
        outcome.harmed.append("a file outside of the ledger was written through a link")

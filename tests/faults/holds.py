"""What must hold in every hard place: what can be written is, what can't be is refused, all is shown."""

from pathlib import Path

from tests.faults.child import Ended, environment, run
from tests.faults.ledger import state
from tests.faults.trial import Outcome

NOTE = ("log", "usb", "note", "--text", "hard")


class Skipped(Exception):  # noqa: N818  # no error: it can't be tried here
    """Why a place can't be tried on this computer."""


def written(home: Path, outcome: Outcome, **env: str) -> None:
    """A note is added, and it is there."""
    ended = run(NOTE, environment(home, **env))
    took(outcome, ended)
    if ended.code:
        outcome.harmed.append(f"a write fails: {ended.err.strip()[:200]}")
    elif not any(row.get("text") == "hard" for row in state(home).tables["usb"][1].get("events", ())):
        outcome.lost.append("acknowledged, but not there")


def refused(home: Path, outcome: Outcome, words: tuple[str, ...], says: str) -> None:
    """A command is refused with these words, and no file of the ledger is another."""
    before = ledger_bytes(home)
    ended = run(words, environment(home))
    took(outcome, ended)
    outcome.told = outcome.told and ended.code == 1 and says in " ".join(ended.err.split())
    if ledger_bytes(home) != before:
        outcome.lost.append("a refused command changed the ledger")


def shown(home: Path, outcome: Outcome, says: str = "", **env: str) -> Ended:
    """All that can be read is shown."""
    ended = run(("status", "--all"), environment(home, **env))
    took(outcome, ended)
    outcome.told = outcome.told and says in " ".join((ended.out + ended.err).split())
    if "kettle" not in ended.out or "usb" not in ended.out + ended.err:
        outcome.lost.append(f"not all is shown: {(ended.out + ended.err)[:300]}")
    return ended


def took(outcome: Outcome, ended: Ended) -> None:
    """Whether a run said what it had to, with all that it said."""
    outcome.told = outcome.told and ended.told
    outcome.said += ended.err


def ledger_bytes(home: Path) -> dict[str, bytes]:
    """Every dispute's file, by its path."""
    return {str(path): path.read_bytes() for path in sorted((home / "ledger").rglob("*.toml")) if path.is_file()}

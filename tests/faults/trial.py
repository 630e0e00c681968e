"""What one fault did to one command: was anything lost or harmed, and was it said?"""

from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.child import Ended, environment, run
from tests.faults.commands import Command
from tests.faults.ledger import State, copy, state, troubles, unsettled

NEXT = ("log", "kettle", "note", "--text", "the next command")


@dataclass
class Outcome:
    """What was found in one trial, in words; empty lists and True where all is well."""

    name: str
    lost: list[str] = field(default_factory=list)
    harmed: list[str] = field(default_factory=list)
    told: bool = True
    said: str = ""


@dataclass(frozen=True)
class Case:
    """A command with the ledger before it and after it."""

    command: Command
    before: State
    after: State


def case(command: Command, folder: Path) -> Case:
    """The command run once without a fault, to know what it does."""
    home = folder / "once" / "home"
    home.parent.mkdir(exist_ok=True, mode=0o700)
    copy(command.template, home)
    before = state(home)
    ended = run(command.words, command.environment(home))
    assert ended.code == 0, (command.name, ended)
    after = state(home)
    assert after != before, command.name
    return Case(command, before, after)


def judged(name: str, given: Case, home: Path, ended: Ended) -> Outcome:
    """What a run left behind, and what the next commands make of it."""
    found = Outcome(name, told=ended.told or ended.code == -9, said=ended.err)
    now = state(home)
    found.lost = _lost(given, now, ended)
    found.harmed = troubles(home)
    if ended.code > 0 and now == given.after and "was saved" not in ended.err and "was made" not in ended.err:
        found.harmed.append("it says that it failed, but all was saved")
    following = run(NEXT, environment(home))
    if following.code:
        found.harmed.append(f"the next command fails: {following.err.strip()[:200]}")
    found.harmed += unsettled(home)
    settled = state(home)
    if ended.code == 0 and _but_next(settled) != _but_next(given.after):
        found.lost.append("the next command took back what was acknowledged")
    return found


def _lost(given: Case, now: State, ended: Ended) -> list[str]:
    """What is neither as it was before nor as it should be after, or was acknowledged and is not there."""
    found = []
    if ended.code == 0 and (now.tables, now.evidence) != (given.after.tables, given.after.evidence):
        found.append("acknowledged, but not there")
    for id_ in given.before.tables.keys() | now.tables.keys():
        versions = [each.tables.get(id_, (None, None))[1] for each in (given.before, given.after)]
        if now.tables.get(id_, (None, None))[1] not in versions:
            found.append(f"{id_} is neither as before nor as after")
    kept = given.before.evidence & given.after.evidence
    return found + [f"{name} is gone" for name, _ in kept - now.evidence]


def _but_next(found: State) -> tuple[object, ...]:
    """A state without what the next command changes."""
    return ({id_: each for id_, each in found.tables.items() if id_ != "kettle"}, found.evidence)

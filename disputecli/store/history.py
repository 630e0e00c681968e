"""What did commands change, one after the other, and which is the next to be taken back, or brought back? By run."""

from collections.abc import Iterable

from disputecli.frozen import dataclass, replace
from disputecli.store.journal import Entry, read_entries
from disputecli.store.paths import Places

RESTORE = "undo --restore"  # a change of its own, like that of any other command
_UNDO, _REDO = "undo ", "redo "


@dataclass(frozen=True)
class Change:
    """All that one run of a command changed, one entry a file, in the order of the last change of each."""

    time: str
    command: str
    entries: tuple[Entry, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """The disputes that were changed, each once."""
        return tuple(dict.fromkeys(entry.id for entry in self.entries))


@dataclass(frozen=True)
class History:
    """The changes that stand, and those by which some were taken back and that can be undone in turn; the last last."""

    back: tuple[Change, ...]
    forth: tuple[Change, ...]


def changes(places: Places) -> tuple[Change, ...]:
    """What commands changed, the last one last; those that left all as it was are left out."""
    runs: dict[object, list[Entry]] = {}
    for entry in read_entries(places):
        key = entry.run or (entry.time, entry.command, entry.id)
        runs[key] = [*runs.pop(key, []), entry]
    made = [Change(run[-1].time, run[-1].command, _net(run)) for run in runs.values()]
    return tuple(change for change in made if change.entries)


def history(made: Iterable[Change]) -> History:
    """Which of the changes stand: one that takes another back pairs with it, and any other ends what was taken back.

    What says that it takes something back but is not its very opposite counts as a change like any other.
    """
    back: list[Change] = []
    forth: list[Change] = []
    for change in made:
        if _is(change, _UNDO) and back and _are_opposite(change, back[-1]):
            back.pop()
            forth.append(change)
        elif _is(change, _REDO) and forth and _are_opposite(change, forth[-1]):
            forth.pop()
            back.append(change)
        else:
            back.append(change)
            forth.clear()
    return History(tuple(back), tuple(forth))


def opposite_name(command: str, *, redo: bool) -> str:
    """What taking back a command is called, `undo log`, or bringing it back, `redo log`."""
    return f"{_REDO if redo else _UNDO}{own_name(command)}"


def own_name(command: str) -> str:
    """The command itself, without the word that it was taken back or brought back."""
    word, _, rest = command.partition(" ")
    return rest if word in {"undo", "redo"} and rest and command != RESTORE else command


def _is(change: Change, word: str) -> bool:
    return change.command.startswith(word) and change.command != RESTORE


def _are_opposite(one: Change, other: Change) -> bool:
    """Whether one change put every file back as it was before the other."""
    steps = {(entry.file, entry.before, entry.after) for entry in one.entries}
    return steps == {(entry.file, entry.after, entry.before) for entry in other.entries}


def _net(run: Iterable[Entry]) -> tuple[Entry, ...]:
    """One entry a file, from before its first change to after its last; files that are as before are left out."""
    files: dict[str, Entry] = {}
    for entry in run:
        first = files.pop(entry.file, entry)
        files[entry.file] = replace(entry, before=first.before)
    return tuple(entry for entry in files.values() if entry.before != entry.after)

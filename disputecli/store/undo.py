"""What did the last commands change? And the last of them taken back, to the byte."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from disputecli.errors import Fault, Faults, UserProblem
from disputecli.frozen import dataclass, replace
from disputecli.store.exhibits import move_file, set_aside, set_aside_copy
from disputecli.store.intake import file_digest
from disputecli.store.journal import (
    Entry,
    append_entry,
    digest,
    instant,
    keep_version,
    read_entries,
    this_run,
    versions,
)
from disputecli.store.lock import locked
from disputecli.store.paths import Places
from disputecli.store.save import Unflushed, refuse_changed, remove_file, write_file
from disputecli.store.stamp import Stamp, read_stamped

_IN_EVIDENCE = 3  # parts of `evidence/ID/NAME`
_AGAIN = "Look at the last changes with: dispute undo --list"


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


def changes(places: Places) -> tuple[Change, ...]:
    """What commands changed, the last one last; those that left all as it was are left out."""
    runs: dict[object, list[Entry]] = {}
    for entry in read_entries(places):
        key = entry.run or (entry.time, entry.command, entry.id)
        runs[key] = [*runs.pop(key, []), entry]
    made = [Change(run[-1].time, run[-1].command, _net(run)) for run in runs.values()]
    return tuple(change for change in made if change.entries)


def take_back(places: Places, change: Change, *, now: datetime) -> None:
    """Put every file that the last change touched back as it was, or none; that is a change of its own.

    Faults name the files that were edited since or whose old bytes are no longer kept; nothing is changed then.
    """
    with locked(places, command="undo"):
        if change != last_change(places):
            raise UserProblem("Another command changed the ledger meanwhile", f"Nothing was taken back. {_AGAIN}")
        inverse = [_inverse(entry, change.command, now) for entry in reversed(change.entries)]
        if faults := [fault for entry in inverse for fault in _hindrance(places, entry)]:
            raise Faults(faults)
        _apply_all(places, inverse, now)


def last_change(places: Places) -> Change | None:
    """The last change; None where nothing was changed yet."""
    made = changes(places)
    return made[-1] if made else None


def back_and_forth(command: str) -> str:
    """What taking back a command is called: `undo log`; taking that back is `redo log`."""
    word, _, rest = command.partition(" ")
    return f"{'redo' if word == 'undo' else 'undo'} {rest if word in {'undo', 'redo'} and rest else command}"


def _net(run: Iterable[Entry]) -> tuple[Entry, ...]:
    """One entry a file, from before its first change to after its last; files that are as before are left out."""
    files: dict[str, Entry] = {}
    for entry in run:
        first = files.pop(entry.file, entry)
        files[entry.file] = replace(entry, before=first.before)
    return tuple(entry for entry in files.values() if entry.before != entry.after)


def _inverse(entry: Entry, command: str, now: datetime) -> Entry:
    undone = back_and_forth(command)
    return Entry(instant(now), undone, entry.id, entry.file, entry.after, entry.before, this_run())


def _apply_all(places: Places, entries: list[Entry], now: datetime) -> None:
    """Change file by file; where one fails, those before it are put back."""
    done: list[Entry] = []
    try:
        for entry in entries:
            _apply(places, entry, now)
            done.append(entry)
    except Unflushed:
        raise
    except UserProblem:
        for entry in reversed(done):
            with suppress(UserProblem):
                _apply(places, replace(entry, before=entry.after, after=entry.before), now)
        raise


def _apply(places: Places, entry: Entry, now: datetime) -> None:
    """Bring one file from what it was before the entry to what it is after it, and note that."""
    path = _path(places, entry)
    try:
        if entry.file.startswith("evidence/"):
            _move_evidence(path, entry)
        else:
            _restore(places, path, entry, now)
    except Unflushed:
        append_entry(places, entry)
        raise
    append_entry(places, entry)


def _restore(places: Places, path: Path, entry: Entry, now: datetime) -> None:
    old, stamp = _present(path)
    refuse_changed(path, stamp)
    data = _kept(places, entry) if entry.after else None
    if old is not None:
        keep_version(places, entry.id, old, now)
    if data is not None:
        write_file(path, data, expected=stamp)
    elif stamp is not None:
        remove_file(path, expected=stamp)


def _move_evidence(path: Path, entry: Entry) -> None:
    """Bring a file of evidence back from the folder `removed`, or set it aside there."""
    if entry.after is None:
        set_aside(path)
    elif kept := set_aside_copy(path, entry.after):
        move_file(kept, path)


def _hindrance(places: Places, entry: Entry) -> list[Fault]:
    """Why a file can't be taken back: it is not as the command left it, or its old bytes are gone."""
    path = _path(places, entry)
    is_evidence = entry.file.startswith("evidence/")
    if _digest(path, is_evidence) != entry.before:
        what = "was changed" if entry.before and path.exists() else "was removed" if entry.before else "is there again"
        return [Fault(str(path), f"{what} after that command", f"Nothing was taken back. {_AGAIN}")]
    kept = entry.after is None or (set_aside_copy(path, entry.after) if is_evidence else _kept(places, entry))
    if kept is None:
        return [Fault(str(path), "what it held before is no longer kept", "Nothing was taken back.")]
    return []


def _digest(path: Path, is_evidence: bool) -> str | None:
    if is_evidence:
        return file_digest(path)
    data, _ = _present(path)
    return None if data is None else digest(data)


def _present(path: Path) -> tuple[bytes | None, Stamp | None]:
    """The bytes and the stamp of a file; None and None where there is none."""
    return read_stamped(path) if path.exists() else (None, None)


def _kept(places: Places, entry: Entry) -> bytes | None:
    """The version of a dispute that the entry leads to, from the backups; None if it is no longer there."""
    wanted = entry.after or ""
    for path in reversed(versions(places, entry.id)):
        if path.stem.endswith(f"-{wanted[:12]}"):
            data, _ = read_stamped(path)
            if digest(data) == wanted:
                return data
    return None


def _path(places: Places, entry: Entry) -> Path:
    """Where the file of an entry is; UserProblem for what can't be a file of the ledger."""
    parts = entry.file.split("/")
    in_ledger = len(parts) == _IN_EVIDENCE - 1 and parts[0] in {"open", "closed"} and parts[1].endswith(".toml")
    in_evidence = len(parts) == _IN_EVIDENCE and parts[0] == "evidence"
    if not (in_ledger or in_evidence) or any(part in {"", ".", ".."} or set(part) & set("\\\0:") for part in parts):
        raise UserProblem(f"The journal names {entry.file!r}, which is no file of the ledger", "Look at it by hand.")
    return places.ledger.joinpath(*parts)

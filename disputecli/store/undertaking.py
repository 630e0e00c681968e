"""What was a command about to change when it was cut off? Each step is noted before it is made: all happen, or none.

The notes stand in state/unfinished.jsonl, first how many steps there will be; when all are done the file is emptied.
Whoever takes the lock and finds notes there finishes what was made to its last step and takes back what was not. Where
somebody has edited one of the files since, all is left as it is.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from disputecli.errors import UserProblem
from disputecli.frozen import replace
from disputecli.store.aside import move_file, set_aside_copy
from disputecli.store.ids import is_id
from disputecli.store.intake import file_state
from disputecli.store.journal import APPENDING, Entry, append_entry, append_lines, entry_of, kept_version, read_entries
from disputecli.store.paths import Places
from disputecli.store.save import Unflushed, flush_folder, place_file

EVIDENCE = "evidence/"
_IN_EVIDENCE = 3  # parts of `evidence/ID/NAME`


@contextmanager
def undertaken(places: Places, steps: int) -> Iterator[None]:
    """All the steps made inside, or none of them, whatever happens; inside another undertaking it is part of that.

    Call it inside the lock. UserProblem where nothing can be noted: then nothing is changed.
    """
    if _notes(places):
        yield
        return
    _note(places, {"steps": steps})
    try:
        yield
    except BaseException as problem:
        if _settled_quietly(places) and isinstance(problem, Unflushed):
            why = getattr(problem.__cause__, "strerror", None) or "the disk reported an error"
            raise UserProblem(f"Nothing was changed: {why}", "Look at the disk and try again.") from problem
        raise
    _forget(places)


@contextmanager
def made(places: Places, *entries: Entry) -> Iterator[None]:
    """One step, which may change more than one file: noted before it is made, and in the journal afterwards."""
    with undertaken(places, len(entries)):
        _note(places, *map(vars, entries))
        try:
            yield
        except Unflushed:
            append_entry(places, *entries)
            raise
        append_entry(places, *entries)


def settle(places: Places) -> None:
    """Finish or take back what an interrupted command left; UserProblem where the disk doesn't let it."""
    try:
        _settled(places)
    except OSError as problem:
        sentence = f"What an interrupted command left can't be put in order: {problem.strerror or problem}"
        raise UserProblem(sentence, f"Look at the disk; what it was stands in {_file(places)}") from problem


def lost_files(places: Places) -> dict[str, Path]:
    """The disputes whose file is gone though no command took it away: each id, and where the file should be."""
    if not _missing(places):
        return {}
    under_way = {entry.id for entry in map(entry_of, _notes(places)[1:]) if entry is not None}
    return {id_: path for id_, path in _missing(places).items() if id_ not in under_way}


def _missing(places: Places) -> dict[str, Path]:
    """The files that should be there by what the journal says now, of disputes that are in neither folder."""
    last = {entry.file: entry for entry in read_entries(places) if not entry.file.startswith(EVIDENCE)}
    kept = [entry for entry in last.values() if entry.after is not None and is_id(entry.id)]
    gone = (entry for entry in kept if not any(map(_is_there, _both(places, entry))))
    return {entry.id: entry_path(places, entry) for entry in gone}


def _both(places: Places, entry: Entry) -> tuple[Path, Path]:
    return places.open / f"{entry.id}.toml", places.closed / f"{entry.id}.toml"


def _is_there(path: Path) -> bool:
    """False only where it is sure that there is nothing."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True


def entry_path(places: Places, entry: Entry) -> Path:
    """Where the file of an entry is; UserProblem for what can't be a file of the ledger."""
    parts = entry.file.split("/")
    in_ledger = len(parts) == _IN_EVIDENCE - 1 and parts[0] in {"open", "closed"} and parts[1].endswith(".toml")
    in_evidence = len(parts) == _IN_EVIDENCE and parts[0] == "evidence"
    if not (in_ledger or in_evidence) or any(part in {"", ".", ".."} or set(part) & set("\\\0:") for part in parts):
        raise UserProblem(f"The journal names {entry.file!r}, which is no file of the ledger", "Look at it by hand.")
    return places.ledger.joinpath(*parts)


def _settled_quietly(places: Places) -> bool:
    """True where all is as it was before; what can't be put in order now is left to the next command."""
    try:
        return _settled(places)
    except (OSError, UserProblem):
        return False


def _settled(places: Places) -> bool:
    """Finish or take back what the notes say; True where it was taken back."""
    notes = _notes(places)
    if not notes:
        return False
    entries = [entry for entry in map(entry_of, notes[1:]) if entry is not None]
    journal = set(read_entries(places))
    states = {entry.file: file_state(entry_path(places, entry)) for entry in entries}
    is_last = len(entries) >= _steps(notes[0])
    whole = bool(entries) and is_last and (entries[-1] in journal or states[entries[-1].file] == entries[-1].after)
    back = not whole and not _is_foreign(entries, states)
    if whole:
        append_entry(places, *(entry for entry in entries if entry not in journal))
    for entry in reversed(entries if back else ()):
        _take_back(places, entry, noted=entry in journal)
    _forget(places)
    return back


def _is_foreign(entries: list[Entry], states: dict[str, str | None]) -> bool:
    """Whether a file is as no step left it: then somebody else has changed it."""
    known = {(entry.file, digest) for entry in entries for digest in (entry.before, entry.after)}
    return any((file, digest) not in known for file, digest in states.items())


def _take_back(places: Places, entry: Entry, *, noted: bool) -> None:
    """Put one file back as it was before a step, if the step was made, and say so in the journal if that has it."""
    path = entry_path(places, entry)
    if file_state(path) == entry.after != entry.before:
        if entry.before is None:
            path.unlink()
            flush_folder(path.parent)
        elif entry.file.startswith(EVIDENCE):
            if kept := set_aside_copy(path, entry.before):
                move_file(kept, path)
        elif (data := kept_version(places, entry.id, entry.before)) is not None:
            place_file(path, data)
    if noted:
        append_entry(places, replace(entry, before=entry.after, after=entry.before))


def _file(places: Places) -> Path:
    return places.state / "unfinished.jsonl"


def _notes(places: Places) -> list[bytes]:
    """The whole lines of the notes; a last one that was cut off stands for a step that was not made."""
    try:
        return _file(places).read_bytes().split(b"\n")[:-1]
    except FileNotFoundError:
        return []
    except OSError as problem:
        raise UserProblem(f"{_file(places)} can't be read: {problem.strerror or problem}") from problem


def _note(places: Places, *notes: dict[str, object]) -> None:
    """Add lines to the notes and bring them to the disk; UserProblem where that fails."""
    is_first = "steps" in notes[0]
    try:
        append_lines(_file(places), notes, anew=is_first)
    except OSError as problem:
        if is_first:
            _forget(places)
        sentence = f"Nothing was changed: {_file(places)} can't be written: {problem.strerror or problem}"
        raise UserProblem(sentence, "Free some space or allow writing there, and try again.") from problem


def _forget(places: Places) -> None:
    """Empty the notes; if that fails, the next command finds that all is done."""
    with suppress(OSError):
        os.close(os.open(_file(places), APPENDING | os.O_TRUNC, 0o600))


def _steps(header: bytes) -> int:
    """How many steps the notes announce; 0 for a header that is none."""
    try:
        steps = json.loads(header)["steps"]
    except (ValueError, TypeError, KeyError):
        return 0
    return steps if isinstance(steps, int) else 0

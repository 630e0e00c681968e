"""How is the last change taken back, or brought back, to the byte? And a damaged file, as it was saved last."""

from datetime import datetime
from pathlib import Path

from disputecli.errors import Fault, Faults, UserProblem
from disputecli.store.aside import REMOVED, move_file, set_aside, set_aside_copy
from disputecli.store.history import RESTORE, Change, changes, history, opposite_name
from disputecli.store.intake import file_digest
from disputecli.store.journal import (
    Entry,
    digest,
    instant,
    keep_version,
    kept_version,
    read_entries,
    this_run,
    versions,
)
from disputecli.store.lock import locked
from disputecli.store.move import Move, move
from disputecli.store.paths import Places
from disputecli.store.save import refuse_changed, remove_file, write_file
from disputecli.store.stamp import Stamp, read_stamped
from disputecli.store.undertaking import EVIDENCE, entry_path, made, undertaken

_AGAIN = "Look at the last changes with: dispute undo --list"


def take_back(places: Places, change: Change, *, now: datetime) -> None:
    """Put every file that the last change that stands touched back as it was, or none; that is a change of its own.

    Faults name the files that were edited since or whose old bytes are no longer kept; nothing is changed then.
    """
    with locked(places, command="undo"):
        if change not in history(changes(places)).back[-1:]:
            raise UserProblem("Another command changed the ledger meanwhile", f"Nothing was taken back. {_AGAIN}")
        _reverse(places, change, opposite_name(change.command, redo=False), now)


def bring_back(places: Places, change: Change, *, now: datetime) -> None:
    """Reverse the change by which another was taken back last, in the same way."""
    with locked(places, command="undo"):
        if change not in history(changes(places)).forth[-1:]:
            raise UserProblem("Another command changed the ledger meanwhile", f"Nothing was brought back. {_AGAIN}")
        _reverse(places, change, opposite_name(change.command, redo=True), now)


def restore(places: Places, id_: str, *, now: datetime) -> Path:
    """Put the version of a dispute that was saved last in the place of its file; return the path.

    `id_` may be the start of one alone. What stands there now is kept and can be had back, for this is a change like
    any other. UserProblem where the file is as it was saved, or nothing was ever saved or kept under this id.
    """
    with locked(places, command="undo"):
        path, entry = _restoration(places, id_, now)
        with made(places, entry):
            _restore(places, path, entry, now)
    return path


def restorable(places: Places, id_: str, *, now: datetime) -> Path:
    """The path that `restore` would write; UserProblem as it would raise. Nothing is changed."""
    path, entry = _restoration(places, id_, now)
    _needed(places, entry)
    return path


def _restoration(places: Places, id_: str, now: datetime) -> tuple[Path, Entry]:
    """The file of a dispute that is not as it was saved last, and the change that makes it so."""
    entries = [each for each in read_entries(places) if each.after and _is_dispute(each)]
    id_ = _whole_id(places, id_, {each.id for each in entries})
    saved = [each for each in entries if each.id == id_]
    if not saved:
        raise UserProblem(f"Nothing was ever saved as {id_}", _AGAIN)
    last = saved[-1]
    found = [places.ledger / folder / f"{id_}.toml" for folder in ("open", "closed")]
    path = next((each for each in found if each.exists()), entry_path(places, last))
    before = _digest(path, is_evidence=False)
    if before == last.after:
        raise UserProblem(f"{path} is as it was saved last", "To take back the last change: dispute undo")
    file = f"{path.parent.name}/{path.name}"
    return path, Entry(instant(now), RESTORE, id_, file, before, last.after, this_run())


def _whole_id(places: Places, start: str, saved: set[str]) -> str:
    """The id that begins so, among those that were saved or have a file; UserProblem where several do."""
    files = {path.stem for folder in (places.open, places.closed) for path in folder.glob("*.toml")}
    known = saved | files
    fits = sorted(each for each in known if start and each.startswith(start.lower()))
    if start in known or not fits:
        return start
    if len(fits) > 1:
        raise UserProblem(f"{start} fits {len(fits)} disputes: {', '.join(fits)}", "Type one of these ids.")
    return fits[0]


def _is_dispute(entry: Entry) -> bool:
    return not entry.file.startswith(EVIDENCE)


def _reverse(places: Places, change: Change, command: str, now: datetime) -> None:
    """Put all back as it was before a change, or leave all as it is."""
    inverse = [_inverse(entry, command, now) for entry in reversed(change.entries)]
    if faults := [fault for entry in inverse for fault in _hindrance(places, entry)]:
        raise Faults(faults)
    _apply_all(places, inverse, now)


def _inverse(entry: Entry, command: str, now: datetime) -> Entry:
    return Entry(instant(now), command, entry.id, entry.file, entry.after, entry.before, this_run())


def _apply_all(places: Places, entries: list[Entry], now: datetime) -> None:
    """Change file by file, all or none; a dispute that goes back into the other folder is moved there."""
    pairs = [(back, gone) for back in entries for gone in entries if _is_move(back, gone)]
    moved = {each.file for pair in pairs for each in pair}
    with undertaken(places, len(entries) + len(pairs)):
        for entry in entries:
            if entry.file not in moved:
                with made(places, entry):
                    _apply(places, entry, now)
        for back, gone in pairs:
            _move_back(places, back, gone, now)


def _is_move(back: Entry, gone: Entry) -> bool:
    """Whether two entries are one dispute that comes back in one folder and goes from the other."""
    both = back.id == gone.id and not any(each.file.startswith(EVIDENCE) for each in (back, gone))
    return both and back.before is None and gone.after is None


def _move_back(places: Places, back: Entry, gone: Entry, now: datetime) -> None:
    source, target = entry_path(places, gone), entry_path(places, back)
    old, stamp = read_stamped(source)
    data = _needed(places, back)
    move(places, Move(back.id, source, target, old, stamp, data), command=back.command, now=now)


def _apply(places: Places, entry: Entry, now: datetime) -> None:
    """Bring one file from what it was before the entry to what it is after it."""
    path = entry_path(places, entry)
    if entry.file.startswith(EVIDENCE):
        _move_evidence(path, entry)
    else:
        _restore(places, path, entry, now)


def _restore(places: Places, path: Path, entry: Entry, now: datetime) -> None:
    old, stamp = _present(path)
    refuse_changed(path, stamp)
    data = _needed(places, entry) if entry.after else None
    if old is not None and kept_version(places, entry.id, digest(old)) is None:
        for version in (old, data):  # kept twice on the way back, they would push out those that are still to come
            if version is not None:
                keep_version(places, entry.id, version, now)
    if data is not None:
        write_file(path, data, expected=stamp)
    elif stamp is not None:
        remove_file(path, expected=stamp)


def _needed(places: Places, entry: Entry) -> bytes:
    """The bytes that an entry brings back; UserProblem where they are no longer kept."""
    data = kept_version(places, entry.id, entry.after or "")
    if data is None:
        older = versions(places, entry.id)[-1:]
        hint = f"An older one is {older[0]}; compare them and copy it by hand." if older else "Nothing was changed."
        raise UserProblem(f"{entry.file}, as it was saved last, is no longer kept", hint)
    return data


def _move_evidence(path: Path, entry: Entry) -> None:
    """Bring a file of evidence back from the folder `removed`, or set it aside there."""
    if entry.after is None:
        set_aside(path)
        return
    kept = set_aside_copy(path, entry.after)
    if kept is None:
        raise UserProblem(f"{path} can't be found in the folder {REMOVED}", "Nothing was taken back.")
    move_file(kept, path)


def _hindrance(places: Places, entry: Entry) -> list[Fault]:
    """Why a file can't be taken back: it is not as the command left it, or its old bytes are gone."""
    path = entry_path(places, entry)
    is_evidence = entry.file.startswith(EVIDENCE)
    if _digest(path, is_evidence) != entry.before:
        what = "was changed" if entry.before and path.exists() else "was removed" if entry.before else "is there again"
        return [Fault(str(path), f"{what} after that command", f"Nothing was taken back. {_AGAIN}")]
    kept = entry.after is None or (
        set_aside_copy(path, entry.after) if is_evidence else kept_version(places, entry.id, entry.after)
    )
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

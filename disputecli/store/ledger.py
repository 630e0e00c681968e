"""How a dispute is added, changed, closed or reopened: each change whole, noted, and with the old version kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from disputecli.errors import UserProblem
from disputecli.frozen import dataclass, replace
from disputecli.store.ids import is_id, new_id, taken_ids
from disputecli.store.journal import Entry, digest, instant, keep_version
from disputecli.store.lock import locked
from disputecli.store.move import Move, move
from disputecli.store.paths import Places
from disputecli.store.records import SCHEMA_VERSION, Folder, Record, Unreadable, find_record, read_ledger
from disputecli.store.save import refuse_changed, write_file
from disputecli.store.stamp import read_stamped, stamp_of
from disputecli.store.toml import dump_table, parse_table
from disputecli.store.undertaking import made, undertaken
from disputecli.type_names import Any

__all__ = [
    "SCHEMA_VERSION",
    "Folder",
    "Record",
    "Unreadable",
    "add_record",
    "find_record",
    "move_record",
    "new_id",
    "read_ledger",
    "replace_record",
    "rewrite_record",
    "taken_ids",
]


_ORDER = ("order", "problem", "wish", "claim", "observed", "events", "evidence", "messages")


@dataclass(frozen=True)
class _Cause:
    """On which dispute's account, by which command and when a file changes."""

    id: str
    command: str
    now: datetime


def add_record(  # a folder for disputes that come in closed
    places: Places, id_: str, table: dict[str, Any], *, now: datetime, command: str, folder: Folder = "open"
) -> Record:
    """Save a new dispute and return it; UserProblem if the id exists or can't be a file's name."""
    if not is_id(id_):
        raise UserProblem(f"{id_!r} can't be an id", "An id is small letters, digits and hyphens.")
    whole = _with_schema(table)
    data = dump_table(whole)
    with locked(places, command=command):
        for other in (places.open, places.closed):
            refuse_changed(other / f"{id_}.toml", None)
        path = places.ledger / folder / f"{id_}.toml"
        with _noted(places, path, None, data, _Cause(id_, command, now)):
            stamp = write_file(path, data, expected=None)
    return Record(id_, str(path), folder, whole, stamp)


def replace_record(places: Places, record: Record, table: dict[str, Any], *, now: datetime, command: str) -> Record:
    """Save a dispute's new table in its place; UserProblem if the file changed since the record was read.

    To lose no one's change, read the record inside `locked(places)` too.
    """
    whole = _with_schema(table)
    return _rewritten(places, record, whole, dump_table(whole), _Cause(record.id, command, now))


def rewrite_record(places: Places, record: Record, data: bytes, *, now: datetime, command: str) -> Record:
    """Save the very bytes of a dispute that was edited by hand, comments and all; UserProblem as above, or no TOML."""
    table = parse_table(data, record.file)
    return _rewritten(places, record, table, data, _Cause(record.id, command, now))


def _rewritten(places: Places, record: Record, table: dict[str, Any], data: bytes, cause: _Cause) -> Record:
    """Put the bytes in the file's place, unless they are there already."""
    with locked(places, command=cause.command):
        if not record.path.exists():  # moved or removed: who was quicker is named, as for any other change
            refuse_changed(record.path, record.stamp)
        old, stamp = read_stamped(record.path)
        if old != data:
            with _noted(places, record.path, record, data, cause):
                stamp = write_file(record.path, data, expected=record.stamp)
    return replace(record, table=table, stamp=stamp)


def move_record(  # what moves, where to, and why
    places: Places, record: Record, table: dict[str, Any], folder: Folder, *, now: datetime, command: str
) -> Record:
    """Save a dispute's new table and give its file the other folder, in that order; never is it in both or neither."""
    if folder == record.folder:
        return replace_record(places, record, table, now=now, command=command)
    whole = _with_schema(table)
    data = dump_table(whole)
    path = places.ledger / folder / f"{record.id}.toml"
    with locked(places, command=command):
        refuse_changed(record.path, record.stamp)
        old, _ = read_stamped(record.path)
        move(places, Move(record.id, record.path, path, old, record.stamp, data), command=command, now=now)
    return Record(record.id, str(path), folder, whole, stamp_of(path.stat()))


@contextmanager
def _noted(places: Places, path: Path, old: Record | None, data: bytes, cause: _Cause) -> Iterator[None]:
    """Keep the version that goes and the one that comes, let the change happen, and note it in the journal."""
    before = None
    if old is not None:
        refuse_changed(old.path, old.stamp)
        bytes_, _ = read_stamped(old.path)
        before = digest(bytes_)
    with undertaken(places, 1):
        if old is not None:
            keep_version(places, cause.id, bytes_, cause.now)
        keep_version(places, cause.id, data, cause.now)
        file = f"{path.parent.name}/{path.name}"
        with made(places, Entry(instant(cause.now), cause.command, cause.id, file, before, digest(data))):
            yield


def _with_schema(table: dict[str, Any]) -> dict[str, Any]:
    """Return the table with its schema_version first, then in the order in which a reader wants to know it."""
    return {"schema_version": SCHEMA_VERSION} | {name: table[name] for name in _ORDER if name in table} | table

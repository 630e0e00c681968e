"""Which disputes are in the ledger? Files to disputes, with those that cannot be used kept apart."""

from __future__ import annotations

import os
import stat
from collections.abc import Container, Iterable, Sequence
from datetime import datetime, timedelta

from disputecli.commands.clock import ZONE
from disputecli.core.dispute import Dispute
from disputecli.core.record import read_dispute
from disputecli.core.time import limit_start
from disputecli.core.values import Reading
from disputecli.errors import Fault, Faults, UsageProblem, UserProblem
from disputecli.frozen import dataclass
from disputecli.store import books
from disputecli.store.paths import Places, places
from disputecli.store.records import Folder, Record, Unreadable, find_record, id_of, read_ledger, read_one, restoring
from disputecli.store.stamp import Stamp, stamp_of
from disputecli.type_names import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

RECENT = timedelta(days=90)
NAMED = 10
SECOND = "duplicate-ids"  # the check of a file whose dispute stands in another one


@dataclass(frozen=True)
class Kept:
    """A dispute of the ledger together with the file that it stands in."""

    record: Record
    dispute: Dispute


@dataclass(frozen=True)
class Ledger:
    """All that could be read, by id, and what could not."""

    places: Places
    kept: tuple[Kept, ...]
    unreadable: tuple[Unreadable, ...]


def reading(now: datetime) -> Reading:
    """What values are read against, with the known words of the shipped data."""
    words = books.symptom_words(), books.currency_digits(), books.countries()
    return Reading(now, ZONE, *words, books.names, typed=True)


def ledger_reading(now: datetime) -> Reading:
    """The same for files of the ledger: what was accepted once is not looked up again."""
    return Reading(now, ZONE, _ANY, _ANY, _ANY)


class _Anything(frozenset[str]):
    def __contains__(self, _: object) -> bool:
        return True


_ANY = _Anything()


def read(now: datetime, closed: bool = True, known: Container[str] = (), wanted: str | None = None) -> Ledger:
    """The user's ledger; a file that cannot be used never hides the others.

    Without the files that are `known` already; the one dispute alone where `wanted` is its very id.
    """
    where = places(os.environ)
    one = read_one(where, wanted.strip())[0] if wanted else ()
    records, unreadable = (one, ()) if one else read_ledger(where, closed, known)
    against = ledger_reading(now)
    kept: list[Kept] = []
    wrong = list(unreadable)
    for record in records:
        dispute, faults = read_dispute(record.id, record.table, against)
        if faults:
            wrong.append(_unreadable(record, faults[0]))
        else:
            kept.append(Kept(record, dispute))
    if one and wrong:
        return read(now, closed)
    return Ledger(where, tuple(kept), tuple(wrong))


def find(ledger: Ledger, wanted: str) -> Kept:
    """The dispute that an id, the start of one, or an order number names; UserProblem where it is not one."""
    record = find_sound([each.record for each in ledger.kept], ledger.unreadable, wanted)
    return next(each for each in ledger.kept if each.record is record)


def find_sound(records: Sequence[Record], unreadable: Sequence[Unreadable], wanted: str) -> Record:
    """The same among records; Faults where it names a file that can't be read, or nothing else is there."""
    damaged = [each for each in unreadable if each.check != SECOND or id_of(each.file) == wanted.strip()]
    broken = [_named(each.file) for each in damaged if each.file.endswith(".toml")]
    try:
        record = find_record([*broken, *records], wanted)
    except UserProblem:
        if records:
            raise
        record = None
    meant = damaged if record is None else [each for each in damaged if each.file == record.file]
    if meant:
        raise Faults(Fault(each.file, each.problem, each.hint, each.line) for each in meant)
    return record or find_record(records, wanted)


def chosen(ledger: Ledger, wanted: str | None) -> Kept:
    """The dispute that is meant: the named one, or the only open one there is; UsageProblem where that is not clear."""
    if wanted is not None:
        return find(ledger, wanted)
    open_ones = [each for each in ledger.kept if each.record.folder == "open"]
    if len(open_ones) == 1:
        return open_ones[0]
    if not open_ones:
        raise UserProblem("There are no open disputes in the ledger.", "Begin one with: dispute new")
    raise UsageProblem(
        f"Which dispute? There are {len(open_ones)} open ones.",
        f"Name one: {', '.join(each.dispute.id for each in open_ones[:NAMED])}",
    )


def find_file(where: Places, wanted: str, lost: Iterable[Path] = ()) -> Record:
    """The file that an id, the start of one, or an order number names; a broken or `lost` one has an empty table."""
    records, unreadable = read_ledger(where)
    broken = [_broken(each.file) for each in unreadable if each.file.endswith(".toml")]
    return find_record([*(_named(str(path)) for path in lost), *(each for each in broken if each), *records], wanted)


def _named(file: str) -> Record:
    """A file that can't be read as a dispute of its name alone."""
    return Record(id_of(file), file, "open", {}, Stamp(0, 0, 0))


def _broken(file: str) -> Record | None:
    try:
        status = os.stat(file)
    except OSError:
        return None
    folder: Folder = "closed" if os.path.basename(os.path.dirname(file)) == "closed" else "open"
    return Record(id_of(file), file, folder, {}, stamp_of(status)) if stat.S_ISREG(status.st_mode) else None


def opened_lately(disputes: Sequence[Dispute], now: datetime) -> int:
    """How many disputes the buyer opened in the last 90 days (A163-165: many at once endanger the account)."""
    opened = (event for dispute in disputes for event in dispute.named("opened"))
    return sum(now - RECENT <= limit_start(event.at) <= now for event in opened)


def _unreadable(record: Record, fault: Fault) -> Unreadable:
    """A file whose keys make no dispute, with the line of the first wrong one."""
    from disputecli.store.locate import locate

    path = tuple(int(part) if part.isdecimal() else part for part in fault.where.split("."))
    try:
        spots = locate(record.path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError):  # it is another by now
        spots = {}
    paths = (path[:end] for end in range(len(path), 0, -1))
    line = next((spots[each][0] for each in paths if each in spots), 1)
    hint = f"{fault.hint} {restoring(record.file)}".strip()
    return Unreadable(record.file, line, f"{fault.where}: {fault.problem}", hint)

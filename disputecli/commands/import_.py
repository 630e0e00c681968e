"""`dispute import`: disputes of an export into this ledger; none twice, none over another, all faults at once."""

from __future__ import annotations

import os
import sys
from datetime import datetime

from disputecli.commands import options
from disputecli.commands.options import Argument, Option
from disputecli.errors import Fault, Faults, UserProblem
from disputecli.frozen import dataclass, replace
from disputecli.type_names import TYPE_CHECKING, Annotated, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from disputecli.store.paths import Places
    from disputecli.store.records import Folder

REFUSED = 1

File = Annotated[str, Argument(metavar="FILE", help="What `dispute export --format json` wrote; - for stdin.")]
DryRun = Annotated[bool, Option("--dry-run", help="Say what would be done; write nothing.")]
Rename = Annotated[bool, Option("--rename", help="Add a dispute whose id is taken under the next free id.")]


@dataclass(frozen=True)
class Incoming:
    """A dispute of the file: the id it asks for, the id it gets, its folder and its table."""

    id: str
    folder: Folder
    table: dict[str, Any]
    name: str = ""


@dataclass(frozen=True)
class Plan:
    """What is to be done with the disputes of a file, in their order."""

    added: tuple[Incoming, ...] = ()
    skipped: tuple[Incoming, ...] = ()
    refused: tuple[Incoming, ...] = ()


def import_(file: File, *, dry_run: DryRun = False, rename: Rename = False, at: options.At = None) -> int:
    """Add the disputes of an export to your ledger.

    \b
    dispute import ledger.json
    dispute import ledger.json --dry-run     only say what would be done
    dispute import ledger.json --rename      other disputes under a taken id, too
    dispute export -f json | DISPUTE_HOME=./copy dispute import -
    """
    from disputecli.commands.clock import now as clock
    from disputecli.store.lock import locked
    from disputecli.store.paths import places

    moment = clock(at)
    incoming = _incoming(file, moment)
    where = places(os.environ)
    if dry_run:
        return _tell(_plan(where, incoming, rename=rename), "Would add")
    with locked(where, command="import"):
        plan = _plan(where, incoming, rename=rename)
        _add(where, plan.added, moment)
    return _tell(plan, "Added")


def _incoming(file: str, now: datetime) -> list[Incoming]:
    """The disputes of a file; Faults with everything that is wrong in it."""
    from disputecli.view.portable import read_json, read_rows

    name = "stdin" if file == "-" else file
    rows, faults = read_rows(read_json(_text(file, name), name), name)
    found = [_dispute(row, f"disputes.{number}", faults, now) for number, row in enumerate(rows) if row]
    known = [each for each in found if each]
    faults += _twice(known)
    if faults:
        raise Faults(faults)
    return known


def _text(file: str, name: str) -> str:
    """The text of the file, of at most 32 MB; Faults where it is more, empty or not UTF-8."""
    from pathlib import Path

    from disputecli.store.stamp import LIMIT, read_stamped

    data = sys.stdin.buffer.read(LIMIT + 1) if file == "-" else read_stamped(Path(file), name)[0]
    if len(data) > LIMIT:
        raise Faults([Fault(name, f"is larger than {LIMIT // 1024 // 1024} MB", "Is it the right file?")])
    if not data.strip(b"\xef\xbb\xbf\0 \t\r\n"):
        raise Faults([Fault(name, "is empty", "Is it the right file?")])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise Faults([Fault(name, "is not UTF-8 text", "Save it as UTF-8.")]) from problem


def _dispute(row: Mapping[str, Any], where: str, faults: list[Fault], now: datetime) -> Incoming | None:
    """One dispute of the file; None where it can't be kept, and why among the faults."""
    from disputecli.view.portable import unpacked

    before = len(faults)
    faults += _names(row, where)
    table = unpacked(row["table"], f"{where}.table", faults)
    if len(faults) == before:
        faults += _unfit(row["id"], table, f"{where}.table", now)
    fits = len(faults) == before and isinstance(table, dict)
    return Incoming(row["id"], row["folder"], table, row["id"]) if fits and isinstance(table, dict) else None


def _names(row: Mapping[str, Any], where: str) -> list[Fault]:
    """What is wrong with the id and the folder, which become the name of a file."""
    from disputecli.store.ids import is_id

    faults = []
    if not isinstance(row["id"], str) or not is_id(row["id"]):
        faults.append(
            Fault(f"{where}.id", f"{row['id']!r} can't be an id", "An id is small letters, digits and hyphens.")
        )
    if row["folder"] not in ("open", "closed"):
        faults.append(Fault(f"{where}.folder", f"{row['folder']!r} is no folder", "It is open or closed."))
    return faults


def _unfit(id_: str, table: object, where: str, now: datetime) -> list[Fault]:
    """What the ledger could not keep of a table, or not read again."""
    from disputecli.commands.ledger import ledger_reading
    from disputecli.core.record import read_dispute
    from disputecli.store.records import SCHEMA_VERSION
    from disputecli.store.toml import dump_table
    from disputecli.view.portable import HINT

    if not isinstance(table, dict):
        return [Fault(where, "is not a table", HINT)]
    version = table.get("schema_version", SCHEMA_VERSION)
    if isinstance(version, bool) or version != SCHEMA_VERSION:
        return [Fault(f"{where}.schema_version", f"{version!r} is not known", "Update dispute, or correct it.")]
    try:
        dump_table({"schema_version": SCHEMA_VERSION} | table)
    except (UserProblem, TypeError, ValueError, RecursionError) as problem:
        return [Fault(where, f"can't be kept: {problem}", "Correct the text.")]
    dispute, faults = read_dispute(id_, table, ledger_reading(now))
    outside = [each.file for each in dispute.evidence if _is_outside(each.file)]
    return [
        *(Fault(f"{where}.{each.where}", each.problem, each.hint) for each in faults),
        *(Fault(f"{where}.evidence", f"{file!r} is outside of the ledger", "Name a file in it.") for file in outside),
    ]


def _is_outside(file: str) -> bool:
    parts = file.replace("\\", "/").split("/")
    return ".." in parts or not parts[0] or ":" in parts[0] or "\0" in file


def _twice(found: Iterable[Incoming]) -> list[Fault]:
    ids = [each.id for each in found]
    again = dict.fromkeys(id_ for id_ in ids if ids.count(id_) > 1)
    return [Fault(f"disputes: {id_}", "stands there twice", "Keep one of the two.") for id_ in again]


def _plan(where: Places, incoming: Sequence[Incoming], *, rename: bool) -> Plan:
    """Which disputes are new, which are there already, and which would have to replace another."""
    from disputecli.store.ids import new_id, taken_ids
    from disputecli.store.records import read_ledger

    records, unreadable = read_ledger(where)
    there: dict[str, str] = {each.id: _content(each.table) for each in records}
    there |= {os.path.basename(each.file).removesuffix(".toml"): "" for each in unreadable}  # noqa: PTH119
    taken = set(taken_ids(where)) | {each.id for each in incoming}
    plan = Plan()
    for each in incoming:
        content = _content(each.table)
        if there.get(each.id) == content or (rename and each.id in there and content in there.values()):
            plan = replace(plan, skipped=(*plan.skipped, each))
        elif each.id not in there:
            plan = replace(plan, added=(*plan.added, each))
        elif rename:
            name = new_id(_item(each) or each.id, taken)
            taken.add(name)
            plan = replace(plan, added=(*plan.added, replace(each, name=name)))
        else:
            plan = replace(plan, refused=(*plan.refused, each))
    return plan


def _item(each: Incoming) -> str:
    """The item's name where the id was made of it, so that the next id is too."""
    from disputecli.store.ids import new_id

    order = each.table.get("order")
    item = order.get("item") if isinstance(order, dict) else None
    return item if isinstance(item, str) and each.id.startswith(new_id(item, ())) else ""


def _content(table: Mapping[str, Any]) -> str:
    """What a table says, type and digit, whatever the order of its keys."""
    import json

    from disputecli.store.records import SCHEMA_VERSION
    from disputecli.view.portable import packed

    return json.dumps(packed({"schema_version": SCHEMA_VERSION} | dict(table)), sort_keys=True)


def _add(where: Places, added: Sequence[Incoming], now: datetime) -> None:
    """Save all of them, or none."""
    from disputecli.store.ledger import add_record
    from disputecli.store.undertaking import undertaken

    if added:
        with undertaken(where, len(added)):
            for each in added:
                add_record(where, each.name, each.table, now=now, command="import", folder=each.folder)


def _tell(plan: Plan, verb: str) -> int:
    """Say what was done on stdout, and on stderr what was refused; returns the exit code."""
    from disputecli.commands.screen import put, tell

    names = [each.name if each.name == each.id else f"{each.name} (was {each.id})" for each in plan.added]
    lines = [f"{verb} {len(names)}{': ' if names else ''}{', '.join(names)}"]
    if plan.skipped:
        lines.append(f"Skipped {len(plan.skipped)} that are there already with the same content.")
    put("\n".join(lines))
    for each in plan.refused:
        tell(f"dispute: {each.id}: the ledger has another dispute under this id; it was left as it is.")
    if plan.refused:
        tell("  Add it under the next free id with --rename.")
    return REFUSED if plan.refused else 0

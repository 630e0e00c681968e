"""`dispute export`: disputes as JSON, CSV, Markdown or calendar entries, to keep, to count or to hand on."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path

from disputecli.commands import options
from disputecli.commands.options import Argument, Option
from disputecli.errors import UsageProblem
from disputecli.type_names import TYPE_CHECKING, Annotated, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from disputecli.commands.ledger import Ledger
    from disputecli.core.dispute import Dispute
    from disputecli.store.records import Record

FORMATS = ("json", "csv", "md", "ics")
UNREADABLE = 1
READ_FIRST = "Names, cities and addresses in your own words and captions can't be found: read it before you share it."
TO_READ = "This is for programs. For people to read: dispute export ID --format md --redact"
ALL_OF_IT = "All your disputes are in it, closed ones too. One alone: dispute export ID --redact"

Ids = Annotated[list[str] | None, Argument(metavar="[ID]...", help="Only these; ids, starts of one, order numbers.")]
Format = Annotated[str | None, Option("--format", "-f", metavar="FORMAT", help="json, csv, md or ics.")]
All = Annotated[bool, Option("--all", "-a", help="Closed disputes too; json always has them.")]
Redact = Annotated[bool, Option("--redact", help="Without order numbers, sellers, tracking, e-mails, phones.")]
Output = Annotated[str | None, Option("--output", "-o", metavar="FILE", help="Write it to a new file.")]
Force = Annotated[bool, Option("--force", help="Write over the file if it exists.")]


def export(
    ids: Ids = None,
    *,
    form: Format = None,
    everything: All = False,
    redact: Redact = False,
    output: Output = None,
    force: Force = False,
    at: options.At = None,
) -> int:
    """Write disputes for a backup, spreadsheet, calendar or bank.

    \b
    dispute export -o ledger.json            all of it; dispute import reads it
    dispute export -o disputes.ics           deadlines for your calendar
    dispute export --format csv > all.csv    for a spreadsheet
    dispute export --format md usb-stick     a dated account for a bank or PayPal
    dispute export usb-stick -f md --redact  to ask others for help
    """
    from disputecli.commands.clock import now as clock

    kind, moment = _format(form, output), clock(at)
    picked, ledger = _picked(kind, list(ids or ()), moment, everything=everything)
    data = _BUILD[kind](picked, _tables(picked, redact=redact), moment, redact)
    _put(data, output, force=force)
    if kind == "ics":
        _tell_dates(data)
    return _tell(ledger, picked, kind, redact=redact, named=bool(ids))


def _format(form: str | None, output: str | None) -> str:
    """The format that is named, else the one of the file's ending, else JSON; UsageProblem where it is none."""
    from disputecli.core.text import one_line

    ending = Path(output or "").suffix.removeprefix(".").lower()
    if ending and not form and ending not in FORMATS:
        raise UsageProblem(f"“.{one_line(ending)}” is none of the formats.", "Name one: --format json, csv, md or ics.")
    kind = (form or (ending if ending in FORMATS else "json")).lower()
    if kind not in FORMATS:
        raise UsageProblem(f"--format: “{form}” is not a format.", f"The formats are: {', '.join(FORMATS)}.")
    return kind


def _picked(kind: str, ids: list[str], now: datetime, *, everything: bool) -> tuple[list[Record], Ledger]:
    """The disputes to write: the named ones; without names all of them for JSON and --all, else the open ones."""
    from disputecli.commands.ledger import chosen, find_sound, read
    from disputecli.store.records import read_ledger

    ledger = read(now)
    records, unreadable = [each.record for each in ledger.kept], ledger.unreadable
    if kind == "json":
        found, unreadable = read_ledger(ledger.places)
        records = list(found)
    if kind == "md" and not ids:
        return [chosen(ledger, None).record], ledger
    if ids:
        named = {each.id: each for each in (find_sound(records, unreadable, wanted) for wanted in ids)}
        if kind == "md" and len(named) > 1:
            raise UsageProblem("A chronology tells of one dispute.", f"Name one of: {', '.join(named)}.")
        return list(named.values()), ledger
    return [each for each in records if kind == "json" or everything or each.folder == "open"], ledger


def _tables(picked: Sequence[Record], *, redact: bool) -> list[dict[str, Any]]:
    """The tables of the disputes, without what names people where that is wished."""
    if not redact:
        return [each.table for each in picked]
    from disputecli.view.portable import Redaction

    names = Redaction([each.table for each in picked])
    return [names.table(each.table) for each in picked]


def _disputes(picked: Sequence[Record], tables: Sequence[dict[str, Any]], now: datetime) -> list[Dispute]:
    from disputecli.commands.ledger import ledger_reading
    from disputecli.core.record import read_dispute

    against = ledger_reading(now)
    return [read_dispute(record.id, table, against)[0] for record, table in zip(picked, tables, strict=True)]


def _json(picked: Sequence[Record], tables: Sequence[dict[str, Any]], _: datetime, redact: bool) -> bytes:
    from disputecli.view.portable import ledger_json

    rows = [(record.id, record.folder, table) for record, table in zip(picked, tables, strict=True)]
    return ledger_json(rows, redacted=redact).encode()


def _csv(picked: Sequence[Record], tables: Sequence[dict[str, Any]], now: datetime, _: bool) -> bytes:
    from disputecli.commands.case import standing_of
    from disputecli.commands.clock import ZONE
    from disputecli.view.csv import spreadsheet

    return spreadsheet([(each, standing_of(each, now)) for each in _disputes(picked, tables, now)], ZONE)


def _ics(picked: Sequence[Record], tables: Sequence[dict[str, Any]], now: datetime, _: bool) -> bytes:
    from disputecli.commands.case import standing_of
    from disputecli.commands.clock import ZONE
    from disputecli.store import books
    from disputecli.view.ics import Clock, Dated, calendar

    dated = [Dated(each, standing_of(each, now)) for each in _disputes(picked, tables, now)]
    return calendar(dated, books.rules(), Clock(now, ZONE))


def _md(picked: Sequence[Record], tables: Sequence[dict[str, Any]], now: datetime, redact: bool) -> bytes:
    from disputecli.commands.case import matter_of, standing_of
    from disputecli.commands.clock import ZONE
    from disputecli.commands.screen import scene
    from disputecli.core.messages import WORDS, read_templates
    from disputecli.store.shipped import shipped_table
    from disputecli.view.chronology import KIND, Sentences, Told, chronology

    (dispute,) = _disputes(picked, tables, now)
    stands, words = standing_of(dispute, now), scene(now).words
    reason = _reason(dispute.claim.reason, dispute.claim.detail)
    shipped = read_templates({name: shipped_table(f"messages/{name}.toml") for name in (WORDS, KIND)})
    told = Told(dispute, stands, Sentences(shipped, matter_of(dispute, stands)), reason, words, ZONE, redact)
    return chronology(told, now).encode("utf-8", "replace")


_BUILD: dict[str, Callable[[Sequence[Record], Sequence[dict[str, Any]], datetime, bool], bytes]] = {
    "json": _json, "csv": _csv, "md": _md, "ics": _ics,
}  # fmt: skip


def _reason(code: str | None, detail: str | None) -> str:
    """The labels of a reason and its detail as the site's form has them; empty where there is none."""
    from disputecli.store.shipped import shipped_table

    found = next((each for each in shipped_table("reasons.toml")["reason"] if each["code"] == code), None)
    if found is None:
        return (code or "").replace("_", " ")
    details = [each for each in found.get("detail", ()) if each["code"] == detail]
    return ": ".join([found["label"], *(each.get("label", detail) for each in details)])


def _put(data: bytes, output: str | None, *, force: bool) -> None:
    """Write the bytes to a new file, or as they are to stdout."""
    if output in {None, "-"}:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    from disputecli.commands.screen import tell
    from disputecli.core.text import one_line
    from disputecli.store.save import write_file
    from disputecli.store.stamp import stamp_of

    path = Path(str(output))
    exists = os.path.lexists(path)
    if exists and not force:
        raise UsageProblem(f"{output} exists already.", "Name a new file, or add --force to write over it.")
    write_file(path, data, expected=stamp_of(path.stat()) if path.exists() else None)
    tell(f"Written to {one_line(str(output))}.")


def _tell_dates(data: bytes) -> None:
    """Say how many entries a calendar has, so that an empty one is no surprise."""
    from disputecli.commands.screen import tell

    count = data.count(b"BEGIN:VEVENT")
    tell(f"{count} date{'' if count == 1 else 's'} in it{'' if count else ': no deadline runs now'}.")


def _tell(ledger: Ledger, picked: Sequence[Record], kind: str, *, redact: bool, named: bool) -> int:
    """Say on stderr what is not in it; returns the exit code."""
    from disputecli.commands.screen import tell, tell_unreadable

    if redact:
        tell(READ_FIRST)
    if redact and kind == "json":
        tell(TO_READ if named else f"{ALL_OF_IT}\n{TO_READ}")
    if kind == "json" and any(each.table.get("evidence") for each in picked):
        tell(f"The evidence files are not in it; they are in {ledger.places.evidence}")
    if named or not ledger.unreadable:
        return 0
    tell_unreadable(ledger.unreadable)
    return UNREADABLE

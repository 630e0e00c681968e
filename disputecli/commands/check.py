"""`dispute check`: what is wrong in the ledger, and what is worth a look."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path

from disputecli.commands import options
from disputecli.commands.options import Argument, Option
from disputecli.frozen import replace
from disputecli.type_names import TYPE_CHECKING, Annotated, Any

if TYPE_CHECKING:
    from disputecli.core.checks import Against, Finding, KeyPath
    from disputecli.store.paths import Places
    from disputecli.store.records import Record, Unreadable

UNSOUND = 1
NOWHERE = (None, None)
OTHERS = stat.S_IRWXG | stat.S_IRWXO
_LEFT_OVER = re.compile(r"\..+\.tmp|\..+\.part")

Id = Annotated[str | None, Argument(metavar="[ID]", help="Only this dispute.")]
Advice = Annotated[bool, Option("--advice", help="Say also what is no error but worth a look.")]
Listing = Annotated[bool, Option("--list", help="List the checks.")]


def check(
    id_: Id = None,
    *,
    advice: Advice = False,
    listing: Listing = False,
    at: options.At = None,
    as_json: options.Json = False,
    no_color: options.NoColor = False,
) -> int:
    """Check the files of your disputes; silent when all is well.

    \b
    dispute check               errors: unreadable, impossible, out of order
    dispute check --advice      what is worth a look, too
    dispute check usb-stick     one dispute
    dispute check --list        what is checked
    """
    from disputecli.commands.clock import now as clock
    from disputecli.commands.screen import put_json, put_lines, scene
    from disputecli.view.checks import finding_lines, findings_json

    moment = clock(at)
    if listing:
        _list(moment, as_json=as_json, no_color=no_color)
        return 0
    found = [each for each in _all(id_, moment) if each.is_error or advice]
    found.sort(key=lambda each: (not each.is_error, each.file, each.line or 0))
    if as_json:
        put_json(findings_json(found))
    else:
        put_lines(finding_lines(found, scene(moment)), no_color=no_color)
    return UNSOUND if any(each.is_error for each in found) else 0


def findings_of(record: Record, now: datetime) -> list[Finding]:
    """What the checks find in one dispute's own file; faults in its keys come alone, for they hide the rest."""
    from disputecli.commands.ledger import ledger_reading
    from disputecli.core.checks import CHECKS
    from disputecli.core.record import read_dispute

    dispute, faults = read_dispute(record.id, record.table, ledger_reading(now))
    if faults:
        return [
            _finding("schema", record, key_path(each.where), (f"{each.where}: {each.problem}", each.hint))
            for each in faults
        ]
    rows = record.table.get("events", [])
    events = [read_dispute(record.id, {"events": [row]}, ledger_reading(now))[0].events[0] for row in rows]
    written, against = replace(dispute, events=tuple(events)), against_at(now)
    return [
        _finding(each.name, record, found.path, (found.problem, found.hint))
        for each in CHECKS
        if each.find
        for found in each.find(written, against)
    ]


def against_at(now: datetime) -> Against:
    """What disputes are held against, from the shipped data."""
    from disputecli.commands.clock import ZONE
    from disputecli.core.checks import Against
    from disputecli.store import books

    guide = books.guide()
    words = books.symptom_words()
    return Against(now, ZONE, books.currency_digits(), guide.rules, books.moves(), guide.proofs, words)


def key_path(key: str) -> KeyPath:
    """A key as it is written, `events.0.at`, as the path that `locate` has."""
    return tuple(int(part) if part.isdecimal() else part for part in key.split("."))


def spot(path: KeyPath, places: dict[KeyPath, tuple[int, int]]) -> tuple[int | None, int | None]:
    """Line and column of a key, else of the nearest one around it that the file has."""
    while path and path not in places:
        path = path[:-1]
    return places.get(path, (None, None))


def _all(wanted: str | None, now: datetime) -> Iterator[Finding]:
    """Every finding, of one dispute if that is wished."""
    from disputecli.commands.ledger import find_file
    from disputecli.store.paths import places
    from disputecli.store.records import read_ledger
    from disputecli.store.undertaking import lost_files

    where = places(os.environ)
    lost = lost_files(where)
    only = find_file(where, wanted, lost.values()).id if wanted is not None else None
    records, unreadable = read_ledger(where)
    yield from (_unread(each) for each in unreadable if only in (None, Path(each.file).stem))
    for record in records:
        if only in (None, record.id):
            yield from findings_of(record, now)
            yield from _files(where, record, now)
    for id_, path in lost.items():
        if only in (None, id_):
            yield _worded("dispute-files", id_, str(path), NOWHERE, ("the dispute's file is gone", ""))
    if only is None:
        yield from _around(where)


def _unread(each: Unreadable) -> Finding:
    path = Path(each.file)
    id_ = path.stem if path.suffix == ".toml" else None
    return _worded(each.check, id_, each.file, (each.line, None), (each.problem, each.hint))


def _finding(check_: str, record: Record, path: KeyPath, said: tuple[str, str]) -> Finding:
    return _worded(check_, record.id, str(record.path), spot(path, _places(record.path)), said)


@cache
def _places(path: Path) -> dict[KeyPath, tuple[int, int]]:
    from disputecli.errors import UserProblem
    from disputecli.store.locate import locate
    from disputecli.store.stamp import read_stamped

    try:
        data, _ = read_stamped(path)
        return locate(data.decode("utf-8-sig"))
    except (UserProblem, ValueError):
        return {}


def _worded(
    check_: str, id_: str | None, file: str, place: tuple[int | None, int | None], said: tuple[str, str]
) -> Finding:
    """A finding with the words of its check."""
    from disputecli.core.checks import CHECKS, Finding

    is_error = next(each.is_error for each in CHECKS if each.name == check_)
    hint = said[1] or _words()[check_]["hint"].replace(" ID", f" {id_ or 'ID'}")
    return Finding(check_, id_, file, *place, said[0], hint, is_error)


@cache
def _words() -> dict[str, Any]:
    from disputecli.store.shipped import shipped_table

    return {each["name"]: each for each in shipped_table("checks.toml")["check"]}


def _list(now: datetime, *, as_json: bool, no_color: bool) -> None:
    from disputecli.commands.screen import put_json, put_lines, scene
    from disputecli.core.checks import CHECKS
    from disputecli.view.checks import check_lines

    titles = {name: each["title"] for name, each in _words().items()}
    if as_json:
        named = [{"name": each.name, "is_error": each.is_error, "title": titles[each.name]} for each in CHECKS]
        put_json({"schema_version": 1, "checks": named})
    else:
        put_lines(check_lines(CHECKS, titles, scene(now)), no_color=no_color)


def _files(where: Places, record: Record, now: datetime) -> Iterator[Finding]:
    """Files of evidence that are missing, changed or elsewhere, and those that no row names."""
    from disputecli.commands.ledger import ledger_reading
    from disputecli.core.record import read_dispute
    from disputecli.store.exhibits import find_exhibit, trouble

    dispute, _ = read_dispute(record.id, record.table, ledger_reading(now))
    for place, each in enumerate(dispute.evidence):
        if problem := trouble(find_exhibit(where, record.id, each.file), each.sha256):
            yield _finding("evidence-files", record, ("evidence", place, "file"), (f"{each.file} {problem}", ""))
    folder, named = where.evidence / record.id, {each.file for each in dispute.evidence}
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.is_file() and not path.name.startswith(".") and path.name not in named:
            hint = f"Add it with: dispute evidence {record.id} add FILE"
            yield _worded("evidence-files", record.id, str(path), NOWHERE, ("no row of the dispute names it", hint))


def _around(where: Places) -> Iterator[Finding]:
    """Files that others can read, that were left behind, and the clock of the site."""
    every = [path for root in (where.ledger, where.state) for path in _below(root)]
    if readable := [path for path in every if _others_can_use(path)]:
        more = f", and {len(readable) - 1} more" if len(readable) > 1 else ""
        said = f"others on this computer can use it{more}"
        yield _worded(
            "modes", None, str(readable[0]), NOWHERE, (said, f"Take their rights away: chmod -R go= {where.home}")
        )
    for path in every:
        if path.is_file() and (_LEFT_OVER.fullmatch(path.name) or path.parent == where.state / "edits"):
            what = "an edit that was not saved" if path.parent.name == "edits" else "a temporary file was left behind"
            yield _worded("left-overs", None, str(path), NOWHERE, (what, ""))
    if not _knows_pacific():
        yield _worded("time-zones", None, "tzdata", NOWHERE, ("the summer time of the site's clock is not known", ""))


def _others_can_use(path: Path) -> bool:
    try:
        mode = path.lstat().st_mode
    except OSError:
        return False
    return os.name != "nt" and not stat.S_ISLNK(mode) and bool(mode & OTHERS)


def _below(root: Path) -> list[Path]:
    return [root, *sorted(root.rglob("*"))] if root.is_dir() else []


def _knows_pacific() -> bool:
    from disputecli.core.time import PACIFIC

    winter, summer = (datetime(2026, month, 1, tzinfo=PACIFIC).utcoffset() for month in (1, 7))
    return winter != summer

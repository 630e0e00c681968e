"""`dispute status`: what is due, in which dispute, by when."""

from __future__ import annotations

import sys
from collections.abc import Container, Mapping, Sequence
from datetime import datetime, timedelta

from disputecli.commands import options
from disputecli.commands.options import Option
from disputecli.errors import UsageProblem, UserProblem
from disputecli.frozen import dataclass, fields
from disputecli.hints import TYPE_CHECKING, Annotated, Any

if TYPE_CHECKING:
    from disputecli.commands.ledger import Ledger
    from disputecli.store.records import Record, Unreadable
    from disputecli.store.snapshot import Stamps
    from disputecli.view.drawn import Manner, Share
    from disputecli.view.scene import Scene
    from disputecli.view.status import Row

UNREADABLE, DUE_SOON, OVERDUE = 1, 3, 4
CLOSED = "closed"  # the stamp of that folder, where what is in it is not shown
SOON = timedelta(hours=48)

All = Annotated[bool, Option("--all", "-a", help="Closed disputes too.")]
Within = Annotated[str | None, Option("--within", metavar="SPAN", help="Only what is due within it, like 7d.")]
ExitCode = Annotated[bool, Option("--exit-code", help="Exit 3 if you must act within --within (48h), 4 if too late.")]
Short = Annotated[bool, Option("--short", help="One line for a shell prompt; empty when nothing is due.")]
Limit = Annotated[int | None, Option("--limit", "-n", metavar="N", min=1, help="Only the N most urgent.")]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for."""

    everything: bool
    span: timedelta | None
    exit_code: bool
    short: bool
    limit: int | None
    as_json: bool
    no_color: bool


@dataclass(frozen=True, slots=True)
class Found:
    """Each dispute's share, most urgent first; those shown; the files that can't be read; whether all may be kept."""

    rows: Sequence[Share]
    shown: Sequence[Share]
    unreadable: tuple[Unreadable, ...]
    whole: bool


def status(
    *,
    everything: All = False,
    within: Within = None,
    exit_code: ExitCode = False,
    short: Short = False,
    limit: Limit = None,
    as_json: options.Json = False,
    at: options.At = None,
    no_color: options.NoColor = False,
) -> int:
    """Show what is due in your disputes, most urgent first.

    \b
    dispute status
    dispute status --within 7d
    dispute status --short          for a shell prompt
    dispute status --exit-code      for cron: 3 act soon, 4 too late
    """
    from disputecli.commands.clock import now as clock

    wanted = Wanted(everything, _span(within), exit_code, short, limit, as_json, no_color)
    return _show(wanted, clock(at), keeps=at is None)


def show_status() -> int:
    """The table for `dispute` alone, or a welcome where the ledger is empty."""
    return status()


def _span(within: str | None) -> timedelta | None:
    if not within:
        return None
    from disputecli.core.dates import parse_countdown

    try:
        return parse_countdown(within)
    except UserProblem as problem:
        raise UsageProblem(f"--within: {problem.sentence}", "Write it like 7d or 48h.") from problem


def _show(wanted: Wanted, now: datetime, *, keeps: bool) -> int:
    """Put the status out, keep what is good for the next look, and return the exit code."""
    from disputecli.commands.screen import in_colour, put, scene, tell_unreadable
    from disputecli.store import snapshot
    from disputecli.view.drawn import Manner, put_together

    kind = "json" if wanted.as_json else "short" if wanted.short else "table"
    where, manner = scene(now), Manner(kind, in_colour(wanted.no_color))
    stamps = snapshot.files(wanted.everything) if keeps and snapshot.look() else None
    found = _rows(wanted, where, manner, stamps or {})
    hidden = len(found.rows) - len(found.shown)
    text, limits = put_together(found.shown, found.unreadable, where, manner, hidden=hidden)
    put(snapshot.filled(text, limits, now.timestamp()))
    if kind != "table":
        tell_unreadable(found.unreadable)
    code = _urgent_code(found.rows, now, wanted.span or SOON) if wanted.exit_code else 0
    if stamps is not None and found.whole:
        good = (now.timestamp(), _changes_at(found.rows, now, wanted))
        snapshot.keep_drawn(sys.argv[1:], stamps, (*good, text, limits, code))
    return code or (UNREADABLE if found.unreadable else 0)


def _rows(wanted: Wanted, where: Scene, manner: Manner, stamps: Stamps, anew: Container[str] = ()) -> Found:
    """Each dispute's share of the status, worked out for those `anew` and those of which nothing is kept that holds."""
    from disputecli.commands.ledger import read
    from disputecli.store import snapshot
    from disputecli.view.drawn import with_text

    form = (manner.kind, manner.colour, where.width, wanted.everything)
    old = _kept(form, stamps)
    known = {name: row for name, row in _still_good(old, stamps, where.now.timestamp()).items() if name not in anew}
    ledger = read(where.now, closed=wanted.everything, known=known)
    read_as = {_name(each.record): _stamp(each.record) for each in ledger.kept}
    seen = {name for name in read_as if name in stamps and stamps[name][:3] == read_as[name]}
    cases = _cases(ledger, where)
    rows = known | _shares(cases, where, manner)
    order = sorted(rows, key=lambda name: (rows[name].rank, rows[name].id))
    shown = [name for name in order if wanted.span is None or _within(rows[name], where.now, wanted.span)]
    shown = shown[: wanted.limit]
    blank = [name for name in (shown[:1] if wanted.short else shown) if rows[name].text is None]
    if not cases.keys() >= set(blank):  # they were not shown the last time
        return _rows(wanted, where, manner, stamps, set(blank))
    rows |= {name: with_text(rows[name], cases[name], where, manner) for name in blank}
    fresh = {name: (stamps[name], *_values(rows[name])) for name in seen if snapshot.settled(stamps[name])}
    closed = {CLOSED: (stamps[CLOSED],)} if CLOSED in stamps and snapshot.settled(stamps[CLOSED]) else {}
    if fresh or (closed and closed.get(CLOSED) != old.get(CLOSED)):
        snapshot.keep_rows(form, {name: old[name] for name in known} | fresh | closed)
    whole = not ledger.unreadable and rows.keys() == known.keys() | seen == stamps.keys() - {CLOSED}
    return Found([rows[name] for name in order], [rows[name] for name in shown], ledger.unreadable, whole)


def _kept(form: tuple[Any, ...], stamps: Stamps) -> dict[str, tuple[Any, ...]]:
    """What was kept of each dispute; nothing where an id is both open and closed, for then both have to be read."""
    from disputecli.store import snapshot

    if not stamps:
        return {}
    old = snapshot.rows(form)
    same = CLOSED in stamps and old.get(CLOSED) == (stamps[CLOSED],)  # then no open one of old can have got a twin
    return {} if snapshot.doubled(stamps.keys() - old.keys() if same else stamps) else old


def _still_good(old: Mapping[str, tuple[Any, ...]], stamps: Stamps, now: float) -> dict[str, Share]:
    """What was kept of files that are as they were, where its time has not run out."""
    from disputecli.view.drawn import Share

    same = ((name, Share(*row)) for name, (stamp, *row) in old.items() if row and stamps.get(name) == stamp)
    return {name: row for name, row in same if row.begins <= now < row.ends}


def _cases(ledger: Ledger, where: Scene) -> dict[str, Row]:
    """Where the disputes that were read stand."""
    if not ledger.kept:
        return {}
    from disputecli.commands.case import standing_of
    from disputecli.view.status import Row

    rows = {}
    for each in ledger.kept:
        order = each.dispute.facts.order
        rows[_name(each.record)] = Row(
            each.dispute.id, order.order_id, order.item, standing_of(each.dispute, where.now)
        )
    return rows


def _shares(cases: Mapping[str, Row], where: Scene, manner: Manner) -> dict[str, Share]:
    if not cases:
        return {}
    from disputecli.store import books
    from disputecli.view.drawn import horizon, share_of

    ahead = horizon(where, manner, books.rules().stale_after)
    return {name: share_of(row, where, manner, ahead) for name, row in cases.items()}


def _name(record: Record) -> str:
    return f"{record.folder}/{record.id}.toml"


def _stamp(record: Record) -> tuple[int, ...]:
    return (record.stamp.mtime_ns, record.stamp.size, record.stamp.inode)


def _values(row: Share) -> tuple[Any, ...]:
    return tuple(getattr(row, each.name) for each in fields(row))


def _within(row: Share, now: datetime, span: timedelta) -> bool:
    """Whether what the time left counts to, or the buyer's first safe day, comes within the span."""
    limits = [limit for limit in (row.end, row.near) if limit is not None]
    return bool(limits) and min(limits) - now.timestamp() <= span.total_seconds()


def _urgent_code(rows: Sequence[Share], now: datetime, span: timedelta) -> int:
    """4 where a limit of the buyer has passed, 3 where one is near, else 0."""
    moment = now.timestamp()
    if any(row.due is not None and row.due <= moment for row in rows):
        return OVERDUE
    near = any(row.near is not None and row.near <= moment + span.total_seconds() for row in rows)
    return DUE_SOON if near else 0


def _changes_at(rows: Sequence[Share], now: datetime, wanted: Wanted) -> float:
    """The first moment at which the whole may look different: a share does, or one comes within the span."""
    moment, ahead = now.timestamp(), (wanted.span or SOON).total_seconds()
    near = [limit - ahead for row in rows for limit in (row.near, row.end) if limit is not None]
    return min([*(row.ends for row in rows), *(each for each in near if each > moment)], default=float("inf"))

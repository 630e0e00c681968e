"""What has each dispute to show in a status? Kept from the last look where that still holds, else worked out."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from datetime import datetime, timedelta

from disputecli.commands.ledger import Ledger, read
from disputecli.frozen import dataclass, fields
from disputecli.store import snapshot
from disputecli.type_names import TYPE_CHECKING, Any
from disputecli.view.drawn import Manner, Share, horizon, share_of, with_text

if TYPE_CHECKING:
    from disputecli.store.records import Record, Unreadable
    from disputecli.store.snapshot import Stamps
    from disputecli.view.scene import Scene
    from disputecli.view.status import Row

    Form = tuple[Any, ...]
    Seen = tuple[tuple[Any, ...] | None, Stamps]
    Old = Mapping[str, tuple[Any, ...]]

CLOSED = "closed"  # the stamp of that folder, where what is in it is not shown
ONE_IN = 100  # of so many shares one may be worked out again and again before all are kept anew


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


def shares(wanted: Wanted, where: Scene, manner: Manner, seen: Seen, anew: Container[str] = ()) -> Found:
    """Each dispute's share of a status, worked out for those `anew` and those of which nothing is kept that holds.

    `seen` is a look at all that a status depends on, and the stamps of the ledger's files; of none is nothing kept.
    """
    look, stamps = seen
    form = ((manner.kind, manner.colour, where.width, wanted.everything), look)
    old = _kept(form, stamps)
    known = {name: row for name, row in _still_good(old, stamps, where.now.timestamp()).items() if name not in anew}
    ledger = read(where.now, closed=wanted.everything, known=known)
    cases = _cases(ledger, where)
    rows = known | _worked_out(cases, where, manner)
    order = sorted(rows, key=lambda name: (rows[name].rank, rows[name].id))
    near = [name for name in order if wanted.span is None or is_within(rows[name], where.now, wanted.span)]
    shown = near[: wanted.limit]
    blank = {name for name in (shown[:1] if wanted.short else shown) if rows[name].text is None}
    if not cases.keys() >= blank:  # they were not shown the last time
        return shares(wanted, where, manner, seen, blank)
    rows |= {name: with_text(rows[name], cases[name], where, manner) for name in blank}
    fresh = cases.keys() & stamps.keys()  # read after it was stamped, so never older than its stamp says
    sure = stamps if not ledger.unreadable else {name: each for name, each in stamps.items() if name != CLOSED}
    _keep(form, {name: old[name] for name in known}, {name: rows[name] for name in fresh}, sure, old.get(CLOSED))
    whole = not ledger.unreadable and rows.keys() == known.keys() | fresh == stamps.keys() - {CLOSED}
    return Found([rows[name] for name in order], [rows[name] for name in shown], ledger.unreadable, whole)


def is_within(row: Share, now: datetime, span: timedelta) -> bool:
    """Whether what the time left counts to, or the buyer's first safe day, comes within the span."""
    limits = [limit for limit in (row.end, row.near) if limit is not None]
    return bool(limits) and min(limits) - now.timestamp() <= span.total_seconds()


def _kept(form: Form, stamps: Stamps) -> Old:
    """What was kept of each dispute; nothing where an id is both open and closed, for then both have to be read."""
    if not stamps:
        return {}
    old = snapshot.rows(form)
    same = CLOSED in stamps and old.get(CLOSED) == (stamps[CLOSED],)  # then no open one of old can have got a twin
    return {} if snapshot.doubled(stamps.keys() - old.keys() if same else stamps) else old


def _still_good(old: Old, stamps: Stamps, now: float) -> dict[str, Share]:
    """What was kept of files that are as they were, where its time has not run out."""
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
        order, stands = each.dispute.facts.order, standing_of(each.dispute, where.now)
        rows[_name(each.record)] = Row(each.dispute.id, order.order_id, order.item, stands)
    return rows


def _worked_out(cases: Mapping[str, Row], where: Scene, manner: Manner) -> dict[str, Share]:
    if not cases:
        return {}
    from disputecli.store import books

    ahead = horizon(where, manner, books.rules().stale_after)
    return {name: share_of(row, where, manner, ahead) for name, row in cases.items()}


def _keep(form: Form, known: Old, seen: Mapping[str, Share], stamps: Stamps, closed: tuple[Any, ...] | None) -> None:
    """Keep what is new for the next look, unless that is so little that working it out again is quicker.

    The stamp of `closed` says that no open dispute has a twin there; it is not among `stamps` where that is not sure.
    """
    fresh = {name: (stamps[name], *_values(row)) for name, row in seen.items() if snapshot.settled(stamps[name])}
    folder = {CLOSED: (stamps[CLOSED],)} if CLOSED in stamps and snapshot.settled(stamps[CLOSED]) else {}
    if len(fresh) > len(known) // ONE_IN or (folder and folder[CLOSED] != closed):
        snapshot.keep_rows(form, {**known, **fresh, **folder})


def _name(record: Record) -> str:
    return f"{record.folder}/{record.id}.toml"


def _values(row: Share) -> tuple[Any, ...]:
    return tuple(getattr(row, each.name) for each in fields(row))

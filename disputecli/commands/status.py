"""`dispute status`: what is due, in which dispute, by when."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated

from disputecli.commands import options
from disputecli.commands.options import Option
from disputecli.errors import UsageProblem, UserProblem
from disputecli.frozen import replace

if TYPE_CHECKING:
    from disputecli.commands.ledger import Ledger
    from disputecli.core.stage import Standing
    from disputecli.store.records import Unreadable
    from disputecli.view.scene import Scene
    from disputecli.view.status import Row

UNREADABLE, DUE_SOON, OVERDUE = 1, 3, 4
SOON = timedelta(hours=48)

All = Annotated[bool, Option("--all", "-a", help="Closed disputes too.")]
Within = Annotated[str | None, Option("--within", metavar="SPAN", help="Only what is due within it, like 7d.")]
ExitCode = Annotated[bool, Option("--exit-code", help="Exit 3 if you must act within --within (48h), 4 if too late.")]
Short = Annotated[bool, Option("--short", help="One line for a shell prompt; empty when nothing is due.")]
Limit = Annotated[int | None, Option("--limit", "-n", metavar="N", min=1, help="Only the N most urgent.")]


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
    from disputecli.commands.ledger import read
    from disputecli.core.time import parse_countdown

    try:
        span = parse_countdown(within) if within else None
    except UserProblem as problem:
        raise UsageProblem(f"--within: {problem.sentence}", "Write it like 7d or 48h.") from problem
    moment = clock(at)
    ledger = read(moment, closed=everything)
    rows = _rows(ledger, moment)
    shown = [row for row in rows if span is None or _within(row, span)][:limit]
    _show(shown, ledger, moment, as_json=as_json, short=short, no_color=no_color)
    code = _urgent_code(rows, moment, span or SOON) if exit_code else 0
    return code or (UNREADABLE if ledger.unreadable else 0)


def show_status() -> int:
    """The table for `dispute` alone, or a welcome where the ledger is empty."""
    return status()


def _rows(ledger: Ledger, now: datetime) -> list[Row]:
    """One row a dispute, most urgent first."""
    from disputecli.commands.case import standing_of
    from disputecli.view.status import Row

    orders = [(each, each.dispute.facts.order) for each in ledger.kept]
    rows = [Row(each.dispute.id, order.order_id, order.item, standing_of(each.dispute, now)) for each, order in orders]
    return sorted(rows, key=lambda row: _rank(row.standing))


def _rank(standing: Standing) -> tuple[int, float]:
    from disputecli.core.step import URGENCIES

    step = standing.next
    if step is None:
        return len(URGENCIES), 0
    limits = (step.deadline.act_by, step.deadline.due_by, step.deadline.latest, step.deadline.earliest)
    first = next((when for when in limits if when), None)
    return URGENCIES.index(step.urgency), first.timestamp() if first else float("inf")


def _within(row: Row, span: timedelta) -> bool:
    step = row.standing.next
    return step is not None and step.left is not None and step.left <= span


def _urgent_code(rows: list[Row], now: datetime, span: timedelta) -> int:
    """4 where a limit of the buyer has passed, 3 where one is near, else 0."""
    mine = [each for row in rows for each in row.standing.deadlines if each.party == "buyer"]
    if any(each.due_by and each.due_by <= now for each in mine):
        return OVERDUE
    near = any(limit and limit <= now + span for each in mine for limit in (each.due_by, each.act_by))
    return DUE_SOON if near else 0


def _show(rows: list[Row], ledger: Ledger, now: datetime, *, as_json: bool, short: bool, no_color: bool) -> None:
    from disputecli.commands.screen import put, put_json, scene, tell_unreadable

    if as_json:
        from disputecli.view.json import status_json

        put_json(status_json(rows, ledger.unreadable, now))
    else:
        where = scene(now)
        drawn = _drawn(rows, ledger.unreadable, where, short=short, no_color=no_color)
        put(drawn)
        if not ledger.unreadable:
            _keep(rows, drawn, where, short=short)
    if as_json or short:
        tell_unreadable(ledger.unreadable)


def _drawn(rows: list[Row], unreadable: tuple[Unreadable, ...], where: Scene, *, short: bool, no_color: bool) -> str:
    """The finished text of the table, or of the one line, which is empty when nothing is due."""
    from disputecli.commands.screen import in_colour
    from disputecli.view.lines import painted
    from disputecli.view.status import short_line, status_lines

    if short:
        return f"{line}\n" if (line := short_line(rows, where)) else ""
    return painted(status_lines(rows, unreadable, where), colour=in_colour(no_color))


def _keep(rows: list[Row], drawn: str, where: Scene, *, short: bool) -> None:
    """Keep the picture for the next run, where it is one that the quick path may show."""
    from disputecli.store import books, snapshot

    arguments = sys.argv[1:]
    known = snapshot.key(arguments)
    if known is None:
        return
    from disputecli.view.encoding import fitted
    from disputecli.view.status import changes_at

    limits: list[float] = []

    def marked(left: timedelta | None) -> str:
        if left is None:
            return ""
        limits.append((where.now + left).timestamp())
        return snapshot.mark(len(limits) - 1)

    text = _drawn(rows, (), replace(where, left=marked), short=short, no_color=False)
    if snapshot.filled(text, limits, where.now.timestamp()) == drawn:
        good = (where.now.timestamp(), changes_at(rows, where, books.rules().stale_after).timestamp())
        snapshot.keep(arguments, known, fitted(text, where.encoding), limits, good)

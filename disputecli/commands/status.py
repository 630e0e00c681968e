"""`dispute status`: what is due, in which dispute, by when."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import datetime, timedelta

from disputecli.commands import options
from disputecli.commands.options import Option
from disputecli.errors import UsageProblem, UserProblem
from disputecli.type_names import TYPE_CHECKING, Annotated

if TYPE_CHECKING:
    from disputecli.commands.shares import Wanted
    from disputecli.view.drawn import Share
    from disputecli.view.resting import Resting

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
    from disputecli.commands.shares import Wanted

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
    from disputecli.commands.shares import shares
    from disputecli.store import snapshot
    from disputecli.view.drawn import Manner, put_together

    kind = "json" if wanted.as_json else "short" if wanted.short else "table"
    where, manner = scene(now), Manner(kind, in_colour(wanted.no_color))
    look = snapshot.look() if keeps else None
    stamps = snapshot.files(wanted.everything) if look else None
    found = shares(wanted, where, manner, (look, stamps or {}))
    hidden = len(found.rows) - len(found.shown)
    idle = kind == "table" and not found.rows and not found.unreadable
    rest = _resting() if idle else None
    text, limits = put_together(found.shown, found.unreadable, where, manner, hidden=hidden, resting=rest)
    put(snapshot.filled(text, limits, now.timestamp()))
    if kind != "table":
        tell_unreadable(found.unreadable)
    code = _urgent_code(found.rows, now, wanted.span or SOON) if wanted.exit_code else 0
    if stamps is not None and found.whole and not idle:  # an interview is in no stamp
        good = (now.timestamp(), _changes_at(found.rows, now, wanted))
        snapshot.keep_drawn((sys.argv[1:], look), stamps, (*good, text, limits, code))
    return code or (UNREADABLE if found.unreadable else 0)


def _resting() -> Resting:
    """How many disputes are closed, and how many interviews were interrupted."""
    import os

    from disputecli.store.paths import places
    from disputecli.view.resting import Resting
    from disputecli.wizard.checkpoint import checkpoints

    where = places(os.environ)
    return Resting(len(list(where.closed.glob("*.toml"))), len(checkpoints(where)))


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

"""`dispute log`: what happened, recorded; the deadlines and the next step follow from it."""

from __future__ import annotations

import os
import sys
from datetime import datetime

from disputecli.commands import options
from disputecli.commands.gate import gated
from disputecli.commands.happened import (
    MOST_DAYS,
    OUTCOMES,
    TYPES,
    Way,
    asked,
    read_event,
    with_needed,
)
from disputecli.commands.options import Argument, Option
from disputecli.commands.possible import refuse_impossible, standing_then
from disputecli.type_names import TYPE_CHECKING, Annotated, Any

if TYPE_CHECKING:
    from disputecli.commands.ledger import Kept
    from disputecli.core.dispute import Dispute, Event
    from disputecli.core.stage import Standing


EventName = Annotated[str | None, Argument(metavar="[EVENT]", help="What happened; left out: asks.")]
When = Annotated[str | None, Option("--when", metavar="WHEN", help="When it happened; left out: now.")]
Type = Annotated[str | None, Option("--type", metavar="TYPE", help=f"Claim type of the offer ({', '.join(TYPES)}).")]
Amount = Annotated[str | None, Option("--amount", metavar="AMOUNT", help="Amount of the offer or refund.")]
Days = Annotated[int | None, Option("--days", metavar="N", min=1, max=MOST_DAYS, help="Days that the site names.")]
Tracking = Annotated[str | None, Option("--tracking", metavar="NUMBER", help="Tracking number of the return.")]
Outcome = Annotated[str | None, Option("--outcome", metavar="WORD", help=f"How it ended ({', '.join(OUTCOMES)}).")]
Final = Annotated[bool, Option("--final", help="Nothing more is to come: put it away.")]
Text = Annotated[str | None, Option("--text", metavar="TEXT", help="A note, or the words of a message.")]
Force = Annotated[bool, Option("--force", help="Record it although it can't happen now.")]
Yes = Annotated[bool, Option("--yes", "-y", help="Don't ask; accepted wants --amount all the same.")]


def log(
    id_: options.MaybeId = None,
    event: EventName = None,
    *,
    when: When = None,
    claim_type: Type = None,
    amount: Amount = None,
    days: Days = None,
    tracking: Tracking = None,
    outcome: Outcome = None,
    final: Final = False,
    text: Text = None,
    force: Force = False,
    yes: Yes = False,
    as_json: options.Json = False,
    no_input: options.NoInput = False,
    plain: options.Plain = False,
    no_color: options.NoColor = False,
) -> int:
    """Record what happened in a dispute, and see what follows.

    \b
    dispute log kettle                       asks what happened
    dispute log kettle opened
    dispute log kettle seller-countered --type refund_only --amount 3.00
    dispute log kettle platform-proposed --amount 12.45 --when yesterday
    dispute log kettle accepted --amount 12.45
    """
    from disputecli.commands.clock import now as clock
    from disputecli.commands.ledger import chosen, read
    from disputecli.commands.screen import tell

    moment = clock()
    kept = chosen(read(moment, wanted=id_), id_)
    asks = not (no_input or as_json) and sys.stdin.isatty() and sys.stdout.isatty()
    way = Way(asks, yes, plain, no_color)
    given = {"type": claim_type, "amount": amount, "days": days, "tracking": tracking, "outcome": outcome,
             "text": text, "final": final}  # fmt: skip
    made = read_event(event, when, given, kept, moment) if event else asked(kept, when, given, moment, way)
    before = standing_then(kept.dispute, made, moment)
    if not force:
        refuse_impossible(made, kept.dispute, moment)
        made = with_needed(made, kept, moment, way)
    made = gated(made, kept.dispute, before, moment, asks=asks, yes=yes)
    after = _keep_or_again(kept, made, moment, asks=asks, force=force)
    _show(after, made, kept.dispute, moment, as_json=as_json, no_color=no_color)
    if asks:
        tell("Wrong? Take it back with: dispute undo")
    return 0


def _keep_or_again(kept: Kept, event: Event, now: datetime, *, asks: bool, force: bool) -> Standing:
    """Save the event; where another command was quicker, on top of its change, unless a person had looked at the old.

    Where the dispute stands then.
    """
    from disputecli.commands.ledger import find, read
    from disputecli.store.lock import locked
    from disputecli.store.paths import places
    from disputecli.store.save import Changed

    try:
        return _keep(kept, event, now)
    except Changed:
        if asks:
            raise
    with locked(places(os.environ), command="log"):
        fresh = find(read(now), kept.record.id)
        if not force:
            refuse_impossible(event, fresh.dispute, now)
        return _keep(fresh, event, now)


def _keep(kept: Kept, event: Event, now: datetime) -> Standing:
    """Save the event and put the file where it belongs; where the dispute stands then."""
    from disputecli.commands.case import standing_of
    from disputecli.commands.ledger import ledger_reading
    from disputecli.core.record import event_row, read_dispute, with_row
    from disputecli.core.stage import is_over
    from disputecli.store.ledger import move_record
    from disputecli.store.paths import places

    table = _with_message(_with_claim(with_row(kept.record.table, "events", event_row(event)), event), event)
    dispute, _ = read_dispute(kept.dispute.id, table, ledger_reading(now))
    stands = standing_of(dispute, now)
    where, command = places(os.environ), f"log {event.event}"
    move_record(where, kept.record, table, "closed" if is_over(stands) else "open", now=now, command=command)
    return stands


def _with_claim(table: dict[str, Any], event: Event) -> dict[str, Any]:
    """The table with the claim as it was opened or edited on the site."""
    from disputecli.core.codec import plain

    if event.event not in {"opened", "modified"}:
        return table
    given = {"type": event.type, "amount": plain(event.amount) if event.amount is not None else None}
    changed = {name: value for name, value in given.items() if value is not None}
    return {**table, "claim": {**table.get("claim", {}), **changed}} if changed else table


def _with_message(table: dict[str, Any], event: Event) -> dict[str, Any]:
    """The table with the text of a message under `[[messages]]`, once."""
    from disputecli.core.dispute import Message
    from disputecli.core.record import message_row, with_row

    if event.event not in {"message-sent", "message-received"} or not event.text:
        return table
    if any(row.get("text") == event.text for row in table.get("messages", ())):
        return table
    return with_row(table, "messages", message_row(Message(event.at, event.event.removeprefix("message-"), event.text)))


def _show(stands: Standing, event: Event, dispute: Dispute, now: datetime, *, as_json: bool, no_color: bool) -> None:
    """What was recorded, the deadlines that run now, and the next step."""
    from disputecli.commands.screen import in_colour, put, put_json, scene, tell
    from disputecli.store import books
    from disputecli.view.status import Row

    order, move = dispute.facts.order, books.moves()[event.event]
    row = Row(dispute.id, order.order_id, order.item, stands)
    if as_json:
        from disputecli.view.json import dispute_json

        put_json({"schema_version": 1, "event": event.event, **dispute_json(row, now)})
        return
    from disputecli.view.lines import painted
    from disputecli.view.logged import logged_lines

    put(painted(logged_lines(row, event, move, books.rules(), scene(now)), colour=in_colour(no_color)))
    if move.hint:
        tell(move.hint)

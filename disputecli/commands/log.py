"""`dispute log`: what happened, recorded; the deadlines and the next step follow from it."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

import typer

from disputecli.commands import options
from disputecli.errors import UsageProblem, UserProblem

if TYPE_CHECKING:
    from disputecli.commands.ledger import Kept
    from disputecli.core.advice import Caution
    from disputecli.core.dispute import Dispute, Event
    from disputecli.core.gates import Terms
    from disputecli.core.stage import Standing

TYPES = ("refund_only", "return_and_refund")
OUTCOMES = ("refunded_full", "refunded_partial", "refused", "cancelled_by_buyer", "expired", "replaced")
GATES = ("accepted", "cancelled")
MOST_DAYS = 365

Id = Annotated[str, typer.Argument(metavar="ID", help="A dispute's id, the start of one, or its order number.")]
EventName = Annotated[str | None, typer.Argument(metavar="[EVENT]", help="What happened; left out: asks.")]
When = Annotated[str | None, typer.Option("--when", metavar="WHEN", help="When it happened; left out: now.")]
Type = Annotated[
    str | None, typer.Option("--type", metavar="TYPE", help=f"Claim type of the offer ({', '.join(TYPES)}).")
]
Amount = Annotated[str | None, typer.Option("--amount", metavar="AMOUNT", help="Amount of the offer or refund.")]
Days = Annotated[
    int | None, typer.Option("--days", metavar="N", min=1, max=MOST_DAYS, help="Days that the site names.")
]
Tracking = Annotated[str | None, typer.Option("--tracking", metavar="NUMBER", help="Tracking number of the return.")]
Outcome = Annotated[
    str | None, typer.Option("--outcome", metavar="WORD", help=f"How it ended ({', '.join(OUTCOMES)}).")
]
Final = Annotated[bool, typer.Option("--final", help="Nothing more is to come: put it away.")]
Text = Annotated[str | None, typer.Option("--text", metavar="TEXT", help="A note, or the words of a message.")]
Force = Annotated[bool, typer.Option("--force", help="Record it although it can't happen now.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Don't ask; accepted wants --amount all the same.")]


def log(
    id_: Id,
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
    from disputecli.commands.ledger import find, read

    moment = clock()
    kept = find(read(moment), id_)
    asks = not (no_input or as_json) and sys.stdin.isatty() and sys.stdout.isatty()
    name = event or _asked(kept, moment, asks=asks, plain=plain, no_color=no_color)
    given = {"type": claim_type, "amount": amount, "days": days, "tracking": tracking, "outcome": outcome,
             "text": text, "final": final}  # fmt: skip
    made = _event(name, when, given, kept, moment)
    before = _standing_then(kept.dispute, made, moment)
    if not force:
        _refuse_impossible(made, before)
    made = _gated(made, kept.dispute, before, moment, asks=asks, yes=yes)
    after = _keep(kept, made, moment)
    _show(after, made, kept.dispute, moment, as_json=as_json, no_color=no_color)
    return 0


def _asked(kept: Kept, now: datetime, *, asks: bool, plain: bool, no_color: bool) -> str:
    """The event that the buyer picks: those that can happen now first; UsageProblem without a terminal."""
    from disputecli.commands.case import standing_of
    from disputecli.core.allowed import allowed
    from disputecli.store import books

    moves = books.moves()
    if not asks:
        raise UsageProblem("What happened? The EVENT is missing.", f"It can be: {', '.join(moves)}.")
    from disputecli.core.interview import Option
    from disputecli.wizard.prompter import Sign, prompter_for

    stands = standing_of(kept.dispute, now)
    can = [each.event for each in allowed(moves, stands.course, stands.deadlines) if each.ok]
    can.sort(key=lambda name: "any" in moves[name].stages)
    prompter = prompter_for(os.environ, plain=plain, colour=not no_color)
    chosen = prompter.choose("What happened?", [Option(name, moves[name].title) for name in can])
    if isinstance(chosen, Sign):
        raise KeyboardInterrupt
    return chosen


def _event(name: str, when: str | None, given: dict[str, Any], kept: Kept, now: datetime) -> Event:
    """The event as it will be kept; UsageProblem names every option that is wrong."""
    from disputecli.core.dispute import Event
    from disputecli.store import books

    move = books.moves().get(name)
    if move is None:
        from difflib import get_close_matches

        near = get_close_matches(name, books.moves(), 1)
        hint = f"Did you mean {near[0]}?" if near else f"It can be: {', '.join(books.moves())}."
        raise UsageProblem(f"“{name}” is not an event.", hint)
    for key, words in (("type", TYPES), ("outcome", OUTCOMES)):
        if given[key] is not None and given[key] not in words:
            raise UsageProblem(f"--{key}: “{given[key]}” is not one of its words.", f"It can be: {', '.join(words)}.")
    return Event(
        _moment(when, now), move.actor, name, text=_clean(given["text"]), type=given["type"],
        amount=_amount(given["amount"], kept), days=given["days"], tracking=_clean(given["tracking"]),
        outcome=given["outcome"], final=given["final"],
    )  # fmt: skip


def _moment(when: str | None, now: datetime) -> Any:
    from disputecli.commands.clock import ZONE
    from disputecli.core.time import limit_start, local_day, parse_when

    if when is None:
        return now.replace(microsecond=0)
    try:
        found = parse_when(when, now, ZONE)
    except UserProblem as problem:
        raise UsageProblem(f"--when: {problem.sentence}", problem.hint) from problem
    if local_day(found, ZONE) > local_day(now, ZONE) or (isinstance(found, datetime) and limit_start(found) > now):
        raise UserProblem(f"--when: {when} is in the future.", "Record it when it has happened.")
    return found


def _amount(text: str | None, kept: Kept) -> Decimal | None:
    from disputecli.core.money import parse_amount

    if text is None:
        return None
    try:
        amount = parse_amount(text)
    except UserProblem as problem:
        raise UsageProblem(f"--amount: {problem.sentence}", problem.hint) from problem
    paid = kept.dispute.facts.order.paid
    if paid is not None and amount > paid:
        raise UserProblem(f"{amount} is more than the {paid} that was paid.", "Look at the amount again.")
    return amount


def _clean(text: str | None) -> str | None:
    """A text without escape sequences and hidden characters, None where nothing is left."""
    from disputecli.core.text import cleaned

    return cleaned(text).strip() or None if text else None


def _standing_then(dispute: Dispute, event: Event, now: datetime) -> Standing:
    """Where the dispute stood when the event happened, with only what had happened before it."""
    from disputecli.commands.case import standing_of
    from disputecli.core.time import limit_start

    at = limit_start(event.at)
    earlier = tuple(each for each in dispute.events if limit_start(each.at) <= at)
    return standing_of(replace(dispute, events=earlier), max(at, limit_start(event.at)) if at <= now else now)


def _refuse_impossible(event: Event, stands: Standing) -> None:
    from disputecli.core.allowed import allowed
    from disputecli.store import books

    permissions = {each.event: each for each in allowed(books.moves(), stands.course, stands.deadlines)}
    if not permissions[event.event].ok:
        raise UserProblem(permissions[event.event].why, "--force records it all the same.")
    needed = books.moves()[event.event].needs
    missing = [name for name in needed if getattr(event, name) is None]
    if missing and not (event.event == "platform-decided" and event.outcome == "refused"):
        raise UsageProblem(
            f"{event.event} needs {' and '.join(f'--{name}' for name in missing)}.",
            "Read it off the dispute page; --force records it without.",
        )


def _gated(event: Event, dispute: Dispute, stands: Standing, now: datetime, *, asks: bool, yes: bool) -> Event:
    """The event once the buyer has read what it means; an acceptance with the amount that he typed back."""
    from disputecli.commands.case import standing_of
    from disputecli.commands.clock import ZONE
    from disputecli.core.gates import Outlook, alarms, terms_of
    from disputecli.store.shipped import shipped_table

    terms = terms_of(dispute, stands.course, event)
    then = standing_of(replace(dispute, events=(*dispute.events, event)), now)
    loud = alarms(shipped_table("gates.toml"), dispute, event, terms, Outlook(then, now, ZONE))
    _say(event, terms, loud)
    if event.event == "accepted":
        return _accepted(event, terms, asks=asks, yes=yes)
    if event.event == "cancelled":
        _confirm("Cancel the dispute?", asks=asks, yes=yes)
    return event


def _say(event: Event, terms: Terms, loud: tuple[Caution, ...]) -> None:
    from disputecli.commands.screen import tell
    from disputecli.store.shipped import shipped_table

    if event.event == "accepted":
        name = shipped_table("gates.toml")["types"].get(terms.type or "", "claim type unknown")
        amount = f"{terms.amount:f} {terms.currency or ''}".strip() if terms.amount is not None else "amount unknown"
        tell(f"The terms: {name}, {amount}, offered by {terms.offered_by}.")
    for each in loud:
        tell(f"! {each.text} [{' '.join(each.sources)}]")


def _accepted(event: Event, terms: Terms, *, asks: bool, yes: bool) -> Event:
    """The acceptance with its terms; UserProblem where the amount typed back is not the offered one."""
    _confirm("Accept these terms?", asks=asks, yes=yes)
    amount = _typed_back() if event.amount is None and asks else event.amount
    if amount is None:
        raise UsageProblem("accepted wants the amount typed back: --amount.", "Read it off the offer once more.")
    if terms.amount is not None and amount != terms.amount:
        raise UserProblem(f"The offer is {terms.amount:f}, not {amount:f}.", "Nothing was recorded.")
    return replace(event, amount=amount, type=event.type or terms.type)


def _typed_back() -> Decimal:
    from disputecli.core.money import parse_amount

    return parse_amount(typer.prompt("Type the amount that you accept", prompt_suffix=": ", err=True))


def _confirm(question: str, *, asks: bool, yes: bool) -> None:
    """Go on only with a yes; UsageProblem where nobody can be asked, UserProblem for a no."""
    if yes:
        return
    if not asks:
        raise UsageProblem(f"{question} Say so with --yes.", "Nothing was recorded.")
    if not typer.confirm(question, default=False, err=True):
        raise UserProblem("Nothing was recorded.")


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

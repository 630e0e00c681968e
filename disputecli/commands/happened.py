"""What happened? The event of a `log` command: asked for, read from the options, and refused where it can't be."""

from __future__ import annotations

import os
from datetime import datetime
from decimal import Decimal

from disputecli.errors import UsageProblem, UserProblem
from disputecli.frozen import replace
from disputecli.hints import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from disputecli.commands.ledger import Kept
    from disputecli.core.dispute import Event
    from disputecli.core.stage import Standing

TYPES = ("refund_only", "return_and_refund")
MOST_DAYS = 365
OUTCOMES = ("refunded_full", "refunded_partial", "refused", "cancelled_by_buyer", "expired", "replaced")


def asked(kept: Kept, now: datetime, *, asks: bool, yes: bool, plain: bool, no_color: bool) -> str:
    """The event that the buyer picks: those that can happen now first; UsageProblem without a terminal."""
    from disputecli.commands.case import standing_of
    from disputecli.commands.gate import picked
    from disputecli.core.allowed import allowed
    from disputecli.store import books

    moves = books.moves()
    if not asks:
        raise UsageProblem("What happened? The EVENT is missing.", f"It can be: {', '.join(moves)}.")
    from disputecli.core.questions import Option
    from disputecli.wizard.prompter import Sign, Stopped, prompter_for

    stands = standing_of(kept.dispute, now)
    can = [each.event for each in allowed(moves, stands.course, stands.deadlines) if each.ok]
    can.sort(key=lambda name: "any" in moves[name].stages)
    prompter = prompter_for(os.environ, plain=plain, colour=not no_color, stops="Ctrl-C stops; nothing is recorded.")
    try:
        chosen = prompter.choose("What happened?", [Option(name, moves[name].title) for name in can])
    except Stopped as end:
        end.hint = "Nothing was recorded."
        raise
    if isinstance(chosen, Sign):
        raise KeyboardInterrupt
    picked(chosen, yes=yes)
    return chosen


def read_event(name: str, when: str | None, given: dict[str, Any], kept: Kept, now: datetime) -> Event:
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
    from disputecli.core.dates import parse_when
    from disputecli.core.time import limit_start, local_day

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


def refuse_impossible(event: Event, stands: Standing) -> None:
    """UserProblem with the reason where the event cannot happen as the dispute stands."""
    from disputecli.core.allowed import allowed
    from disputecli.store import books

    permissions = {each.event: each for each in allowed(books.moves(), stands.course, stands.deadlines)}
    if not permissions[event.event].ok:
        raise UserProblem(permissions[event.event].why, "--force records it all the same.")


def with_needed(event: Event, kept: Kept, *, asks: bool) -> Event:
    """The event with the details without which it says too little: asked for, or UsageProblem names their options."""
    from disputecli.store import books

    needed = () if event.outcome == "refused" else books.moves()[event.event].needs
    missing = [name for name in needed if getattr(event, name) is None]
    if missing and not asks:
        raise UsageProblem(
            f"{event.event} needs {' and '.join(f'--{name}' for name in missing)}.",
            "Read it off the dispute page; --force records it without.",
        )
    for name in missing:
        event = replace(event, **{name: _ask_for(name, kept)})
    return event


def _ask_for(name: str, kept: Kept) -> Any:
    """One detail, asked until it can be read."""
    import typer

    words = {
        "amount": "The amount, as the dispute page shows it",
        "days": "How many days",
        "type": "Claim type (1 refund only, 2 return & refund)",
    }
    while True:
        typed = typer.prompt(words[name], err=True)
        try:
            if name == "amount":
                return _amount(typed, kept)
            if name == "type" and typed in {"1", "2"}:
                return TYPES[int(typed) - 1]
            if name == "days" and typed.isascii() and typed.isdigit() and 0 < int(typed) <= MOST_DAYS:
                return int(typed)
        except UserProblem as problem:
            typer.echo(f"{problem.sentence} {problem.hint}", err=True)

"""What happened? The event of a `log` command: asked for, read from the options, and refused where it can't be."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal

from disputecli.errors import UsageProblem, UserProblem
from disputecli.frozen import dataclass
from disputecli.type_names import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from disputecli.commands.ledger import Kept
    from disputecli.core.dispute import Event
    from disputecli.core.time import When
    from disputecli.wizard.prompter import Prompter

NOTHING = "Nothing: I only looked"
TYPES = ("refund_only", "return_and_refund")
MOST_DAYS = 365
OUTCOMES = ("refunded_full", "refunded_partial", "refused", "cancelled_by_buyer", "expired", "replaced")


@dataclass(frozen=True)
class Way:
    """How this run talks: whether it may ask, with a yes to all, on plain lines, without colour."""

    asks: bool
    yes: bool
    plain: bool
    no_color: bool


class Untrue(UserProblem):
    """Well written, and can't be true; exit code 1."""


def asked(kept: Kept, when: str | None, given: dict[str, Any], now: datetime, way: Way) -> Event:
    """What the buyer says has happened, with its details; UsageProblem without a terminal."""
    from disputecli.commands.gate import picked
    from disputecli.store import books

    if not way.asks:
        raise UsageProblem("What happened? The EVENT is missing.", f"It can be: {', '.join(books.moves())}.")
    from disputecli.commands.details import About, with_details
    from disputecli.wizard.prompter import Stopped

    prompter = _prompter(way)
    try:
        while True:
            event = read_event(_chosen(prompter, kept, now), when, given, kept, now)
            picked(event.event, yes=way.yes)
            move = books.moves()[event.event]
            names = [each for each in (*move.needs, *move.asks) if getattr(event, each) is None]
            told = with_details(prompter, event, [*(() if when else ("when",)), *names], About(kept, now))
            if told:
                return told
    except Stopped as end:
        end.hint = "Nothing was recorded."
        raise


def _chosen(prompter: Prompter, kept: Kept, now: datetime) -> str:
    """The event that is picked from those that can happen now; UserProblem for none, the line on which Enter stands."""
    from disputecli.commands.case import standing_of
    from disputecli.core.allowed import allowed
    from disputecli.core.questions import Option
    from disputecli.store import books
    from disputecli.wizard.prompter import Sign

    moves, stands = books.moves(), standing_of(kept.dispute, now)
    can = [each.event for each in allowed(moves, stands.course, stands.deadlines) if each.ok]
    can.sort(key=lambda name: "any" in moves[name].stages)
    chosen = prompter.choose(
        "What happened?", [Option("", NOTHING), *(Option(name, moves[name].title) for name in can)]
    )
    if isinstance(chosen, Sign):
        raise KeyboardInterrupt
    if not chosen:
        raise UserProblem("Nothing was recorded.")
    return chosen


def _prompter(way: Way) -> Prompter:
    from disputecli.wizard.prompter import prompter_for

    return prompter_for(
        os.environ, plain=way.plain, colour=not way.no_color, stops="Ctrl-C stops; nothing is recorded."
    )


def read_event(name: str, when: str | None, given: dict[str, Any], kept: Kept, now: datetime) -> Event:
    """The event as it will be kept; UsageProblem names every option that is wrong."""
    from disputecli.core.dispute import Event
    from disputecli.store import books

    move = books.moves().get(name)
    if move is None:
        raise UsageProblem(f"“{name}” is not an event.", _meant(name, list(books.moves())))
    for key, words in (("type", TYPES), ("outcome", OUTCOMES)):
        if given[key] is not None and given[key] not in words:
            raise UsageProblem(f"--{key}: “{given[key]}” is not one of its words.", f"It can be: {', '.join(words)}.")
    typed = given["amount"]
    at = _option("when", lambda: moment_of(when, now)) if when is not None else now.replace(microsecond=0)
    amount = _option("amount", lambda: sum_of(typed, kept)) if typed is not None else None
    return Event(
        at, move.actor, name, text=cleaned_text(given["text"]), type=given["type"],
        amount=amount, days=given["days"], tracking=cleaned_text(given["tracking"]),
        outcome=given["outcome"], final=given["final"],
    )  # fmt: skip


def _meant(name: str, events: Sequence[str]) -> str:
    """A hint to the events with this word in their name, else to the one that reads most like it, else to all."""
    from difflib import get_close_matches

    word = name.strip().lower()
    near = [each for each in events if word in each.split("-")] or get_close_matches(word, events, 1)
    return f"Did you mean {' or '.join(near)}?" if near else f"It can be: {', '.join(events)}."


def _option(name: str, read: Callable[[], Any]) -> Any:
    """The value of an option; its name before what is wrong with it."""
    try:
        return read()
    except UserProblem as problem:
        wrong = UserProblem if isinstance(problem, Untrue) else UsageProblem
        raise wrong(f"--{name}: {problem.sentence}", problem.hint) from problem


def moment_of(when: str, now: datetime) -> When:
    """A moment or day as people type it; UserProblem where it is none, Untrue where it is still to come."""
    from disputecli.commands.clock import ZONE
    from disputecli.core.dates import parse_when
    from disputecli.core.time import limit_start, local_day

    found = parse_when(when, now, ZONE)
    if local_day(found, ZONE) > local_day(now, ZONE) or (isinstance(found, datetime) and limit_start(found) > now):
        raise Untrue(f"{when} is in the future.", "Record it when it has happened.")
    return found


def sum_of(text: str, kept: Kept) -> Decimal:
    """A sum of the dispute's money; UserProblem where it is none, Untrue where it is more than was paid."""
    from disputecli.core.values import read_sum
    from disputecli.store import books

    order = kept.dispute.facts.order
    amount = read_sum(text, order.currency, books.names("order.paid"), books.currency_digits())
    if order.paid is not None and amount > order.paid:
        raise Untrue(f"{amount} is more than the {order.paid} that was paid.", "Look at the amount again.")
    return amount


def cleaned_text(text: str | None) -> str | None:
    """A text without escape sequences and hidden characters, None where nothing is left."""
    from disputecli.core.text import cleaned

    return cleaned(text).strip() or None if text else None


def with_needed(event: Event, kept: Kept, now: datetime, way: Way) -> Event:
    """The event with the details without which it says too little: asked for, or UsageProblem names their options."""
    from disputecli.store import books

    needed = () if event.outcome == "refused" else books.moves()[event.event].needs
    missing = [name for name in needed if getattr(event, name) is None]
    if not missing:
        return event
    if not way.asks:
        raise UsageProblem(
            f"{event.event} needs {' and '.join(f'--{name}' for name in missing)}.",
            "Read it off the dispute page; --force records it without.",
        )
    from disputecli.commands.details import About, with_details
    from disputecli.wizard.prompter import Stopped

    try:
        told = with_details(_prompter(way), event, missing, About(kept, now))
    except Stopped as end:
        end.hint = "Nothing was recorded."
        raise
    if told is None:
        raise KeyboardInterrupt
    return told

"""Can this be? Facts held against each other and the calendar; all faults at once, nothing guessed."""

from collections.abc import Iterator, Mapping
from datetime import datetime, tzinfo
from decimal import Decimal

from disputecli.core.codec import answer
from disputecli.core.order import FIELDS, NEEDED, Facts
from disputecli.core.time import When, local_day
from disputecli.errors import Fault

PAST_KEYS = ("order.ordered_at", "order.paid_at", "order.shipped_at", "order.received_at", "order.confirmed_at")
MONEY_KEYS = ("order.paid", "wish.amount", "wish.return_cost")
NOT_BEFORE = (
    ("order.paid_at", "order.ordered_at", "paid before it was ordered"),
    ("order.shipped_at", "order.ordered_at", "shipped before it was ordered"),
    ("order.shipped_at", "order.paid_at", "shipped before it was paid"),
    ("order.received_at", "order.ordered_at", "received before it was ordered"),
    ("order.received_at", "order.shipped_at", "received before it was shipped"),
    ("order.confirmed_at", "order.ordered_at", "confirmed before it was ordered"),
    ("order.confirmed_at", "order.shipped_at", "confirmed before it was shipped"),
    ("order.protection_ends_at", "order.ordered_at", "the end of the protection before the order"),
    ("order.protection_ends_at", "order.shipped_at", "the end of the protection before the shipping"),
)


def missing(facts: Facts) -> tuple[str, ...]:
    """The keys without which nothing can be said: item, received, and what went wrong."""
    keys = [key for key in NEEDED if answer(facts, key) is None]
    problem = facts.problem
    told = problem.text or problem.symptom or (problem.received == "no" and problem.tracking)
    if not told and problem.received is not None:
        keys.append("problem.text")
    return tuple(keys)


def flag_of(key: str) -> str:
    """The option that gives a key, as users type it."""
    return FIELDS[key].flag


def impossible(facts: Facts, now: datetime, zone: tzinfo, digits: Mapping[str, int]) -> list[Fault]:
    """Everything that cannot be true of these facts; `digits` are the decimals of each currency."""
    return [
        *_in_future(facts, now, zone),
        *_out_of_order(facts, zone),
        *_contradicting(facts),
        *_money(facts, digits),
    ]


def _in_future(facts: Facts, now: datetime, zone: tzinfo) -> Iterator[Fault]:
    today = local_day(now, zone)
    for key in PAST_KEYS:
        when = answer(facts, key)
        if when is not None and local_day(when, zone) > today:
            hint = "It can be today or earlier: check day and year. Leave it out if unknown."
            yield Fault(key, f"{local_day(when, zone)} is in the future.", hint)


def _out_of_order(facts: Facts, zone: tzinfo) -> Iterator[Fault]:
    for later, earlier, what in NOT_BEFORE:
        if (first := answer(facts, earlier)) and (second := answer(facts, later)) and _before(second, first, zone):
            dates = f"{local_day(second, zone)}, {earlier} is {local_day(first, zone)}"
            yield Fault(later, f"{what}: it is {dates}.", "One of the two dates is wrong.")


def _before(one: When, other: When, zone: tzinfo) -> bool:
    """Instants are compared as instants; where one is a bare date, both as the user's days."""
    if isinstance(one, datetime) and isinstance(other, datetime):
        return one < other
    return local_day(one, zone) < local_day(other, zone)


def _contradicting(facts: Facts) -> Iterator[Fault]:
    if facts.problem.received == "no" and facts.order.received_at is not None:
        yield Fault(
            "order.received_at",
            "is given, but problem.received says that nothing came.",
            'Leave it out, or write received = "yes".',
        )


def _money(facts: Facts, digits: Mapping[str, int]) -> Iterator[Fault]:
    paid, wished, currency = facts.order.paid, facts.wish.amount, facts.order.currency
    if wished is not None and not wished:
        yield Fault("wish.amount", "a claim of 0 is not possible.", "Leave it out to get an amount advised.")
    if wished is not None and paid is not None and wished > paid:
        yield Fault("wish.amount", f"{wished:f} is more than the {paid:f} that was paid.", f"Claim at most {paid:f}.")
    for key in MONEY_KEYS if currency in digits else ():
        amount = answer(facts, key)
        if amount is not None and _decimals(amount) > digits[str(currency)]:
            yield Fault(
                key, f"{amount:f} has more decimals than {currency} has.", f"Use {digits[str(currency)]} at most."
            )


def _decimals(amount: Decimal) -> int:
    exponent = amount.normalize().as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0

"""Where does a period start? The facts of an order as starts of limits and of waits (rulebook 1)."""

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache

from disputecli.core.order import Order
from disputecli.core.time import When, limit_start, plus_days, wait_start
from disputecli.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a period starts, read as a limit and read as a wait (rulebook 1), and how the start is known."""

    when: When
    limit: datetime
    wait: datetime
    source: str = "computed"


@lru_cache(maxsize=4_096)  # each deadline of a dispute asks for the same few again
def anchor(when: When | None, source: str = "computed") -> Anchor | None:
    """The start of a period from a fact, None where the fact is unknown."""
    return None if when is None else Anchor(when, limit_start(when), wait_start(when), source)


def protection_end(order: Order) -> Anchor | None:
    """When the protection ends: the order page's date, else shipping + promised days x 24 h (D4); else None."""
    if order.protection_ends_at is not None:
        return anchor(order.protection_ends_at, "entered")
    sent = anchor(order.shipped_at)
    if sent is None or order.delivery_days is None:
        return None
    limit, wait = (plus_days(instant, order.delivery_days) for instant in (sent.limit, sent.wait))
    return Anchor(limit, limit, wait)


def completed(order: Order) -> Anchor | None:
    """When the order completes: the earlier of the confirmation and the end of the protection; None if unknown."""
    known = [found for found in (anchor(order.confirmed_at, "entered"), protection_end(order)) if found]
    return min(known, key=lambda each: each.limit, default=None)


STARTS: dict[str, Callable[[Order], Anchor | None]] = {
    "shipped": lambda order: anchor(order.shipped_at),
    "ordered": lambda order: anchor(order.ordered_at),
    "paid": lambda order: anchor(order.paid_at or order.ordered_at),
    "received": lambda order: anchor(order.received_at),
    "confirmed": lambda order: anchor(order.confirmed_at),
    "protection_end": protection_end,
    "completed": completed,
}
MISSING = {
    "shipped": "the day the parcel was shipped",
    "ordered": "the day of the order",
    "paid": "the day of the payment",
    "received": "the day the parcel came",
    "confirmed": "the day the receipt was confirmed",
    "protection_end": "the end of the protection",
    "completed": "the end of the protection",
}

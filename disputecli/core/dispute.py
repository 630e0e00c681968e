"""What has happened? A dispute as the ledger keeps it: facts and events, nothing derived."""

from collections.abc import Iterable, Iterator
from datetime import datetime, time, tzinfo
from decimal import Decimal

from disputecli.core.order import Facts
from disputecli.core.time import When, aware, later, local_day, utc
from disputecli.frozen import dataclass, field, replace

EVENT_NAMES = (
    "shipped", "received", "confirmed", "protection-extended", "opened", "modified", "seller-accepted",
    "seller-rejected", "seller-countered", "platform-stepped-in", "evidence-requested", "platform-proposed",
    "platform-decided", "evidence-added", "accepted", "rejected", "return-shipped", "return-received",
    "refund-received", "message-sent", "message-received", "appealed", "cancelled", "closed", "note",
)  # fmt: skip
ACTORS = ("buyer", "seller", "platform", "carrier")
CLAIM_TYPES = ("refund_only", "return_and_refund")
OUTCOMES = ("refunded_full", "refunded_partial", "refused", "cancelled_by_buyer", "expired", "replaced")


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened: when (an instant or a bare date), who did it, the name that `log` uses, and its details.

    `days` is a number of days that the event names (a request's term, an extension), `amount` is money.
    """

    at: When
    actor: str
    event: str
    text: str | None = None
    type: str | None = None
    amount: Decimal | None = None
    days: int | None = None
    tracking: str | None = None
    outcome: str | None = None
    final: bool = False


@dataclass(frozen=True, slots=True)
class Observation:
    """A countdown as read on the site: which deadline, until when, and when it was read."""

    kind: str
    due_by: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A piece of evidence in the ledger's folder; `sha256` of the copy, `size` in bytes."""

    file: str
    kind: str | None = None
    caption: str | None = None
    size: int | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """A text that was kept: written to the seller or the platform, or received."""

    at: When
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Claimed:
    """What the buyer claims: the reason's code and detail, the claim type, extent and amount."""

    reason: str | None = None
    detail: str | None = None
    type: str | None = None
    extent: str | None = None
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Dispute:
    """One dispute of the ledger; events stand in the order in which they happened."""

    id: str
    facts: Facts = field(default_factory=Facts)
    claim: Claimed = field(default_factory=Claimed)
    events: tuple[Event, ...] = ()
    observed: tuple[Observation, ...] = ()
    evidence: tuple[Exhibit, ...] = ()
    messages: tuple[Message, ...] = ()

    def named(self, event: str) -> Iterator[Event]:
        """The events of one name, oldest first."""
        return (each for each in self.events if each.event == event)


def in_order(events: Iterable[Event], zone: tzinfo) -> tuple[Event, ...]:
    """The events as they happened, ties as given; a bare date is the start of the user's day in `zone`.

    Of the same day, it stays behind those that stand before it: who writes a date only writes it in order.
    """
    latest: dict[object, datetime] = {}
    moments = []
    for event in events:
        day = local_day(event.at, zone)
        if isinstance(event.at, datetime):
            moment = utc(event.at)
        else:
            moment = latest.get(day, aware(datetime.combine(day, time()), zone))
        latest[day] = max(moment, latest.get(day, moment))
        moments.append((moment, event))
    return tuple(event for _, event in sorted(moments, key=lambda each: each[0]))


def current_facts(dispute: Dispute) -> Facts:
    """The facts with what events have changed since: sent, arrived, confirmed, protection extended (rulebook 8)."""
    facts = dispute.facts
    for event in dispute.events:
        facts = _moved(facts, event)
    return facts


def _moved(facts: Facts, event: Event) -> Facts:
    order = facts.order
    if event.event == "shipped":
        order = replace(order, shipped_at=event.at)
    elif event.event == "received":
        order = replace(order, received_at=event.at)
    elif event.event == "confirmed":
        order = replace(order, confirmed_at=event.at)
    elif event.event == "protection-extended" and event.days and order.protection_ends_at:
        order = replace(order, protection_ends_at=later(order.protection_ends_at, event.days))
    elif event.event == "protection-extended" and event.days and order.delivery_days:
        order = replace(order, delivery_days=order.delivery_days + event.days)
    return facts if order is facts.order else replace(facts, order=order)

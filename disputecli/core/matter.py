"""What may a message speak of? A case as slots (the words for a known fact) and marks (what conditions ask)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime, tzinfo
from decimal import Decimal

from disputecli.core.dispute import Event
from disputecli.core.order import Facts, Order, Problem
from disputecli.core.quote import cut, line, name, quoted, shouted, stopped
from disputecli.core.time import When

MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
EVENT_SLOTS = ("on", "amount", "days", "tracking", "words")
MARKS = frozenset(
    {
        "family", "reason", "detail", "claim", "extent", "stage", "status", "received", "tracking", "usable",
        "package_damaged", "matches_order", "local_return", "evidence", "event", "latest", "offer", "pieces", "known",
    }
)  # fmt: skip
SLOTS = frozenset(
    {
        "item", "variant", "received_variant", "quantity", "seller", "order_id", "words", "amount", "paid",
        "ordered_on", "shipped_on", "received_on", "confirmed_on", "protection_on", "delivery_days", "pieces_came",
        "pieces_of", "pieces_missing", "size_ordered", "size_received", "attached", "exhibits", "timeline",
        "offer_amount", "offer_on",
    }
)  # fmt: skip
CENTS = 2
LONGEST_AMOUNT = 24
WIDTH_OF = {
    "item": "item", "variant": "variant", "received_variant": "variant", "words": "words", "order_id": "other",
    "seller": "other", "tracking": "other",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Matter:
    """What a message may speak of: facts, reason and claim, where the dispute stands, what happened, the exhibits.

    `zone` is the buyer's, for the day of an instant; None takes each instant's own offset.
    """

    facts: Facts
    reason: str | None
    detail: str | None
    family: str
    claim_type: str | None
    extent: str | None
    amount: Decimal | None
    stage: str = "watching"
    status: str = ""
    events: tuple[Event, ...] = ()
    exhibits: tuple[str, ...] = ()
    zone: tzinfo | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """The vocabulary of the messages: noun phrases, plurals, and what is to be left in capitals or left out."""

    evidence: Mapping[str, str]
    events: Mapping[str, str]
    plurals: Mapping[str, tuple[str, str]]
    joined: Mapping[str, str]
    capitals: frozenset[str]
    nothing_new: frozenset[str]
    no_cents: frozenset[str]


@dataclass(frozen=True, slots=True)
class Room:
    """How much place slots get, in characters (`attached`: in things); sentences below `keep` may be dropped for it."""

    keep: int
    item: int
    variant: int
    words: int
    attached: int
    other: int


def known_slots(words: Words) -> frozenset[str]:
    """Every slot that a template may use, such as `item` and `seller_countered_amount`."""
    return SLOTS | {f"{event.replace('-', '_')}_{slot}" for event in words.events for slot in EVENT_SLOTS}


def slots_of(words: Words, matter: Matter) -> dict[str, str]:
    """The slots whose facts are known, uncut; an unknown fact has no slot."""
    found = [
        *_order_slots(words, matter),
        *_problem_slots(words, matter),
        *_event_slots(words, matter),
        ("amount", _money(words, matter.amount, matter.facts.order.currency)),
        ("attached", _attached(words, matter.facts.problem.evidence, len(words.evidence))),
        ("exhibits", "; ".join(map(line, matter.exhibits))),
    ]
    return {slot: value for slot, value in found if value}


def narrowed(words: Words, matter: Matter, slots: Mapping[str, str], room: Room) -> dict[str, str]:
    """The slots cut to the room that there is; the buyer's words end with a stop."""
    widths = {each.name: getattr(room, each.name) for each in fields(room)}
    cuts = {slot: cut(value, widths.get(_width_name(slot), len(value))) for slot, value in slots.items()}
    if "attached" in slots:
        cuts["attached"] = _attached(words, matter.facts.problem.evidence, room.attached)
    return {slot: stopped(value) if slot.endswith("words") else value for slot, value in cuts.items()}


def marks_of(matter: Matter, slots: Iterable[str]) -> dict[str, frozenset[str]]:
    """What conditions can ask: each mark's values, empty where unknown; `known` are the slots."""
    problem, names = matter.facts.problem, [event.event for event in matter.events]
    offer = _offer(matter.events)
    marks: dict[str, Iterable[str | None]] = {
        "family": [matter.family], "reason": [matter.reason], "detail": [matter.detail], "claim": [matter.claim_type],
        "extent": [matter.extent], "stage": [matter.stage], "status": [matter.status], "received": [problem.received],
        "tracking": [problem.tracking], "usable": [problem.usable], "pieces": [_pieces(problem)],
        "package_damaged": [_yes_no(problem.package_damaged)], "matches_order": [_yes_no(problem.matches_order)],
        "local_return": [_yes_no(matter.facts.wish.local_return)], "evidence": problem.evidence, "event": names,
        "latest": names[-1:], "offer": [offer.actor if offer else None], "known": slots,
    }  # fmt: skip
    return {mark: frozenset(value for value in values if value) for mark, values in marks.items()}


def day_name(when: When, zone: tzinfo | None = None) -> str:
    """A day as it is written in a message: "2 March 2026"."""
    day = when.astimezone(zone).date() if isinstance(when, datetime) and zone else when
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def _width_name(slot: str) -> str:
    """Which width holds for a slot; "" for what is no free text, such as an amount, which is never cut."""
    return WIDTH_OF.get(slot) or WIDTH_OF.get(slot.rsplit("_", 1)[-1], "")


def _order_slots(words: Words, matter: Matter) -> Iterator[tuple[str, str]]:
    order = matter.facts.order
    for slot in ("item", "variant", "seller", "order_id"):
        yield slot, name(getattr(order, slot) or "")
    for slot in ("ordered", "shipped", "received", "confirmed"):
        when = getattr(order, f"{slot}_at")
        yield f"{slot}_on", day_name(when, matter.zone) if when else ""
    if order.protection_ends_at:
        yield "protection_on", day_name(order.protection_ends_at, matter.zone)
    if order.quantity and matter.facts.problem.pieces_ordered is None:
        yield "quantity", _count(words, order.quantity, "piece")
    if order.delivery_days:
        yield "delivery_days", _count(words, order.delivery_days, "day")
    yield "paid", _money(words, order.paid, order.currency)


def _problem_slots(words: Words, matter: Matter) -> Iterator[tuple[str, str]]:
    order, problem = matter.facts.order, matter.facts.problem
    yield "words", _own_words(words, order, problem)
    received = name(problem.received_variant or "")
    if received.casefold() != name(order.variant or "").casefold():
        yield "received_variant", received
    sizes = (problem.size_ordered_cm, problem.size_received_cm)
    if sizes[0] != sizes[1]:
        yield "size_ordered", _length(sizes[0])
        yield "size_received", _length(sizes[1])
    came, ordered = problem.pieces_received, problem.pieces_ordered
    if came is not None and ordered is not None and came < ordered:
        yield "pieces_of", f"{came} {words.joined['of']} {_count(words, ordered, 'piece')}"
        yield "pieces_missing", _count(words, ordered - came, "missing")
    elif came is not None and ordered is None and came < (order.quantity or 0):
        yield "pieces_came", _count(words, came, "piece")


def _own_words(words: Words, order: Order, problem: Problem) -> str:
    """What the buyer wrote, unless it says no more than the reason does."""
    named = [text for text in map(line, (order.item or "", order.variant or "")) if not shouted(text)]
    capitals = words.capitals | {word for text in named for word in text.split()}
    text = quoted(problem.text or "", capitals)
    return "" if text.casefold().strip(" .?") in words.nothing_new else text


def _event_slots(words: Words, matter: Matter) -> Iterator[tuple[str, str]]:
    currency = matter.facts.order.currency
    for event in matter.events:
        stem = event.event.replace("-", "_")
        if event.event in words.events:
            yield f"{stem}_on", day_name(event.at, matter.zone)
            yield f"{stem}_amount", _money(words, event.amount, currency)
            yield f"{stem}_days", _count(words, event.days, "day") if event.days else ""
            yield f"{stem}_tracking", name(event.tracking or "")
            yield f"{stem}_words", quoted(event.text or "", words.capitals)
    if offer := _offer(matter.events):
        yield "offer_on", day_name(offer.at, matter.zone)
        yield "offer_amount", _money(words, offer.amount, currency)
    told = [event for event in matter.events if event.event in words.events]
    yield "timeline", "\n".join(f"{day_name(each.at, matter.zone)}: {words.events[each.event]}." for each in told)


def _offer(events: Iterable[Event]) -> Event | None:
    offers = [event for event in events if event.event in {"seller-countered", "seller-rejected", "platform-proposed"}]
    return offers[-1] if offers else None


def _attached(words: Words, evidence: Iterable[str], most: int) -> str:
    names = [words.evidence[kind] for kind in dict.fromkeys(evidence) if kind in words.evidence]
    more = len(names) - most
    names = [*names[:most], f"{more} {words.joined['more']}"] if more > 0 else names
    return f" {words.joined['and']} ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _money(words: Words, amount: Decimal | None, currency: str | None) -> str:
    """The amount with its currency and cents; "" where it is unknown or nothing."""
    if amount is None or not amount.is_finite() or amount <= 0 or abs(amount.adjusted()) > LONGEST_AMOUNT:
        return ""
    exponent = amount.as_tuple().exponent
    padded = isinstance(exponent, int) and exponent > -CENTS and currency not in words.no_cents
    figure = f"{amount:.{CENTS}f}" if padded else f"{amount:f}"
    if len(figure) > LONGEST_AMOUNT:
        return ""
    return f"{figure} {name((currency or '')[:3]) or words.joined['no_currency']}"


def _count(words: Words, number: int, noun: str) -> str:
    return f"{number} {words.plurals[noun][number != 1]}"


def _length(size: Decimal | None) -> str:
    return f"{size.normalize():f} cm" if size is not None and size.is_finite() and size > 0 else ""


def _pieces(problem: Problem) -> str | None:
    return None if problem.pieces_received is None else ("some" if problem.pieces_received else "zero")


def _yes_no(value: bool | None) -> str | None:
    return None if value is None else ("yes" if value else "no")

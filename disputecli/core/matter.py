"""What may a message speak of? A case as slots (the words for a known fact) and marks (what conditions ask)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, tzinfo
from decimal import Decimal

from disputecli.core.course import Course
from disputecli.core.dispute import CLAIM_TYPES, EVENT_NAMES, Event
from disputecli.core.order import EVIDENCE_KINDS, EXTENTS, TRACKING, USABLE, YES_NO_PARTLY, Facts, Problem
from disputecli.core.quote import (
    Words,
    attached,
    count,
    cut,
    day_name,
    day_of,
    money,
    name,
    order_slots,
    problem_slots,
    quoted,
    stopped,
)  # fmt: skip
from disputecli.frozen import dataclass, field, fields

YES_NO = ("yes", "no")
ANY: tuple[str, ...] = ()
MARKS: Mapping[str, tuple[str, ...]] = {
    "family": ("not_received", "not_as_described", "personal"), "reason": ANY, "detail": ANY, "claim": CLAIM_TYPES,
    "extent": EXTENTS, "received": YES_NO_PARTLY, "tracking": TRACKING, "usable": USABLE, "pieces": ("some", "zero"),
    "package_damaged": YES_NO, "matches_order": YES_NO, "local_return": YES_NO, "evidence": EVIDENCE_KINDS,
    "stage": ("watching", "negotiation", "platform_review", "return", "refund", "appeal", "external", "closed"),
    "status": (
        "draft", "too_early", "ready_to_open", "awaiting_seller", "awaiting_buyer", "under_review",
        "awaiting_return_shipment", "return_in_transit", "refund_pending", "closed",
    ),
    "event": EVENT_NAMES, "latest": EVENT_NAMES, "known": ANY, "offer": ("seller", "platform", "refusal"),
    "pending": ("seller", "platform", "refusal", "request"), "terms": ("less", "enough", "return"),
    "result": ("less", "enough", "return", "refused"), "refund": ("none", "some", "part", "all"),
}  # fmt: skip
EVENT_SLOTS = ("on", "amount", "days", "tracking", "words")
SLOTS = frozenset(
    {
        "appeal_until", "protection_over",
        "item", "variant", "received_variant", "quantity", "seller", "order_id", "words", "amount", "paid",
        "withdraw_on",
        "ordered_on", "shipped_on", "received_on", "confirmed_on", "protection_on", "delivery_days", "pieces_came",
        "pieces_of", "pieces_missing", "size_ordered", "size_received", "attached", "exhibits", "timeline",
        "offer_amount", "offer_on", "agreed_amount", "agreed_on", "agreed_rest",
        "refunded", "claimed_rest", "return_cost", "messages_sent",
    }
)  # fmt: skip
WIDTH_OF = {
    "item": "item", "variant": "variant", "received_variant": "variant", "words": "words", "order_id": "other",
    "seller": "other", "tracking": "other",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Matter:
    """What a message may speak of: facts, reason and claim, where the dispute stands, what happened, exhibits, limits.

    `limits` are moments by slot: the last one of a possible appeal, the end of a protection that is over.
    `zone` is the buyer's, for the day of an instant; None takes each instant's own offset. `course` is where the
    events have led: the offer on the table, what is in force, the money that came.
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
    course: Course = field(default_factory=Course)
    limits: tuple[tuple[str, datetime], ...] = ()


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
    currency = matter.facts.order.currency
    found = [
        *order_slots(words, matter.facts.order, matter.facts.problem, matter.zone),
        *problem_slots(words, matter.facts.order, matter.facts.problem),
        *_event_slots(words, matter),
        *_course_slots(words, matter),
        ("amount", money(words, matter.amount, currency)),
        ("return_cost", money(words, matter.facts.wish.return_cost, currency)),
        ("attached", attached(words, matter.facts.problem.evidence, len(words.evidence))),
        ("exhibits", "; ".join(dict.fromkeys(filter(None, map(name, matter.exhibits))))),
        ("timeline", _timeline(words, matter)),
        *((slot, day_name(when, matter.zone)) for slot, when in matter.limits),
    ]
    return {slot: value for slot, value in found if value}


def narrowed(words: Words, matter: Matter, slots: Mapping[str, str], room: Room) -> dict[str, str]:
    """The slots cut to the room that there is; the buyer's words end with a stop."""
    widths = {each.name: getattr(room, each.name) for each in fields(room)}
    cuts = {slot: cut(value, widths.get(_width_name(slot), len(value))) for slot, value in slots.items()}
    if "attached" in slots:
        cuts["attached"] = attached(words, matter.facts.problem.evidence, room.attached)
    return {slot: stopped(value) if slot.endswith("words") else value for slot, value in cuts.items()}


def marks_of(matter: Matter, slots: Iterable[str]) -> dict[str, frozenset[str]]:
    """What conditions can ask: each mark's values, empty where unknown; `known` are the slots."""
    problem, names = matter.facts.problem, [event.event for event in matter.events]
    marks: dict[str, Iterable[str | None]] = {
        "family": [matter.family], "reason": [matter.reason], "detail": [matter.detail], "claim": [matter.claim_type],
        "extent": [matter.extent], "stage": [matter.stage], "status": [matter.status], "received": [problem.received],
        "tracking": [problem.tracking], "usable": [problem.usable], "pieces": [_pieces(problem)],
        "package_damaged": [_yes_no(problem.package_damaged)], "matches_order": [_yes_no(problem.matches_order)],
        "local_return": [_yes_no(matter.facts.wish.local_return)], "evidence": problem.evidence, "event": names,
        "latest": names[-1:], "known": slots, "offer": [_offered(matter.course.offer)],
        "pending": _pending(matter.course), "terms": _terms(matter, matter.course.offer), "result": _result(matter),
        "refund": [_refund(matter)],
    }  # fmt: skip
    return {mark: frozenset(value for value in values if value) for mark, values in marks.items()}


def _width_name(slot: str) -> str:
    """Which width holds for a slot; "" for what is no free text, such as an amount, which is never cut."""
    return WIDTH_OF.get(slot) or WIDTH_OF.get(slot.rsplit("_", 1)[-1], "")


def _event_slots(words: Words, matter: Matter) -> Iterator[tuple[str, str]]:
    """Of each kind of event the last one: an amount of one before it would be told with the wrong day."""
    currency = matter.facts.order.currency
    for event in {each.event: each for each in matter.events if each.event in words.events}.values():
        stem = event.event.replace("-", "_")
        yield f"{stem}_on", day_name(event.at, matter.zone)
        yield f"{stem}_amount", money(words, event.amount, currency)
        yield f"{stem}_days", count(words, event.days, "day") if event.days else ""
        yield f"{stem}_tracking", name(event.tracking or "")
        yield f"{stem}_words", quoted(event.text or "", words.capitals)
    sent = sum(each.event == "message-sent" for each in matter.events)
    yield "messages_sent", count(words, sent, "time") if sent else ""


def _course_slots(words: Words, matter: Matter) -> Iterator[tuple[str, str]]:
    course, currency = matter.course, matter.facts.order.currency
    for slot, event in (("offer", course.offer), ("agreed", course.agreed)):
        yield f"{slot}_on", day_name(event.at, matter.zone) if event else ""
        yield f"{slot}_amount", money(words, event.amount, currency) if event else ""
    refunds = [event.amount for event in matter.events if event.event == "refund-received"]
    total = course.refunded if all(refunds) else None  # `course` takes a refund of an unknown amount as all the rest
    yield "refunded", money(words, total, currency)
    for slot, due in (("agreed", course.agreed.amount if course.agreed else None), ("claimed", matter.amount)):
        yield f"{slot}_rest", money(words, due - total, currency) if due and total else ""


def _timeline(words: Words, matter: Matter) -> str:
    """What happened, a line each: the milestones of the order that no event tells of, and the events."""
    order, names = matter.facts.order, {event.event for event in matter.events}
    dates = {each: getattr(order, f"{each}_at") for each in words.milestones if each not in names}
    rows = [(when, words.milestones[each]) for each, when in dates.items() if when]
    events = (event for event in matter.events if event.event in words.events)
    rows += [(event.at, _event_told(words, matter, event)) for event in events]
    rows.sort(key=lambda row: day_of(row[0], matter.zone))
    return "\n".join(f"{day_name(when, matter.zone)}: {text}." for when, text in rows)


def _event_told(words: Words, matter: Matter, event: Event) -> str:
    """An event with its terms, as in "AliExpress proposed a solution: 9.00 USD, after a return"."""
    terms = (
        words.joined["refused"] if event.outcome == "refused" else "",
        money(words, event.amount, matter.facts.order.currency),
        words.joined["after_return"] if event.type == "return_and_refund" else "",
        count(words, event.days, "day") if event.days else "",
        f"{words.joined['number']} {name(event.tracking)}" if event.tracking else "",
    )
    text, said = words.events[event.event], ", ".join(filter(None, terms))
    return f"{words.offers.get(event.event, f'{text}:')} {said}" if said else text


def _offered(offer: Event | None) -> str | None:
    """Who made the offer; "refusal" where the seller offers nothing."""
    if offer is None:
        return None
    if offer.event == "platform-proposed":
        return "platform"
    return "seller" if offer.amount or offer.event == "seller-countered" else "refusal"


def _pending(course: Course) -> tuple[str | None, ...]:
    """What waits for the buyer's answer."""
    return _offered(course.offer), "request" if course.asked else None


def _terms(matter: Matter, event: Event | None) -> Iterator[str]:
    """How terms compare with the claim: less money, as much, a return that is not asked."""
    if event is None:
        return
    if event.amount is not None and matter.amount:
        yield "less" if event.amount < matter.amount else "enough"
    if event.type == "return_and_refund" and matter.claim_type == "refund_only":
        yield "return"


def _result(matter: Matter) -> Iterable[str]:
    """How the platform's decision compares with the claim."""
    course = matter.course
    if course.outcome == "refused":
        return ("refused",)
    return _terms(matter, course.agreed if course.agreed and course.agreed.event == "platform-decided" else None)


def _refund(matter: Matter) -> str:
    """How much of the money has come back: none, part, all, or some where it is not known what is due."""
    if all(event.event != "refund-received" for event in matter.events):
        return "none"
    agreed = matter.course.agreed
    due = (agreed.amount if agreed else None) or matter.amount
    return "some" if due is None else "all" if matter.course.refunded >= due else "part"


def _pieces(problem: Problem) -> str | None:
    return None if problem.pieces_received is None else ("some" if problem.pieces_received else "zero")


def _yes_no(value: bool | None) -> str | None:
    return None if value is None else ("yes" if value else "no")

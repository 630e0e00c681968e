"""Is what the ledger says sound? Named checks over one dispute: errors, and advice that is no error."""

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import datetime, tzinfo
from decimal import Decimal
from difflib import get_close_matches

from disputecli.core.course import Move
from disputecli.core.dispute import Dispute, Event, current_facts, in_order
from disputecli.core.evidence import Proof, checklist
from disputecli.core.order import EVIDENCE_KINDS
from disputecli.core.plausible import impossible
from disputecli.core.policy import Rules
from disputecli.core.stage import Standing, family_of, standing
from disputecli.core.time import When, local_day, utc
from disputecli.frozen import dataclass, replace

BEFORE_OPENING = frozenset({"any", "watching"})
RUNNING = frozenset({"watching", "negotiation", "platform_review", "appeal"})
MONEY_BACK = "refund-received"  # it may hold a bonus, so it may be more than was paid

KeyPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a check found: the key it is about, what is wrong, and what to do where that is special."""

    path: KeyPath
    problem: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Against:
    """What a dispute is held against: the clock, the rules, the events, the proofs and the known words."""

    now: datetime
    zone: tzinfo
    digits: Mapping[str, int]
    rules: Rules
    moves: Mapping[str, Move]
    proofs: Collection[Proof]
    reasons: Collection[str]


@dataclass(frozen=True, slots=True)
class Check:
    """A named check; an error, or advice. Those without `find` look at files and not at a dispute.

    `find` gets the dispute with its events as they stand in the file, so that it can name their places.
    """

    name: str
    is_error: bool
    find: Callable[[Dispute, Against], Iterator[Found]] | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding with its place: the check's name, the dispute, the file, line and column from 1."""

    check: str
    id: str | None
    file: str
    line: int | None
    column: int | None
    problem: str
    hint: str
    is_error: bool


def unknown_words(dispute: Dispute, against: Against) -> Iterator[Found]:
    """Words that are none of those the program knows, where the reader of the ledger takes any."""
    claim = dispute.claim
    words: list[tuple[KeyPath, str | None, Collection[str]]] = [
        (("claim", "reason"), claim.reason, against.reasons),
        (("claim", "detail"), claim.detail, against.reasons),
    ]
    words += [(("observed", n, "kind"), each.kind, against.rules.rules) for n, each in enumerate(dispute.observed)]
    words += [(("evidence", n, "kind"), each.kind, EVIDENCE_KINDS) for n, each in enumerate(dispute.evidence)]
    for path, word, known in words:
        if word is not None and word not in known:
            near = get_close_matches(word, list(known), 1)
            yield Found(path, f"“{word}” is not a word for {path[-1]}", f"Did you mean {near[0]}?" if near else "")


def events_order(dispute: Dispute, against: Against) -> Iterator[Found]:
    """Events before the one above them, before the order, in the future, or without what has to come first."""
    seen: list[Event] = []
    ordered = dispute.facts.order.ordered_at
    for place, event in enumerate(dispute.events):
        path = ("events", place, "at")
        if seen and _before(event.at, seen[-1].at, against.zone):
            yield Found(path, f"{event.event} was before {seen[-1].event}, which stands above it")
        if ordered is not None and _before(event.at, ordered, against.zone):
            yield Found(path, f"{event.event} was before the order")
        if local_day(event.at, against.zone) > local_day(against.now, against.zone):
            yield Found(path, f"{event.event} is in the future")
        if missing := _cause_missing(event, seen, against.moves):
            yield Found(("events", place, "event"), f"{event.event} stands there without {missing}")
        seen.append(event)


def amounts(dispute: Dispute, _: Against) -> Iterator[Found]:
    """Claims of zero, and claims and offers above what was paid."""
    paid = dispute.facts.order.paid
    named: list[tuple[KeyPath, str, Decimal | None]] = [(("claim", "amount"), "the claim", dispute.claim.amount)]
    named += [
        (("events", place, "amount"), event.event, event.amount)
        for place, event in enumerate(dispute.events)
        if event.event != MONEY_BACK
    ]
    for path, what, amount in named:
        if amount is not None and paid is not None and amount > paid:
            yield Found(path, f"{what} of {amount:f} is more than the {paid:f} that was paid")
    if dispute.claim.amount is not None and not dispute.claim.amount:
        yield Found(("claim", "amount"), "a claim of 0 is not possible")


def facts(dispute: Dispute, against: Against) -> Iterator[Found]:
    """Facts that can't be true together."""
    for fault in impossible(dispute.facts, against.now, against.zone, against.digits):
        yield Found(tuple(fault.where.split(".")), f"{fault.where}: {fault.problem}", fault.hint)


def stale_observations(dispute: Dispute, against: Against) -> Iterator[Found]:
    """Countdowns that were read too long ago to be sure of."""
    found = _standing(dispute, against)
    stale = {(each.kind, each.seen_at) for each in found.deadlines if each.stale}
    for place, each in enumerate(dispute.observed):
        if (each.kind, utc(each.seen_at)) in stale:
            day = local_day(each.seen_at, against.zone)
            yield Found(("observed", place), f"the countdown of {each.kind} was read on {day}")


def evidence_fits_reason(dispute: Dispute, against: Against) -> Iterator[Found]:
    """Received and no picture of it (E406), or nothing of what the reason asks for (E441)."""
    claim, now = dispute.claim, current_facts(dispute)
    if claim.reason is None or _standing(dispute, against).stage not in RUNNING:
        return
    have = {*now.problem.evidence, *(each.kind for each in dispute.evidence if each.kind)}
    family = family_of(now, claim.reason)
    if family != "not_received" and not any("photo" in kind or "video" in kind for kind in have):
        yield Found(("problem", "evidence"), "the item came, and there is no photo or video of it (E406)")
    close = [proof for proof in against.proofs if proof.reasons or proof.details]
    items = checklist(close, family, claim.reason, claim.detail, have)
    if items and not any(item.have for item in items):
        asked = (claim.detail or claim.reason).replace("_", " ")
        yield Found(("problem", "evidence"), f"nothing of what {asked} asks for is there (E441): {items[0].what}")


CHECKS = (
    Check("readable", is_error=True),
    Check("schema", is_error=True, find=unknown_words),
    Check("dispute-files", is_error=True),
    Check("events-order", is_error=True, find=events_order),
    Check("amounts", is_error=True, find=amounts),
    Check("duplicate-ids", is_error=True),
    Check("facts", is_error=True, find=facts),
    Check("stale-observations", is_error=False, find=stale_observations),
    Check("evidence-fits-reason", is_error=False, find=evidence_fits_reason),
    Check("evidence-files", is_error=False),
    Check("modes", is_error=False),
    Check("left-overs", is_error=False),
    Check("time-zones", is_error=False),
)


def _standing(dispute: Dispute, against: Against) -> Standing:
    """Where a dispute stands, whatever the order of its events in the file."""
    sorted_ = replace(dispute, events=in_order(dispute.events, against.zone))
    return standing(against.rules, against.moves, sorted_, against.now)


def _before(one: When, other: When, zone: tzinfo) -> bool:
    """Instants are compared as instants; where one is a bare date, both as the user's days."""
    if isinstance(one, datetime) and isinstance(other, datetime):
        return one < other
    return local_day(one, zone) < local_day(other, zone)


def _cause_missing(event: Event, seen: Collection[Event], moves: Mapping[str, Move]) -> str:
    """What should stand above an event and doesn't; empty where nothing is missing."""
    move = moves.get(event.event)
    if move is None or BEFORE_OPENING & set(move.stages):
        return ""
    before = {each.event for each in seen}
    if "opened" not in before:
        return "opened above it"
    return (
        "an offer above it"
        if move.needs_offer and not any(moves[name].offers for name in before if name in moves)
        else ""
    )

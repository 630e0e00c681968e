"""Where do the events lead? A fold over them: stage, status, running clocks, what is past (rulebook 8)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any

from disputecli.core.dispute import Dispute, Event
from disputecli.core.time import When

STATUS_OF_STAGE = {"return": "awaiting_return_shipment", "refund": "refund_pending"}
RUNNING = frozenset({"negotiation", "platform_review", "return", "refund", "appeal"})
OVER = frozenset({"closed", "appeal", "external"})


@dataclass(frozen=True, slots=True)
class Move:
    """What one kind of event does: where it can happen, the stage and status after it, the clocks it moves."""

    name: str
    actor: str
    title: str
    stages: tuple[str, ...] = ()
    stage: str = ""
    status: str = ""
    starts: tuple[str, ...] = ()
    meets: tuple[str, ...] = ()
    supersedes: tuple[str, ...] = ()
    days_for: str = ""
    offers: bool = False
    needs_offer: bool = False
    answer: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """A deadline that runs: its kind, the event it counts from (None: a fact of the order) and the days it named."""

    kind: str
    anchor: When | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """A clock that runs no more: met or superseded, when, and by which event."""

    clock: Clock
    how: str
    at: When
    event: str


@dataclass(frozen=True, slots=True)
class Course:
    """The state after some events: exactly one stage and status, an outcome once decided, the clocks."""

    stage: str = "watching"
    status: str = ""
    outcome: str | None = None
    clocks: tuple[Clock, ...] = ()
    past: tuple[Ended, ...] = ()
    offer: Event | None = None
    agreed: Event | None = None
    asked: bool = False
    appealed: bool = False
    refunded: Decimal = Decimal(0)
    final: bool = False


def read_moves(table: Mapping[str, Any]) -> dict[str, Move]:
    """The events of `events.toml` by name; ValueError names an unknown key."""
    known = {each.name for each in fields(Move)}
    moves = {}
    for each in table["event"]:
        unknown = sorted(set(each) - known)
        if unknown:
            raise ValueError(f"{each.get('name')}: unknown keys {', '.join(unknown)}")
        keys: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in each.items()}
        moves[each["name"]] = Move(**keys)
    return moves


def course(moves: Mapping[str, Move], dispute: Dispute, before: Iterable[str]) -> Course:
    """The state after all events of a dispute; `before` are the clocks that run before the first one."""
    state = Course(clocks=tuple(Clock(kind) for kind in before))
    for event in dispute.events:
        state = after(moves[event.event], state, event, dispute) if event.event in moves else state
    return state


def after(move: Move, state: Course, event: Event, dispute: Dispute) -> Course:
    """The state after one more event, whether or not it could happen (what was recorded has happened)."""
    state = _clocked(move, state, event)
    state = replace(
        state,
        stage=move.stage or state.stage,
        status=move.status or state.status,
        offer=event if move.offers else state.offer,
    )
    special = _SPECIAL.get(move.name)
    return special(state, event, dispute) if special else state


def _clocked(move: Move, state: Course, event: Event) -> Course:
    starts = tuple(
        Clock(kind, event.at, event.days if kind == move.days_for else None)
        for kind in move.starts
        if kind not in _ONCE or kind not in {clock.kind for clock in state.clocks}
    )
    restarted = tuple(clock.kind for clock in starts)
    state = _ended(state, move.meets, "met", event)
    state = _ended(state, (*move.supersedes, *restarted), "superseded", event)
    return replace(state, clocks=(*state.clocks, *starts))


_ONCE = frozenset({"appeal_by"})  # a second closing does not give the buyer a later limit (earliest reading)


def _ended(state: Course, kinds: Iterable[str], how: str, event: Event) -> Course:
    gone = [clock for clock in state.clocks if clock.kind in set(kinds)]
    left = tuple(clock for clock in state.clocks if clock not in gone)
    ended = tuple(Ended(clock, how, event.at, event.event) for clock in gone)
    return replace(state, clocks=left, past=(*state.past, *ended))


def _started(state: Course, kinds: Iterable[str], event: Event) -> Course:
    running = {clock.kind for clock in state.clocks}
    return replace(state, clocks=(*state.clocks, *(Clock(kind, event.at) for kind in kinds if kind not in running)))


_OPEN_CLOCKS = (
    "seller_response_due", "platform_steps_in", "prepare_by", "evidence_due", "answer_due",
    "platform_decision_expected",
)  # fmt: skip


def _in_force(state: Course, event: Event, kind: str | None) -> Course:
    """A solution is in force: the item goes back first, or the money comes."""
    stage = "return" if kind == "return_and_refund" else "refund"
    state = _ended(state, _OPEN_CLOCKS, "superseded", event)
    starts = ("return_ship_by",) if stage == "return" else ("refund_expected", "appeal_by")
    state = _started(state, starts, event)
    return replace(state, stage=stage, status=STATUS_OF_STAGE[stage], agreed=event, asked=False)


def _seller_accepted(state: Course, event: Event, dispute: Dispute) -> Course:
    return _in_force(state, event, event.type or dispute.claim.type)


def _accepted(state: Course, event: Event, dispute: Dispute) -> Course:
    """An offer of the seller is in force; a proposal of the platform waits, for the seller can object (X11)."""
    offer = state.offer
    if offer is None or offer.actor == "platform":
        return replace(state, stage="platform_review", status="under_review")
    terms = replace(event, type=event.type or offer.type, amount=event.amount or offer.amount)
    return _in_force(state, terms, terms.type or dispute.claim.type)


def _rejected(state: Course, _: Event, __: Dispute) -> Course:
    negotiating = state.stage == "negotiation"
    return replace(state, status="awaiting_seller" if negotiating else "under_review", offer=None)


def _decided(state: Course, event: Event, dispute: Dispute) -> Course:
    if event.outcome != "refused":
        return _in_force(state, event, event.type or dispute.claim.type)
    state = _ended(state, _OPEN_CLOCKS, "superseded", event)
    if state.appealed:
        return replace(state, stage="external", status="awaiting_buyer", outcome="refused", asked=False)
    state = _started(state, ("appeal_by",), event)
    return replace(state, stage="appeal", status="awaiting_buyer", outcome="refused", asked=False)


def _evidence_added(state: Course, _: Event, __: Dispute) -> Course:
    return replace(state, status="under_review", asked=False) if state.asked else state


def _requested(state: Course, _: Event, __: Dispute) -> Course:
    return replace(state, asked=True)


def _refunded(state: Course, event: Event, dispute: Dispute) -> Course:
    total = state.refunded + (event.amount or (state.agreed.amount if state.agreed else None) or Decimal(0))
    paid = dispute.facts.order.paid
    full = paid is not None and total >= paid
    state = _ended(state, ("refund_expected", "appeal_by"), "met", event)
    if full:
        state = _ended(state, tuple(clock.kind for clock in state.clocks), "superseded", event)
    outcome = "refunded_full" if full else "refunded_partial"
    return replace(state, refunded=total, outcome=outcome, stage="closed", status="closed")


def _appealed(state: Course, _: Event, __: Dispute) -> Course:
    return replace(state, appealed=True)


def _cancelled(state: Course, event: Event, _: Dispute) -> Course:
    return replace(_started(state, ("reopen_by",), event), outcome="cancelled_by_buyer")


def _closed(state: Course, event: Event, _: Dispute) -> Course:
    if event.final:
        state = _ended(state, tuple(clock.kind for clock in state.clocks), "superseded", event)
    elif state.outcome not in {"cancelled_by_buyer", "refunded_full", "refunded_partial"} and not state.appealed:
        state = _started(state, ("appeal_by",), event)
    return replace(state, outcome=event.outcome or state.outcome, final=event.final)


def _opened(state: Course, _: Event, __: Dispute) -> Course:
    return replace(state, outcome=None)


_SPECIAL = {
    "opened": _opened,
    "seller-accepted": _seller_accepted,
    "accepted": _accepted,
    "rejected": _rejected,
    "platform-decided": _decided,
    "evidence-requested": _requested,
    "evidence-added": _evidence_added,
    "refund-received": _refunded,
    "appealed": _appealed,
    "cancelled": _cancelled,
    "closed": _closed,
}

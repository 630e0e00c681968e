"""Where do the events lead? A fold over them: stage, status, running clocks, what is past (rulebook 8)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from disputecli.core.dispute import Dispute, Event
from disputecli.core.time import When
from disputecli.frozen import dataclass, fields, replace
from disputecli.type_names import Any

STATUS_OF_STAGE = {"return": "awaiting_return_shipment", "refund": "refund_pending"}
REFUNDED = frozenset({"refunded_full", "refunded_partial"})
SETTLED = frozenset({"refunded_full", "replaced"})


@dataclass(frozen=True, slots=True)
class Move:
    """What one kind of event does: where it can happen (and why not else), what holds after it, the clocks it moves."""

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
    needs: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    within: str = ""
    once: str = ""
    why_stage: str = ""
    why_offer: str = ""
    why_late: str = ""
    answer: str = ""
    answer_all: str = ""
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


def _end_all(state: Course, event: Event) -> Course:
    """The course when nothing is left to do: every clock stops."""
    return _ended(state, tuple(clock.kind for clock in state.clocks), "superseded", event)


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


_ONCE = frozenset({"platform_decision_expected"})  # several events imply that the platform stepped in; the first counts


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


def _in_force(state: Course, event: Event, dispute: Dispute) -> Course:
    """A solution is in force: the item goes back first, or the money comes."""
    stage = "return" if (event.type or dispute.claim.type) == "return_and_refund" else "refund"
    state = _ended(state, _OPEN_CLOCKS, "superseded", event)
    state = _started(state, ("return_ship_by",) if stage == "return" else ("refund_expected",), event)
    if not state.appealed and (stage == "refund" or event.event == "platform-decided"):
        state = _started(state, ("appeal_by",), event)
    outcome = state.outcome if state.outcome in REFUNDED else None
    status = STATUS_OF_STAGE[stage]
    return replace(state, stage=stage, status=status, outcome=outcome, agreed=event, asked=False, offer=None)


def _seller_accepted(state: Course, event: Event, dispute: Dispute) -> Course:
    """The seller takes the buyer's solution, whose terms are the claim's where the event names none."""
    return _in_force(state, replace(event, amount=event.amount or dispute.claim.amount), dispute)


def _accepted(state: Course, event: Event, dispute: Dispute) -> Course:
    """An offer of the seller is in force; a proposal of the platform waits, for the seller can object (X11)."""
    offer = state.offer
    if offer.actor == "platform" if offer else state.stage != "negotiation":
        return replace(state, stage="platform_review", status="under_review", offer=None)
    if offer:
        amount = offer.amount if event.amount is None else event.amount
        event = replace(event, type=event.type or offer.type, amount=amount)
    return _in_force(state, event, dispute)


def _rejected(state: Course, _: Event, __: Dispute) -> Course:
    negotiating = state.stage == "negotiation"
    return replace(state, status="awaiting_seller" if negotiating else "under_review", offer=None)


def _decided(state: Course, event: Event, dispute: Dispute) -> Course:
    """A decision in force, or a refusal: one appeal is left, and after that only what is outside of the site."""
    if event.outcome != "refused" and event.amount != 0:
        return _in_force(state, event, dispute)
    state = replace(_ended(state, _OPEN_CLOCKS, "superseded", event), outcome="refused", asked=False, offer=None)
    if state.appealed:
        return replace(state, stage="closed", status="closed")
    return replace(_started(state, ("appeal_by",), event), stage="appeal", status="awaiting_buyer")


def _refunded(state: Course, event: Event, dispute: Dispute) -> Course:
    """Money came: the outcome by the sum of refunds against what was paid; over when all that was agreed is there."""
    due, paid = _agreed_amount(state, dispute), dispute.facts.order.paid
    rest = None if due is None else max(due - state.refunded, Decimal(0))
    got = rest if event.amount is None else event.amount
    total = state.refunded + (got or Decimal(0))
    full = paid is not None and got is not None and total >= paid
    outcome = "refunded_full" if full else None if paid is None or got is None else "refunded_partial"
    state = _ended(replace(state, refunded=total, outcome=outcome, offer=None), _OPEN_CLOCKS, "superseded", event)
    if due is not None and total < due and not full:
        return replace(_started(state, ("refund_expected",), event), stage="refund", status="refund_pending")
    state = _ended(state, ("refund_expected",), "met", event)
    imposed = state.agreed is not None and state.agreed.event == "platform-decided"
    state = state if imposed and not full else _end_all(state, event)
    return replace(state, stage="closed", status="closed")


def _agreed_amount(state: Course, dispute: Dispute) -> Decimal | None:
    """What is to come back: the agreed sum, else the claimed one, else all that was paid if all was claimed."""
    if state.agreed and state.agreed.amount is not None:
        return state.agreed.amount
    claim = dispute.claim
    return dispute.facts.order.paid if claim.amount is None and claim.extent == "full" else claim.amount


def _cancelled(state: Course, event: Event, _: Dispute) -> Course:
    state = replace(_started(state, ("reopen_by",), event), outcome="cancelled_by_buyer")
    return replace(state, offer=None, agreed=None, asked=False)


def _closed(state: Course, event: Event, _: Dispute) -> Course:
    """Closed on the site; a refund that is on its way keeps the dispute at that, an unheard buyer can appeal."""
    outcome, new = event.outcome or state.outcome, state.stage not in {"watching", "closed"}
    state = replace(state, outcome=outcome, final=event.final, offer=None, asked=False)
    if event.final or outcome in SETTLED:
        return replace(_end_all(state, event), stage="closed", status="closed")
    if any(clock.kind == "refund_expected" for clock in state.clocks):
        return replace(state, stage="refund", status="refund_pending")
    if new and not state.appealed and outcome not in {"cancelled_by_buyer", *REFUNDED}:
        state = _started(state, ("appeal_by",), event)
    return replace(state, stage="closed", status="closed")


_SPECIAL: dict[str, Callable[[Course, Event, Dispute], Course]] = {
    "opened": lambda state, *_: replace(state, outcome=None, offer=None, agreed=None, asked=False, final=False),
    "seller-accepted": _seller_accepted,
    "accepted": _accepted,
    "rejected": _rejected,
    "platform-decided": _decided,
    "evidence-requested": lambda state, *_: replace(state, asked=True),
    "platform-proposed": lambda state, *_: replace(state, asked=False),
    "evidence-added": lambda state, *_: replace(state, status="under_review", asked=False) if state.asked else state,
    "refund-received": _refunded,
    "appealed": lambda state, *_: replace(state, appealed=True, offer=None),
    "cancelled": _cancelled,
    "closed": _closed,
}

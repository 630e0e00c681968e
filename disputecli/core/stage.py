"""Where does a dispute stand now? Stage, status, outcome, deadlines and the next step, derived on every run."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from disputecli.core.course import Clock, Course, Ended, Move, course
from disputecli.core.deadlines import Deadline, deadline, observed
from disputecli.core.dispute import Claimed, Dispute, Event, Observation, current_facts
from disputecli.core.order import Facts
from disputecli.core.policy import Rules
from disputecli.core.step import BEFORE_OPENING, OUTSIDE, Next, end_of, limit_of, next_step
from disputecli.core.time import limit_start, wait_start
from disputecli.frozen import dataclass, replace

ASKED_BY_PLATFORM = ("evidence_due", "answer_due")
MOVES_PROTECTION = ("shipped", "confirmed", "protection-extended")
PROTECTION_STARTS = ("shipped", "protection_end", "completed")


@dataclass(frozen=True, slots=True)
class Past:
    """A deadline that runs no more: how it ended (met, superseded, passed), when, and by what."""

    deadline: Deadline
    how: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Standing:
    """All that is derived of one dispute at one moment."""

    stage: str
    status: str
    outcome: str | None
    deadlines: tuple[Deadline, ...]
    past: tuple[Past, ...]
    next: Next | None
    course: Course


def family_of(facts: Facts, reason: str | None) -> str:
    """The family of the reason that counts for deadlines: not_received, not_as_described or personal (rulebook 3)."""
    if reason == "changed_mind":
        return "personal"
    arrived = facts.problem.received != "no" or facts.order.received_at is not None
    return "not_as_described" if arrived else "not_received"


def standing(rules: Rules, moves: Mapping[str, Move], dispute: Dispute, now: datetime) -> Standing:
    """Where the dispute stands at `now`: a function of its facts, events, observations and the dated rules."""
    state = course(moves, dispute, (*BEFORE_OPENING, *OUTSIDE))
    facts = observed_facts(dispute)
    family = family_of(facts, dispute.claim.reason)
    view = _View(rules, dispute, facts, family, now)
    found = _pulled_forward([each for clock in state.clocks if (each := _seen(view, clock))])
    running = tuple(each for each in found if not _lapsed(rules, each, now))
    past = (*_ended(view, state.past), *(_passed(each) for each in found if each not in running))
    stage, status = _place(state, {each.kind for each in found}, {each.kind for each in running})
    status = status or watching_status(verdict(running, now), None if came_late(facts) else dispute.claim.reason)
    step = next_step(rules, status, running, now)
    if step and status == "ready_to_open" and step.urgency != "overdue" and _is_over("protection_ends", past):
        step = replace(step, action=rules.rules["protection_ends"].late)
    answer = moves[state.offer.event].answer if state.offer and status == "awaiting_buyer" else ""
    answer = moves["received"].answer if status == "draft" and came_late(facts) else answer
    if answer and state.offer and gives_all(state.offer, dispute.claim):
        answer = moves[state.offer.event].answer_all or answer
    if step and answer and step.kind not in ASKED_BY_PLATFORM:
        step = replace(step, action=answer)
    return Standing(stage, status, _outcome(state, past), running, past, step, state)


def _is_over(kind: str, past: Iterable[Past]) -> bool:
    return any(each.deadline.kind == kind and each.how == "passed" for each in past)


def came_late(facts: Facts) -> bool:
    """True where a parcel that was missing has come since: what is wrong with it, if anything, has yet to be said."""
    return facts.problem.received == "no" and facts.order.received_at is not None


def gives_all(offer: Event, claim: Claimed) -> bool:
    """True where an offer has the sum that is claimed, or more, and asks for nothing back that was to be kept."""
    if offer.amount is None or claim.amount is None or offer.amount < claim.amount:
        return False
    return (offer.type or claim.type) in {claim.type, "refund_only"}


def observed_facts(dispute: Dispute) -> Facts:
    """The facts with the end of the protection as it was last read on the site, for what is counted from it."""
    facts = current_facts(dispute)
    seen = [each for each in dispute.observed if each.kind == "protection_ends"]
    moved = [limit_start(each.at) for each in dispute.events if each.event in MOVES_PROTECTION]
    last = max(seen, key=lambda each: each.seen_at, default=None)
    if last is None or any(at > last.seen_at for at in moved):
        return facts
    return replace(facts, order=replace(facts.order, protection_ends_at=last.due_by))


def _pulled_forward(found: Sequence[Deadline]) -> list[Deadline]:
    """The deadlines, the one to prepare by moved with the day on which the platform steps in, as the site shows it."""
    steps = next((each for each in found if each.kind == "platform_steps_in"), None)
    if steps is None or steps.source != "observed" or not (steps.due_by and steps.computed_due_by):
        return list(found)
    earlier = min(steps.due_by - steps.computed_due_by, timedelta(0))
    return [
        _moved(each, earlier) if each.kind == "prepare_by" and each.source == "computed" else each for each in found
    ]


def _moved(found: Deadline, by: timedelta) -> Deadline:
    due, act = (when + by if when else None for when in (found.due_by, found.act_by))
    return replace(found, due_by=due, act_by=act)


def _place(state: Course, found: Collection[str], running: Collection[str]) -> tuple[str, str]:
    """Stage and status; what is closed stays at appeal or outside of the site while the buyer has a limit there."""
    heard = state.stage == "appeal" and state.status == "awaiting_buyer"
    if state.stage != "closed" and (not heard or "appeal_by" in found):
        return state.stage, state.status
    if state.final or state.outcome == "cancelled_by_buyer":
        return "closed", "closed"
    if "appeal_by" in running:
        return "appeal", "awaiting_buyer"
    return ("external", "awaiting_buyer") if set(OUTSIDE) & set(running) else ("closed", "closed")


def _outcome(state: Course, past: Iterable[Past]) -> str | None:
    """The outcome; a dispute that was closed unopened after the last day to open it has expired."""
    limits = [each for each in past if each.deadline.kind == "open_by" and each.by == "closed"]
    late = any(each.deadline.due_by and each.deadline.due_by <= each.at for each in limits)
    return "expired" if late and state.outcome is None else state.outcome


def is_over(stands: Standing) -> bool:
    """True where nothing is left for the buyer: closed for good, or no deadline of his runs (rulebook 8)."""
    mine = (each for each in stands.deadlines if each.party == "buyer" and (each.due_by or each.latest))
    return stands.course.final or (stands.stage == "closed" and not any(mine))


def limits_told(stands: Standing) -> tuple[tuple[str, datetime], ...]:
    """The moments that a message may speak of: until when to appeal, and the end of a protection that is over."""
    appeal = [each.due_by for each in stands.deadlines if each.kind == "appeal_by"]
    over = [each.at for each in stands.past if each.how == "passed" and each.deadline.kind == "protection_ends"]
    found = (("appeal_until", next(iter(appeal), None)), ("protection_over", next(iter(over), None)))
    return tuple((slot, when) for slot, when in found if when)


def opening_deadlines(rules: Rules, facts: Facts, family: str) -> tuple[Deadline, ...]:
    """All deadlines before a dispute is opened, passed ones too, for `dispute new`."""
    clocks = (Clock(kind) for kind in (*BEFORE_OPENING, *OUTSIDE))
    return tuple(found for clock in clocks if (found := deadline(rules, clock, facts, family)))


def verdict(deadlines: Iterable[Deadline], now: datetime) -> str:
    """Whether a dispute can be opened: open_now, too_early, wait or too_late (there is a ground, that is)."""
    by_kind = {each.kind: each for each in deadlines}
    limit = by_kind.get("open_by")
    if limit and limit.due_by and limit.due_by <= now:
        return "too_late"
    for kind, word in (("open_from", "too_early"), ("in_transit_block", "wait")):
        found = by_kind.get(kind)
        if found and found.earliest and found.earliest > now:
            return word
    blocked = by_kind.get("in_transit_block")  # a parcel that moves, and nobody knows until when it may
    unknown = blocked is not None and blocked.earliest is None and not (limit and limit.due_by)
    return "wait" if unknown else "open_now"


def watching_status(word: str, reason: str | None) -> str:
    """The status before opening: draft, too_early or ready_to_open (rulebook 8)."""
    if reason is None:
        return "draft"
    return "too_early" if word in {"too_early", "wait"} else "ready_to_open"


@dataclass(frozen=True, slots=True)
class _View:
    """What the deadlines of one dispute are read from."""

    rules: Rules
    dispute: Dispute
    facts: Facts
    family: str
    now: datetime


def _seen(view: _View, clock: Clock, until: datetime | None = None) -> Deadline | None:
    found = deadline(view.rules, clock, view.facts, view.family)
    return observed(view.rules, found, _latest(view, clock, until), view.now) if found else None


def _latest(view: _View, clock: Clock, until: datetime | None) -> Observation | None:
    """The newest observation of this clock; one that was read before its start was of an earlier one."""
    since = _since(view, clock)
    fits = [
        each
        for each in view.dispute.observed
        if each.kind == clock.kind and (since is None or each.seen_at >= since) and (not until or each.seen_at <= until)
    ]
    return max(fits, key=lambda each: each.seen_at, default=None)


def _since(view: _View, clock: Clock) -> datetime | None:
    """From when on an observation is one of this clock; a bare date is a day in some zone, so a day earlier counts."""
    moved = [each.at for each in view.dispute.events if each.event in MOVES_PROTECTION]
    at = clock.anchor or (moved[-1] if moved and view.rules.rules[clock.kind].start in PROTECTION_STARTS else None)
    if at is None or isinstance(at, datetime):
        return at
    return limit_start(at) - timedelta(days=1)


def _lapsed(rules: Rules, found: Deadline, now: datetime) -> bool:
    """True for what is history once its time is over: nothing can answer it any more."""
    if found.due_by is None and found.act_by is None and found.latest is None:
        return found.party == "buyer" and found.earliest is not None and found.earliest <= now
    end = end_of(found)
    return rules.rules[found.kind].lapses and end is not None and end <= now


def _passed(found: Deadline) -> Past:
    return Past(found, "passed", limit_of(found), found.kind)


def _ended(view: _View, past: Iterable[Ended]) -> tuple[Past, ...]:
    return tuple(
        Past(found, each.how, limit_start(each.at), each.event)
        for each in past
        if (found := _seen(view, each.clock, wait_start(each.at))) and found.source != "unknown"
    )

"""Where does a dispute stand now? Stage, status, outcome, deadlines and the next step, derived on every run."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from disputecli.core.course import Clock, Course, Ended, Move, course
from disputecli.core.deadlines import Deadline, deadline, observed
from disputecli.core.dispute import Dispute, Observation, current_facts
from disputecli.core.order import Facts
from disputecli.core.policy import Rules
from disputecli.core.time import limit_start, utc

BEFORE_OPENING = ("open_from", "in_transit_block", "protection_ends", "open_by", "withdraw_by")
OUTSIDE = ("paypal_open_by", "card_ask_by")
TODAY, SOON = timedelta(hours=24), timedelta(hours=72)
URGENCIES = ("overdue", "today", "soon", "later", "waiting", "none")


@dataclass(frozen=True, slots=True)
class Past:
    """A deadline that runs no more: how it ended (met, superseded, passed), when, and by what."""

    deadline: Deadline
    how: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Next:
    """The next step: the deadline that decides it, who has to act, what to do; `left` may be negative."""

    kind: str
    party: str
    action: str
    deadline: Deadline
    left: timedelta | None
    urgency: str


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
    facts = current_facts(dispute)
    family = family_of(facts, dispute.claim.reason)
    found = [each for clock in state.clocks if (each := _seen(rules, clock, facts, family, dispute, now))]
    running = tuple(each for each in found if not _lapsed(rules, each, now))
    past = (*_ended(rules, state.past, facts, family), *(_passed(each) for each in found if each not in running))
    status = state.status or watching_status(verdict(running, now), dispute.claim.reason)
    step = next_step(rules, status, running, now)
    if step and state.offer and status == "awaiting_buyer" and step.kind != "answer_due":
        step = replace(step, action=moves[state.offer.event].answer)
    return Standing(state.stage, status, state.outcome, running, past, step, state)


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
    return "open_now"


def watching_status(word: str, reason: str | None) -> str:
    """The status before opening: draft, too_early or ready_to_open (rulebook 8)."""
    if reason is None:
        return "draft"
    return "too_early" if word in {"too_early", "wait"} else "ready_to_open"


def urgency(found: Deadline, now: datetime) -> str:
    """The urgency of one deadline, measured to `due_by`: overdue, today, soon, later, or waiting for others."""
    if found.party != "buyer" or (found.due_by is None and found.act_by is None):
        return "waiting"
    limit = found.due_by or found.act_by
    left = limit - now if limit else TODAY
    if left < timedelta(0) and found.due_by:
        return "overdue"
    if left < TODAY or (found.act_by and found.act_by <= now):
        return "today"
    return "soon" if left < SOON else "later"


def next_step(rules: Rules, status: str, deadlines: Sequence[Deadline], now: datetime) -> Next | None:
    """The buyer's running deadline with the earliest `due_by`; if none, the wait that ends first; None when over."""
    if status == "closed":
        mine = [each for each in deadlines if each.party == "buyer" and each.due_by]
    else:
        mine = [each for each in deadlines if each.party == "buyer" and (each.due_by or each.act_by)]
    waits = [each for each in deadlines if _end(each)]
    chosen = min(mine, key=_limit, default=None) or min(waits, key=_limit, default=None)
    if chosen is None:
        return None
    rule = rules.rules[_deciding(status, chosen, deadlines)]
    end = _end(chosen)
    late = end is not None and end <= now and chosen.party != "buyer"
    action = rule.passes if late else rule.action
    return Next(chosen.kind, chosen.party, action, chosen, end - now if end else None, urgency(chosen, now))


def _deciding(status: str, chosen: Deadline, deadlines: Iterable[Deadline]) -> str:
    """The kind of the rule that says what to do: before opening it is to open, or what is waited for."""
    if status == "ready_to_open":
        return "open_by"
    waits = [each.kind for each in deadlines if each.kind in {"open_from", "in_transit_block"}]
    return waits[-1] if status == "too_early" and waits else chosen.kind


def _end(found: Deadline) -> datetime | None:
    return found.due_by or found.act_by or found.latest or found.earliest


def _limit(found: Deadline) -> datetime:
    end = _end(found)
    assert end is not None  # noqa: S101  # both callers pass only deadlines with an end
    return end


def _seen(rules: Rules, clock: Clock, facts: Facts, family: str, dispute: Dispute, now: datetime) -> Deadline | None:
    found = deadline(rules, clock, facts, family)
    return observed(rules, found, _latest(dispute.observed, clock), now) if found else None


def _latest(observations: Iterable[Observation], clock: Clock) -> Observation | None:
    """The newest observation of this clock; one read before the clock started was of an earlier one."""
    since = limit_start(clock.anchor) if clock.anchor else None
    fits = [each for each in observations if each.kind == clock.kind and (since is None or each.seen_at >= since)]
    return max(fits, key=lambda each: each.seen_at, default=None)


def _lapsed(rules: Rules, found: Deadline, now: datetime) -> bool:
    """True for what is history once its time is over: nothing can answer it any more."""
    if found.due_by is None and found.act_by is None and found.latest is None:
        return found.party == "buyer" and found.earliest is not None and found.earliest <= now
    end = _end(found)
    return rules.rules[found.kind].lapses and end is not None and end <= now


def _passed(found: Deadline) -> Past:
    return Past(found, "passed", _limit(found), found.kind)


def _ended(rules: Rules, past: Iterable[Ended], facts: Facts, family: str) -> tuple[Past, ...]:
    return tuple(
        Past(found, each.how, utc(limit_start(each.at)), each.event)
        for each in past
        if (found := deadline(rules, replace(each.clock), facts, family)) and found.source != "unknown"
    )

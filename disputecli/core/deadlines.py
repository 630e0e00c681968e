"""Until when? One rule of the policy, the facts and the clock it counts from, to one deadline."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from disputecli.core.course import Clock
from disputecli.core.dispute import Observation
from disputecli.core.order import Facts, Order, profile_of
from disputecli.core.policy import Rule, Rules, Version, rule_name, version_at
from disputecli.core.time import DAY_SECONDS, When, limit_start, plus_business_days, plus_days, utc, wait_start


@dataclass(frozen=True, slots=True)
class Deadline:
    """A limit or a wait, instants in UTC; `source` is observed, entered, computed or unknown (then `why` says why)."""

    kind: str
    party: str
    due_by: datetime | None = None
    act_by: datetime | None = None
    earliest: datetime | None = None
    latest: datetime | None = None
    source: str = "computed"
    rule: str = ""
    sources: tuple[str, ...] = ()
    confidence: str = ""
    computed_due_by: datetime | None = None
    seen_at: datetime | None = None
    stale: bool = False
    why: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a period starts, read as a limit and read as a wait (rulebook 1), and how the start is known."""

    when: When
    limit: datetime
    wait: datetime
    source: str = "computed"


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


_STARTS: dict[str, Callable[[Order], Anchor | None]] = {
    "shipped": lambda order: anchor(order.shipped_at),
    "ordered": lambda order: anchor(order.ordered_at),
    "paid": lambda order: anchor(order.paid_at or order.ordered_at),
    "received": lambda order: anchor(order.received_at),
    "confirmed": lambda order: anchor(order.confirmed_at),
    "protection_end": protection_end,
    "completed": completed,
}


@dataclass(frozen=True, slots=True)
class Case:
    """What a rule needs to know of a case: the order, the family of its reason, and days that an event named."""

    order: Order
    family: str
    days: int | None = None


def deadline(rules: Rules, clock: Clock, facts: Facts, family: str) -> Deadline | None:
    """The deadline that a running clock means, by the version in force on its anchor's day.

    None where the rule does not apply to this case or there was no such limit; `source` is "unknown" where a fact
    or the rule of that date is not known.
    """
    rule = rules.rules[clock.kind]
    if not _applies(rule, facts, family):
        return None
    profile = profile_of(facts.order, rules.profiles)
    start = _start(rule, clock, facts.order)
    probe = start or anchor(clock.anchor) or completed(facts.order) or _STARTS["paid"](facts.order)
    version = version_at(rule, probe.when, profile, family) if probe else rule.versions[-1]
    if version is not None and version.same_as:
        other = deadline(rules, replace(clock, kind=version.same_as), facts, family)
        return replace(other, kind=rule.kind) if other else None
    if version is not None and version.start:
        start = _STARTS[version.start](facts.order)
    if version is None:
        return _unknown(rule, "no rule is known for that date")
    case = Case(facts.order, family, clock.days)
    return None if version.none else _counted(rules, rule, version, start, case)


def observed(rules: Rules, found: Deadline, seen: Observation | None, now: datetime) -> Deadline:
    """The deadline with the countdown that was read on the site, which wins over the computed one (rulebook, 1)."""
    if seen is None:
        return found
    margin = found.due_by - found.act_by if found.due_by and found.act_by else rules.margin
    return replace(
        found,
        due_by=utc(seen.due_by),
        act_by=utc(seen.due_by) - margin if found.party == "buyer" else None,
        source="observed",
        computed_due_by=found.due_by,
        seen_at=utc(seen.seen_at),
        stale=now - seen.seen_at > rules.stale_after and seen.due_by > now,
    )


def _applies(rule: Rule, facts: Facts, family: str) -> bool:
    if rule.payment and facts.order.payment_method not in rule.payment:
        return False
    if rule.tracking and facts.problem.tracking not in rule.tracking:
        return False
    return not rule.families or family in rule.families


def _start(rule: Rule, clock: Clock, order: Order) -> Anchor | None:
    known = _STARTS.get(rule.start)
    return known(order) if known else anchor(clock.anchor)


def _unknown(rule: Rule, why: str, version: Version | None = None) -> Deadline:
    name = rule_name(rule, version) if version else ""
    sources = version.sources if version else ()
    confidence = version.confidence if version else ""
    return Deadline(rule.kind, rule.party, source="unknown", rule=name, sources=sources, confidence=confidence, why=why)


def _counted(rules: Rules, rule: Rule, version: Version, start: Anchor | None, case: Case) -> Deadline:
    if version.unknown:
        return _unknown(rule, version.unknown, version)
    blank = Deadline(
        rule.kind,
        rule.party,
        rule=rule_name(rule, version),
        sources=version.sources,
        confidence=version.confidence,
        says=version.says,
    )
    if start is None:
        return _without_start(rule, version, blank, case)
    source = start.source if rule.start == "protection_end" else "computed"
    found = _waited(replace(blank, source=source), version, start, case.order)
    due = _due(version, start, case.days)
    if due is None:
        return found
    if rule.party != "buyer":
        return replace(found, due_by=due)
    return replace(found, due_by=due, act_by=_act_by(rules, version, start, due, case))


def _without_start(rule: Rule, version: Version, blank: Deadline, case: Case) -> Deadline:
    """What can be said when the anchor is unknown: the safe day to act by, where a source gives one (E437)."""
    received = anchor(case.order.received_at)
    if version.act_days_from_received is not None and received and case.family != "not_received":
        act = plus_days(received.limit, version.act_days_from_received)
        return replace(blank, act_by=act, why="the end of the protection is not known")
    return _unknown(rule, f"{_MISSING.get(version.start or rule.start, 'its start')} is not known", version)


_MISSING = {
    "shipped": "the day the parcel was shipped",
    "ordered": "the day of the order",
    "paid": "the day of the payment",
    "received": "the day the parcel came",
    "confirmed": "the day the receipt was confirmed",
    "protection_end": "the end of the protection",
    "completed": "the end of the protection",
}


def _due(version: Version, start: Anchor, named_days: int | None) -> datetime | None:
    if named_days is not None:
        return plus_days(start.limit, named_days)
    if version.business_days is not None:
        return plus_business_days(start.limit, version.business_days)
    return plus_days(start.limit, version.days) if version.days is not None else None


def _waited(found: Deadline, version: Version, start: Anchor, order: Order) -> Deadline:
    """The deadline with its range of waiting, if the rule has one."""
    if version.earliest_business_days is not None and version.latest_business_days is not None:
        return replace(
            found,
            earliest=plus_business_days(start.wait, version.earliest_business_days),
            latest=plus_business_days(start.wait, version.latest_business_days),
        )
    earliest, latest = version.earliest_days, version.latest_days
    if version.at_once_below_days and order.delivery_days and order.delivery_days < version.at_once_below_days:
        earliest = 0
    return replace(
        found,
        earliest=plus_days(start.wait, earliest) if earliest is not None else None,
        latest=plus_days(start.wait, latest) if latest is not None else None,
    )


def _act_by(rules: Rules, version: Version, start: Anchor, due: datetime, case: Case) -> datetime:
    """The earliest safe reading: a number that a source gives, else a margin; never before the window opens."""
    if version.act_days is not None and case.days is None:
        return plus_days(start.limit, version.act_days)
    given = _given_act(version, case.order) if case.family != "not_received" else []
    if given:
        opens = anchor(case.order.received_at)
        return min(due, max([min(given), *([opens.limit] if opens else [])]))
    window = (due - start.limit) or _protection_window(case.order)
    return due - min(rules.margin, window * float(rules.window_share))


def _given_act(version: Version, order: Order) -> list[datetime]:
    given = []
    received, end = anchor(order.received_at), protection_end(order)
    if version.act_days_from_received is not None and received:
        given.append(plus_days(received.limit, version.act_days_from_received))
    if version.act_days_before_protection_end is not None and end:
        given.append(end.limit - timedelta(seconds=version.act_days_before_protection_end * DAY_SECONDS))
    return given


def _protection_window(order: Order) -> timedelta:
    """How long the protection runs, as far as known; the margin is a share of it."""
    start, end = anchor(order.shipped_at or order.ordered_at), protection_end(order)
    return end.limit - start.limit if start and end else timedelta.max / 8

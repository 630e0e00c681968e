"""Until when? One rule of the policy, the facts and the clock it counts from, to one deadline."""

from datetime import date, datetime, timedelta

from disputecli.core.anchor import MISSING, STARTS, Anchor, anchor, completed, protection_end
from disputecli.core.course import Clock
from disputecli.core.dispute import Observation
from disputecli.core.order import Facts, Order, profile_of
from disputecli.core.policy import Rule, Rules, Version, rule_name, version_at
from disputecli.core.time import PACIFIC, local_day, plus_business_days, plus_days, utc
from disputecli.frozen import dataclass, replace


@dataclass(frozen=True, slots=True)
class Deadline:
    """A limit or a wait, instants in UTC; `source` is observed, entered, computed or unknown (then `why` says why).

    `opens` is when the window of a buyer's limit opened, as far as known; `look` when to look for what is awaited.
    """

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
    opens: datetime | None = None
    look: datetime | None = None
    seen_at: datetime | None = None
    stale: bool = False
    why: str = ""
    says: str = ""


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
    start = _start(rule, clock, facts.order)
    version = _in_force(rules, rule, clock, facts, family)
    if version is not None and version.same_as:
        other = deadline(rules, replace(clock, kind=version.same_as), facts, family)
        return replace(other, kind=rule.kind) if other else None
    if version is not None and version.start:
        start = STARTS[version.start](facts.order)
    if version is None:
        return _unknown(rule, "no rule is known for that date")
    case = Case(facts.order, family, clock.days)
    return None if version.none else _counted(rules, rule, version, start, case)


def _in_force(rules: Rules, rule: Rule, clock: Clock, facts: Facts, family: str) -> Version | None:
    """The version of the anchor's day; where no date at all is known, today's. A profile's own start counts for it."""
    order, profile = facts.order, profile_of(facts.order, rules.profiles)
    known = _start(rule, clock, order) or anchor(clock.anchor) or completed(order) or STARTS["paid"](order)
    day = known.when if known else date.max
    version = version_at(rule, day, profile, family)
    own = STARTS[version.start](order) if version and version.start else None
    if version and own and local_day(own.when, PACIFIC) < version.since:
        return version_at(rule, day, "general", family)
    return version


def observed(rules: Rules, found: Deadline, seen: Observation | None, now: datetime) -> Deadline:
    """The deadline with the countdown that was read on the site, which wins over the computed one (rulebook, 1)."""
    if seen is None:
        return found
    read = utc(seen.due_by)
    stale = now - seen.seen_at > rules.stale_after and seen.due_by > now
    found = replace(
        found, source="observed", computed_due_by=found.due_by, seen_at=utc(seen.seen_at), stale=stale, why=""
    )
    waits = {(each.earliest_days is not None, each.days is not None) for each in rules.rules[found.kind].versions}
    if (True, False) in waits:
        return replace(found, earliest=read) if found.party == "buyer" else replace(found, earliest=None, latest=read)
    if found.party != "buyer":
        return replace(found, due_by=read)
    return replace(found, due_by=read, act_by=read - _margin(rules, found.opens, read))


def _margin(rules: Rules, opens: datetime | None, due: datetime) -> timedelta:
    """How long before the limit to act: the fixed margin or a share of the window, whichever is less; not under 0."""
    if opens is None:
        return rules.margin
    return max(timedelta(0), min(rules.margin, (due - opens) * float(rules.window_share)))


def _applies(rule: Rule, facts: Facts, family: str) -> bool:
    if rule.payment and facts.order.payment_method not in rule.payment:
        return False
    if rule.tracking and facts.problem.tracking not in rule.tracking:
        return False
    return not rule.families or family in rule.families


def _start(rule: Rule, clock: Clock, order: Order) -> Anchor | None:
    known = STARTS.get(rule.start)
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
        source=start.source if start and rule.start == "protection_end" else "computed",
        rule=rule_name(rule, version),
        sources=version.sources,
        confidence=version.confidence,
        says=version.says,
    )
    if start is None:
        return _without_start(rule, version, blank, case)
    earliest, latest = _waited(version, start, case.order)
    due = _due(version, start, case.days)
    if due is None or rule.party != "buyer":
        look = earliest if version.look_days is None else plus_days(start.wait, version.look_days)
        return replace(blank, due_by=due, earliest=earliest, latest=latest, look=look)
    opens = start.limit if due > start.limit else _protection_start(case.order)
    act = min(due, _act_by(version, start, case, due, _margin(rules, opens, due)))
    return replace(blank, due_by=due, act_by=act, earliest=earliest, latest=latest, opens=opens)


def _without_start(rule: Rule, version: Version, blank: Deadline, case: Case) -> Deadline:
    """What can be said when the anchor is unknown: the safe day to act by, where a source gives one (E437)."""
    received = anchor(case.order.received_at)
    if version.act_days_from_received is not None and received and case.family != "not_received":
        act = plus_days(received.limit, version.act_days_from_received)
        return replace(blank, act_by=act, why="the end of the protection is not known")
    return _unknown(rule, f"{MISSING.get(version.start or rule.start, 'its start')} is not known", version)


def _due(version: Version, start: Anchor, named_days: int | None) -> datetime | None:
    if named_days is not None:
        return plus_days(start.limit, named_days)
    if version.business_days is not None:
        return plus_business_days(start.limit, version.business_days)
    return plus_days(start.limit, version.days) if version.days is not None else None


def _waited(version: Version, start: Anchor, order: Order) -> tuple[datetime | None, datetime | None]:
    """The range of waiting, its ends None where the rule has none."""
    if version.earliest_business_days is not None and version.latest_business_days is not None:
        first, last = version.earliest_business_days, version.latest_business_days
        return plus_business_days(start.wait, first), plus_business_days(start.wait, last)
    earliest, latest = version.earliest_days, version.latest_days
    if version.at_once_below_days and order.delivery_days and order.delivery_days < version.at_once_below_days:
        earliest = 0
    return (
        plus_days(start.wait, earliest) if earliest is not None else None,
        plus_days(start.wait, latest) if latest is not None else None,
    )


def _act_by(version: Version, start: Anchor, case: Case, due: datetime, margin: timedelta) -> datetime:
    """The earliest safe reading: a number that a source gives, else a margin; never before the window opens."""
    if version.act_days is not None and case.days is None:
        return plus_days(start.limit, version.act_days)
    given = _given_act(version, case.order) if case.family != "not_received" else []
    if given:
        opens = anchor(case.order.received_at)
        return max([min(given), *([opens.limit] if opens else [])])
    return due - margin


def _given_act(version: Version, order: Order) -> list[datetime]:
    given = []
    received, end = anchor(order.received_at), protection_end(order)
    if version.act_days_from_received is not None and received:
        given.append(plus_days(received.limit, version.act_days_from_received))
    if version.act_days_before_protection_end is not None and end:
        given.append(plus_days(end.limit, -version.act_days_before_protection_end))
    return given


def _protection_start(order: Order) -> datetime | None:
    """When the protection began, as far as known; the margin is a share of it."""
    start = anchor(order.shipped_at or order.ordered_at)
    return start.limit if start else None

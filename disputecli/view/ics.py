"""Which calendar entries do disputes make? One a running deadline, and one more when the buyer should act.

Instants are in UTC. The same deadline has the same UID in every export, with a SEQUENCE that grows with what is
recorded, so that a second import moves the entry instead of doubling it. Reminders are entries of their own, for some
calendars drop alarms on import; those that keep them remind a day before the buyer has to act.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta, tzinfo

from disputecli.core.deadlines import Deadline
from disputecli.core.dispute import Dispute
from disputecli.core.policy import Rules
from disputecli.core.stage import Standing
from disputecli.core.step import end_of
from disputecli.core.text import cleaned
from disputecli.core.time import PACIFIC, When, moment_name, utc
from disputecli.frozen import dataclass
from disputecli.type_names import TYPE_CHECKING

if TYPE_CHECKING:
    from icalendar import Event

PRODUCT = "-//disputecli//dispute//EN"
FLOOR = "The countdown on the site wins."
REMINDER = "Act by this time"
AHEAD = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Clock:
    """When the file is made, and the zone of its reader."""

    now: datetime
    zone: tzinfo


@dataclass(frozen=True, slots=True)
class Dated:
    """A dispute of the ledger and where it stands."""

    dispute: Dispute
    standing: Standing


def calendar(disputes: Iterable[Dated], rules: Rules, clock: Clock) -> bytes:
    """The iCalendar file (RFC 5545) of the running deadlines of some disputes, stamped with the clock's `now`."""
    from icalendar import Calendar

    made = Calendar()
    for name, value in (("prodid", PRODUCT), ("version", "2.0"), ("calscale", "GREGORIAN"), ("method", "PUBLISH")):
        made.add(name, value)
    made.add("x-wr-calname", "AliExpress disputes")
    for each in disputes:
        for event in _events(each, rules, clock):
            made.add_component(event)
    return bytes(made.to_ical())


def _events(dated: Dated, rules: Rules, clock: Clock) -> Iterator[Event]:
    """The entries of one dispute: each deadline's end, and the time to act where that is another."""
    order = dated.dispute.facts.order
    for found in dated.standing.deadlines:
        end, rule = end_of(found), rules.rules[found.kind]
        if end is None:
            continue
        item = order.item or dated.dispute.id
        due = _event(dated, found, "due", end, f"{rule.title}: {item}", clock)
        if found.party != "buyer":
            yield due
        elif found.act_by and found.act_by != end:
            act = _event(dated, found, "act", found.act_by, f"{REMINDER}: {rule.action}: {item}", clock)
            yield from (due, _alarmed(act, clock, AHEAD))
        else:
            yield _alarmed(due, clock, timedelta(0) if end == found.earliest else AHEAD)


def _event(dated: Dated, found: Deadline, part: str, when: datetime, summary: str, clock: Clock) -> Event:
    from icalendar import Event

    made = Event()
    start = utc(when).replace(microsecond=0)
    made.add("uid", uid(dated, found.kind, part))
    made.add("dtstamp", utc(clock.now).replace(microsecond=0))
    made.add("dtstart", start)
    made.add("dtend", start + timedelta(minutes=1))
    made.add("sequence", len(dated.dispute.events) + len(dated.dispute.observed))
    made.add("summary", one_line(summary))
    made.add("description", cleaned("\n".join(_description(dated, found, clock.zone))))
    made.add("categories", ["AliExpress dispute"])
    made.add("transp", "TRANSPARENT")
    return made


def _alarmed(made: Event, clock: Clock, ahead: timedelta) -> Event:
    """The entry with an alarm so long before it, or at its time where that is nearer; none for what has passed."""
    from icalendar import Alarm

    left = made.decoded("dtstart") - utc(clock.now)
    if left > timedelta(0):
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", made["summary"])
        alarm.add("trigger", -ahead if left > ahead else timedelta(0))
        made.add_component(alarm)
    return made


def uid(dated: Dated, kind: str, part: str) -> str:
    """The lasting name of an entry: dispute, deadline, what the clock counts from, and which of the two entries."""
    anchors = (clock.anchor for clock in dated.standing.course.clocks if clock.kind == kind)
    return one_line(f"{dated.dispute.id}-{kind}-{_stamp(next(anchors, None))}-{part}@disputecli")


def _stamp(anchor: When | None) -> str:
    if anchor is None:
        return "order"
    return f"{utc(anchor):%Y%m%dT%H%M%SZ}" if isinstance(anchor, datetime) else f"{anchor:%Y%m%d}"


def _description(dated: Dated, found: Deadline, zone: tzinfo) -> Iterator[str]:
    """What to know when the entry comes up: the limits on both clocks, how they are known, the order."""
    limits = (("Act by", found.act_by), ("Last moment", found.due_by), ("Not before", found.earliest))
    for name, when in (*limits, ("Expected by", found.latest)):
        if when:
            yield f"{name}: {_on_both_clocks(when, zone)}"
    known = f"Read on the site {_on_both_clocks(found.seen_at, zone)}" if found.seen_at else found.source.capitalize()
    yield f"{known}{'; look again, it is old' if found.stale else ''}. {FLOOR}"
    if found.rule:
        yield f"Rule {found.rule} [{' '.join(found.sources)}]"
    if dated.dispute.facts.order.order_id:
        yield f"Order {dated.dispute.facts.order.order_id}"
    yield f"See: dispute show {dated.dispute.id}"


def _on_both_clocks(when: datetime, zone: tzinfo) -> str:
    """The reader's time first, then AliExpress's where that is another."""
    here, there = moment_name(when, zone), f"{moment_name(when, PACIFIC)} Pacific"
    return there if there == f"{here} Pacific" else f"{here} your time ({there})"


def one_line(text: str) -> str:
    """A text without hidden characters and line ends."""
    return " ".join(cleaned(text).split())

"""What is to be done next, and how urgent is it? One step out of the deadlines that run (rulebook 8)."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta, tzinfo

from disputecli.core.deadlines import Deadline
from disputecli.core.policy import Rule, Rules
from disputecli.core.time import MONTH_NAMES
from disputecli.frozen import dataclass, replace

BEFORE_OPENING = ("open_from", "in_transit_block", "protection_ends", "open_by", "withdraw_by")
OUTSIDE = ("paypal_open_by", "card_ask_by")
WAITS = ("open_from", "in_transit_block")
TODAY, SOON = timedelta(hours=24), timedelta(hours=72)
Days = tuple[tuple[str, datetime], ...]
URGENCIES = ("overdue", "today", "soon", "later", "waiting", "none")


@dataclass(frozen=True, slots=True)
class Next:
    """The next step: the deadline that decides it, who has to act, what to do; `left` may be negative.

    The slots of `action` are days, filled from `days` by `action_of`: a day has its name in a zone alone.
    """

    kind: str
    party: str
    action: str
    deadline: Deadline
    left: timedelta | None
    urgency: str
    days: Days = ()


def action_of(step: Next, zone: tzinfo) -> str:
    """What to do, with its days as they are called in a zone, such as "17 Nov"."""
    text = step.action
    for name, when in step.days:
        local = when.astimezone(zone)
        text = text.replace(f"{{{name}}}", f"{local.day} {MONTH_NAMES[local.month - 1]}")
    return text


def mover_of(step: Next) -> str:
    """Whose move it is: the buyer's, too, where what others were waited for is over, for then it is for him to look."""
    late = step.left is not None and step.left <= timedelta(0)
    return "buyer" if late else step.party


def shown_urgency(step: Next, now: datetime) -> str:
    """The urgency as it is shown: `now` where the safe day has passed, `later` for what the buyer asks elsewhere."""
    act = step.deadline.act_by
    if step.urgency == "today" and step.party == "buyer" and act and act <= now:
        return "now"
    asks = step.urgency == "waiting" and step.party == "buyer" and step.kind not in WAITS
    return "later" if asks else step.urgency


def urgency(found: Deadline, now: datetime) -> str:
    """The urgency of one deadline, measured to `due_by`: overdue, today, soon, later, waiting for others, or none."""
    limit = found.due_by or found.act_by
    if found.party != "buyer" or limit is None:
        return "none" if found.party == "buyer" and found.source == "unknown" else "waiting"
    left = limit - now
    if left <= timedelta(0) and found.due_by:
        return "overdue"
    if left < TODAY or (found.act_by and found.act_by <= now):
        return "today"
    return "soon" if left < SOON else "later"


def next_step(rules: Rules, status: str, deadlines: Sequence[Deadline], now: datetime) -> Next | None:
    """The buyer's running deadline with the earliest `due_by`; if none, the wait that ends first; None when over."""
    mine = [
        each for each in deadlines if each.party == "buyer" and (each.due_by or (each.act_by and status != "closed"))
    ]
    waits = [each for each in deadlines if end_of(each) and each.kind not in OUTSIDE]
    last = [each for each in deadlines if each.kind in _UNDATED.get(status, ())]
    chosen = min(mine, key=limit_of, default=None) or min(waits, key=limit_of, default=None) or next(iter(last), None)
    if chosen is None:
        return None
    kind = _deciding(status, chosen, deadlines, now)
    if status in {"ready_to_open", "draft"}:
        chosen = _safest(chosen, mine)
    end, found = end_of(chosen), {each.kind: each for each in deadlines}
    action, days = _action(rules.rules[kind], found.get(kind), found.get("appeal_by"), now)
    return Next(chosen.kind, chosen.party, action, chosen, end - now if end else None, urgency(chosen, now), days)


def _action(rule: Rule, found: Deadline | None, appeal: Deadline | None, now: datetime) -> tuple[str, Days]:
    """What to do about a deadline, or what is left to do where it has passed; and the days of its slots."""
    mine = rule.party == "buyer"
    end = None if found is None else found.due_by if mine else end_of(found)
    if end and end <= now:
        return rule.late or rule.action if mine else rule.passes, ()
    last = appeal.due_by if appeal else None
    text = rule.appealable if rule.appealable and last else rule.action
    look = min(found.look, end) if found and found.look and end else None
    slots = (("look", look), ("last", end), ("appeal", last))
    days = tuple((name, when) for name, when in slots if when and f"{{{name}}}" in text)
    return (text, days) if len(days) == text.count("{") else (rule.passes, ())


def _safest(chosen: Deadline, mine: Iterable[Deadline]) -> Deadline:
    """The deadline with the earliest safe day of those before opening: one visit to the site answers them all."""
    days = [each.act_by for each in mine if each.act_by and each.kind in BEFORE_OPENING]
    return replace(chosen, act_by=min(days)) if days and chosen.kind in BEFORE_OPENING else chosen


_UNDATED = {"ready_to_open": ("open_by",), "awaiting_buyer": OUTSIDE}  # the next step even where no day is known


def _deciding(status: str, chosen: Deadline, deadlines: Iterable[Deadline], now: datetime) -> str:
    """The kind of the rule that says what to do: to open, what is waited for, or to look for the money first."""
    if status == "ready_to_open":
        return "open_by"
    if status == "refund_pending" and chosen.kind == "appeal_by":
        return "refund_expected"
    if status == "awaiting_return_shipment" and chosen.kind == "appeal_by":
        return "return_ship_by"
    if chosen.kind in OUTSIDE and status in _ON_THE_SITE:
        return next((each.kind for each in deadlines if each.kind in _ON_THE_SITE[status]), chosen.kind)
    waits = [each.kind for each in deadlines if each.kind in WAITS and each.earliest and each.earliest > now]
    return waits[-1] if status == "too_early" and waits else chosen.kind


_ON_THE_SITE = {  # what to do while the site is at work, though the only limit of the buyer's is one elsewhere
    "under_review": ("platform_decision_expected",),
    "awaiting_seller": ("seller_response_due", "platform_steps_in"),
    "refund_pending": ("refund_expected",),
}


def end_of(found: Deadline) -> datetime | None:
    """The moment that ends it: the limit, else the safe day, else the end or the start of the wait; None if unknown."""
    return found.due_by or found.act_by or found.latest or found.earliest


def limit_of(found: Deadline) -> datetime:
    """The same of a deadline that has an end."""
    end = end_of(found)
    assert end is not None  # noqa: S101  # both callers pass only deadlines with an end
    return end

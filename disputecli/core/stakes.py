"""What is at stake now? A dispute's own dates and sums, as slots of the sentences on a seller's moves."""

from collections.abc import Iterator
from datetime import datetime, tzinfo

from disputecli.core.deadlines import Deadline
from disputecli.core.dispute import Dispute
from disputecli.core.quote import Words, day_name, money
from disputecli.core.stage import Standing

DAY = 86_400  # seconds


def stakes(words: Words, dispute: Dispute, stands: Standing, now: datetime, zone: tzinfo) -> dict[str, str]:
    """The slots that are known: {paid}, {claimed}, {open_gone} ("3 days ago") or {open_until} ("5 March 2026").

    `opened`, `unopened`, `refund_only` and `exhibits` are marks that have no words of their own.
    """
    order, claim = dispute.facts.order, dispute.claim
    slots = {
        "paid": money(words, order.paid, order.currency),
        "claimed": money(words, claim.amount, order.currency),
        "refund_only": claim.type == "refund_only",
        "exhibits": bool(dispute.evidence),
        "unopened": stands.stage == "watching",
        "opened": stands.stage not in {"watching", "closed"},
    }
    known = {name: str(value) for name, value in slots.items() if value}
    return known | dict(_limits(stands, now, zone))


def _limits(stands: Standing, now: datetime, zone: tzinfo) -> Iterator[tuple[str, str]]:
    for name, kind in (("open", "open_by"), ("protection", "protection_ends")):
        found = _limit(stands, kind)
        if found and found.due_by and found.due_by <= now:
            yield f"{name}_gone", _ago((now - found.due_by).total_seconds())
        elif found and found.due_by:
            yield f"{name}_until", day_name(found.due_by, zone)
    steps_in = _limit(stands, "platform_steps_in")
    if steps_in and steps_in.due_by and steps_in.due_by > now:
        yield "steps_in", day_name(steps_in.due_by, zone)


def _limit(stands: Standing, kind: str) -> Deadline | None:
    """The deadline of a kind, running or past: opening the dispute stops the clock, a cancel brings it back."""
    again = "reopen_by" if kind == "open_by" else kind
    running = {each.kind: each for each in stands.deadlines}
    past = {each.deadline.kind: each.deadline for each in stands.past}
    return running.get(again) or running.get(kind) or past.get(again) or past.get(kind)


def _ago(seconds: float) -> str:
    days = int(seconds // DAY)
    return "today" if days == 0 else f"{days} day{'s' * (days != 1)} ago"

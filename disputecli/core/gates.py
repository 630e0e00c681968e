"""What is at stake in this step? The terms of an acceptance, and what has to be said loudly before it (rulebook 8)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta, tzinfo
from decimal import Decimal

from disputecli.core.advice import Caution
from disputecli.core.anchor import protection_end
from disputecli.core.course import Course
from disputecli.core.dispute import Dispute, Event, current_facts
from disputecli.core.stage import Standing
from disputecli.core.time import moment_name
from disputecli.frozen import dataclass
from disputecli.type_names import Any


@dataclass(frozen=True, slots=True)
class Terms:
    """What would be in force: claim type and amount, against what is claimed; who offers it; `currency` of both."""

    type: str | None
    amount: Decimal | None
    wanted: str | None
    claimed: Decimal | None
    offered_by: str
    currency: str | None


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the step is judged by: where the dispute would stand after it, the clock and the user's zone."""

    after: Standing
    now: datetime
    zone: tzinfo


def terms_of(dispute: Dispute, state: Course, event: Event) -> Terms:
    """The terms that an event puts on the table or accepts; what it leaves out is taken from the last offer."""
    offer = state.offer if event.event == "accepted" else None
    return Terms(
        type=event.type or (offer.type if offer else None) or dispute.claim.type,
        amount=offer.amount if offer and offer.amount is not None else event.amount,
        wanted=dispute.claim.type,
        claimed=dispute.claim.amount,
        offered_by=offer.actor if offer else event.actor,
        currency=dispute.facts.order.currency,
    )


def alarms(
    words: Mapping[str, Any], dispute: Dispute, event: Event, terms: Terms, outlook: Outlook
) -> tuple[Caution, ...]:
    """What has to be said before this event is recorded, from `gates.toml`, each with its sources."""
    signs = set(_signs(words, dispute, event, terms, outlook))
    slots = _slots(words, dispute, terms, outlook) | _missed(event, outlook)
    return tuple(
        Caution(entry["code"], entry["text"].format_map(slots), tuple(entry["sources"]))
        for entry in words["alarm"]
        if entry["when"] in signs and event.event in entry["events"]
    )


def _signs(words: Mapping[str, Any], dispute: Dispute, event: Event, terms: Terms, outlook: Outlook) -> Iterator[str]:
    yield {"cancelled": "cancelling", "modified": "editing"}.get(event.event, "")
    yield "accepting_platform" if terms.offered_by == "platform" else "accepting_seller"
    if terms.amount is not None:
        yield "" if terms.amount else "zero"
        yield "below" if terms.amount and terms.claimed is not None and terms.amount < terms.claimed else ""
    if terms.type == "return_and_refund":
        yield "return"
        yield "switched" if terms.wanted == "refund_only" else ""
    yield from _missed(event, outlook)
    if event.event == "cancelled":
        yield "can_reopen" if _reopens(outlook) else "cannot_reopen"
        yield _protection(dispute, outlook.now, timedelta(days=words["near_days"]))


def _protection(dispute: Dispute, now: datetime, near: timedelta) -> str:
    end = protection_end(current_facts(dispute).order)
    if end is None:
        return ""
    if end.limit <= now:
        return "protection_over"
    return "protection_near" if end.limit - now < near else ""


def _reopens(outlook: Outlook) -> datetime | None:
    """Until when the cancelled dispute could be opened again; None where that is over or unknown."""
    running = (each for each in outlook.after.deadlines if each.kind == "reopen_by" and each.due_by)
    return next((each.due_by for each in running if each.due_by and each.due_by > outlook.now), None)


def _missed(event: Event, outlook: Outlook) -> dict[str, str]:
    """The limits that an event answers too late, in words, each as `missed_KIND`."""
    answered = [each for each in outlook.after.past if each.by == event.event and each.how == "met"]
    late = [each for each in answered if each.deadline.due_by and each.deadline.due_by <= each.at]
    return {f"missed_{each.deadline.kind}": _named(each.deadline.due_by, outlook) for each in late}


def _named(when: datetime | None, outlook: Outlook) -> str:
    return moment_name(when, outlook.zone) if when else ""


def _slots(words: Mapping[str, Any], dispute: Dispute, terms: Terms, outlook: Outlook) -> dict[str, str]:
    def money(amount: Decimal | None) -> str:
        return "an unknown sum" if amount is None else f"{amount:f} {terms.currency or ''}".strip()

    lost = terms.claimed - terms.amount if terms.claimed is not None and terms.amount is not None else None
    until, end = _reopens(outlook), protection_end(current_facts(dispute).order)
    return {
        "amount": money(terms.amount),
        "claimed": money(terms.claimed),
        "lost": money(lost),
        "type": words["types"].get(terms.type or "", ""),
        "wanted": words["types"].get(terms.wanted or "", ""),
        "until": _named(until, outlook),
        "protection_end": _named(end.limit if end else None, outlook),
    }

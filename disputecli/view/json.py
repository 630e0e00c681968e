"""What does a script get? Results as tables of plain values: every key always there, null where unknown."""

from __future__ import annotations

from datetime import UTC, datetime

from disputecli.core.stage import Past
from disputecli.core.step import Next, action_of, end_of, urgency
from disputecli.core.text import shown
from disputecli.core.time import utc
from disputecli.type_names import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import timedelta
    from decimal import Decimal

    from disputecli.core.advice import Choice, Claim, Rival
    from disputecli.core.allowed import Permission
    from disputecli.core.assess import Assessment
    from disputecli.core.deadlines import Deadline
    from disputecli.core.dispute import Dispute, Event
    from disputecli.core.findings import Finding
    from disputecli.core.messages import Letter
    from disputecli.core.site import SitePath
    from disputecli.store.records import Unreadable
    from disputecli.view.jsontext import Value
    from disputecli.view.status import Row

SCHEMA_VERSION = 1
Table = dict[str, "Value"]


def status_json(unreadable: Iterable[Unreadable], now: datetime) -> Table:
    """What stands around the disputes of a status, the files that can't be read among it."""
    return {
        "schema_version": SCHEMA_VERSION,
        "now": instant(now),
        "disputes": [],
        "unreadable": [
            {"file": _text(each.file), "line": each.line, "problem": _text(each.problem)} for each in unreadable
        ],
    }


def dispute_json(row: Row, now: datetime) -> Table:
    """Where one dispute stands: stage, status, outcome, the next step, running and past deadlines."""
    standing = row.standing
    return {
        "id": _text(row.id),
        "order_id": _text(row.order_id),
        "item": _text(row.item),
        "stage": standing.stage,
        "status": standing.status,
        "outcome": standing.outcome,
        "next": _next(standing.next) if standing.next else None,
        "deadlines": [deadline_json(each, now) for each in standing.deadlines],
        "past": [_past(each) for each in standing.past],
    }


def life_json(dispute: Dispute, permissions: Iterable[Permission], path: SitePath | None) -> Table:
    """The rest of one dispute: its claim, what happened, what can happen now and why not, and where on the site."""
    claim = dispute.claim
    return {
        "claim": {
            "reason": claim.reason, "detail": claim.detail, "type": claim.type, "extent": claim.extent,
            "amount": _money(claim.amount), "currency": dispute.facts.order.currency,
        },
        "events": [_event(event) for event in dispute.events],
        "allowed": [{"event": each.event, "ok": each.ok, "why": each.why or None} for each in permissions],
        "site": None if path is None else {
            "title": path.title, "since": path.since.isoformat(), "steps": list(path.steps),
            "sources": list(path.sources),
        },
    }  # fmt: skip


def _event(event: Event) -> Table:
    at = instant(event.at) if isinstance(event.at, datetime) else event.at.isoformat()
    return {
        "at": at, "actor": event.actor, "event": event.event, "text": _text(event.text), "type": event.type,
        "amount": _money(event.amount), "days": event.days, "tracking": _text(event.tracking),
        "outcome": event.outcome, "final": event.final,
    }  # fmt: skip


def new_json(
    known: Assessment,
    letter: Letter | None,
    id_: str | None,
    now: datetime,
    steps: Sequence[str] = (),
    findings: Sequence[Finding] = (),
) -> Table:
    """The advice on a case; `id` is null where nothing was kept, `reason`, `claim`, `message` where there is no ground.

    `withdrawal` is what to write to the seller where there is none, but the purchase can be withdrawn from.
    """
    return {
        "schema_version": SCHEMA_VERSION,
        "now": instant(now),
        "verdict": known.verdict,
        "verdict_why": _text(known.verdict_why.text),
        "verdict_sources": list(known.verdict_why.sources),
        "reason": _reason(known.reason) if known.reason else None,
        "runner_up": _runner_up(known.rivals[0]) if known.rivals else None,
        "alternatives": [{"code": each.code, "detail": each.detail} for each in known.rivals],
        "claim": _claim(known.claim) if known.claim else None,
        "deadlines": [deadline_json(each, now) for each in known.deadlines],
        "evidence": [
            {"kind": each.kind, "what": _text(each.what), "required": each.required, "have": each.have,
             "sources": list(each.sources)} for each in known.evidence
        ],
        "warnings": [
            {"code": each.code, "text": _text(each.text), "sources": list(each.sources)} for each in known.cautions
        ],
        "unknown": [each.key for each in known.gaps],
        "unknown_leaves": {each.key: _text(each.leaves) for each in known.gaps},
        "tells_apart": known.tells_apart,
        "message": message_json(letter, findings) if letter and known.reason else None,
        "withdrawal": message_json(letter, findings) if letter and not known.reason else None,
        "steps": [_text(step) for step in steps],
        "id": id_,
    }  # fmt: skip


def deadline_json(found: Deadline, now: datetime) -> Table:
    """One deadline with what is derived from it at `now`; `seconds_left` is negative once it has passed."""
    end = end_of(found)
    return _deadline(found) | {
        "urgency": urgency(found, now),
        "seconds_left": _seconds(end - now) if end else None,
    }


def instant(when: datetime | None) -> str | None:
    """An instant in UTC to the second, as "2026-03-21T07:00:00+00:00"."""
    return utc(when).isoformat(timespec="seconds") if when else None


def _deadline(found: Deadline) -> Table:
    return {
        "kind": found.kind,
        "party": found.party,
        "due_by": instant(found.due_by),
        "act_by": instant(found.act_by),
        "earliest": instant(found.earliest),
        "latest": instant(found.latest),
        "source": found.source,
        "rule": found.rule,
        "sources": list(found.sources),
        "confidence": found.confidence,
        "computed_due_by": instant(found.computed_due_by),
        "seen_at": instant(found.seen_at),
        "stale": found.stale,
        "why": _text(found.why),
    }


def _past(past: Past) -> Table:
    gone: Table = {"urgency": "none", "seconds_left": None, "how": past.how, "at": instant(past.at), "by": past.by}
    return _deadline(past.deadline) | gone


def _next(step: Next) -> Table:
    return {
        "kind": step.kind,
        "party": step.party,
        "action": _text(action_of(step, UTC)),
        "due_by": instant(step.deadline.due_by),
        "act_by": instant(step.deadline.act_by),
        "seconds_left": None if step.left is None else _seconds(step.left),
        "urgency": step.urgency,
        "source": step.deadline.source,
        "stale": step.deadline.stale,
    }


def _reason(reason: Choice) -> Table:
    return {
        "code": reason.code,
        "detail": reason.detail,
        "family": reason.family,
        "label": _text(reason.label),
        "path": [_text(step) for step in reason.path],
        "why": [_text(each.text) for each in reason.why],
        "sources": list(reason.sources),
    }


def _runner_up(rival: Rival) -> Table:
    return {"code": rival.code, "detail": rival.detail, "would_need": _text(rival.would_need)}


def _claim(claim: Claim) -> Table:
    return {
        "type": claim.type,
        "extent": claim.extent,
        "amount": _money(claim.amount),
        "max_amount": _money(claim.max_amount),
        "currency": claim.currency,
        "why": [_text(each.text) for each in claim.why],
    }


def message_json(letter: Letter, findings: Sequence[Finding]) -> Table:
    """A message with what its check found."""
    return {
        "kind": letter.kind,
        "text": _text(letter.text),
        "short": _text(letter.short),
        "findings": [finding_json(each) for each in findings],
    }


def finding_json(found: Finding) -> Table:
    """One finding of the check of a text, with its place."""
    return {
        "code": found.code,
        "quote": _text(found.quote),
        "start": found.start,
        "end": found.end,
        "hint": _text(found.hint),
    }


def _money(amount: Decimal | None) -> str | None:
    return None if amount is None else format(amount, "f")


def _seconds(left: timedelta) -> int:
    return int(left.total_seconds() // 1)


def _text(text: str | None) -> str | None:
    """A text that no output can fail on and no terminal obeys; hidden characters become visible codes."""
    return None if text is None else shown(text)

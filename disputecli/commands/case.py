"""What is to be said of these facts? The facts of one case through all books, to the advice and the message."""

from __future__ import annotations

from datetime import datetime

from disputecli.commands.clock import ZONE
from disputecli.core.dispute import Claimed, Dispute, current_facts
from disputecli.core.stage import Standing, family_of, limits_told, standing
from disputecli.store import books
from disputecli.store.shipped import shipped_table
from disputecli.type_names import TYPE_CHECKING

if TYPE_CHECKING:
    from disputecli.core.advice import Suggestion
    from disputecli.core.assess import Assessment
    from disputecli.core.matter import Matter
    from disputecli.core.messages import Letter
    from disputecli.core.order import Facts


def suggestion(facts: Facts) -> Suggestion:
    """The reason and claim that fit the facts as far as they are known."""
    from disputecli.core.suggest import suggest

    return suggest(books.reasons(), facts, books.digits_of(facts.order.currency))


def advice(facts: Facts, now: datetime, recent: int = 0) -> Assessment:
    """The whole advice on a case; `recent` counts the disputes that the buyer opened lately."""
    from disputecli.core.assess import Moment, assess

    return assess(books.guide(), facts, suggestion(facts), Moment(now, ZONE, recent))


def opening_letter(found: Assessment) -> Letter | None:
    """The text for the dispute form; without ground, for an untrue claim gets no help, at most a withdrawal's."""
    from disputecli.core.messages import compose

    kind = "open" if found.reason else "first_contact" if found.withdraw and found.withdraw.due_by else None
    return compose(books.templates(kind), kind, opening_matter(found)) if kind else None


def opening_matter(found: Assessment) -> Matter:
    """What a message may speak of before a dispute is opened."""
    from disputecli.core.matter import Matter

    wanted, back = claimed(found), found.withdraw
    return Matter(
        facts=found.facts,
        reason=wanted.reason,
        detail=wanted.detail,
        family=found.family,
        claim_type=wanted.type,
        extent=wanted.extent,
        amount=wanted.amount,
        zone=ZONE,
        limits=(("withdraw_on", back.due_by),) if back and back.due_by else (),
    )


def form_steps(found: Assessment, id_: str | None) -> tuple[str, ...]:
    """The steps on the site's form, in order, filled with this case's answers; none where there is no ground."""
    if found.reason is None or found.claim is None:
        return ()
    if found.verdict in {"wait", "too_early"}:
        waiting = next(path for path in books.site().paths if found.verdict in path.about)
        return tuple(step.replace(" ID", f" {id_}") if id_ else step for step in waiting.steps)
    claim, labels, form = found.claim, shipped_table("words.toml"), shipped_table("steps.toml")
    amount = f"{claim.amount} {claim.currency or ''}".strip() if claim.amount is not None else ""
    slots = {
        "button": '"Returns/refunds"',
        "claim": f'"{labels["types"][claim.type]}"',
        "received": "No" if found.family == "not_received" else "Yes",
        "path": " > ".join(found.reason.path),
        "amount": amount or form["amount"][claim.extent],
        "log": f"`dispute log {id_ or 'ID'} opened`",
    }
    return tuple(step["text"].format_map(slots) for step in form["step"])


def standing_of(dispute: Dispute, now: datetime) -> Standing:
    """Where a dispute of the ledger stands now."""
    return standing(books.rules(), books.moves(), dispute, now)


def matter_of(dispute: Dispute, stands: Standing) -> Matter:
    """What a message about a dispute of the ledger may speak of."""
    from disputecli.core.matter import Matter

    facts, claim = current_facts(dispute), dispute.claim
    return Matter(
        facts=facts,
        reason=claim.reason,
        detail=claim.detail,
        family=family_of(facts, claim.reason),
        claim_type=claim.type,
        extent=claim.extent,
        amount=claim.amount,
        course=stands.course,
        stage=stands.stage,
        status=stands.status,
        events=dispute.events,
        exhibits=tuple(each.caption or each.file for each in dispute.evidence),
        zone=ZONE,
        limits=limits_told(stands),
    )


def claimed(found: Assessment) -> Claimed:
    """What the buyer claims when he follows the advice."""
    claim = found.claim
    return Claimed(
        reason=found.reason.code if found.reason else None,
        detail=found.reason.detail if found.reason else None,
        type=claim.type if claim else None,
        extent=claim.extent if claim else None,
        amount=claim.amount if claim else None,
    )

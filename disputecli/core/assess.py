"""What should this buyer do? One case, the books and the clock, to one assessment."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from string import Formatter

from disputecli.core.advice import Caution, Choice, Claim, Rival, Suggestion, Why
from disputecli.core.codec import answer
from disputecli.core.deadlines import Deadline
from disputecli.core.evidence import Item, Proof, checklist
from disputecli.core.order import Facts
from disputecli.core.policy import Rules
from disputecli.core.stage import opening_deadlines, verdict
from disputecli.core.time import moment_name
from disputecli.frozen import dataclass, replace
from disputecli.type_names import Any


@dataclass(frozen=True, slots=True)
class Gap:
    """A fact that is not known, and what that leaves open."""

    key: str
    leaves: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """The whole advice on a case; instants in UTC, sentences ready to show. `safe_by`: the first safe day to act by.

    `withdraw` is the EU's way back without a reason, where it is open: it needs no ground, and is no dispute.
    """

    facts: Facts
    verdict: str
    verdict_why: Why
    family: str
    reason: Choice | None
    rivals: tuple[Rival, ...]
    claim: Claim | None
    deadlines: tuple[Deadline, ...]
    evidence: tuple[Item, ...]
    cautions: tuple[Caution, ...]
    gaps: tuple[Gap, ...]
    tells_apart: str | None
    safe_by: datetime | None = None
    withdraw: Deadline | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """When and where it is asked: the clock, the user's zone, and how many disputes the buyer opened lately."""

    now: datetime
    zone: tzinfo
    recent: int = 0


@dataclass(frozen=True, slots=True)
class Guide:
    """The books an assessment needs: deadline rules, proofs, and the sentences of `verdicts.toml`."""

    rules: Rules
    proofs: tuple[Proof, ...]
    words: Mapping[str, Any]


def assess(guide: Guide, facts: Facts, advice: Suggestion, moment: Moment) -> Assessment:
    """The assessment of a case, from its facts and the suggestion for them."""
    reason = advice.reason
    family = _family(facts, advice)
    deadlines = opening_deadlines(guide.rules, facts, family)
    first = _first_day(guide.rules, facts, deadlines)
    word = "no_ground" if reason is None else verdict(deadlines, moment.now)
    word = "too_early" if word == "open_now" and first and first > moment.now else word
    withdraw = None if reason else _open(_by_kind(deadlines).get("withdraw_by"), moment.now)
    slots = {**_slots(deadlines, first, advice, moment), **_withdrawal(withdraw, moment)}
    code, detail = (reason.code, reason.detail) if reason else (None, None)
    signs = _signs(word, facts, deadlines, code, moment) if reason else set()
    return Assessment(
        facts=facts,
        verdict=word,
        verdict_why=_verdict_why(guide.words["verdict"], word, slots, advice, late="act_passed" in signs),
        family=family,
        reason=reason,
        rivals=advice.rivals,
        claim=advice.claim,
        deadlines=deadlines,
        evidence=checklist(guide.proofs, family, code, detail, facts.problem.evidence) if reason else (),
        cautions=(*_cautions(guide.words["caution"], slots, signs), *advice.cautions),
        gaps=tuple(_gaps(guide.words["gap"], facts, family, code)),
        tells_apart=advice.tells_apart,
        safe_by=_safest([_by_kind(deadlines).get(kind) for kind in ("open_by", "protection_ends")], moment.now),
        withdraw=withdraw,
    )


def _family(facts: Facts, advice: Suggestion) -> str:
    if advice.reason:
        return advice.reason.family
    return "not_received" if facts.problem.received == "no" else "personal"


def _by_kind(deadlines: Sequence[Deadline]) -> dict[str, Deadline]:
    return {each.kind: each for each in deadlines}


def _first_day(rules: Rules, facts: Facts, deadlines: Sequence[Deadline]) -> datetime | None:
    """The first moment a dispute can be opened; with the shipping day unknown, as if shipped when ordered."""
    found = _by_kind(deadlines)
    known = [each.earliest for kind in ("open_from", "in_transit_block") if (each := found.get(kind)) and each.earliest]
    order = facts.order
    if known or facts.problem.received != "no" or order.ordered_at is None:
        return max(known, default=None)
    assumed = replace(facts, order=replace(order, shipped_at=order.ordered_at))
    first = _by_kind(opening_deadlines(rules, assumed, "not_received")).get("open_from")
    return first.earliest if first else None


def _slots(deadlines: Sequence[Deadline], first: datetime | None, advice: Suggestion, moment: Moment) -> dict[str, str]:
    """The dates that sentences may name, in the user's zone; what is unknown is left out."""
    found = _by_kind(deadlines)
    limit, protection = found.get("open_by"), found.get("protection_ends")
    dates = {
        "open_by": limit.due_by if limit else None,
        "act_by": _safest((limit, protection), moment.now),
        "opens": first if first and first > moment.now else None,
        "protection_end": protection.due_by if protection else None,
    }
    slots = {name: moment_name(when, moment.zone) for name, when in dates.items() if when}
    opening = found.get("open_from")
    slots |= {"unshipped": "yes"} if opening and opening.source == "unknown" and first is None else {}
    slots |= {"rule": limit.says if limit else "", "count": str(moment.recent + 1)}
    return {**slots, "ground": advice.no_ground.text if advice.no_ground else ""}


def _open(limit: Deadline | None, now: datetime) -> Deadline | None:
    return None if limit and limit.due_by and limit.due_by <= now else limit


def _withdrawal(limit: Deadline | None, moment: Moment) -> dict[str, str]:
    """The dates of the way back without a reason; `withdraw_act` only while it is ahead."""
    if limit is None:
        return {}
    dates = {"withdraw_by": limit.due_by, "withdraw_act": limit.act_by}
    slots = {name: moment_name(when, moment.zone) for name, when in dates.items() if when and when > moment.now}
    return {"withdraw": "yes", **slots}


def _safest(limits: Sequence[Deadline | None], now: datetime) -> datetime | None:
    """The earliest safe day to act by of the limits that still run."""
    running = [each for each in limits if each and each.act_by and (each.due_by is None or each.due_by > now)]
    return min((each.act_by for each in running if each.act_by), default=None)


_LESS_KNOWN = {"open_now": ("open_now_received", "open_now_unknown"), "wait": ("wait_unknown",)}


def _verdict_why(
    words: Mapping[str, Any], word: str, slots: Mapping[str, str], advice: Suggestion, *, late: bool
) -> Why:
    """The verdict's sentence: the fullest one whose dates are known; `late` where the safe day to act has passed."""
    first: list[str] = []
    if word == "open_now":
        first = ["open_now_unclear"] if "unshipped" in slots else ["open_today", "open_today_received"] * late
    if "withdraw" in slots:
        first = ["withdraw", "withdraw_today", "withdraw_unknown"]
    names = (*first, word, *_LESS_KNOWN.get(word, ()))
    entry = next(words[name] for name in names if _known(words[name]["text"], slots))
    grounds = advice.no_ground.sources if advice.no_ground else ()
    return Why(entry["text"].format_map(slots), tuple(dict.fromkeys((*grounds, *entry["sources"]))))


def _known(text: str, slots: Mapping[str, str]) -> bool:
    return all(name in slots for _, name, _, _ in Formatter().parse(text) if name)


def _signs(word: str, facts: Facts, deadlines: Sequence[Deadline], code: str | None, moment: Moment) -> set[str]:
    """What holds in this case and calls for a warning; the words for it are data."""
    order, problem = facts.order, facts.problem
    found = _by_kind(deadlines)
    limit, protection = found.get("open_by"), found.get("protection_ends")
    safe = _safest((limit, protection), moment.now)
    came = problem.received != "no"
    holds = {
        "unconfirmed": order.confirmed_at is None and word != "too_late",
        "confirmed_not_received": order.confirmed_at is not None and not came,
        "act_passed": word == "open_now" and safe is not None and safe <= moment.now,
        "protection_near": protection and _near(protection, moment.now) and not _over(protection, moment.now),
        "protection_over": _over(protection, moment.now) and word != "too_late",
        "too_late": word == "too_late",
        "waiting": word in {"wait", "too_early"},
        "transit_unclear": word == "open_now" and code == "in_transit_overdue" and not _over(protection, moment.now),
        "no_picture": came and not _PICTURES & set(problem.evidence),
        "paid_zero": order.paid is not None and not order.paid,
        "several_recent": moment.recent > 0,
    }
    return {sign for sign, true in holds.items() if true}


_PICTURES = {"photo", "video", "unboxing_video", "package_photo", "label_photo", "measurement"}


def _near(protection: Deadline, now: datetime) -> bool:
    """True from the safe day to act on: the protection ends soon, or has ended."""
    return protection.act_by is not None and protection.act_by <= now + timedelta(days=1)


def _over(protection: Deadline | None, now: datetime) -> bool:
    return protection is not None and protection.due_by is not None and protection.due_by <= now


def _cautions(
    words: Sequence[Mapping[str, Any]], slots: Mapping[str, str], signs: Collection[str]
) -> Iterator[Caution]:
    for entry in words:
        if entry["when"] in signs and _known(entry["text"], slots):
            yield Caution(entry["code"], entry["text"].format_map(slots), tuple(entry["sources"]))


def _gaps(words: Sequence[Mapping[str, Any]], facts: Facts, family: str, code: str | None) -> Iterator[Gap]:
    for entry in words:
        known = [entry["key"], *entry.get("unless", ())]
        if any(answer(facts, key) not in (None, ()) for key in known):
            continue
        if facts.order.country not in entry.get("countries", (facts.order.country,)):
            continue
        if family in entry.get("families", (family,)) and code in entry.get("reasons", (code,)):
            yield Gap(entry["key"], entry["leaves"])

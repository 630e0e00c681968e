"""Which reason fits, and what to ask for? One suggestion from the facts of a case, with its rivals and cautions."""

from collections.abc import Mapping, Sequence

from disputecli.core.advice import Caution, Choice, Rival, Suggestion, Why
from disputecli.core.claim import FULL, PARTIAL, Harm, advise_claim
from disputecli.core.grounds import Case, Ground, grounds_of, open_reason, read_case, scores, told
from disputecli.core.order import Facts
from disputecli.core.reasons import Reason, Trap
from disputecli.core.symptoms import Book
from disputecli.frozen import replace

PERSONAL = "personal"
MOST_RIVALS = 4
MOST_WHYS = 4


def suggest(book: Book, facts: Facts, digits: int = 2) -> Suggestion:
    """The best reason or why there is none, rivals, claim and cautions; amounts have `digits` decimals."""
    case = read_case(book, facts)
    facts = _wishing(case)
    grounds = grounds_of(book, case)
    ranking = scores(grounds, book.reasons.weights.second)
    code = next(iter(ranking))
    detail = _detail(grounds, code)
    rivals = _rivals(book, case, grounds, ranking)
    cautions = (*_guessed(book, ranking), *_contradiction(book, case, grounds), *_measured(book, case))
    cautions += _trapped(book, case, (code, detail), ranking)
    if book.reasons.reasons[code].family == PERSONAL:
        return Suggestion(
            None, _no_ground(book, grounds, code, detail), rivals, None, cautions, _ask(book, case, ranking)
        )
    claim, more = advise_claim(book.claims, facts, _harm(book, case, code, detail), digits)
    reason = _choice(book.reasons.reasons[code], detail, grounds)
    return Suggestion(reason, None, rivals, claim, (*cautions, *more), _ask(book, case, ranking))


def _wishing(case: Case) -> Facts:
    """The facts, with the wish to send the item back that the words tell and the answers leave open."""
    said = {each.effects.get("keep_item") for each in case.signals}
    if case.facts.wish.keep_item is not None or "no" not in said:
        return case.facts
    return replace(case.facts, wish=replace(case.facts.wish, keep_item=False))


def _detail(grounds: Sequence[Ground], code: str) -> str | None:
    """The detail of the strongest ground that has one, None where none has."""
    found = [each for each in grounds if each.reason == code and each.detail]
    return max(found, key=lambda each: each.weight).detail if found else None


def _choice(reason: Reason, detail: str | None, grounds: Sequence[Ground]) -> Choice:
    named = reason.detail(detail)
    path = (*reason.path, named.label) if named else reason.path
    why = _whys(grounds, reason.code)
    return Choice(reason.code, detail, reason.family, reason.label, path, why, reason.sources)


def _whys(grounds: Sequence[Ground], code: str) -> tuple[Why, ...]:
    ordered = sorted((each for each in grounds if each.reason == code), key=lambda each: -each.weight)
    return tuple(dict.fromkeys(each.why for each in ordered if each.why.text))[:MOST_WHYS]


def _no_ground(book: Book, grounds: Sequence[Ground], code: str, detail: str | None) -> Why:
    """Why there is no ground: what decided, and what can help instead."""
    reason = book.reasons.reasons[code]
    known = reason.detail(detail)
    deciding = _whys(grounds, code)[:1]
    text = known.text if known and known.text else reason.right_when
    said = " ".join([*(each.text for each in deciding), text])
    sources = [*(source for each in deciding for source in each.sources), *(known.sources if known else reason.sources)]
    return Why(said, tuple(dict.fromkeys(sources)))


def _rivals(book: Book, case: Case, grounds: Sequence[Ground], ranking: Mapping[str, float]) -> tuple[Rival, ...]:
    """The other reasons: those that something speaks for, then those that the best one is taken for."""
    reasons = book.reasons.reasons
    best, *others = ranking
    open_ = book.reasons.families[case.facts.problem.received or "partly"]
    near = [code for code in reasons[best].near if reasons[code].family in open_]
    codes = dict.fromkeys([*others, *near, *reasons[best].near])
    found = [Rival(code, _detail(grounds, code), reasons[code].would_need) for code in codes if code != best]
    return tuple(found[:MOST_RIVALS])


def _harm(book: Book, case: Case, code: str, detail: str | None) -> Harm:
    """What the claim is about; the numbers say more of the extent than the words do."""
    received = book.reasons.reasons[code].family != "not_received"
    numbers = [each for each in case.measured.grounds if each.reason == code]
    extents = [each.extent for each in numbers if each.extent]
    shares = [each.lost for each in numbers if each.lost is not None]
    useless = any(not each.reason and each.effects.get("extent") == FULL for each in case.signals)
    if case.measured.affected is not None and code in ("damaged", "quality_problem"):
        affected = case.measured.affected
        return Harm(code, detail, received, FULL if affected == 1 else PARTIAL, affected, useless)
    extent = extents[0] if extents else _said_extent(book, case, code)
    return Harm(code, detail, received, extent, shares[0] if shares else None, useless)


def _said_extent(book: Book, case: Case, code: str) -> str | None:
    """What the words say of this harm's extent: useless beats partly affected, None where they say nothing."""
    fitting = [each for each in case.signals if each.reason in ("", code)]
    said = {each.effects["extent"] for each in fitting if "extent" in each.effects}
    if code in book.claims.groups["affected_reasons"]:
        said |= {each.effects["affected"] for each in fitting if "affected" in each.effects}
    return next((extent for extent in (FULL, PARTIAL) if extent in said), None)


def _ask(book: Book, case: Case, ranking: Mapping[str, float]) -> str | None:
    """The unanswered question that would tell the two best reasons apart, where both may be right."""
    best, *others = ranking
    weights = book.reasons.weights
    if not others or ranking[best] >= weights.named or ranking[others[0]] < weights.near * ranking[best]:
        return None
    key = book.reasons.apart.get(frozenset({best, others[0]}))
    return key if key and told(case.facts, key) == "unknown" else None


def _guessed(book: Book, ranking: Mapping[str, float]) -> tuple[Caution, ...]:
    return (_caution(book, "words_unknown"),) if max(ranking.values()) < book.reasons.weights.known else ()


def _contradiction(book: Book, case: Case, grounds: Sequence[Ground]) -> tuple[Caution, ...]:
    """A chosen problem that the answers leave out, or against which answers and numbers speak."""
    weights = book.reasons.weights
    chosen = next((each for each in grounds if each.weight >= weights.named), None)
    if chosen is None:
        return ()
    found = [each for each in grounds if each.weight < weights.named]
    best = max(found, key=lambda each: each.weight, default=None)
    against = best is not None and best.reason != chosen.reason and best.weight >= weights.contradicts
    if open_reason(book, case, chosen) and not against:
        return ()
    other = best.reason if best else book.reasons.fallback[case.facts.problem.received or "partly"][0]
    if other == chosen.reason:
        return ()
    labels = {"chosen": book.reasons.reasons[chosen.reason].label, "other": book.reasons.reasons[other].label}
    return (_caution(book, "symptom_contradicts", **labels),)


def _measured(book: Book, case: Case) -> tuple[Caution, ...]:
    return tuple(_caution(book, each.caution) for each in case.measured.grounds if each.caution)


def _trapped(book: Book, case: Case, best: tuple[str, str | None], ranking: Mapping[str, float]) -> tuple[Caution, ...]:
    found = [trap for trap in book.reasons.traps if _holds(trap, case, best, ranking)]
    return tuple(Caution(trap.code, trap.text, trap.sources) for trap in found)


def _holds(trap: Trap, case: Case, best: tuple[str, str | None], ranking: Mapping[str, float]) -> bool:
    said = {each.symptom for each in case.signals} | {each.symptom for each in case.measured.grounds}
    return (
        (not trap.reasons or best[0] in trap.reasons)
        and (not trap.details or best[1] in trap.details)
        and (not trap.rivals or bool(set(trap.rivals) & set(ranking)))
        and (not trap.says or bool(set(trap.says) & said))
        and all(told(case.facts, key) in values for key, values in (trap.facts or {}).items())
    )


def _caution(book: Book, name: str, **values: object) -> Caution:
    why = book.reasons.caution[name]
    return Caution(name, why.text.format(**values), why.sources)

"""What to ask for? Claim type, extent and amount, from the rules of `claims.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction

from disputecli.core.advice import Caution, Claim, Why
from disputecli.core.money import rounded, share
from disputecli.core.order import Facts
from disputecli.core.reasons import only, sentences
from disputecli.frozen import dataclass
from disputecli.type_names import Any

REFUND_ONLY = "refund_only"
RETURN = "return_and_refund"
FULL = "full"
PARTIAL = "partial"


@dataclass(frozen=True, slots=True)
class ClaimRules:
    """What `claims.toml` says; shares and costs are exact decimals."""

    return_cost: Decimal
    return_currency: str
    size_ordinary: Decimal
    size_small: Decimal
    size_large: Decimal
    capacity: Mapping[str, Decimal]
    slack: Decimal
    useless_below: Decimal
    ordinary_from: Decimal
    by_amount: tuple[str, ...]
    groups: Mapping[str, tuple[str, ...]]
    say: Mapping[str, Why]
    caution: Mapping[str, Why]


@dataclass(frozen=True, slots=True)
class Harm:
    """What the claim is about: the reason, what is said of its extent, the lost share, and if the words say useless."""

    reason: str
    detail: str | None
    received: bool
    extent: str | None = None
    share: Fraction | None = None
    useless: bool = False


def read_claims(table: Mapping[str, Any]) -> ClaimRules:
    """The rules of a table of `claims.toml`; ValueError names an unknown key."""
    only(table, ["return", "size", "capacity", "specification", "groups", "say", "caution"], "claims")
    only(table["return"], ["cost", "currency", "sources"], "return")
    only(table["size"], ["ordinary", "small", "large", "sources"], "size")
    only(table["specification"], ["useless_below", "ordinary_from", "by_amount", "sources"], "specification")
    capacity = {unit: Decimal(value) for unit, value in table["capacity"].items() if unit not in ("slack", "sources")}
    return ClaimRules(
        return_cost=Decimal(table["return"]["cost"]),
        return_currency=table["return"]["currency"],
        size_ordinary=Decimal(table["size"]["ordinary"]),
        size_small=Decimal(table["size"]["small"]),
        size_large=Decimal(table["size"]["large"]),
        capacity=capacity,
        slack=Decimal(table["capacity"]["slack"]),
        useless_below=Decimal(table["specification"]["useless_below"]),
        ordinary_from=Decimal(table["specification"]["ordinary_from"]),
        by_amount=tuple(table["specification"]["by_amount"]),
        groups={name: tuple(words) for name, words in table["groups"].items()},
        say=sentences(table["say"], "say"),
        caution=sentences(table["caution"], "caution"),
    )


def advise_claim(rules: ClaimRules, facts: Facts, harm: Harm, digits: int) -> tuple[Claim, tuple[Caution, ...]]:
    """Type, extent and amount of the claim, never above what was paid, and what to beware of."""
    extent, extent_why = _extent(rules, facts, harm)
    kind, kind_why = _type(rules, facts, harm, extent)
    amount, amount_why = _amount(rules, facts, harm, extent, digits)
    paid = facts.order.paid
    limit = _whole(paid, digits) if paid else None
    whys = tuple(dict.fromkeys((kind_why, extent_why, *amount_why)))
    claim = Claim(kind, extent, amount, limit, facts.order.currency, whys)
    return claim, _cautions(rules, facts, harm, claim, digits)


def _extent(rules: ClaimRules, facts: Facts, harm: Harm) -> tuple[str, Why]:
    wish, paid = facts.wish, facts.order.paid
    if wish.amount and paid and wish.amount < paid:
        return PARTIAL, rules.say["wish_amount"]
    if wish.extent:
        return wish.extent, rules.say["wish_extent"]
    if wish.amount and paid:
        return FULL, rules.say["wish_amount"]
    return _extent_of_harm(rules, facts, harm)


def _extent_of_harm(rules: ClaimRules, facts: Facts, harm: Harm) -> tuple[str, Why]:
    """The extent where the buyer wishes none: by the reason, then by the facts, then by the words, else full."""
    groups, usable = rules.groups, facts.problem.usable
    worthless = harm.reason in groups["full_reasons"] or harm.detail in groups["full_details"]
    kept = facts.wish.keep_item and harm.detail not in groups["useless_details"]
    unwanted = kept and harm.detail in groups["unwanted_details"] and not harm.useless
    rows = (
        (not harm.received, FULL, "not_received"),
        (worthless or usable == "no", FULL, "useless"),
        (usable in ("yes", "partly"), PARTIAL, "partly"),
        (unwanted, PARTIAL, "keep"),
        (harm.extent == FULL, FULL, "useless"),
        (harm.reason in groups["partial_reasons"], PARTIAL, "missing"),
        (harm.extent == PARTIAL, PARTIAL, "partly"),
        (kept, PARTIAL, "keep"),
    )
    extent, name = next(((extent, name) for holds, extent, name in rows if holds), (FULL, "full_open"))
    return extent, rules.say[name]


def _type(rules: ClaimRules, facts: Facts, harm: Harm, extent: str) -> tuple[str, Why]:
    """Money alone, or the goods back first: only what is right but not wanted, or not to be kept, goes back."""
    wish, paid = facts.wish, facts.order.paid
    unwanted = harm.detail in rules.groups["unwanted_details"] or wish.keep_item is False
    stays = wish.keep_item or extent == PARTIAL or harm.reason in rules.groups["never_returned"]
    cost, currency = _return_cost(rules, facts)
    rows = (
        (not harm.received, REFUND_ONLY, "not_received"),
        (wish.keep_item and extent == FULL, REFUND_ONLY, "keep_full"),
        (stays or not unwanted, REFUND_ONLY, "refund_only"),
        (wish.local_return, RETURN, "return_local"),
        (cost is not None and paid is not None and cost >= paid, REFUND_ONLY, "return_eaten"),
        (wish.keep_item is False, RETURN, "return_wish"),
        (cost is None or paid is None, REFUND_ONLY, "return_unknown"),
    )
    kind, name = next(((kind, name) for holds, kind, name in rows if holds), (RETURN, "return_unwanted"))
    return kind, _filled(rules.say[name], cost=cost, currency=currency)


def _return_cost(rules: ClaimRules, facts: Facts) -> tuple[Decimal | None, str]:
    """What a return costs in the order's currency: as told, else the articles' figure where it is in that currency."""
    currency = facts.order.currency or rules.return_currency
    if facts.wish.return_cost is not None:
        return facts.wish.return_cost, currency
    return (rules.return_cost if currency == rules.return_currency else None), currency


def _amount(
    rules: ClaimRules, facts: Facts, harm: Harm, extent: str, digits: int
) -> tuple[Decimal | None, tuple[Why, ...]]:
    paid, wished = facts.order.paid, facts.wish.amount
    if not paid:
        known = rounded(wished, digits) if wished else None
        return known, (rules.say["paid_unknown"],)
    most = _whole(paid, digits)
    if wished:
        return min(rounded(wished, digits), most), (rules.say["wish_amount"],)
    if extent == FULL:
        return most, ()
    if harm.share is None:
        return None, (rules.say["ask_amount"],)
    return _shared(paid, harm.share, digits), (_filled(rules.say["share"], percent=_percent(harm.share)),)


def _whole(paid: Decimal, digits: int) -> Decimal:
    return paid.quantize(Decimal(1).scaleb(-digits), ROUND_DOWN)


def _shared(paid: Decimal, lost: Fraction, digits: int) -> Decimal | None:
    """The lost share of what was paid, rounded down to the smallest unit; None where nothing is left of it."""
    return share(paid, lost.numerator, lost.denominator, digits) or None


def _cautions(rules: ClaimRules, facts: Facts, harm: Harm, claim: Claim, digits: int) -> tuple[Caution, ...]:
    found = ["bonus"]
    if claim.type == RETURN:
        found.append("own_cost_return")
    cost, currency = _return_cost(rules, facts)
    if claim.type == RETURN and cost is not None and facts.order.paid is not None and cost >= facts.order.paid:
        found.append("return_costs_more")
    if harm.received and claim.extent == FULL and _keeps_value(rules, facts, harm):
        found.append("keeps_value")
    if claim.extent == PARTIAL and claim.amount is None:
        found.append("amount_open")
    if facts.wish.amount and facts.order.paid and facts.wish.amount > facts.order.paid:
        found.append("never_more")
    carried = _carried(rules, facts, harm, digits)
    if claim.amount is not None and carried is not None and claim.amount < carried:
        found.append("claims_too_little")
    filled = [(name, _filled(rules.caution[name], cost=cost, currency=currency, amount=carried)) for name in found]
    return tuple(Caution(name, why.text, why.sources) for name, why in filled)


def _keeps_value(rules: ClaimRules, facts: Facts, harm: Harm) -> bool:
    if harm.detail in rules.groups["keeps_value_details"] and facts.problem.usable != "no":
        return True
    return harm.extent == PARTIAL or facts.problem.usable in ("yes", "partly")


def _carried(rules: ClaimRules, facts: Facts, harm: Harm, digits: int) -> Decimal | None:
    """What the facts carry without the buyer's wish, None where that is not known."""
    paid = facts.order.paid
    if not paid:
        return None
    extent, _ = _extent_of_harm(rules, facts, harm)
    if extent == FULL:
        return _whole(paid, digits)
    return _shared(paid, harm.share, digits) if harm.share is not None else None


def _filled(why: Why, **values: object) -> Why:
    return Why(why.text.format(**values), why.sources)


def _percent(lost: Fraction) -> str:
    return f"{float(lost * 100):.1f}".removesuffix(".0")

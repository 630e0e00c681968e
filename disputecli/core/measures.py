"""What do the numbers of a case say? Pieces, sizes, capacities and shares, from answers first, then from the words."""

from collections.abc import Collection, Sequence
from decimal import Decimal
from fractions import Fraction

from disputecli.core.advice import Why
from disputecli.core.claim import FULL, PARTIAL
from disputecli.core.order import Facts
from disputecli.core.quantities import MODEL, PIECES, SHARE, SIZE, STORAGE, Quantity, quantities, stated_in, with_stated
from disputecli.core.symptoms import Book, Signal
from disputecli.core.variants import pieces_named
from disputecli.core.wording import Token
from disputecli.frozen import dataclass

_SHORTAGE = ("fewer",)  # symptoms whose words the affected pieces explain
_ORDINARY = {  # symptoms that an ordinary difference explains
    "ordinary_difference": ("other_specification", "mismatch"),
    "within_measuring": ("other_size", "other_specification", "mismatch"),
}


@dataclass(frozen=True, slots=True)
class Measure:
    """One number's meaning: the reason it speaks for and the sentence, the lost share, the extent, and a caution."""

    reason: str
    detail: str
    weight: float
    why: Why
    lost: Fraction | None = None
    extent: str | None = None
    caution: str = ""
    symptom: str = ""


@dataclass(frozen=True, slots=True)
class Measured:
    """The numbers of a case; `affected` is the share of pieces that the words complain of."""

    grounds: tuple[Measure, ...] = ()
    affected: Fraction | None = None
    replaced: tuple[str, ...] = ()


def measured(book: Book, facts: Facts, tokens: Sequence[Token], said: Sequence[Signal]) -> Measured:
    """What the answers and the words say in numbers; numbers given as answers come first."""
    found = [_with_order(book, facts, each) for each in _said(book, facts, tokens)]
    affected = [each for each in found if each.kind == PIECES and _affects(book, each, tokens, said)]
    meanings = [_meaning(book, each) for each in found if each not in affected]
    grounds = tuple(each for each in (_pieces_told(book, facts), _size_told(book, facts), *meanings) if each)
    ordinary = {each.detail for each in grounds}
    counted = affected or any(each.kind == MODEL for each in found)
    replaced = (_SHORTAGE if counted else ()) + _explained(ordinary)
    return Measured(grounds, _share_affected(affected, tokens), replaced)


def _explained(details: Collection[str]) -> tuple[str, ...]:
    """The symptoms that an ordinary difference explains."""
    return tuple(name for detail, names in _ORDINARY.items() if detail in details for name in names)


def _said(book: Book, facts: Facts, tokens: Sequence[Token]) -> tuple[Quantity, ...]:
    return quantities(facts.problem.text or "", tokens, book.vocabulary, book.units)


def _with_order(book: Book, facts: Facts, quantity: Quantity) -> Quantity:
    """The quantity with what the order states, where the words leave it open."""
    if quantity.stated is not None or quantity.got is None:
        return quantity
    if quantity.kind == PIECES:
        ordered = facts.problem.pieces_ordered or facts.order.quantity
        return with_stated(quantity, Decimal(ordered)) if ordered else quantity
    names = f"{facts.order.item or ''}\n{facts.order.variant or ''}"
    stated = stated_in(names, quantity.kind, book.vocabulary, book.units)
    return with_stated(quantity, stated[0]) if stated else quantity


def _affects(book: Book, quantity: Quantity, tokens: Sequence[Token], said: Sequence[Signal]) -> bool:
    """Whether the words complain of so many pieces, rather than of their number."""
    sentence = tokens[quantity.first].sentence
    spans = [(token.start, token.end) for token in tokens if token.sentence == sentence]
    start, end = spans[0][0], spans[-1][1]
    return any(
        start <= each.start < end
        and each.reason in ("damaged", "quality_problem")
        and each.weight >= book.reasons.weights.affecting
        for each in said
    ) or any("<works>" in token.keys for token in tokens if token.sentence == sentence)


def _share_affected(affected: Sequence[Quantity], tokens: Sequence[Token]) -> Fraction | None:
    for each in affected:
        if each.ratio is not None and 0 < each.ratio <= 1:
            share = Fraction(each.got or 0) / Fraction(each.stated or 1)
            works = any("<works>" in token.keys for token in tokens[each.first : each.last + 3])
            negated = any("<not>" in token.keys for token in tokens[each.first : each.last + 3])
            return 1 - share if works and not negated else share
    return None


def _meaning(book: Book, quantity: Quantity) -> Measure | None:
    if quantity.kind == PIECES:
        return _pieces(book, quantity.got, quantity.stated, book.reasons.weights.said)
    if quantity.kind == MODEL:
        why = _say(book, "model", got=quantity.got, stated=quantity.stated)
        return Measure("description_mismatch", "wrong_model", book.reasons.weights.said, why)
    if quantity.ratio is None:
        return None
    if quantity.kind == STORAGE:
        return _storage(book, quantity)
    if quantity.kind == SIZE:
        return _size(book, quantity.got or Decimal(0), quantity.stated or Decimal(1), book.reasons.weights.said)
    return _specification(book, quantity)


def _pieces(book: Book, got: Decimal | None, stated: Decimal | None, weight: float) -> Measure | None:
    """Fewer pieces than ordered; None where as many came, or where neither number is known."""
    if got is None or (stated is None and got >= 0 and weight == book.reasons.weights.said):
        return None
    if stated is None or got < 0:
        return Measure("quantity_shortage", "fewer_pieces", weight, Why(""), extent=PARTIAL)
    if got >= stated:
        return None
    if got == 0:
        why = _say(book, "pieces_none", stated=stated)
        return Measure("quantity_shortage", "empty_parcel", weight, why, Fraction(1), FULL)
    lost = 1 - Fraction(got) / Fraction(stated)
    return Measure(
        "quantity_shortage", "fewer_pieces", weight, _say(book, "pieces", got=got, stated=stated), lost, PARTIAL
    )


def _pieces_told(book: Book, facts: Facts) -> Measure | None:
    """Pieces by the answers, else by the two variants ("4 pairs" ordered, "1 pair" on the label)."""
    names = (facts.order.variant, facts.problem.received_variant)
    ordered, came = (pieces_named(book.vocabulary, name) for name in names)
    if ordered and came and came < ordered:
        return _pieces(book, came, ordered, book.reasons.weights.told)
    stated = facts.problem.pieces_ordered or facts.order.quantity
    got = facts.problem.pieces_received
    if got is None or stated is None or (got == 0 and facts.problem.received == "no"):
        return None
    return _pieces(book, Decimal(got), Decimal(stated), book.reasons.weights.told)


def _size_told(book: Book, facts: Facts) -> Measure | None:
    ordered, received = facts.problem.size_ordered_cm, facts.problem.size_received_cm
    return (
        _size(book, received, ordered, book.reasons.weights.told)
        if ordered and received and ordered != received
        else None
    )


def _size(book: Book, got: Decimal, stated: Decimal, weight: float) -> Measure | None:
    share = abs(stated - got) / stated
    if not share:
        return None
    why = _say(book, "size", got=got, stated=stated, percent=f"{share * 100:.1f}")
    if share <= book.claims.size_ordinary:
        return Measure("changed_mind", "within_measuring", weight, why)
    small, large = book.claims.size_small, book.claims.size_large
    extent = PARTIAL if share <= small else FULL if share >= large else None
    caution = {PARTIAL: "size_small", None: "size_between"}.get(extent, "")
    return Measure("description_mismatch", "wrong_size", weight, why, None, extent, caution)


def _storage(book: Book, quantity: Quantity) -> Measure | None:
    """A capacity: what binary units and the file system take is ordinary, more than that is a mismatch."""
    unit, ratio = (quantity.unit or "gb")[:1], quantity.ratio or Decimal(0)
    factor = next((each for name, each in book.claims.capacity.items() if name.startswith(unit)), Decimal(1))
    values = {"got": quantity.got, "stated": quantity.stated, "unit": "GB"}
    if ratio >= factor * (1 - book.claims.slack):
        return Measure(
            "changed_mind", "ordinary_difference", book.reasons.weights.said, _say(book, "capacity_normal", **values)
        )
    why = _say(book, "capacity_below", **values)
    return _below(book, ratio, why, "capacity_below")


def _specification(book: Book, quantity: Quantity) -> Measure | None:
    ratio = quantity.ratio or Decimal(0)
    if book.claims.ordinary_from <= ratio:
        return None
    if quantity.kind == SHARE:
        return _below(book, ratio, _say(book, "share", percent=quantity.got), "")
    values = {"got": quantity.got, "stated": quantity.stated, "unit": quantity.unit}
    why = _say(book, "specification", **values)
    if quantity.kind in book.claims.by_amount and ratio:
        return Measure(
            "description_mismatch", "wrong_specification", book.reasons.weights.said, why, 1 - Fraction(ratio), PARTIAL
        )
    return _below(book, ratio, why, "")


def _below(book: Book, ratio: Decimal, why: Why, symptom: str) -> Measure:
    useless = ratio < book.claims.useless_below
    lost = None if useless else 1 - Fraction(ratio)
    extent = FULL if useless else PARTIAL
    return Measure(
        "description_mismatch", "wrong_specification", book.reasons.weights.said, why, lost, extent, symptom=symptom
    )


def _say(book: Book, name: str, **values: object) -> Why:
    why = book.reasons.say[name]
    return Why(why.text.format(**values), why.sources)

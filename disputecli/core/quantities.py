"""How many, how big, how much of what was stated? Numbers in a text, paired into what came and what was stated."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from disputecli.core.wording import ITEM, NUMBER, Token, Vocabulary, number_of, tokens_of
from disputecli.frozen import dataclass, replace

PIECES = "pieces"
STORAGE = "storage"
SIZE = "size"
SHARE = "share"
MODEL = "model"
UNCOUNTED = "uncounted"
_GAUGE = "<gauge>"  # behind it a bare number is a length, in the unit of the one that it is compared with
_BACK = 3
_AHEAD = 2
_GOT, _STATED, _MISSING, _OPEN, _APART = "got", "stated", "missing", "open", "difference"
_STATING = ("<wanted>", "<ad>")
_FAR = 8
_NUMBER_OF_A_MODEL = 100  # "608 instead of 688"
_COUNTING = ("<piece>", "<merely>", "<missing>")
_BARE_DIFFERENCE = Decimal("0.5")

_NAMED = ("<dimension>", "<model>", "<numbered>")

Units = Mapping[str, tuple[str, Decimal]]


@dataclass(frozen=True, slots=True)
class Quantity:
    """What came against what was stated, in one unit, and the tokens that say so; `stated` None where unknown."""

    kind: str
    got: Decimal | None
    stated: Decimal | None
    unit: str
    first: int
    last: int

    @property
    def ratio(self) -> Decimal | None:
        """What came as a share of what was stated, None where either is unknown or nothing was stated."""
        return self.got / self.stated if self.got is not None and self.stated else None


class _Number(NamedTuple):
    at: int
    value: Decimal
    kind: str
    unit: str
    factor: Decimal
    role: str
    linked: bool


def quantities(text: str, tokens: Sequence[Token], vocabulary: Vocabulary, units: Units) -> tuple[Quantity, ...]:
    """The pairs of numbers of a text in its order, then single ones that have a role of their own."""
    numbers = [number for at in range(len(tokens)) if (number := _number(text, tokens, at, vocabulary, units))]
    numbers = numbers[: vocabulary.number_limit]
    found: list[Quantity] = []
    used: set[int] = set()
    for left, right in pairwise(numbers):
        taken = left.at in used or _sizes(left, right, tokens, vocabulary)
        pair = None if taken else _pair(left, right, tokens)
        if pair:
            found.append(pair)
            used |= {left.at, right.at}
    singles = [single for each in numbers if each.at not in used and (single := _single(each, tokens))]
    return (*found, *singles)


def stated_in(names: str, kind: str, vocabulary: Vocabulary, units: Units) -> tuple[Decimal, str] | None:
    """The only number of a kind in the item's name or variant, in the kind's base unit, with its unit."""
    tokens = tokens_of(names, vocabulary)
    found = [each for at in range(len(tokens)) if (each := _number(names, tokens, at, vocabulary, units))]
    values = {each.value * each.factor: each.unit for each in found if each.kind == kind}
    return next(iter(values.items())) if len(values) == 1 else None


def with_stated(quantity: Quantity, stated: Decimal) -> Quantity:
    """The quantity with what was stated elsewhere; a number of missing ones becomes what is left."""
    if quantity.got is not None and quantity.got < 0:
        return replace(quantity, got=max(Decimal(0), stated + quantity.got), stated=stated)
    return replace(quantity, stated=stated)


def _number(text: str, tokens: Sequence[Token], at: int, vocabulary: Vocabulary, units: Units) -> _Number | None:
    value = number_of(tokens[at].word, vocabulary)
    if value is None or _names(tokens, at, value, units):
        return None
    after = tokens[at + 1].word if at + 1 < len(tokens) and tokens[at + 1].clause == tokens[at].clause else ""
    kind, factor = units.get(after, (PIECES, Decimal(1)))
    if kind == PIECES and at and _GAUGE in tokens[at - 1].keys:
        kind = SIZE
    if kind == UNCOUNTED or (kind == PIECES and value != int(value)):
        return None
    unit = after if after in units else ""
    linked = _linked(text, tokens, at)
    role = _STATED if linked else _role(tokens, at, bool(unit))
    return _Number(at, value, kind, unit, factor, role, linked)


def _names(tokens: Sequence[Token], at: int, value: Decimal, units: Units) -> bool:
    """Whether the number names a thing ("wrong one", "size 38", "DDR4") or counts parts, rather than pieces."""
    before = tokens[at - 1].keys if at else frozenset()
    if _glued(tokens, at):
        return True
    if "<pronoun>" in tokens[at].keys and "<other>" in before:
        return True
    if at + 1 < len(tokens) and tokens[at + 1].word in units:
        return not before.isdisjoint(_NAMED)
    near = tokens[at + 1 : at + 1 + _AHEAD]
    if near and "<model>" in near[0].keys and tokens[at].word.isdecimal() and tokens[at].word != "1":
        return True
    if value >= _NUMBER_OF_A_MODEL:
        return not before.isdisjoint(_NAMED)
    return not before.isdisjoint((*_NAMED, "<spec>")) or any("<part>" in token.keys for token in near)


def _glued(tokens: Sequence[Token], at: int) -> bool:
    """Whether the number is a piece of a name ("DDR4") or of measures ("140x200")."""
    word = tokens[at]
    by = [tokens[there] for there in (at - 1, at + 1) if 0 <= there < len(tokens)]
    touching = [each for each in by if word.start == each.end or word.end == each.start]
    if any(each.word == "x" for each in touching):
        beyond = [tokens[there] for there in (at - 2, at + 2) if 0 <= there < len(tokens)]
        return any(NUMBER in each.keys for each in beyond)
    return any(each.end == word.start and each.word.isalpha() for each in touching)


def _linked(text: str, tokens: Sequence[Token], at: int) -> bool:
    """Whether this number says what the number before it is out of, or instead of."""
    if at and text[tokens[at - 1].end : tokens[at].start].strip() == "/" and NUMBER in tokens[at - 1].keys:
        return True
    return bool(at) and "<outof>" in tokens[at - 1].keys


def _role(tokens: Sequence[Token], at: int, has_unit: bool) -> str:
    start = at + 1 + has_unit
    behind = list(reversed(tokens[max(0, at - _BACK) : at]))
    near = [*tokens[start : start + _AHEAD], *behind[:1]]
    if any(_says(token, tokens[at], "<missing>") for token in near):
        return _MISSING
    if any(_says(token, tokens[at], "<difference>") for token in near):
        return _APART
    ahead = [each for each in tokens[start : start + _AHEAD] if each.clause == tokens[at].clause]
    others = {each.clause for each in behind if NUMBER in each.keys and each.clause != tokens[at].clause}
    before = [each for each in behind if each.sentence == tokens[at].sentence and each.clause not in others]
    around = [*before, *ahead]
    for token in sorted(around, key=lambda each: each.clause != tokens[at].clause):
        if "<got>" in token.keys:
            return _GOT
        if not token.keys.isdisjoint(_STATING):
            return _STATED
    return _OPEN


def _says(token: Token, number: Token, key: str) -> bool:
    return token.clause == number.clause and key in token.keys


def _pair(left: _Number, right: _Number, tokens: Sequence[Token]) -> Quantity | None:
    """Two numbers of one kind near each other, as what came and what was stated."""
    if PIECES in (left.kind, right.kind) and left.kind != right.kind:
        left, right = _same_unit(left, right)
    apart = right.at - left.at > _FAR or tokens[left.at].sentence + 1 < tokens[right.at].sentence
    if apart or left.kind != right.kind or left.kind == SHARE:
        return None
    got, stated = _sorted(left, right)
    if got is None or stated is None:
        return None
    if _models(left, right, tokens):
        return Quantity(MODEL, left.value, right.value, "", left.at, right.at)
    value, whole = got.value * got.factor, stated.value * stated.factor
    bare = left.kind == SIZE and right.linked and value < whole * _BARE_DIFFERENCE
    if got.role in (_MISSING, _APART) or bare:
        value = whole - value
    if left.kind == PIECES and value > whole:
        return None
    return Quantity(left.kind, value, whole, got.unit or stated.unit, left.at, right.at)


def _models(left: _Number, right: _Number, tokens: Sequence[Token]) -> bool:
    """Whether two numbers of one length are names of models ("608 instead of 688") rather than counts."""
    values = (left.value, right.value)
    if left.kind != PIECES or min(values) < _NUMBER_OF_A_MODEL or left.value == right.value:
        return False
    words = tokens[max(0, left.at - 1) : right.at + _AHEAD]
    counted = any(not each.keys.isdisjoint(_COUNTING) for each in words)
    instead = any("<instead_of>" in each.keys for each in tokens[left.at + 1 : right.at])
    round_ = right.value < 10 * _NUMBER_OF_A_MODEL and not right.value % 10
    return instead and not counted and not round_ and len(tokens[left.at].word) == len(tokens[right.at].word)


def _sizes(left: _Number, right: _Number, tokens: Sequence[Token], vocabulary: Vocabulary) -> bool:
    """Whether two bare numbers are sizes of shoes or clothes ("ordered 38, 36 came") rather than counts."""
    least, most = vocabulary.clothes_sizes
    bare = left.kind == right.kind == PIECES and all(least <= each.value <= most for each in (left, right))
    near = tokens[max(0, left.at - 1) : right.at + _AHEAD]
    things = any(ITEM in token.keys for each in (left, right) for token in tokens[each.at + 1 : each.at + 2])
    return bare and left.value != right.value and not things and not any("<piece>" in token.keys for token in near)


def _same_unit(left: _Number, right: _Number) -> tuple[_Number, _Number]:
    """The two with the unit of the one that has one, where the other is out of it ("600 lumen instead of 5000")."""
    if not right.linked and {left.role, right.role} != {_GOT, _STATED}:
        return left, right
    unit = right if left.kind == PIECES else left
    kind, name, factor = unit.kind, unit.unit, unit.factor
    return left._replace(kind=kind, unit=name, factor=factor), right._replace(kind=kind, unit=name, factor=factor)


def _sorted(left: _Number, right: _Number) -> tuple[_Number | None, _Number | None]:
    if right.linked or (right.role == _STATED and left.role != _STATED):
        return left, right
    if left.role == _STATED and right.role != _STATED:
        return right, left
    if _MISSING in (left.role, right.role) and left.role != right.role:
        return (left, right) if left.role == _MISSING else (right, left)
    if left.kind == STORAGE and (left.role == right.role or _OPEN in (left.role, right.role)):
        return (left, right) if left.value * left.factor < right.value * right.factor else (right, left)
    return None, None


def _single(number: _Number, tokens: Sequence[Token]) -> Quantity | None:
    """A number with a role of its own: pieces that came or miss (negative), a share, or a measure without its pair."""
    if number.kind == PIECES and number.role not in (_GOT, _MISSING, _APART):
        return None
    if number.kind == SHARE and not _of_nominal(number, tokens):
        return None
    if number.kind not in (PIECES, SHARE, STORAGE) or (number.role == _STATED and number.kind != SHARE):
        return None
    value = number.value * number.factor
    stated = Decimal(100) if number.kind == SHARE else None
    last = number.at + bool(number.unit)
    return Quantity(
        number.kind, -value if number.role in (_MISSING, _APART) else value, stated, number.unit, number.at, last
    )


def _of_nominal(number: _Number, tokens: Sequence[Token]) -> bool:
    following = tokens[number.at + 2 : number.at + 2 + _FAR // 2]
    return any("<nominal>" in token.keys or "<spec>" in token.keys for token in following)

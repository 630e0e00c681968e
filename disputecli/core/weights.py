"""How likely is it that a text says this? Words, classes of words and pairs of them, each weighed for each kind.

The weights come from texts whose kinds are known: `python -m tests.weigh` works them out anew. They are log-odds that
add up from where a kind starts; it is likely where the sum is above zero.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, product
from typing import NamedTuple

from disputecli.core.reasons import only
from disputecli.core.wording import NUMBER, Token
from disputecli.frozen import dataclass
from disputecli.type_names import Any

HUNDREDTHS = 100
_KEYS = ["shape", "phrase", "taken_back", "start", "worth"]
_SHAPE = ["endings", "shortest", "reach", "part"]


class Shape(NamedTuple):
    """How a text becomes features: the endings that words lose, what must be left of them, a pair's reach, a part."""

    endings: tuple[str, ...]
    shortest: int
    reach: int
    part: int


@dataclass(frozen=True, slots=True)
class Weights:
    """Log-odds: where each kind starts, what a phrase of it is worth, said or taken back, and what each feature is."""

    shape: Shape
    start: Mapping[str, float]
    phrase: float
    taken_back: float
    worth: Mapping[str, Sequence[tuple[str, float]]]


class Likely(NamedTuple):
    """The log-odds of a kind without phrases, and the first and last token of the clause that speaks most for it."""

    odds: float
    first: int
    last: int


def read_weights(table: Mapping[str, Any]) -> Weights:
    """The weights of a file below `data/weights/`; ValueError names an unknown key."""
    only(table, _KEYS, "weights")
    worth: dict[str, list[tuple[str, float]]] = {}
    for kind, listed in table["worth"].items():
        for each in listed.split():
            feature, _, hundredths = each.rpartition("=")
            worth.setdefault(feature, []).append((kind, int(hundredths) / HUNDREDTHS))
    start = {kind: hundredths / HUNDREDTHS for kind, hundredths in table["start"].items()}
    phrase, taken_back = (table[key] / HUNDREDTHS for key in ("phrase", "taken_back"))
    return Weights(read_shape(table["shape"]), start, phrase, taken_back, worth)


def read_shape(table: Mapping[str, Any]) -> Shape:
    """The shape of a file's features; ValueError names an unknown key."""
    only(table, _SHAPE, "shape")
    return Shape(tuple(table["endings"].split()), table["shortest"], table["reach"], table["part"])


def features(shape: Shape, tokens: Sequence[Token]) -> Iterator[tuple[str, int]]:
    """The features of a text, each with its first token: single keys, and pairs of them within one sentence."""
    keys = [_keys(shape, token) for token in tokens]
    for at, token in enumerate(tokens):
        yield from ((key, at) for key in keys[at])
        for there in range(at + 1, min(at + 1 + shape.reach, len(tokens))):
            if tokens[there].sentence != token.sentence:
                break
            yield from ((f"{one}+{other}", at) for one, other in product(keys[at], keys[there]))


def likely(weights: Weights, tokens: Sequence[Token]) -> Mapping[str, Likely]:
    """Each kind with its log-odds in the part of the text that speaks most for it; nothing for a text without words.

    A long text is taken in parts of whole sentences, for what one says must not speak against what another one says.
    """
    found: dict[str, Likely] = {}
    for part in _parts(tokens, weights.shape.part):
        for kind, (odds, clause) in _odds(weights, part).items():
            if kind not in found or odds > found[kind].odds:
                places = [at for at, token in enumerate(tokens) if token.clause == clause]
                found[kind] = Likely(odds, places[0], places[-1])
    return found


def _parts(tokens: Sequence[Token], size: int) -> Iterator[Sequence[Token]]:
    """The text in parts that end with a sentence, as soon as they have so many words."""
    start = 0
    for at, (token, following) in enumerate(pairwise(tokens), start=1):
        if at - start >= size and following.sentence != token.sentence:
            yield tokens[start:at]
            start = at
    if tokens:
        yield tokens[start:]


def _odds(weights: Weights, tokens: Sequence[Token]) -> dict[str, tuple[float, int]]:
    """Each kind's log-odds, and the clause that speaks most for it; a feature counts once, where it stands first."""
    found: dict[str, dict[int, float]] = {kind: {tokens[0].clause: 0.0} for kind in weights.start}
    for feature, at in dict(reversed(list(features(weights.shape, tokens)))).items():
        for kind, worth in weights.worth.get(feature, ()):
            clause = tokens[at].clause
            found[kind][clause] = found[kind].get(clause, 0.0) + worth
    return {
        kind: (weights.start[kind] + sum(sums.values()), max(sums, key=lambda clause: sums[clause]))
        for kind, sums in found.items()
    }


def _keys(shape: Shape, token: Token) -> tuple[str, ...]:
    """The classes of a word, and its stem, or `#` for a number."""
    classes = sorted(key for key in token.keys if key[0] == "<")
    return (*classes, NUMBER if NUMBER in token.keys else _stem(shape, token.word))


def _stem(shape: Shape, word: str) -> str:
    fitting = (each for each in shape.endings if word.endswith(each) and len(word) - len(each) >= shape.shortest)
    return word.removesuffix(next(fitting, ""))

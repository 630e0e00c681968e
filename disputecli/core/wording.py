"""Does a text say this? Words of a text, and phrases of a small pattern language looked for in them.

A phrase is a row of elements: `word`, `begin*`, `<class>` (a class of words), `#` (a number), `a|b` (one of them),
`?word` (may be left out), `..` (up to `gap` words between) and `~` (as `..`, in one clause). Filler words are passed
over. Words are compared as sets of keys, so that a search is linear in the text and no pattern has to be compiled.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from disputecli.frozen import dataclass

GAP = ".."
NEAR_GAP = "~"
NUMBER = "#"
ITEM = "<item>"
NEGATION = "<negation>"
_TOKEN = re.compile(r"(\d+(?:[.,]\d+)?)|([^\W\d_]+(?:'[^\W\d_]+)?)|(%)|([.;!?\n]+(?=\s|$))|([,:()/–—\n])")
_SHORTEST_BEGINNING = 2


class Token(NamedTuple):
    """One word of a text: its keys, where it stands, and the clause and sentence it belongs to."""

    word: str
    keys: frozenset[str]
    start: int
    end: int
    clause: int
    sentence: int


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The classes of words, what is passed over, what parts a sentence, the numbers in words, and the limits."""

    classes: Mapping[str, frozenset[str]]
    fillers: frozenset[str]
    contrasts: frozenset[str]
    joins: frozenset[str]
    alike: Mapping[str, str]
    numbers: Mapping[str, Decimal]
    beginnings: frozenset[str]
    text_limit: int
    gap: int
    negation_window: int
    number_limit: int
    clothes_sizes: tuple[int, int] = (0, 0)


class Element(NamedTuple):
    """One place of a phrase: the keys that fit, and whether it may be left out or filled with other words."""

    keys: frozenset[str]
    optional: bool = False
    gap: bool = False
    near: bool = False


Phrase = tuple[Element, ...]


class Found(NamedTuple):
    """A phrase found: which one, and its first and last token."""

    name: str
    first: int
    last: int


def number_of(word: str, vocabulary: Vocabulary) -> Decimal | None:
    """The value of a number in digits (`2`, `29.28`, `2,5`) or in words, None for another word."""
    if word[0].isdecimal():
        return Decimal(word.replace(",", "."))
    return vocabulary.numbers.get(word)


def read_phrase(text: str, vocabulary: Vocabulary, known: dict[str, Element] | None = None) -> Phrase:
    """The elements of a phrase; ValueError for an unknown class, a filler word, or a phrase that begins loosely.

    `known` keeps elements that are read already, for they come up again and again.
    """
    known = {} if known is None else known
    phrase = tuple([known.get(part) or known.setdefault(part, _element(part, vocabulary)) for part in text.split()])
    if not phrase or phrase[0].gap or phrase[0].optional or phrase[-1].gap:
        raise ValueError(f"phrase {text!r} must begin and end with a word")
    return phrase


def _element(part: str, vocabulary: Vocabulary) -> Element:
    if part in (GAP, NEAR_GAP):
        return Element(frozenset(), gap=True, near=part == NEAR_GAP)
    keys = frozenset(part.removeprefix("?").split("|"))
    wrong = [key for key in keys if key[:1] == "<" and key != ITEM and key not in vocabulary.classes]
    if wrong or not keys.isdisjoint(vocabulary.fillers):
        raise ValueError(f"{sorted(wrong or keys & vocabulary.fillers)} in a phrase: a filler word or an unknown class")
    return Element(keys, optional=part.startswith("?"))


def beginnings(keys: Iterable[str]) -> frozenset[str]:
    """Those of the keys that stand for a word's beginning, such as `scratch*`."""
    return frozenset(key for key in keys if key.endswith("*"))


def tokens_of(text: str, vocabulary: Vocabulary, item: str = "") -> tuple[Token, ...]:
    """The words of a text without fillers, up to the limit; words that name the item can only be `<item>`."""
    found = _tokens(text[: vocabulary.text_limit].replace("’", "'"), vocabulary)
    names = [_singular(token.word) for token in _tokens(item[: vocabulary.text_limit].replace("’", "'"), vocabulary)]
    named = _named(found, names)
    single = _main_words(item[: vocabulary.text_limit], vocabulary)
    return tuple(
        token._replace(keys=frozenset({ITEM})) if at in named else _renamed(token, single)
        for at, token in enumerate(found)
    )


def _main_words(item: str, vocabulary: Vocabulary) -> frozenset[str]:
    """The words of an item's name without what comes with it ("car key shell" of "car key shell with blade")."""
    words = re.findall(r"[^\W_]+", item.lower())
    ends = [at for at, word in enumerate(words) if at and word in vocabulary.joins]
    return frozenset(_singular(word) for word in (words[: ends[0]] if ends else words))


def _singular(word: str) -> str:
    return word.removesuffix("s")


def _renamed(token: Token, names: frozenset[str]) -> Token:
    """A word out of the item's name stands for the item, and for no part that comes with it."""
    if _singular(token.word) not in names or NUMBER in token.keys:
        return token
    return token._replace(keys=(token.keys - {"<part>", "<accessory>"}) | {ITEM})


def _named(tokens: Sequence[Token], names: Sequence[str]) -> set[int]:
    """Where the text repeats the item's name: two of its words in its order, or all of a name of one word."""
    words = [_singular(token.word) for token in tokens]
    length = min(2, len(names))
    runs = {tuple(names[at : at + length]) for at in range(len(names) - length + 1)} if names else set()
    starts = [at for at in range(len(words) - length + 1) if length and tuple(words[at : at + length]) in runs]
    return {at + step for at in starts for step in range(length)}


def _tokens(text: str, vocabulary: Vocabulary) -> list[Token]:
    tokens = []
    clause = sentence = 0
    for match in _TOKEN.finditer(text):
        word = match[0].lower()
        if match[4] or word in vocabulary.contrasts:
            sentence, clause = sentence + 1, clause + 1
        elif match[5]:
            clause += 1
        elif word not in vocabulary.fillers:
            tokens.append(Token(word, _keys(word, vocabulary), match.start(), match.end(), clause, sentence))
    return tokens


def _keys(word: str, vocabulary: Vocabulary) -> frozenset[str]:
    parts = range(_SHORTEST_BEGINNING, len(word) + 1)
    keys = {word, *({f"{word[:length]}*" for length in parts} & vocabulary.beginnings)}
    if number_of(word, vocabulary) is not None:
        keys.add(NUMBER)
    return frozenset(keys.union(*(vocabulary.classes.get(key, ()) for key in keys)))


def occurrences(tokens: Sequence[Token], index: Mapping[str, Sequence[tuple[str, Phrase]]], gap: int) -> list[Found]:
    """Every phrase of the index (by the keys of its first element) that the tokens say, in the text's order."""
    found = []
    for at, token in enumerate(tokens):
        for name, phrase in dict.fromkeys(entry for key in token.keys for entry in index.get(key, ())):
            last = _last(tokens, at, phrase, gap)
            if last is not None:
                found.append(Found(name, at, last))
    return sorted(set(found), key=lambda each: (each.first, -each.last, each.name))


def _last(tokens: Sequence[Token], at: int, phrase: Phrase, gap: int, place: int = 1) -> int | None:
    """The last token of a phrase whose element before `place` is at `at`, or None where the rest is not said."""
    if place == len(phrase):
        return at
    element = phrase[place]
    if element.gap:
        return _after_gap(tokens, at, phrase, gap, place)
    if _fits(tokens, at, at + 1, element) and tokens[at + 1].clause == tokens[at].clause:
        last = _last(tokens, at + 1, phrase, gap, place + 1)
        if last is not None:
            return last
    return _last(tokens, at, phrase, gap, place + 1) if element.optional else None


def _after_gap(tokens: Sequence[Token], at: int, phrase: Phrase, gap: int, place: int) -> int | None:
    """The last token of a phrase whose gap is the element at `place`, or None where the rest is not said."""
    for there in range(at + 1, min(at + gap + 2, len(tokens))):
        if phrase[place].near and tokens[there].clause != tokens[at].clause:
            return None
        if _fits(tokens, at, there, phrase[place + 1]):
            last = _last(tokens, there, phrase, gap, place + 2)
            if last is not None:
                return last
    return None


def _fits(tokens: Sequence[Token], at: int, there: int, element: Element) -> bool:
    if there >= len(tokens) or tokens[there].sentence != tokens[at].sentence:
        return False
    return not element.keys.isdisjoint(tokens[there].keys)


def negated(tokens: Sequence[Token], first: int, window: int, owned: frozenset[int]) -> bool:
    """Whether a negation stands right before this token, in its clause, and in no phrase of its own (`owned`)."""
    for at in range(first - 1, max(-1, first - 1 - window), -1):
        if tokens[at].clause != tokens[first].clause:
            return False
        if NEGATION in tokens[at].keys and at not in owned and "<merely>" not in tokens[at + 1].keys:
            return True
    return False

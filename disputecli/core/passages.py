"""Where does a text say what a book of phrases knows? Passages found by name, negation and exceptions counted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from disputecli.core.reasons import only
from disputecli.core.text import cleaned
from disputecli.core.wording import (
    NEGATION,
    Found,
    Phrase,
    Token,
    Vocabulary,
    beginnings,
    negated,
    occurrences,
    read_phrase,
    tokens_of,
)
from disputecli.frozen import dataclass
from disputecli.type_names import Any

_UNLESS = "!"
_DENYING = "~"  # behind the name of a phrase that has a negation of its own
_HIDDEN_SHARE = 4  # characters that are taken out of a text may be three times as many as those that stay
_SIGNS = str.maketrans("$€£¥₽⭐★☆🌟", "ʂɛʟɏʀʘʘʘʘ")  # signs that count as words, as letters that no text has
_WRAP = re.compile(r"(?<!\n)\n(?!\n)")


class Passage(NamedTuple):
    """The name of a row of phrases and the place of its words, in characters of the text as read."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Phrases:
    """Rows of phrases ready to be looked for, with the words that they are made of."""

    vocabulary: Vocabulary
    index: Mapping[str, Sequence[tuple[str, Phrase]]]


def read_phrases(words: Mapping[str, Any], rows: Sequence[tuple[str, Mapping[str, Any]]]) -> Phrases:
    """The phrases of named rows (`phrases`, `unless`); ValueError names unknown words and classes."""
    only(words, ["limits", "fillers", "contrasts", "numbers", "classes"], "words")
    said = [(name, text) for name, row in rows for text in row.get("phrases", ())]
    said += [(_UNLESS + name, text) for name, row in rows for text in row.get("unless", ())]
    vocabulary = _vocabulary(words, [text.translate(_SIGNS) for _, text in said])
    index: dict[str, list[tuple[str, Phrase]]] = {}
    for name, text in said:
        phrase = read_phrase(text.translate(_SIGNS), vocabulary)
        denying = any(NEGATION in vocabulary.classes.get(key, ()) for each in phrase for key in each.keys)
        for key in phrase[0].keys:
            index.setdefault(key, []).append((name + _DENYING * denying, phrase))
    return Phrases(vocabulary, index)


def read_part(text: str, limit: int) -> str:
    """The part of a text that is looked at: cleaned, at most `limit` characters."""
    return cleaned(text[: limit * _HIDDEN_SHARE])[:limit]


def words_of(phrases: Phrases, text: str) -> tuple[Token, ...]:
    """The words of a text; a single line end is a space, for pasted texts are wrapped anywhere."""
    return tokens_of(_WRAP.sub(" ", text).translate(_SIGNS), phrases.vocabulary)


def passages(phrases: Phrases, tokens: Sequence[Token]) -> tuple[Passage, ...]:
    """What the words say, in their order: neither negated nor within an exception (`unless`) of the same row."""
    return tuple(_passage(each, tokens) for each in _sorted_out(phrases, tokens)[0])


def spoken(phrases: Phrases, tokens: Sequence[Token]) -> tuple[tuple[Passage, ...], frozenset[str]]:
    """`passages`, and the names of the rows whose words stand there only negated or within an exception."""
    said, taken_back = _sorted_out(phrases, tokens)
    names = {_row(each) for each in said}
    return tuple(_passage(each, tokens) for each in said), frozenset(map(_row, taken_back)) - names


def _sorted_out(phrases: Phrases, tokens: Sequence[Token]) -> tuple[list[Found], list[Found]]:
    """The phrases that are said, and those that are taken back."""
    vocabulary = phrases.vocabulary
    found = occurrences(tokens, phrases.index, vocabulary.gap)
    denials = _denials(tokens, found)
    sure = {each for each in found if _holds(each, tokens, vocabulary.negation_window, denials)}
    excepted = {(_row(each), at) for each in sure if each.name.startswith(_UNLESS) for at in _places(each)}
    said: list[Found] = []
    taken_back: list[Found] = []
    for each in found:
        if not each.name.startswith(_UNLESS):
            holds = each in sure and not any((_row(each), at) in excepted for at in _places(each))
            (said if holds else taken_back).append(each)
    return said, taken_back


def _passage(found: Found, tokens: Sequence[Token]) -> Passage:
    return Passage(_row(found), tokens[found.first].start, tokens[found.last].end)


def _denials(tokens: Sequence[Token], found: Iterable[Found]) -> dict[int, int]:
    """Each negation with the last word of the phrase that it belongs to, -1 where it belongs to none."""
    denials = {at: -1 for at, token in enumerate(tokens) if NEGATION in token.keys}
    for each in found:
        if each.name.endswith(_DENYING) and not each.name.startswith(_UNLESS):
            for at in denials.keys() & set(_places(each)):
                denials[at] = max(denials[at], each.last)
    return denials


def _holds(found: Found, tokens: Sequence[Token], window: int, denials: Mapping[int, int]) -> bool:
    """Whether no negation takes it back: none right before it, and none inside of a phrase that has none itself.

    A negation that belongs to a phrase before this one takes nothing back.
    """
    if found.name.startswith(_UNLESS):
        return not negated(tokens, found.first, window - 1, frozenset())
    if not found.name.endswith(_DENYING) and not denials.keys().isdisjoint(_places(found)):
        return False
    near = range(found.first - window, found.first)
    owned = frozenset(at for at in near if 0 <= denials.get(at, -1) < found.first)
    return not negated(tokens, found.first, window, owned)


def _places(found: Found) -> range:
    return range(found.first, found.last + 1)


def _row(found: Found) -> str:
    return found.name.removeprefix(_UNLESS).removesuffix(_DENYING)


def _vocabulary(words: Mapping[str, Any], texts: Iterable[str]) -> Vocabulary:
    only(words["limits"], ["text", "gap", "negation_window"], "limits")
    classes: dict[str, set[str]] = {}
    for name, listed in words["classes"].items():
        for word in listed.translate(_SIGNS).split():
            classes.setdefault(word, set()).add(f"<{name}>")
    keys = {key for text in texts for part in text.split() for key in part.removeprefix("?").split("|")}
    names = {f"<{name}>": frozenset({f"<{name}>"}) for name in words["classes"]}
    return Vocabulary(
        classes={word: frozenset(found) for word, found in classes.items()} | names,
        fillers=frozenset(words["fillers"].split()),
        contrasts=frozenset(words["contrasts"]),
        joins=frozenset(),
        alike={},
        numbers={word: Decimal(value) for word, value in words["numbers"].items()},
        beginnings=beginnings(keys | set(classes)),
        text_limit=words["limits"]["text"],
        gap=words["limits"]["gap"],
        negation_window=words["limits"]["negation_window"],
        number_limit=0,
    )

"""Where does a text say what a book of phrases knows? Passages found by name, negation and exceptions counted."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any, NamedTuple

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

_UNLESS = "!"
_WITHOUT = "-"  # before the words that may not stand beside a group
_CLOSE = 2  # words before one of a group in which a negation takes it back
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
    groups: tuple["Group", ...] = ()


class Group(NamedTuple):
    """Words that mean something where all of them stand in one sentence, in any order, and none of `without`."""

    name: str
    words: tuple[frozenset[str], ...]
    without: frozenset[str]


def read_phrases(words: Mapping[str, Any], rows: Sequence[tuple[str, Mapping[str, Any]]]) -> Phrases:
    """The phrases of named rows (`phrases`, `unless`, `together`); ValueError names unknown words and classes."""
    only(words, ["limits", "fillers", "contrasts", "numbers", "classes"], "words")
    said = [(name, text) for name, row in rows for text in row.get("phrases", ())]
    said += [(_UNLESS + name, text) for name, row in rows for text in row.get("unless", ())]
    groups = [(name, text) for name, row in rows for text in row.get("together", ())]
    vocabulary = _vocabulary(words, [text.translate(_SIGNS).replace(" -", " ") for _, text in (*said, *groups)])
    index: dict[str, list[tuple[str, Phrase]]] = {}
    for name, text in said:
        phrase = read_phrase(text.translate(_SIGNS), vocabulary)
        denying = any(NEGATION in vocabulary.classes.get(key, ()) for each in phrase for key in each.keys)
        for key in phrase[0].keys:
            index.setdefault(key, []).append((name + _DENYING * denying, phrase))
    return Phrases(vocabulary, index, tuple(_group(name, text, vocabulary) for name, text in groups))


def _group(name: str, text: str, vocabulary: Vocabulary) -> Group:
    parts = text.translate(_SIGNS).split()
    read = {part: read_phrase(part.removeprefix(_WITHOUT), vocabulary)[0].keys for part in parts}
    without = frozenset().union(*(keys for part, keys in read.items() if part.startswith(_WITHOUT)))
    return Group(name, tuple(keys for part, keys in read.items() if not part.startswith(_WITHOUT)), without)


def read_part(text: str, limit: int) -> str:
    """The part of a text that is looked at: cleaned, at most `limit` characters."""
    return cleaned(text[: limit * _HIDDEN_SHARE])[:limit]


def words_of(phrases: Phrases, text: str) -> tuple[Token, ...]:
    """The words of a text; a single line end is a space, for pasted texts are wrapped anywhere."""
    return tokens_of(_WRAP.sub(" ", text).translate(_SIGNS), phrases.vocabulary)


def passages(phrases: Phrases, tokens: Sequence[Token]) -> tuple[Passage, ...]:
    """What the words say, in their order: neither negated nor within an exception (`unless`) of the same row."""
    vocabulary = phrases.vocabulary
    found = occurrences(tokens, phrases.index, vocabulary.gap)
    denials = _denials(tokens, found)
    sure = [each for each in found if _holds(each, tokens, vocabulary.negation_window, denials)]
    excepted = {(_row(each), at) for each in sure if each.name.startswith(_UNLESS) for at in _places(each)}
    kept = [
        each
        for each in sure
        if not each.name.startswith(_UNLESS) and not any((_row(each), at) in excepted for at in _places(each))
    ]
    whole = sorted([*kept, *_together(phrases, tokens)], key=lambda each: each.first)
    return tuple(Passage(_row(each), tokens[each.first].start, tokens[each.last].end) for each in whole)


def _together(phrases: Phrases, tokens: Sequence[Token]) -> Iterator[Found]:
    """The groups whose words stand in one sentence; a word close behind a negation does not count."""
    for sentence, part in groupby(range(len(tokens)), key=lambda at: tokens[at].sentence):
        del sentence
        places: dict[str, list[int]] = {}
        for at in part:
            denied = negated(tokens, at, _CLOSE, frozenset()) and NEGATION not in tokens[at].keys
            for key in () if denied else tokens[at].keys:
                places.setdefault(key, []).append(at)
        for group in phrases.groups:
            if group.without.isdisjoint(places) and (found := _nearest(group, places)):
                yield Found(group.name, found[0], found[1])


def _nearest(group: Group, places: Mapping[str, Sequence[int]]) -> tuple[int, int] | None:
    """The first place of each set of words that is not another one's; from the first to the last of them."""
    used: set[int] = set()
    for keys in group.words:
        here = min((at for key in keys for at in places.get(key, ()) if at not in used), default=None)
        if here is None:
            return None
        used.add(here)
    return min(used), max(used)


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

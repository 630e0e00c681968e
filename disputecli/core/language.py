"""Is a text English? By the share of other alphabets, and of the small words that every English text has."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from disputecli.core.reasons import only
from disputecli.frozen import dataclass
from disputecli.type_names import Any

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_KEYS = ["share", "least", "english", "common", "general", "foreign"]


class Word(NamedTuple):
    """A word of a text as written, and its place."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Languages:
    """The words and the shares by which English is told from other languages."""

    share: Fraction
    least: int
    english: Fraction
    common: frozenset[str]
    general: frozenset[str]
    foreign: frozenset[str]


def read_languages(table: Mapping[str, Any]) -> Languages:
    """The lists of `words/languages.toml`; ValueError names an unknown key."""
    only(table, _KEYS, "languages")
    common, general, foreign = (frozenset(table[key].split()) for key in ("common", "general", "foreign"))
    share, english = Fraction(table["share"]), Fraction(table["english"])
    return Languages(share, table["least"], english, common, general, foreign - common - general)


def spelled(text: str) -> tuple[Word, ...]:
    """The words of a text without numbers."""
    return tuple(Word(found[0].replace("’", "'"), found.start(), found.end()) for found in _WORD.finditer(text))


def foreign(languages: Languages, words: Sequence[Word], *, sure: bool = False) -> Word | None:
    """The place of the first word that is not English in a text that is not, or None for an English one.

    `sure`: only by what other languages have, not by what is missing: for notes that are no sentences.
    """
    strange = [word for word in words if not _is_latin(word.text)]
    letters = sum(len(word.text) for word in words)
    if strange and Fraction(sum(len(word.text) for word in strange), letters) > languages.share:
        return strange[0]
    small = [word for word in words if word.text.lower() in languages.foreign or not word.text.isascii()]
    common = sum(word.text.lower() in languages.common for word in words)
    if len(small) > common:
        return small[0]
    if sure or len(words) < languages.least:
        return None
    few = Fraction(common, len(words)) < languages.english
    return next((word for word in words if word.text.lower() not in languages.common), None) if few else None


def _is_latin(word: str) -> bool:
    return word.isascii() or all(unicodedata.name(letter, "LATIN").startswith("LATIN") for letter in word)

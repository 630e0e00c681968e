"""What does the check of outgoing texts know? Its rules, measures and hints from `lint.toml`, and its findings."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from disputecli.core.language import Languages, Word, read_languages
from disputecli.core.passages import Passage, Phrases, read_phrases
from disputecli.core.reasons import only
from disputecli.frozen import dataclass, fields
from disputecli.type_names import Any

CODES = (
    "rude", "emotional", "threat", "too_long", "not_english", "vague", "off_platform", "contradiction",
    "personal_data", "all_caps", "admission",
)  # fmt: skip
FACT = "fact"
_TABLES = ["blocks", "measures", "hints", "words", "rule", "pair"]
_RULE = ["id", "code", "hint", "source", "phrases", "unless", "for", "against", "kinds"]
_PAIR = ["id", "first", "second", "unless", "source", "for", "against"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with some words of a text, where they stand in it as read, and what to write instead."""

    code: str
    quote: str
    start: int
    end: int
    hint: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of phrases: the code it is a case of (`fact`: no fault), its hint; `kinds` of evidence that it names."""

    id: str
    code: str
    hint: str
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Measures:
    """What is measured: lengths by kind of message, marks, capitals, and how many facts make a text concrete."""

    limit: int
    limits: Mapping[str, int]
    exclamations: int
    shouted_words: int
    shouted_length: int
    concrete: int
    content: int
    content_length: int
    most: int
    furious: str
    capitals: frozenset[str]
    addresses: tuple[re.Pattern[str], ...]
    private: tuple[re.Pattern[str], ...]
    same: re.Pattern[str]
    called: frozenset[str]


@dataclass(frozen=True, slots=True)
class LintBook:
    """All that texts are checked with; `pairs` are the names of rows that contradict each other."""

    rules: Mapping[str, Rule]
    pairs: tuple[tuple[str, str], ...]
    phrases: Phrases
    measures: Measures
    hints: Mapping[str, str]
    languages: Languages
    blocks: frozenset[str]

    @property
    def read_at_most(self) -> int:
        """How many characters of a text are looked at."""
        return self.phrases.vocabulary.text_limit

    def finding(self, code: str, part: Part, place: tuple[int, int], **slots: object) -> Finding:
        """A finding with the hint of its name in `hints`; `code` may be narrower, as `contradiction.paid`."""
        start, end = place
        name = code.rpartition(".")[2]
        return Finding(code.partition(".")[0], part.text[start:end], start, end, self.hints[name].format_map(slots))


@dataclass(frozen=True, slots=True)
class Part:
    """The part of a text that is looked at, its words, and what the rules find in it."""

    text: str
    words: tuple[Word, ...]
    passages: tuple[Passage, ...]

    def of(self, name: str) -> tuple[Passage, ...]:
        """The passages of one rule."""
        return tuple(each for each in self.passages if each.name == name)


def read_lint(table: Mapping[str, Any], languages: Mapping[str, Any]) -> LintBook:
    """The book of `lint.toml` and `words/languages.toml`; ValueError names unknown keys, codes, words and classes."""
    only(table, _TABLES, "lint")
    rows = [(each["id"], each) for each in table["rule"]]
    for each in table["pair"]:
        only(each, _PAIR, f"pair {each.get('id')}")
        both = {"unless": each.get("unless", ())}
        rows += [(f"{each['id']}.{side}", {"phrases": each[side], **both}) for side in ("first", "second")]
    pairs = tuple((f"{each['id']}.first", f"{each['id']}.second") for each in table["pair"])
    return LintBook(
        {each["id"]: _rule(each) for each in table["rule"]},
        pairs,
        read_phrases(table["words"], rows),
        _measures(table["measures"]),
        table["hints"],
        read_languages(languages),
        frozenset(table["blocks"]),
    )


def _rule(table: Mapping[str, Any]) -> Rule:
    only(table, _RULE, f"rule {table.get('id')}")
    if table["code"] not in {*CODES, FACT}:
        raise ValueError(f"rule {table['id']}: unknown code {table['code']}")
    return Rule(table["id"], table["code"], table.get("hint", ""), tuple(table.get("kinds", ())))


def _measures(table: Mapping[str, Any]) -> Measures:
    only(table, [each.name for each in fields(Measures)], "measures")
    made: Callable[..., Measures] = Measures
    words = {name: frozenset(table[name].split()) for name in ("capitals", "called")}
    lists = {name: tuple(map(re.compile, table[name])) for name in ("addresses", "private")}
    return made(**{**table, **words, **lists, "same": re.compile(table["same"])})

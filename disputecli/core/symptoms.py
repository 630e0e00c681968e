"""What do the buyer's words complain of? Symptoms found in a text by their phrases, negation counted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from decimal import Decimal

from disputecli.core.claim import ClaimRules, read_claims
from disputecli.core.quantities import Units
from disputecli.core.reasons import ReasonTable, known_symptoms, only, read_reasons
from disputecli.core.wording import (
    NEGATION,
    Element,
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

_SYMPTOM_KEYS = ["id", "reason", "detail", "weight", "phrases", "unless", "effects", "yields"]
_UNLESS = "!"
_BEGINNING = re.compile(r"[\w']+\*")


@dataclass(frozen=True, slots=True)
class Symptom:
    """What a row of phrases means: a reason and its weight, facts that it tells, and the reasons that it yields to."""

    id: str
    reason: str
    detail: str
    weight: float
    effects: Mapping[str, str]
    yields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signal:
    """A symptom that a text names, with the words that say so and where they stand in it."""

    symptom: str
    reason: str
    detail: str
    weight: float
    effects: Mapping[str, str]
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Book:
    """All that the shipped data says about reasons, words and claims, ready for `suggest`."""

    reasons: ReasonTable
    claims: ClaimRules
    symptoms: Mapping[str, Symptom]
    vocabulary: Vocabulary
    units: Units
    index: Mapping[str, Sequence[tuple[str, Phrase]]]

    @property
    def symptom_words(self) -> frozenset[str]:
        """The words that `problem.symptom` may have: reason codes and details."""
        return known_symptoms(self.reasons)


def read_book(reasons: Mapping[str, Any], symptoms: Mapping[str, Any], claims: Mapping[str, Any]) -> Book:
    """The book of `reasons.toml`, `symptoms.toml` and `claims.toml`; ValueError names unknown keys and codes."""
    only(symptoms, ["limits", "words", "alike", "numbers", "units", "classes", "symptom"], "symptoms")
    table = read_reasons(reasons)
    for each in symptoms["symptom"]:
        only(each, _SYMPTOM_KEYS, f"symptom {each['id']}")
    found = {each["id"]: _symptom(each, table) for each in symptoms["symptom"]}
    vocabulary = _vocabulary(symptoms)
    units = {unit: (kind, Decimal(value)) for kind, all_ in symptoms["units"].items() for unit, value in all_.items()}
    return Book(
        table, read_claims(claims), found, vocabulary, units, PhraseIndex(_rows(symptoms["symptom"]), vocabulary)
    )


def rows_of(text: str) -> list[str]:
    """The phrases of a text that parts them by commas and line ends."""
    return [row for row in map(str.strip, text.replace("\n", ",").split(",")) if row]


def signals(book: Book, text: str, item: str | None) -> tuple[Signal, ...]:
    """What the text complains of, in its order; words that repeat the item's name are no complaint."""
    return signals_of(book, text, tokens_of(text, book.vocabulary, item or ""))


def signals_of(
    book: Book, text: str, tokens: Sequence[Token], closed: frozenset[str] = frozenset()
) -> tuple[Signal, ...]:
    """`signals` for a text whose words are known already; `closed` symptoms can't be meant, so they take no words."""
    found = occurrences(tokens, book.index, book.vocabulary.gap)
    found = [each for each in found if each.name not in closed]
    cancels = {(each.name, tokens[each.first].sentence) for each in found if each.name.startswith(_UNLESS)}
    said = [each for each in found if not each.name.startswith(_UNLESS) and not _cancelled(each, cancels, tokens)]
    ends = _negation_ends(said, tokens)
    window = book.vocabulary.negation_window
    kept = [
        each
        for each in said
        if not _within_longer(each, said, book)
        and not negated(tokens, each.first, window, _owned(ends, each.first, window))
    ]
    first = {each.name: each for each in reversed(kept)}
    return tuple(_signal(book, text, tokens, each) for each in sorted(first.values(), key=lambda each: each.first))


def _negation_ends(said: Sequence[Found], tokens: Sequence[Token]) -> dict[int, int]:
    """Where the shortest phrase ends that a negation belongs to, by the negation's place."""
    ends: dict[int, int] = {}
    for each in said:
        for at in range(each.first, each.last + 1) if each.last > each.first else ():
            if NEGATION in tokens[at].keys:
                ends[at] = min(each.last, ends.get(at, each.last))
    return ends


def _owned(ends: Mapping[int, int], first: int, window: int) -> frozenset[int]:
    """The negations before a phrase that belong to another phrase which ends before this one begins."""
    return frozenset(at for at in range(max(0, first - window), first) if at in ends and ends[at] < first)


def _within_longer(found: Found, others: Sequence[Found], book: Book) -> bool:
    """Whether it is a part of a longer phrase of another symptom that says more."""
    mine = book.symptoms[found.name]
    return any(
        other.first <= found.first and found.last <= other.last and other.last - other.first > found.last - found.first
        for other in others
        if other.name != found.name and _takes(book.symptoms[other.name], mine)
    )


def _takes(longer: Symptom, shorter: Symptom) -> bool:
    """A longer phrase takes a weaker one's words; one that only has effects takes none, but those of the package do."""
    if "package_damaged" in longer.effects:
        return True
    return bool(longer.reason) == bool(shorter.reason) and longer.weight >= shorter.weight


def _cancelled(found: Found, cancels: AbstractSet[tuple[str, int]], tokens: Sequence[Token]) -> bool:
    """Whether a phrase of its `unless` stands in its sentence."""
    return (_UNLESS + found.name, tokens[found.first].sentence) in cancels


def _signal(book: Book, text: str, tokens: Sequence[Token], found: Found) -> Signal:
    symptom = book.symptoms[found.name]
    start, end = tokens[found.first].start, tokens[found.last].end
    return Signal(
        symptom.id, symptom.reason, symptom.detail, symptom.weight, symptom.effects, text[start:end], start, end
    )


def _symptom(table: Mapping[str, Any], reasons: ReasonTable) -> Symptom:
    reason, detail = table.get("reason", ""), table.get("detail", "")
    known = reasons.reasons.get(reason)
    if (reason and known is None) or (detail and (known is None or known.detail(detail) is None)):
        raise ValueError(f"symptom {table['id']}: unknown reason or detail {reason} {detail}".rstrip())
    return Symptom(
        table["id"], reason, detail, table["weight"], table.get("effects", {}), tuple(table.get("yields", ()))
    )


def _vocabulary(table: Mapping[str, Any]) -> Vocabulary:
    only(table["words"], ["fillers", "contrasts", "joins"], "words")
    only(table["limits"], ["text", "gap", "negation_window", "numbers", "clothes_sizes"], "limits")
    classes: dict[str, set[str]] = {}
    for name, words in table["classes"].items():
        for word in _class_words(words, table["classes"]):
            classes.setdefault(word, set()).add(f"<{name}>")
    phrases = "\n".join(each.get(part, "") for each in table["symptom"] for part in ("phrases", "unless"))
    names = {f"<{name}>": frozenset({f"<{name}>"}) for name in table["classes"]}
    return Vocabulary(
        classes={word: frozenset(found) for word, found in classes.items()} | names,
        fillers=frozenset(table["words"]["fillers"].split()),
        contrasts=frozenset(table["words"]["contrasts"]),
        joins=frozenset(table["words"]["joins"]),
        alike=table["alike"],
        numbers={word: Decimal(value) for word, value in table["numbers"].items()},
        beginnings=frozenset(_BEGINNING.findall(phrases)) | beginnings(classes),
        text_limit=table["limits"]["text"],
        gap=table["limits"]["gap"],
        negation_window=table["limits"]["negation_window"],
        number_limit=table["limits"]["numbers"],
        clothes_sizes=tuple(table["limits"]["clothes_sizes"]),
    )


def _class_words(words: str, classes: Mapping[str, str]) -> list[str]:
    """The words of a class, those of the classes that it names among them."""
    found = []
    for word in words.split():
        inner = classes[word[1:-1]] if word.startswith("<") else None
        found += _class_words(inner, classes) if inner is not None else [word]
    return found


class PhraseIndex(Mapping[str, Sequence[tuple[str, Phrase]]]):
    """Phrases by the keys of their first element, each read when it is first looked up, for few of them ever are.

    ValueError where a phrase that is looked up can never match.
    """

    def __init__(self, rows: Iterable[tuple[str, str]], vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._elements: dict[str, Element] = {}
        self._read: dict[str, Sequence[tuple[str, Phrase]]] = {}
        self._rows: dict[str, list[tuple[str, str]]] = {}
        for name, row in rows:
            for key in row.split(None, 1)[0].split("|"):
                self._rows.setdefault(key, []).append((name, row))

    def __getitem__(self, key: str) -> Sequence[tuple[str, Phrase]]:
        """The phrases that begin with a key; KeyError where none does."""
        found = self._read.get(key)
        if found is None:
            found = [(name, read_phrase(row, self._vocabulary, self._elements)) for name, row in self._rows[key]]
            self._read[key] = found
        return found

    def get(  # type: ignore[override]
        self, key: str, default: Sequence[tuple[str, Phrase]] = ()
    ) -> Sequence[tuple[str, Phrase]]:
        """Like `Mapping.get`, without an exception for each of the many words that begin no phrase."""
        return self[key] if key in self._rows else default

    def __iter__(self) -> Iterator[str]:
        """The keys."""
        return iter(self._rows)

    def __len__(self) -> int:
        """How many keys there are."""
        return len(self._rows)


def _rows(table: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    rows = [(each["id"], row) for each in table for row in rows_of(each["phrases"])]
    return rows + [(_UNLESS + each["id"], row) for each in table for row in rows_of(each.get("unless", ""))]

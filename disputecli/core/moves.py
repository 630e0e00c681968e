"""What does the seller's message try? Its moves with the words that make them, and one answer to all of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from string import Formatter

from disputecli.core.passages import Passage, Phrases, read_part, read_phrases, spoken, words_of
from disputecli.core.reasons import only
from disputecli.core.weights import Weights, likely, read_weights
from disputecli.frozen import dataclass, field
from disputecli.type_names import Any

_KEYS = [
    "kind", "title", "priority", "offers", "phrases", "unless", "why", "answer", "say", "sources", "for", "against",
]  # fmt: skip
_REPLY_KEYS = ["limit", "opening", "closing", "nothing", "silent", "silent_sources", "accept"]
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that can be said where all its slots are known."""

    text: str
    needs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of move: what it is called, why it matters and what is answered (the first sentence that can be)."""

    kind: str
    title: str
    priority: int
    why: tuple[Sentence, ...]
    answer: str
    say: tuple[Sentence, ...]
    sources: tuple[str, ...]
    offers: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What every answer is made of, and what is said where nothing was found."""

    limit: int
    opening: str
    closing: str
    nothing: str
    silent: str
    silent_sources: tuple[str, ...]
    accept: str


@dataclass(frozen=True, slots=True)
class MoveBook:
    """All kinds of moves, by name, and the phrases and weights that find them."""

    kinds: Mapping[str, Kind]
    phrases: Phrases
    weights: Weights
    reply: Reply
    currencies: Mapping[str, str]

    @property
    def read_at_most(self) -> int:
        """How many characters of a message are looked at."""
        return self.phrases.vocabulary.text_limit


@dataclass(frozen=True, slots=True)
class Move:
    """A move of the seller: its words with their place, why it matters now, what to do, who says so.

    `start` and `end` count characters of the text as read: without hidden characters, each line end as one.
    """

    kind: str
    quote: str
    start: int
    end: int
    why: str
    answer: str
    sources: tuple[str, ...]
    title: str = field(default="", compare=False)


def read_moves(table: Mapping[str, Any], weights: Mapping[str, Any]) -> MoveBook:
    """The book of `moves.toml` and `weights/moves.toml`; ValueError names unknown keys, words and classes."""
    only(table, ["reply", "currencies", "words", "move"], "moves")
    only(table["reply"], _REPLY_KEYS, "reply")
    for each in table["move"]:
        only(each, _KEYS, f"move {each.get('kind')}")
    phrases = read_phrases(table["words"], [(each["kind"], each) for each in table["move"]])
    reply = {**table["reply"], "silent_sources": tuple(table["reply"]["silent_sources"])}
    kinds = {each["kind"]: _kind(each) for each in table["move"]}
    currencies = {word: code for code, words in table["currencies"].items() for word in words.split()}
    return MoveBook(kinds, phrases, read_weights(weights), Reply(**reply), currencies)


def moves(book: MoveBook, text: str, slots: Mapping[str, str] | None = None) -> tuple[Move, ...]:
    """The moves of a message, one a kind, in its order; `slots` are what is known of the dispute (core/stakes.py).

    Of a long text only the first `book.read_at_most` characters are looked at.
    """
    part = read_part(text, book.read_at_most)
    tokens = words_of(book.phrases, part)
    there, taken_back = spoken(book.phrases, tokens)
    said = _said(there)
    found = [
        said.get(kind) or Passage(kind, tokens[each.first].start, tokens[each.last].end)
        for kind, each in likely(book.weights, tokens).items()
        if each.odds + (kind in said) * book.weights.phrase + (kind in taken_back) * book.weights.taken_back > 0
    ]
    return tuple(_move(book.kinds[each.name], each, part, slots or {}) for each in sorted(found, key=_place))


def _said(found: Iterable[Passage]) -> dict[str, Passage]:
    """The first passage of each kind, with those that it overlaps."""
    first: dict[str, Passage] = {}
    for each in found:
        known = first.setdefault(each.name, each)
        if each.start <= known.end:
            first[each.name] = known._replace(end=max(each.end, known.end))
    return first


def _place(found: Passage) -> tuple[int, str]:
    return found.start, found.name


def draft(book: MoveBook, found: Iterable[Move], slots: Mapping[str, str] | None = None) -> str:
    """One answer to all moves, within the limit: the least important sentences are left out; "" where none is found."""
    kinds = sorted((book.kinds[each.kind] for each in found), key=lambda kind: kind.priority)
    said = list(dict.fromkeys(_first(kind.say, slots or {}) for kind in kinds))
    if not said:
        return ""
    reply = book.reply
    while len(text := " ".join([reply.opening, *said, reply.closing])) > reply.limit and len(said) > 1:
        said.pop()
    return text


def _move(kind: Kind, found: Passage, text: str, slots: Mapping[str, str]) -> Move:
    quote, why = text[found.start : found.end], _first(kind.why, slots)
    return Move(kind.kind, quote, found.start, found.end, why, kind.answer, kind.sources, kind.title)


def _first(said: Sequence[Sentence], slots: Mapping[str, str]) -> str:
    """The first sentence whose slots are known; the last one of a kind needs none."""
    chosen = next(each for each in said if each.needs <= slots.keys())
    return _SPACE.sub(" ", chosen.text.format_map(slots))


def _kind(table: Mapping[str, Any]) -> Kind:
    kept = {key: table[key] for key in ("kind", "title", "priority", "answer")}
    why, say = (_sentences(table, key) for key in ("why", "say"))
    return Kind(**kept, why=why, say=say, sources=tuple(table["sources"]), offers=table.get("offers", ""))


def _sentences(table: Mapping[str, Any], key: str) -> tuple[Sentence, ...]:
    """The sentences of a row; ValueError where the last one needs a slot, for something must always be said."""
    found = []
    for each in table[key]:
        only(each, ["text", "needs"], f"move {table['kind']}: {key}")
        named = {name for _, name, _, _ in Formatter().parse(each["text"]) if name}
        found.append(Sentence(each["text"], frozenset(named | set(each.get("needs", ())))))
    if not found or found[-1].needs:
        raise ValueError(f"move {table['kind']}: the last sentence of {key} needs a slot")
    return tuple(found)

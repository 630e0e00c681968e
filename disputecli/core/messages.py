"""What does the buyer write? Messages put together from templates: known facts only, within the length that fits."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, TypeVar

from disputecli.core.matter import MARKS, Matter, Room, Words, known_slots, marks_of, narrowed, slots_of
from disputecli.core.quote import cut

__all__ = ["Fit", "Letter", "Matter", "Templates", "compose", "fitting", "read_templates"]

WORDS = "words"
LIMIT = 500
SHORT_LIMIT = 200
_SLOT = re.compile(r"\{([a-z_]+)\}")
_Record = TypeVar("_Record", "Sentence", "Moment", "Template", Room)
Conditions = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Letter:
    """A message of one kind: the text (at most 500 characters) and its short version (at most 200)."""

    kind: str
    text: str
    short: str


@dataclass(frozen=True, slots=True)
class Fit:
    """A kind of message that fits now, and why."""

    kind: str
    why: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, or a phrase by its name: used where all its slots are known and its conditions hold.

    The first usable one of a `group` stands for it; lower priorities are dropped first where the text is too long.
    """

    text: str
    name: str = ""
    group: str = ""
    priority: int = 50
    full: bool = True
    short: bool = False
    when: Conditions = field(default_factory=dict)
    unless: Conditions = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Moment:
    """When a kind fits, why, and how well: the lowest rank is the best."""

    rank: int
    why: str
    when: Conditions = field(default_factory=dict)
    unless: Conditions = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Template:
    """One kind of message: its sentences in order, the moments it fits, its limits (0: none) and what joins it."""

    title: str
    sentence: tuple[Sentence, ...]
    fits: tuple[Moment, ...] = ()
    limit: int = LIMIT
    short_limit: int = SHORT_LIMIT
    joined: str = " "


@dataclass(frozen=True, slots=True)
class Templates:
    """All kinds of messages, the phrases and the vocabulary they share, and the rooms to try, widest first."""

    kinds: Mapping[str, Template]
    phrases: tuple[Sentence, ...]
    words: Words
    rooms: tuple[Room, ...]


def read_templates(tables: Mapping[str, Mapping[str, Any]]) -> Templates:
    """The templates of `messages/*.toml` by file name; ValueError names unknown keys, conditions and slots."""
    table = tables[WORDS]
    _only(table, {*(each.name for each in fields(Words)), "phrase", "room"}, WORDS)
    words = _words(table)
    slots = known_slots(words)
    phrases = []
    for each in table["phrase"]:
        phrases.append(_sentence(each, slots, f"{WORDS}: {each.get('name')}"))
        slots |= {phrases[-1].name}
    rooms = tuple(_record(Room, each, f"{WORDS}: room") for each in table["room"])
    kinds = {kind: _template(each, slots, kind) for kind, each in tables.items() if kind != WORDS}
    return Templates(kinds, tuple(phrases), words, rooms)


def compose(templates: Templates, kind: str, matter: Matter) -> Letter:
    """The message of one kind about a case, in full and in short; KeyError for a kind that there is not."""
    template = templates.kinds[kind]
    slots = slots_of(templates.words, matter)
    marks = marks_of(matter, slots)
    rooms = [
        (room.keep, _phrased(templates.phrases, narrowed(templates.words, matter, slots, room), marks))
        for room in templates.rooms
    ]
    full = _chosen([each for each in template.sentence if each.full], rooms[0][1], marks)
    short = _chosen([each for each in template.sentence if each.short], rooms[0][1], marks)
    return Letter(
        kind,
        _fitted(full, rooms, template.joined, template.limit),
        _fitted(short, rooms, template.joined, template.short_limit),
    )


def fitting(templates: Templates, matter: Matter) -> tuple[Fit, ...]:
    """The kinds that fit where the dispute stands, the best first."""
    marks = marks_of(matter, slots_of(templates.words, matter))
    found = []
    for kind, template in templates.kinds.items():
        moments = [each for each in template.fits if _holds(each, marks)]
        if moments:
            best = min(moments, key=lambda each: each.rank)
            found.append((best.rank, Fit(kind, best.why)))
    return tuple(fit for _, fit in sorted(found, key=lambda each: (each[0], each[1].kind)))


def _fitted(chosen: list[Sentence], rooms: Iterable[tuple[int, Mapping[str, str]]], joined: str, limit: int) -> str:
    """The text within `limit`: in ever narrower rooms, each dropping what it can spare before the next cuts more."""
    left, text = list(chosen), ""
    for keep, slots in rooms:
        while True:
            text = joined.join(_filled(each.text, slots) for each in left)
            spare = [each for each in left if each.priority < keep]
            if not limit or len(text) <= limit:
                return text
            if not spare:
                break
            left.remove(min(spare, key=lambda each: each.priority))
    return cut(text, limit)


def _phrased(phrases: Iterable[Sentence], slots: Mapping[str, str], marks: Conditions) -> dict[str, str]:
    """The slots with the phrases: of each name the first that can be used, built from what stands before it."""
    known = dict(slots)
    for phrase in phrases:
        if phrase.name not in known and _usable(phrase, known, marks):
            known[phrase.name] = _filled(phrase.text, known)
    return known


def _chosen(sentences: Iterable[Sentence], slots: Mapping[str, str], marks: Conditions) -> list[Sentence]:
    """The sentences that can be used, of each group the first."""
    chosen: list[Sentence] = []
    groups: set[str] = set()
    for sentence in sentences:
        if sentence.group not in groups and _usable(sentence, slots, marks):
            chosen.append(sentence)
            groups |= {sentence.group} - {""}
    return chosen


def _usable(sentence: Sentence, slots: Mapping[str, str], marks: Conditions) -> bool:
    return all(slot in slots for slot in _SLOT.findall(sentence.text)) and _holds(sentence, marks)


def _holds(asked: Sentence | Moment, marks: Conditions) -> bool:
    """True where every mark of `when` has one of the values named, and none of `unless` has."""
    wanted = all(marks[mark] & values for mark, values in asked.when.items())
    return wanted and not any(marks[mark] & values for mark, values in asked.unless.items())


def _filled(text: str, slots: Mapping[str, str]) -> str:
    """The text with its slots filled in one pass: braces in what is filled in stay as they are."""
    return _SLOT.sub(lambda found: slots[found[1]], text)


def _words(table: Mapping[str, Any]) -> Words:
    given = ((each.name, table[each.name]) for each in fields(Words))
    values: dict[str, Any] = {key: frozenset(value) if isinstance(value, list) else value for key, value in given}
    return Words(**values)


def _template(table: Mapping[str, Any], slots: frozenset[str], where: str) -> Template:
    sentences = tuple(_sentence(each, slots, f"{where}: {each.get('text')}") for each in table["sentence"])
    fits = tuple(_record(Moment, _conditioned(each, where), where) for each in table.get("fits", ()))
    return _record(Template, {**table, "sentence": sentences, "fits": fits}, where)


def _sentence(table: Mapping[str, Any], slots: frozenset[str], where: str) -> Sentence:
    sentence = _record(Sentence, _conditioned(table, where), where)
    unknown = sorted(set(_SLOT.findall(sentence.text)) - slots)
    if unknown or set(_SLOT.sub("", sentence.text)) & {"{", "}"}:
        raise ValueError(f"{where}: unknown slots {', '.join(unknown) or sentence.text}")
    return sentence


def _conditioned(table: Mapping[str, Any], where: str) -> dict[str, Any]:
    """The table with its conditions frozen; ValueError names a mark that there is not."""
    keys = dict(table)
    for name in {"when", "unless"} & set(table):
        _only(table[name], MARKS, f"{where}: {name}")
        keys[name] = {mark: frozenset(values) for mark, values in table[name].items()}
    return keys


def _record(record: type[_Record], keys: Mapping[str, Any], where: str) -> _Record:
    _only(keys, {each.name for each in fields(record)}, where)
    return record(**keys)


def _only(keys: Iterable[str], known: Iterable[str], where: str) -> None:
    unknown = sorted(set(keys) - set(known))
    if unknown:
        raise ValueError(f"{where}: unknown keys {', '.join(unknown)}")

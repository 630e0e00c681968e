"""What does the buyer write? Messages put together from templates: known facts only, within the length that fits."""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from disputecli.core.matter import MARKS, Matter, Room, known_slots, marks_of, narrowed, slots_of
from disputecli.core.quote import Words, cut
from disputecli.frozen import MISSING, dataclass, field, fields
from disputecli.type_names import Any, TypeVar

__all__ = ["WORDS", "Fit", "Letter", "Matter", "Templates", "Unfit", "compose", "fitting", "read_templates"]

WORDS = "words"
LIMIT = 500
SHORT_LIMIT = 200
_SLOT = re.compile(r"\{([a-z_]+)\}")
_Record = TypeVar("_Record", "Sentence", "Moment", "Template", Room, Words)
Conditions = Mapping[str, frozenset[str]]
Place = tuple[str | int, ...]
_Value = TypeVar("_Value")
_TYPES = {str: "a text", int: "a whole number", bool: "true or false", list: "a list", dict: "a table"}


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
    """One kind of message: its sentences in order, the moments it fits, its limits (0: none) and what joins it.

    `late`: it stays true where a parcel that was claimed as missing has come since.
    """

    title: str
    sentence: tuple[Sentence, ...]
    fits: tuple[Moment, ...] = ()
    limit: int = LIMIT
    short_limit: int = SHORT_LIMIT
    joined: str = " "
    late: bool = False


@dataclass(frozen=True, slots=True)
class Templates:
    """All kinds of messages, the phrases and the vocabulary they share, and the rooms to try, widest first."""

    kinds: Mapping[str, Template]
    phrases: tuple[Sentence, ...]
    words: Words
    rooms: tuple[Room, ...]


class Unfit(ValueError):  # noqa: N818  # it says what is wrong with a template
    """A template that can't be used: its file's name, where in it (keys and numbers), and why."""

    def __init__(self, place: Place, problem: str) -> None:
        super().__init__(f"{'.'.join(map(str, place))}: {problem}")
        self.kind, self.path, self.problem = place[0], place[1:], problem


def read_templates(tables: Mapping[str, Mapping[str, Any]]) -> Templates:
    """The templates of `messages/*.toml` by file name; Unfit names an unknown key, condition or slot."""
    table = tables[WORDS]
    own = {key: value for key, value in table.items() if key not in {"phrase", "room"}}
    sets = {key: frozenset(value) for key, value in own.items() if isinstance(value, list)}
    words = _record(Words, {**own, **sets}, (WORDS,))
    slots = known_slots(words)
    phrases = []
    for number, each in enumerate(table["phrase"]):
        phrases.append(_sentence(each, slots, (WORDS, "phrase", number)))
        slots |= {phrases[-1].name}
    rooms = tuple(_record(Room, each, (WORDS, "room", number)) for number, each in enumerate(table["room"]))
    kinds = {kind: _template(each, slots, kind) for kind, each in tables.items() if kind != WORDS}
    return Templates(kinds, tuple(phrases), words, rooms)


def compose(templates: Templates, kind: str, matter: Matter) -> Letter:
    """The message of one kind about a case, in full and in short; KeyError for a kind that there is not."""
    template = templates.kinds[kind]
    slots = slots_of(templates.words, matter)
    marks = marks_of(matter, slots)
    first = templates.rooms[0]

    @cache
    def furnished(room: Room) -> Mapping[str, str]:
        return _phrased(templates.phrases, narrowed(templates.words, matter, slots, room), marks)

    def text(sentences: Iterable[Sentence], joined: str, limit: int) -> str:
        chosen = _chosen(sentences, furnished(first), marks)
        return _fitted(chosen, ((room.keep, furnished(room)) for room in templates.rooms), joined, limit)

    full = text((each for each in template.sentence if each.full), template.joined, template.limit)
    short = text((each for each in template.sentence if each.short), " ", template.short_limit)
    return Letter(kind, full, short)


def fitting(templates: Templates, matter: Matter) -> tuple[Fit, ...]:
    """The kinds that fit where the dispute stands, the best first."""
    slots = slots_of(templates.words, matter)
    marks = marks_of(matter, slots)
    found = []
    for kind, template in templates.kinds.items():
        moments = [each for each in template.fits if _holds(each, marks)]
        if moments:
            best = min(moments, key=lambda each: each.rank)
            found.append((best.rank, Fit(kind, _filled(best.why, slots))))
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


def _template(table: Mapping[str, Any], slots: frozenset[str], kind: str) -> Template:
    lists = {name: _listed(table.get(name, []), (kind, name)) for name in ("sentence", "fits")}
    sentences = tuple(_sentence(each, slots, (kind, "sentence", n)) for n, each in enumerate(lists["sentence"]))
    fits = tuple(_record(Moment, each, (kind, "fits", n), slots) for n, each in enumerate(lists["fits"]))
    if not sentences:
        raise Unfit((kind,), "it has no [[sentence]]")
    return _record(Template, {**table, "sentence": sentences, "fits": fits}, (kind,))


def _listed(value: object, place: Place) -> list[dict[str, Any]]:
    return [_typed(each, dict, (*place, number)) for number, each in enumerate(_typed(value, list, place))]


def _sentence(table: Mapping[str, Any], slots: frozenset[str], place: Place) -> Sentence:
    sentence = _record(Sentence, table, place, slots)
    if unknown := sorted(set(_SLOT.findall(sentence.text)) - slots):
        raise Unfit((*place, "text"), f"{{{unknown[0]}}} is not a known slot")
    if set(_SLOT.sub("", sentence.text)) & {"{", "}"}:
        raise Unfit((*place, "text"), f"a brace in it holds no slot: {sentence.text}")
    return sentence


def _record(record: type[_Record], table: Mapping[str, Any], place: Place, slots: Iterable[str] = ()) -> _Record:
    """The record of a table; Unfit names a key that there is not, that is missing or that holds something else."""
    known, keys = {each.name: each for each in fields(record)}, dict(table)
    for key, value in table.items():
        if key not in known:
            raise Unfit((*place, key), f"{key} is not a known key")
        wanted: Any = known[key].type
        if wanted is Conditions:
            keys[key] = _conditions(value, slots, (*place, key))
        elif wanted in _TYPES:
            _typed(value, wanted, (*place, key))
    for key, each in known.items():
        if key not in keys and each.default is MISSING and each.default_factory is MISSING:
            raise Unfit(place, f"{key} is missing")
    return record(**keys)


def _conditions(value: object, slots: Iterable[str], place: Place) -> Conditions:
    """Conditions by mark; Unfit names a mark that there is not, or a value that it never has."""
    for mark, asked in _typed(value, dict, place).items():
        if mark not in MARKS:
            raise Unfit((*place, mark), f"{mark} is not a known condition")
        known = set(slots if mark == "known" else MARKS[mark])
        if unknown := sorted(set(map(str, _typed(asked, list, (*place, mark)))) - known) if known else ():
            raise Unfit((*place, mark), f"{mark} is never {unknown[0]}")
    return {mark: frozenset(map(str, asked)) for mark, asked in _typed(value, dict, place).items()}


def _typed(value: object, wanted: type[_Value], place: Place) -> _Value:
    if not isinstance(value, wanted):
        raise Unfit(place, f"{place[-1]} is not {_TYPES[wanted]}")
    return value

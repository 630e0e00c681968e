"""What can be asked? The questions as data: their words, their help, their choices and when each matters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from disputecli.core.order import FIELDS
from disputecli.frozen import dataclass, fields
from disputecli.type_names import Any

KINDS = ("select", "yesno", "checkbox", "text", "date", "amount", "price", "number", "country")
CHOSEN = ("select", "yesno", "checkbox")
HELP = {"meaning", "where", "dont_know"}


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose: the word that the facts keep, and the words that people read."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Condition:
    """When a question matters: `facts` by key with their values, what is known, what is suggested, how many asked."""

    facts: tuple[tuple[str, tuple[object, ...]], ...] = ()
    known: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    claim: tuple[str, ...] = ()
    below: int | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One question: the key that it sets, its words and help, and when it is asked (any of `when`; always without)."""

    key: str
    kind: str
    ask: str
    why: str
    label: str
    like: str = ""
    empty: str = "I don't know"
    also: str = ""
    choices: tuple[Option, ...] = ()
    when: tuple[Condition, ...] = (Condition(),)
    required: bool = False
    unless: tuple[str, ...] = ()
    extra: bool = False
    usual: bool = False
    unsaid: tuple[str, ...] = ()
    meaning: str = ""
    where: str = ""
    dont_know: str = ""


def read_questions(table: Mapping[str, Any]) -> tuple[Question, ...]:
    """The questions of `questions.toml`, each with its key's help; ValueError names an unknown key, kind or fact."""
    _only(table, {"question", "help", "unsaid"}, "questions")
    unsaid = tuple(table.get("unsaid", ()))
    told = table.get("help", {})
    _only(told, set(FIELDS), "help")
    for key, words in told.items():
        _only(words, HELP, key)
    return tuple(_question(each, {**told.get(each.get("key"), {}), "unsaid": unsaid}) for each in table["question"])


def _question(table: Mapping[str, Any], told: Mapping[str, Any]) -> Question:
    _only(table, {each.name for each in fields(Question)} - HELP, str(table.get("key")))
    keys: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in table.items()}
    told = {**told, "unsaid": (*told["unsaid"], *keys.get("unsaid", ()))}
    if "choices" in keys:
        keys["choices"] = tuple(Option(value, label) for value, label in keys["choices"])
    if "when" in keys:
        keys["when"] = tuple(_condition(each) for each in keys["when"])
    found = Question(**keys | dict(told))
    if found.kind not in KINDS:
        raise ValueError(f"{found.key}: unknown kind {found.kind}")
    _only([found.key, *filter(None, [found.also]), *found.unless], set(FIELDS), found.key)
    return found


def _condition(table: Mapping[str, Any]) -> Condition:
    own = {each.name for each in fields(Condition)} - {"facts"}
    facts = {key: tuple(values) for key, values in table.items() if key not in own}
    keys: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in table.items() if name in own
    }
    _only([*facts, *keys.get("known", ()), *keys.get("unknown", ())], set(FIELDS), "when")
    return Condition(facts=tuple(facts.items()), **keys)


def _only(keys: Iterable[str], allowed: set[str], where: str) -> None:
    wrong = sorted(set(keys) - allowed)
    if wrong:
        raise ValueError(f"{where}: unknown keys {', '.join(wrong)}")

"""What is still worth asking? The questions as data, the next one for this case, and what an answer means."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from disputecli.core.advice import Suggestion
from disputecli.core.codec import answer, plain, with_answer
from disputecli.core.order import FIELDS, Facts
from disputecli.frozen import dataclass, fields, replace

KINDS = ("select", "yesno", "checkbox", "text", "date", "amount", "price", "number", "country")
CHOSEN = ("select", "yesno", "checkbox")
TOLD = ("problem.text", "problem.symptom", "problem.tracking")


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
    """One question: the key that it sets, its words, and when it is asked (any of `when`; always without one)."""

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


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an interview is: the facts, and the keys that were asked, in order, "I don't know" among them."""

    facts: Facts
    asked: tuple[str, ...] = ()


def read_questions(table: Mapping[str, Any]) -> tuple[Question, ...]:
    """The questions of `questions.toml`; ValueError names an unknown key, kind or fact."""
    _only(table, {"question"}, "questions")
    return tuple(_question(each) for each in table["question"])


def next_question(
    questions: Iterable[Question], facts: Facts, asked: Collection[str], hint: Suggestion | None
) -> Question | None:
    """The next question that matters for this case, None when enough is known.

    The one that tells the two best reasons apart comes first, as soon as the buyer has said what is wrong.
    """
    left = [each for each in questions if _open(each, facts, asked)]
    decisive = hint.tells_apart if hint and any(_told(key, facts, asked) for key in TOLD) else None
    first = (each for each in left if each.key == decisive)
    usual = (each for each in left if not each.extra and any(_holds(one, facts, asked, hint) for one in each.when))
    found = next(first, None) or next(usual, None)
    return _settled(found, facts) if found else None


def extra_questions(
    questions: Iterable[Question], facts: Facts, asked: Collection[str], hint: Suggestion | None
) -> tuple[Question, ...]:
    """What may be told on top, at the end: one question a key, those among them that there was no room to ask."""
    found: dict[str, Question] = {}
    for each in questions:
        if _open(each, facts, asked) and any(_holds(one, facts, (), hint) for one in each.when):
            found.setdefault(each.key, _settled(each, facts))
    return tuple(found.values())


def answered(questions: Iterable[Question], progress: Progress) -> tuple[Question, ...]:
    """The questions whose answer is known or was refused ("I don't know"), one a key, in the order of the data."""
    found: dict[str, Question] = {}
    facts, second = progress.facts, {each.also for each in questions if known(progress.facts, each.key)}
    for each in questions:
        made_up_for = any(known(facts, key) for key in each.unless)
        told = known(facts, each.key) or (each.key in progress.asked and not made_up_for)
        if told and each.key not in second and any(_fits(one, facts) for one in each.when):
            found.setdefault(each.key, each)
    return tuple(_settled(each, facts) for each in found.values())


def question_of(questions: Iterable[Question], facts: Facts, key: str) -> Question:
    """The question of a key, in the words that fit this case."""
    same = [each for each in questions if each.key == key]
    fits = [each for each in same if any(_fits(one, facts) for one in each.when)]
    return _settled((fits or same)[0], facts)


def record(progress: Progress, question: Question, value: object) -> Progress:
    """The progress with an answer, already read; None is "I don't know". A price is (amount, currency)."""
    facts = progress.facts
    if question.also and isinstance(value, tuple):
        facts, value = with_answer(facts, question.also, value[1]), value[0]
    asked = progress.asked if question.key in progress.asked else (*progress.asked, question.key)
    return Progress(_with(facts, question.key, value), asked)


def set_aside(facts: Facts, key: str) -> Facts:
    """The facts without this one, as "I don't know" and going back leave them."""
    return _with(facts, key, None)


def rewound(progress: Progress) -> Progress:
    """The progress before the last answer; the same one at the start."""
    if not progress.asked:
        return progress
    return Progress(set_aside(progress.facts, progress.asked[-1]), progress.asked[:-1])


def pruned(questions: Collection[Question], progress: Progress) -> Progress:
    """The progress without the answers to questions that another answer has made meaningless."""
    gone = [key for key in progress.asked if not _sensible(questions, progress.facts, key)]
    if not gone:
        return progress
    facts = progress.facts
    for key in gone:
        facts = set_aside(facts, key)
    return pruned(questions, Progress(facts, tuple(key for key in progress.asked if key not in gone)))


def known(facts: Facts, key: str) -> bool:
    """Whether the facts hold an answer for the key."""
    return answer(facts, key) not in (None, ())


def _with(facts: Facts, key: str, value: object) -> Facts:
    empty = () if FIELDS[key].kind == "choices" else None
    return with_answer(facts, key, empty if value is None else value)


def _open(question: Question, facts: Facts, asked: Collection[str]) -> bool:
    """Not asked, not known, and not about another kind of case."""
    if question.key in asked or known(facts, question.key):
        return False
    return any(_fits(one, facts) for one in question.when)


def _told(key: str, facts: Facts, asked: Collection[str]) -> bool:
    return key in asked or known(facts, key)


def _settled(question: Question, facts: Facts) -> Question:
    """The question with `required` as it is for this case."""
    return replace(question, required=question.required and not any(known(facts, key) for key in question.unless))


def _sensible(questions: Iterable[Question], facts: Facts, key: str) -> bool:
    return any(_fits(one, facts) for each in questions if each.key == key for one in each.when)


def _fits(condition: Condition, facts: Facts) -> bool:
    return all(plain(answer(facts, key)) in values for key, values in condition.facts)


def _holds(condition: Condition, facts: Facts, asked: Collection[str], hint: Suggestion | None) -> bool:
    return (
        _fits(condition, facts)
        and all(known(facts, key) for key in condition.known)
        and not any(known(facts, key) for key in condition.unknown)
        and (condition.below is None or len(asked) < condition.below)
        and (not condition.about or not _about(hint).isdisjoint(condition.about))
        and (not condition.claim or not _claim(hint).isdisjoint(condition.claim))
    )


def _about(hint: Suggestion | None) -> set[str | None]:
    reason = hint.reason if hint else None
    return {reason.code, reason.detail, reason.family} if reason else set()


def _claim(hint: Suggestion | None) -> set[str]:
    claim = hint.claim if hint else None
    if claim is None:
        return set()
    found = {claim.type, claim.extent}
    return found | {"amount_open"} if claim.extent == "partial" and claim.amount is None else found


def _question(table: Mapping[str, Any]) -> Question:
    _only(table, {each.name for each in fields(Question)}, str(table.get("key")))
    keys: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in table.items()}
    if "choices" in keys:
        keys["choices"] = tuple(Option(value, label) for value, label in keys["choices"])
    if "when" in keys:
        keys["when"] = tuple(_condition(each) for each in keys["when"])
    found = Question(**keys)
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

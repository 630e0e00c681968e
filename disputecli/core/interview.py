"""What is still worth asking? The next question for this case, the way back, and what an answer does to the others."""

from collections.abc import Callable, Collection, Iterable

from disputecli.core.advice import Suggestion
from disputecli.core.codec import answer, plain, with_answer
from disputecli.core.order import FIELDS, Facts
from disputecli.core.questions import Condition, Question
from disputecli.frozen import dataclass, replace

TOLD = ("problem.text", "problem.symptom", "problem.tracking")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an interview is: the facts, and the keys that were asked, in order, "I don't know" among them.

    `step` is the place in `asked` of a question that the buyer went back to, None where he is at the end; `draft` the
    key of a question and the words that stood there unsent.
    """

    facts: Facts
    asked: tuple[str, ...] = ()
    step: int | None = None
    draft: tuple[str, str] = ("", "")


Suggest = Callable[[Facts], Suggestion | None]


def current_question(questions: Collection[Question], progress: Progress, hint: Suggestion | None) -> Question | None:
    """The question to put now: the one that the buyer went back to, else the next that matters; None at the end."""
    if progress.step is not None:
        return question_of(questions, progress.facts, progress.asked[progress.step])
    return next_question(questions, progress.facts, progress.asked, hint)


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
    step = None if progress.step is None or progress.step + 1 >= len(asked) else progress.step + 1
    return Progress(_with(facts, question.key, value), asked, step)


def set_aside(facts: Facts, key: str) -> Facts:
    """The facts without this one, as "I don't know" leaves them."""
    return _with(facts, key, None)


def rewound(progress: Progress) -> Progress:
    """The progress one question back, every answer kept; the same one at the first question."""
    step = (len(progress.asked) if progress.step is None else progress.step) - 1
    return replace(progress, step=step, draft=("", "")) if step >= 0 else progress


def revised(
    questions: Collection[Question], before: Progress, question: Question, value: object, suggest: Suggest
) -> Progress:
    """The progress with an answer recorded, without the later answers that mean nothing any more.

    One stays where its question is still about this case, as it was when it was asked: with the facts that were known
    before it; and where this answer, given only now, doesn't make up for it.
    """
    after = pruned(questions, record(before, question, value))
    if question.key not in after.asked:
        return after
    later = after.asked[after.asked.index(question.key) + 1 :]
    needless = known(after.facts, question.key) and not known(before.facts, question.key)
    spared = {each.key for each in questions if needless and question.key in each.unless}
    facts = after.facts
    for key in later:
        facts = set_aside(facts, key)
    gone: set[str] = set()
    for key in later:
        if key not in spared and _concerned(questions, facts, key, suggest):
            facts = with_answer(facts, key, answer(after.facts, key))
        else:
            gone.add(key)
    return _without(after, gone)


def pruned(questions: Collection[Question], progress: Progress) -> Progress:
    """The progress without the answers to questions about another kind of case."""
    gone = {key for key in progress.asked if not _sensible(questions, progress.facts, key)}
    return pruned(questions, _without(progress, gone)) if gone else progress


def _without(progress: Progress, gone: Collection[str]) -> Progress:
    """The progress without these answers; a buyer who went back stays at the same question, or at the next left."""
    facts = progress.facts
    for key in gone:
        facts = set_aside(facts, key)
    asked = tuple(key for key in progress.asked if key not in gone)
    before = [key for key in progress.asked[: progress.step] if key not in gone]
    step = None if progress.step is None or len(before) == len(asked) else len(before)
    return replace(progress, facts=facts, asked=asked, step=step)


def _concerned(questions: Iterable[Question], facts: Facts, key: str, suggest: Suggest) -> bool:
    """Whether a question of this key is about a case with these facts."""
    hint = suggest(facts)
    if hint and hint.tells_apart == key:
        return True
    return any(_concerns(one, facts, hint) for each in questions if each.key == key for one in each.when)


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
        _concerns(condition, facts, hint)
        and all(known(facts, key) for key in condition.known)
        and not any(known(facts, key) for key in condition.unknown)
        and (condition.below is None or len(asked) < condition.below)
    )


def _concerns(condition: Condition, facts: Facts, hint: Suggestion | None) -> bool:
    """Whether it is about a case of these facts and this suggestion, whatever else is known or was asked."""
    return (
        _fits(condition, facts)
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

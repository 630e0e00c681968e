"""What did the buyer answer, and how is it said back? Typed text and chosen words to facts, with the flags' parsers."""

import unicodedata
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, time, tzinfo
from decimal import Decimal

from disputecli.core.codec import answer, plain
from disputecli.core.dates import WHEN_HINT
from disputecli.core.interview import question_of
from disputecli.core.names import COUNTRY_HINT, bare
from disputecli.core.order import FIELDS, Facts
from disputecli.core.questions import CHOSEN, Question
from disputecli.core.text import one_line
from disputecli.core.time import day_name, moment_name
from disputecli.core.values import Reading, read_sum, read_value
from disputecli.errors import Fault, UserProblem
from disputecli.frozen import dataclass, replace

Raw = str | tuple[str, ...]
LIKE = "Write it like {}."
NOON = time(12)
PAID = "order.paid"


class Unfinished(UserProblem):
    """Right as far as it goes: more has to be typed behind it."""


@dataclass(frozen=True, slots=True)
class Understood:
    """An answer as it was read: the value for the facts (None where empty) and the words that say it back."""

    value: object
    words: str


def understood(question: Question, raw: Raw, facts: Facts, reading: Reading) -> Understood:
    """The answer of one question; UserProblem, in words without keys, where it can't be read."""
    own = replace(reading, named=lambda _: question.choices, typed=True)
    try:
        value = _sum(raw, facts, reading) if question.kind == "amount" else _read(question, raw, facts, own)
    except UserProblem as problem:
        hint = problem.hint if " = " not in problem.hint else LIKE.format(question.like)
        kind = Unfinished if isinstance(problem, Unfinished) else UserProblem
        raise kind(_sentence(question.label, problem.sentence), hint) from problem
    return Understood(value, f"{said(question, value, reading.zone)}{_zone_name(value, reading.zone)}")


def completed(check: Callable[[Raw], Understood], begun: str, raw: Raw) -> Understood:
    """What an answer means: alone, else behind the words that lacked their end before; UserProblem for neither."""
    try:
        return check(raw)
    except UserProblem:
        if not begun:
            raise
        with suppress(UserProblem):
            return check(f"{begun} {raw}")
        raise


def begun_by(problem: UserProblem, raw: Raw) -> str:
    """The refused words if more has to be typed behind them, "" else."""
    return str(raw).strip() if isinstance(problem, Unfinished) else ""


def unsaid(question: Question, words: str) -> bool:
    """Whether the words say that there is no answer, as the list or the prompt does."""
    return _letters(words) in {_letters(each) for each in (question.empty, *question.unsaid)} - {""}


def _letters(words: str) -> str:
    return "".join(each for each in bare(words) if each.isalnum())


def refuse_new_faults(
    questions: tuple[Question, ...], before: Facts, after: Facts, faults: Callable[[Facts], list[Fault]]
) -> None:
    """UserProblem, in words without keys, if the facts can't be true with the new answer and could without it."""
    old = faults(before)
    new = [fault for fault in faults(after) if fault not in old]
    if new:
        raise _told(questions, after, new[0])


def said(question: Question, value: object, zone: tzinfo) -> str:
    """An answer in words, on one line: the chosen label, "Mon 2 Mar 2026", "9.68 USD"; what empty means for None."""
    if value is None or value == ():
        return question.empty
    if isinstance(value, datetime):
        return moment_name(value, zone)
    if isinstance(value, date):
        return day_name(value, zone)
    if question.kind == "price":
        return " ".join(str(plain(each)) for each in (value if isinstance(value, tuple) else (value,)))
    word = {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
    labels = {option.value: option.label for option in reversed(question.choices)}  # the first of a value's several
    words = word if isinstance(word, tuple) else (word,)
    return one_line(", ".join(labels.get(str(each), str(plain(each))) for each in words))


def typed(question: Question, facts: Facts, zone: tzinfo) -> Raw:
    """The present answer in the form in which it is typed or chosen; "" where there is none."""
    value = answer(facts, question.key)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return tuple(map(str, value))
    if isinstance(value, datetime):
        return f"{value.astimezone(zone):%Y-%m-%d %H:%M}"
    if question.kind in {"price", "country"}:
        return said(question, present(question, facts), zone)
    return str(plain(value))


def present(question: Question, facts: Facts) -> object:
    """The present answer of a question as `record` takes it; None where there is none."""
    value = answer(facts, question.key)
    second = answer(facts, question.also) if question.also else None
    return (value, second) if isinstance(value, Decimal) and second else value


def _read(question: Question, raw: Raw, facts: Facts, reading: Reading) -> object:
    known = FIELDS[question.key]
    if question.kind in CHOSEN or not isinstance(raw, str):
        return read_value(known, raw, reading)
    words = unicodedata.normalize("NFC", raw).strip()
    try:
        found = read_value(known, words, reading)
    except UserProblem as problem:
        hint = LIKE.format(question.like) if problem.hint in {WHEN_HINT, COUNTRY_HINT} else problem.hint
        raise UserProblem(problem.sentence, hint) from problem
    return _priced(words, found, facts) if question.kind == "price" and found else found


def _sum(raw: Raw, facts: Facts, reading: Reading) -> Decimal | None:
    """An amount in the order's currency, which may stand beside it; None for nothing."""
    words = unicodedata.normalize("NFC", str(raw)).strip()
    return read_sum(words, facts.order.currency, reading.named(PAID), reading.currencies) if words else None


def _priced(words: str, found: tuple[Decimal, str | None], facts: Facts) -> tuple[Decimal, str]:
    """A price with its currency: the one beside it, else the one that is known already."""
    currency = found[1] or facts.order.currency
    if not currency:
        raise Unfinished("The currency is missing.", f"Write {words} USD, {words} EUR or so.")
    return found[0], currency


def _zone_name(value: object, zone: tzinfo) -> str:
    """The zone that a date or instant was read in, such as " (CET)" or " (UTC+3)"; "" for anything else."""
    if not isinstance(value, date):
        return ""
    wall = value if isinstance(value, datetime) else datetime.combine(value, NOON)
    local = wall.astimezone(zone) if isinstance(value, datetime) else wall.replace(tzinfo=zone)
    name = local.tzname() or ""
    return f" (UTC{name})" if name[:1] in {"+", "-"} else f" ({name})" if name else ""


def _sentence(label: str, problem: str) -> str:
    """A codec's predicate ("is not text.") as a sentence about the question."""
    if problem.startswith(("is ", "has ")):
        return f"“{label}” {problem}"
    return problem[:1].upper() + problem[1:]


def _told(questions: tuple[Question, ...], facts: Facts, fault: Fault) -> UserProblem:
    """A fault in the facts with the questions' labels in place of keys."""
    sentence = _sentence(question_of(questions, facts, fault.where).label, fault.problem)
    for key in FIELDS:
        if key in sentence and any(each.key == key for each in questions):
            sentence = sentence.replace(key, f"“{question_of(questions, facts, key).label}”")
    return UserProblem(sentence, fault.hint)

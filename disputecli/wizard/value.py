"""What did the buyer answer, and how is it said back? Typed text and chosen words to facts, with the flags' parsers."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Decimal

from disputecli.core.codec import Reading, answer, plain, read_value
from disputecli.core.interview import question_of
from disputecli.core.money import parse_amount
from disputecli.core.order import FIELDS, Facts
from disputecli.core.questions import CHOSEN, Option, Question
from disputecli.core.text import one_line
from disputecli.core.time import WHEN_HINT, day_name, moment_name, parse_countdown
from disputecli.errors import Fault, UserProblem
from disputecli.frozen import dataclass

Raw = str | tuple[str, ...]
LIKE = "Write it like {}."
LEAST = 3  # letters from the middle of a name that are enough to mean it
NAMED, SHORT = 5, 40  # countries in a question back, characters of what was typed in it
NOON = time(12)
_PRICE = re.compile(r"([^\d]*)(\d[\d.,]*)([^\d]*)")
_CLOSE = 0.75  # how alike a country's name has to be for "Did you mean"


@dataclass(frozen=True, slots=True)
class Understood:
    """An answer as it was read: the value for the facts (None where empty) and the words that say it back."""

    value: object
    words: str


def understood(question: Question, raw: Raw, facts: Facts, reading: Reading) -> Understood:
    """The answer of one question; UserProblem, in words without keys, where it can't be read."""
    try:
        value = _read(question, raw, facts, reading)
    except UserProblem as problem:
        hint = problem.hint if " = " not in problem.hint else LIKE.format(question.like)
        raise UserProblem(_sentence(question.label, problem.sentence), hint) from problem
    return Understood(value, f"{said(question, value, reading.zone)}{_zone_name(value, reading.zone)}")


def unsaid(question: Question, words: str) -> bool:
    """Whether the words say that there is no answer, as the list or the prompt does."""
    return _bare(words) in {_bare(each) for each in (question.empty, "I don't know", "I don’t know")}


def matching(words: str, options: Iterable[Option]) -> list[Option]:
    """The options that some words mean, one a value: by the whole value or label, by its start, or by a part of it."""
    wanted, listed = _bare(words), [(_bare(each.label), each) for each in options]
    ways = (
        lambda label, each: wanted in {each.value.casefold(), label},
        lambda label, _: label.startswith(wanted),
        lambda label, _: len(wanted) >= LEAST and wanted in label,
    )
    for way in ways:
        found = {each.value: each for label, each in reversed(listed) if wanted and way(label, each)}
        if found:
            return list(reversed(found.values()))
    return []


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
    if question.kind in CHOSEN or not isinstance(raw, str):
        return read_value(FIELDS[question.key], raw, reading)
    words = unicodedata.normalize("NFC", raw).strip()
    if question.kind == "price" and words:
        return _price(question, words, facts, reading)
    if question.kind == "country":
        return _country(question, words, reading)
    if question.kind == "date":
        return _date(question, words, reading)
    return read_value(FIELDS[question.key], words, reading)


def _price(question: Question, words: str, facts: Facts, reading: Reading) -> tuple[Decimal, str]:
    found = _PRICE.fullmatch(words)
    if not found:
        raise UserProblem(f"“{words}” is not a price.", LIKE.format(question.like))
    try:
        amount = parse_amount(found[2])
    except UserProblem as problem:
        raise UserProblem(problem.sentence, LIKE.format("9.68 USD or 9,68 EUR")) from problem
    sign = (found[1] + found[3]).strip()
    if sign == "$":
        raise UserProblem("“$” can be several currencies.", f"Write {found[2]} USD, {found[2]} CAD or so.")
    if not sign and facts.order.currency:
        return amount, facts.order.currency
    if not sign:
        raise UserProblem("The currency is missing.", f"Write {found[2]} USD, {found[2]} EUR or so.")
    return amount, _currency(question, sign, reading)


def _currency(question: Question, sign: str, reading: Reading) -> str:
    by_sign = {_bare(option.label): option.value for option in question.choices}
    return str(read_value(FIELDS[question.also], by_sign.get(_bare(sign).rstrip("."), sign), reading))


def _country(question: Question, words: str, reading: Reading) -> object:
    """The code of a country by its code, its name, or a part of the name that only one has."""
    found = matching(words, question.choices)
    if len(found) > 1:
        names = ", ".join(each.label for each in found[:NAMED]) + ("…" if len(found) > NAMED else "")
        raise UserProblem(f"“{one_line(words, SHORT)}” can be several countries.", f"Which one? {names}")
    try:
        return read_value(FIELDS[question.key], found[0].value if found else words, reading)
    except UserProblem as problem:
        raise UserProblem(problem.sentence, _near(question, words) or LIKE.format(question.like)) from problem


def _near(question: Question, words: str) -> str:
    """A question back with the name that reads most like the words; "" where none does."""
    from difflib import get_close_matches

    by_name = {_bare(option.label): option.label for option in question.choices}
    near = get_close_matches(_bare(words), by_name, 1, _CLOSE)
    return f"Did you mean {by_name[near[0]]}?" if near else ""


def _zone_name(value: object, zone: tzinfo) -> str:
    """The zone that a date or instant was read in, such as " (CET)" or " (UTC+3)"; "" for anything else."""
    if not isinstance(value, date):
        return ""
    wall = value if isinstance(value, datetime) else datetime.combine(value, NOON)
    local = wall.astimezone(zone) if isinstance(value, datetime) else wall.replace(tzinfo=zone)
    name = local.tzname() or ""
    return f" (UTC{name})" if name[:1] in {"+", "-"} else f" ({name})" if name else ""


def _bare(name: str) -> str:
    """A name without accents, spaces and capitals, for comparison."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter) and not letter.isspace())


def _date(question: Question, words: str, reading: Reading) -> object:
    """A date or instant; for one in the future the time left, as the site shows it, will do too."""
    known = FIELDS[question.key]
    try:
        return read_value(known, words, reading)
    except UserProblem as problem:
        left = _time_left(words) if known.kind == "when" else None
        if left is not None:
            return reading.now.replace(microsecond=0) + left
        hint = LIKE.format(question.like) if problem.hint == WHEN_HINT else problem.hint
        raise UserProblem(problem.sentence, hint) from problem


def _time_left(words: str) -> timedelta | None:
    try:
        return parse_countdown(words)
    except UserProblem:
        return None


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

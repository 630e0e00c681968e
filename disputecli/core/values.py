"""What does this value mean? One parser for each kind of value: of an option, an answer, a file."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime, tzinfo
from decimal import Decimal

from disputecli.core.money import parse_amount, parse_price
from disputecli.core.order import Field
from disputecli.core.text import quoted, refused
from disputecli.core.time import When, aware, check_year
from disputecli.errors import UserProblem
from disputecli.frozen import dataclass
from disputecli.type_names import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from disputecli.core.questions import Option

LINE_LIMIT = 2_000
LARGEST_COUNT = 1_000_000
LONGEST_DELIVERY = 1_000
LONGEST_CODE = 3
_YES = frozenset({"yes", "y", "true", "1"})
_NO = frozenset({"no", "n", "false", "0"})


@dataclass(frozen=True)
class Reading:
    """What a value is read against: the clock, the user's zone and the known words of data.

    `named` are the names that a key's values go by; `typed`: it was written just now, so time left counts from now.
    """

    now: datetime
    zone: tzinfo
    symptoms: Collection[str] = ()
    currencies: Collection[str] = ()
    countries: Collection[str] = ()
    named: Callable[[str], Sequence[Option]] = lambda _: ()
    typed: bool = False


def read_value(known: Field, value: Any, reading: Reading) -> Any:
    """One value of a key, None for "I don't know" (left empty); UserProblem where it is not of its kind."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, str):
        _refuse_hidden(value)
    return _PARSERS[known.kind](value, known, reading)


def _refuse_hidden(text: str) -> None:
    character = refused(text)
    if character:
        raise UserProblem(f"has a hidden character ({character}).", "Type the text anew instead of pasting it.")


def _text(value: Any, known: Field, _: Reading) -> str:
    if not isinstance(value, str):
        raise UserProblem("is not text.", f'Put it in quotes: {known.name} = "{quoted(value)}"')
    return value.strip()


def _line(value: Any, known: Field, reading: Reading) -> str:
    line = " ".join(_text(value, known, reading).split())
    if len(line) > LINE_LIMIT and known.name != "item":
        raise UserProblem(f"is {len(line)} characters long.", f"Keep it under {LINE_LIMIT}.")
    return line


def _whole(value: Any, known: Field, least: int, most: int = LARGEST_COUNT) -> int:
    words = value.strip() if isinstance(value, str) else value
    if isinstance(words, str) and words.isascii() and words.isdigit() and len(words) <= len(str(LARGEST_COUNT)):
        words = int(words)
    if isinstance(words, bool) or not isinstance(words, int):
        raise UserProblem(f"“{quoted(value)}” is not a whole number.", f"Write it like {known.name} = 3.")
    if not least <= words <= most:
        raise UserProblem(f"{quoted(words)} is out of range.", f"It can be {least} to {most}.")
    return words


def _count(value: Any, known: Field, _: Reading) -> int:
    return _whole(value, known, 1, LONGEST_DELIVERY if known.name == "delivery_days" else LARGEST_COUNT)


def _number(value: Any, known: Field, _: Reading) -> int:
    return _whole(value, known, 0)


def _amount(value: Any, known: Field, _: Reading) -> Decimal:
    if not isinstance(value, str):
        raise UserProblem("is not written as text.", f'Put it in quotes: {known.name} = "{quoted(value)}"')
    return parse_amount(value)


def _price(value: Any, known: Field, reading: Reading) -> tuple[Decimal, str | None]:
    """An amount and the code of the currency beside it, None where there is none."""
    if not isinstance(value, str):
        return _amount(value, known, reading), None
    amount, sign = parse_price(value)
    if not sign:
        return amount, None
    from disputecli.core.names import labelled

    found = labelled(sign, reading.named(known.key))
    if len(found) > 1:
        hint = f"Write {amount:f} {found[0]}, {amount:f} {found[1]} or so."
        raise UserProblem(f"“{quoted(sign)}” can be several currencies.", hint)
    return amount, _code(found[0] if found else sign, reading.currencies, "a currency code like USD, EUR or BRL")


def read_sum(text: str, currency: str | None, names: Sequence[Option], codes: Collection[str]) -> Decimal:
    """An amount, alone or with the currency that is paid in beside it; UserProblem for another currency."""
    amount, sign = parse_price(text)
    if not sign:
        return amount
    from disputecli.core.names import labelled

    meant = labelled(sign, names) or [_code(sign, codes, "the sum alone, or with a currency code like USD, EUR or BRL")]
    if currency and currency not in meant:
        raise UserProblem(f"“{quoted(sign)}” is not {currency}, in which you paid.", f"Write the sum in {currency}.")
    return amount


def _length(value: Any, known: Field, reading: Reading) -> Decimal:
    words = value.lower().removesuffix("cm").strip() if isinstance(value, str) else value
    try:
        length = _amount(words, known, reading)
    except UserProblem as problem:
        raise UserProblem(f"“{quoted(value)}” is not a length in cm.", "Write it like 58 or 58.5.") from problem
    if not length:
        raise UserProblem("a length of 0 cm is not possible.", "Leave it out if you don't know it.")
    return length


def _yesno(value: Any, known: Field, _: Reading) -> bool | None:
    if isinstance(value, bool):
        return value
    word = value.strip().lower() if isinstance(value, str) else quoted(value)
    if word == "unknown":
        return None
    if word not in _YES | _NO:
        raise UserProblem(f"“{quoted(value)}” is neither true nor false.", f"Write {known.name} = true or = false.")
    return word in _YES


def _choice(value: Any, known: Field, _: Reading) -> str | None:
    return _one_of(value, known.choices, known)


def _one_of(value: Any, choices: Collection[str], known: Field) -> str | None:
    word = {True: "yes", False: "no"}[value] if isinstance(value, bool) and "yes" in known.choices else value
    word = word.strip().lower().replace(" ", "_") if isinstance(word, str) else None
    if word == "unknown" and word not in known.choices:
        return None
    if word is not None and word in choices:
        return word
    raise UserProblem(
        f"“{quoted(value)}” is not one of its words.", f"{known.name} can be: {', '.join(sorted(choices))}."
    )


def _choices(value: Any, known: Field, _: Reading) -> tuple[str, ...]:
    words = value.split(",") if isinstance(value, str) else value
    if not isinstance(words, list | tuple) or not all(isinstance(word, str) for word in words):
        raise UserProblem("is not a list of words.", f'Write it like {known.name} = ["photo", "video"].')
    found = [_one_of(word, known.choices, known) for word in words if word.strip()]
    return tuple(dict.fromkeys(word for word in found if word))


def _symptom(value: Any, known: Field, reading: Reading) -> str | None:
    return _one_of(value, reading.symptoms, known)


def _currency(value: Any, known: Field, reading: Reading) -> str:
    return _code(_text(value, known, reading), reading.currencies, "a currency code like USD, EUR or BRL")


def _country(value: Any, known: Field, reading: Reading) -> str:
    words = _text(value, known, reading)
    if _is_code(words, reading.countries):
        return words.upper()
    from disputecli.core.names import country_code

    return country_code(words, reading.named(known.key))


def _code(word: str, codes: Collection[str], like: str) -> str:
    if not _is_code(word, codes):
        raise UserProblem(f"“{quoted(word)}” is not known.", f"Write {like}.")
    return word.upper()


def _is_code(word: str, codes: Collection[str]) -> bool:
    return word.isascii() and word.isalpha() and len(word) <= LONGEST_CODE and word.upper() in codes


def _past(value: Any, known: Field, reading: Reading) -> When:
    return _when(value, known, reading, past=True)


def _any_when(value: Any, known: Field, reading: Reading) -> When:
    if reading.typed and isinstance(value, str):
        from disputecli.core.dates import time_left

        left = time_left(value)
        if left is not None:
            return reading.now.replace(microsecond=0) + left
    return _when(value, known, reading, past=None)


def _when(value: Any, known: Field, reading: Reading, *, past: bool | None) -> When:
    if isinstance(value, str):
        from disputecli.core.dates import parse_when

        return parse_when(value, reading.now, reading.zone, past=past)
    if not isinstance(value, date):
        from disputecli.core.dates import WHEN_HINT

        raise UserProblem(f"“{quoted(value)}” is not a date.", f"{WHEN_HINT} In a file: {known.name} = 2026-03-02")
    check_year(value)
    return aware(value, reading.zone) if isinstance(value, datetime) and value.tzinfo is None else value


_PARSERS: dict[str, Callable[[Any, Field, Reading], Any]] = {
    "text": _text, "line": _line, "count": _count, "number": _number, "amount": _amount, "price": _price,
    "length": _length, "yesno": _yesno, "choice": _choice, "choices": _choices, "symptom": _symptom,
    "currency": _currency, "country": _country, "past": _past, "when": _any_when,
}  # fmt: skip

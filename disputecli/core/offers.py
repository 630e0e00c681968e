"""What could be recorded of a seller's message? Sums and days that it offers, never recorded by themselves."""

import re
from collections.abc import Iterator
from decimal import Decimal

from disputecli.core.money import rounded, share
from disputecli.core.moves import MoveBook
from disputecli.core.order import Order
from disputecli.core.passages import passages, read_part, words_of
from disputecli.frozen import dataclass

_SUM = re.compile(r"(US ?\$|[$€£¥₽])? ?(\d{1,7}(?:[.,]\d{1,2})?)(?![\d.,]*\d) ?(%|[^\W\d_]{2,8}|[$€£¥₽])?", re.ASCII)
_DAYS = re.compile(r"(\d{1,3}) ?(days?|weeks?)", re.IGNORECASE)
_EXTENDS = re.compile(r"exten|prolong", re.IGNORECASE)
_BEHIND = 12  # characters behind the words of a move in which its unit may stand
_WEEK, _MOST_DAYS, _WHOLE = 7, 365, 100


@dataclass(frozen=True, slots=True)
class Offer:
    """A sum in the order's currency, or days of more protection, as the event that `log` would record."""

    event: str
    amount: Decimal | None = None
    days: int | None = None


def offers(book: MoveBook, text: str, order: Order, digits: int) -> tuple[Offer, ...]:
    """The sums and days that a message offers, each once; a sum in another currency than the order's is left out."""
    part = read_part(text, book.read_at_most)
    found: dict[Offer, None] = {}
    for each in passages(book.phrases, words_of(book.phrases, part)):
        kind, said = book.kinds[each.name].offers, part[each.start : each.end + _BEHIND]
        made = _sums(book, said, order, digits) if kind == "amount" else _days(said) if kind == "days" else ()
        found |= dict.fromkeys(made)
    return tuple(found)


def _sums(book: MoveBook, said: str, order: Order, digits: int) -> Iterator[Offer]:
    for sign, number, unit in _SUM.findall(said):
        value = Decimal(number.replace(",", "."))
        if unit == "%" and order.paid is not None and 0 < value < _WHOLE:
            yield Offer("seller-countered", share(order.paid, int(value * _WHOLE), _WHOLE * _WHOLE, digits))
        currencies = {book.currencies.get(word.replace(" ", "").lower(), "") for word in (sign, unit)} - {""}
        if currencies and (order.currency is None or order.currency in currencies):
            yield Offer("seller-countered", rounded(value, digits))


def _days(said: str) -> Iterator[Offer]:
    for number, unit in _DAYS.findall(said) if _EXTENDS.search(said) else ():
        days = int(number) * (_WEEK if unit.lower().startswith("week") else 1)
        if 0 < days <= _MOST_DAYS:
            yield Offer("protection-extended", days=days)

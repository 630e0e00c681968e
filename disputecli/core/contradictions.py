"""Can all of this be true? What a text says against itself, and against the facts of the order."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations

from disputecli.core.findings import Finding, LintBook, Part
from disputecli.core.order import Facts
from disputecli.core.passages import Passage, words_of
from disputecli.core.quote import day_name, day_of
from disputecli.core.time import When
from disputecli.core.wording import NUMBER, Token, number_of

_NUMBER = re.compile(r"\d{1,9}(?:[.,]\d{1,2})?", re.ASCII)
_SENTENCE_END = re.compile(r"[.!?;\n](?=\s)")
_DAY = re.compile(
    r"(?:(?<!\d)(\d{1,2})(?:st|nd|rd|th)? (?:of )?([A-Za-z]{3,9})|([A-Za-z]{3,9}) (\d{1,2})(?!\d))", re.ASCII
)
_ORDER = re.compile(r"order(?: number| no\.?| id)?:? #?(\d{14,20})(?!\d)", re.IGNORECASE | re.ASCII)
_PIECES = ("pieces_ordered", "pieces_came", "pieces_missing")
_UNIT = "<unit>"
_VARIANTS = {"own_spec": _UNIT, "own_colour": "<colour>", "own_size": "<letters>"}
_COURSE = ("ordered", "shipped", "came", "opened")
_MONTH_DAYS, _HALF_A_YEAR = 31, 180  # days; a longer way back is another year
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATES = {"ordered": ("ordered_at", "paid_at"), "shipped": ("shipped_at",), "came": ("received_at",)}
_NEAR = timedelta(days=1)  # the same moment is another day elsewhere


def contradictions(book: LintBook, part: Part, facts: Facts | None) -> Iterator[Finding]:
    """What contradicts itself, and with facts what contradicts them."""
    yield from _in_itself(book, part)
    yield from _amounts(book, part)
    yield from _paid_less(book, part)
    yield from _shares(book, part)
    yield from _pieces(book, part)
    yield from _two_variants(book, part)
    yield from _two_days(book, part)
    yield from _out_of_order(book, part)
    yield from _same_variant(book, part)
    if facts is None:
        return
    yield from _amount(book, part, facts)
    yield from _arrival(book, part, facts)
    yield from _dates(book, part, facts)
    yield from _order_number(book, part, facts)
    yield from _evidence(book, part, facts)


def _in_itself(book: LintBook, part: Part) -> Iterator[Finding]:
    for first, second in book.pairs:
        one, other = part.of(first), part.of(second)
        if one and other:
            yield book.finding("contradiction.pair", part, _place(other[0]), other=_said(part, one[0]))


def _sums(part: Part, name: str) -> list[tuple[Decimal, Passage]]:
    """The amounts of the passages of one rule, such as those that a text asks for."""
    found = ((_NUMBER.findall(part.text[each.start : each.end]), each) for each in part.of(name))
    return [(Decimal(numbers[-1].replace(",", ".")), each) for numbers, each in found if numbers]


def _amounts(book: LintBook, part: Part) -> Iterator[Finding]:
    asked = _sums(part, "asked")
    other = next((each for amount, each in asked[1:] if amount != asked[0][0]), None)
    if other:
        yield book.finding("contradiction.amounts", part, _place(other))


def _paid_less(book: LintBook, part: Part) -> Iterator[Finding]:
    """More asked than the text itself says was paid."""
    paid, asked = _sums(part, "paid"), _sums(part, "asked")
    if paid and asked and asked[0][0] > max(amount for amount, _ in paid):
        yield book.finding("contradiction.paid", part, _place(asked[0][1]), paid=paid[0][0])


def _shares(book: LintBook, part: Part) -> Iterator[Finding]:
    asked = _sums(part, "share")
    other = next((each for share, each in asked[1:] if share != asked[0][0]), None)
    if other:
        yield book.finding("contradiction.shares", part, _place(other))


def _pieces(book: LintBook, part: Part) -> Iterator[Finding]:
    """Pieces ordered, received and missing, each named once, that do not add up."""
    counts = [{_beside(book, part, each): each for each in part.of(name)} for name in _PIECES]
    if any(len(each) != 1 for each in counts):
        return
    (ordered,), (came,), (missing,) = counts
    if ordered - came != missing:
        yield book.finding("contradiction.counts", part, _place(counts[-1][missing]))


def _beside(book: LintBook, part: Part, found: Passage) -> Decimal:
    """The number of a passage that stands nearest to its verb."""
    return number_of(_nearest(book, part, found, NUMBER)[0].word, book.phrases.vocabulary) or Decimal(0)


def _nearest(book: LintBook, part: Part, found: Passage, key: str) -> tuple[Token, Token]:
    """The word with a key nearest to the verb of a passage, which is its first or last, and the word before it."""
    tokens = words_of(book.phrases, _said(part, found))
    places = [at for at, token in enumerate(tokens) if key in token.keys]
    at = places[0] if tokens[0].keys.isdisjoint({key, NUMBER}) else places[-1]
    return tokens[at], tokens[at - 1]


def _two_variants(book: LintBook, part: Part) -> Iterator[Finding]:
    """Two sentences that name what was ordered, with two colours, or two values of one unit."""
    for name, kind in _VARIANTS.items():
        said = [(_variant(book, part, each, kind), each) for each in part.of(name)]
        for (one, before), (other, after) in combinations(said, 2):
            apart = _SENTENCE_END.search(part.text, before.end, after.start)
            if apart and one[-1] == other[-1] and one != other:
                yield book.finding("contradiction.variant", part, _place(after), other=_said(part, before))
                return


def _variant(book: LintBook, part: Part, found: Passage, kind: str) -> tuple[str, str]:
    """The value and the unit that a passage names, or its colour and no unit."""
    word, before = _nearest(book, part, found, kind)
    return (before.word, word.word) if kind == _UNIT else (word.word, "")


def _two_days(book: LintBook, part: Part) -> Iterator[Finding]:
    """Two days on which one parcel came."""
    if {"first", "second", "other", "another", "both", "two"} & {word.text.lower() for word in part.words}:
        return
    days = [(day, each) for each in part.of("came") if (day := _day(part.text[each.start : each.end]))]
    other = next((each for day, each in days[1:] if day != days[0][0]), None)
    if other:
        yield book.finding("contradiction.days", part, _place(other))


def _out_of_order(book: LintBook, part: Part) -> Iterator[Finding]:
    """A day that comes before one on which something earlier happened: opened before it arrived."""
    days = [
        (day, each) for name in _COURSE for each in part.of(name) if (day := _day(part.text[each.start : each.end]))
    ]
    for (before, _), (after, each) in combinations(days, 2):
        back = (before[1] - after[1]) * _MONTH_DAYS + before[0] - after[0]
        if 0 < back < _HALF_A_YEAR:
            yield book.finding("contradiction.order", part, _place(each))
            return


def _same_variant(book: LintBook, part: Part) -> Iterator[Finding]:
    """The same thing ordered and received, and yet called wrong."""
    found = book.measures.same.search(part.text)
    if found and part.of("wrong"):
        yield book.finding("contradiction.same", part, found.span())


def _amount(book: LintBook, part: Part, facts: Facts) -> Iterator[Finding]:
    paid, wish = facts.order.paid, facts.wish.amount
    for amount, each in _sums(part, "asked")[:1]:
        if paid is not None and amount > paid:
            yield book.finding("contradiction.paid", part, _place(each), paid=paid)
        elif wish is not None and amount != wish:
            yield book.finding("contradiction.claimed", part, _place(each), claimed=wish)


def _arrival(book: LintBook, part: Part, facts: Facts) -> Iterator[Finding]:
    arrived, missing = part.of("received.first"), part.of("received.second")
    if facts.problem.received == "yes" and missing and not arrived:
        yield book.finding("contradiction.received", part, _place(missing[0]))
    item = facts.order.item or ""
    seen = arrived or tuple(each for each in part.of("seen") if _said(part, each) not in item)
    if facts.problem.received == "no" and seen and facts.order.received_at is None:
        yield book.finding("contradiction.not_received", part, _place(seen[0]))


def _dates(book: LintBook, part: Part, facts: Facts) -> Iterator[Finding]:
    for name, keys in _DATES.items():
        known: list[When] = [when for key in keys if (when := getattr(facts.order, key))]
        for each in part.of(name) if known else ():
            day = _day(part.text[each.start : each.end])
            if day and not any(_agrees(day, day_of(when)) for when in known):
                yield book.finding("contradiction.date", part, _place(each), known=day_name(known[0]))


def _day(text: str) -> tuple[int, int] | None:
    """The day and month that a passage ends with, as in "3 March" and "March 3"."""
    for found in reversed(list(_DAY.finditer(text))):
        number, name = found[1] or found[4], (found[2] or found[3])[:3].lower()
        if name in _MONTHS:
            return int(number), _MONTHS.index(name) + 1
    return None


def _agrees(day: tuple[int, int], known: date) -> bool:
    near = (known + step for step in (-_NEAR, timedelta(0), _NEAR))
    return day in {(each.day, each.month) for each in near}


def _order_number(book: LintBook, part: Part, facts: Facts) -> Iterator[Finding]:
    known = facts.order.order_id
    for found in _ORDER.finditer(part.text) if known else ():
        if found[1] != known:
            yield book.finding("contradiction.order_id", part, found.span(1), known=known)


def _evidence(book: LintBook, part: Part, facts: Facts) -> Iterator[Finding]:
    """Evidence that a text names and that is not there; unknown evidence contradicts nothing."""
    there = set(facts.problem.evidence)
    for each in part.passages if there else ():
        rule = book.rules.get(each.name)
        if rule and rule.kinds and there.isdisjoint(rule.kinds):
            yield book.finding("contradiction.evidence", part, _place(each))


def _said(part: Part, found: Passage) -> str:
    return part.text[found.start : found.end]


def _place(found: Passage) -> tuple[int, int]:
    return found.start, found.end

"""How are facts put into words? The buyer's own as one calm line, without personal data; money, days and lists."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime, tzinfo
from decimal import Decimal

from disputecli.core.order import Order, Problem
from disputecli.core.text import cleaned
from disputecli.core.time import When
from disputecli.frozen import dataclass

CENTS = 2
LONGEST_AMOUNT = 24
MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
READ_AT_MOST = 4_000
SHOUT_LETTERS = 8
SHOUT_SHARE = 0.7
SHOUT_WORD = 4
PHONE_DIGITS = 10
_STOPS = ".?…。？！｡"
_VOWELS = frozenset("AEIOUYАЕЁИОУЫЭЮЯІЇЄ")
_TOKEN = re.compile(r"[\w'’]+")
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,30}){1,4}")
_HANDLE = re.compile(r"(?<!\S)@[^\W\d]\w{2,64}|(?:https?://)?(?:wa\.me|t\.me)/\S{1,99}", re.IGNORECASE)
_CALLED = re.compile(
    r"\b(?:phone|tel|telephone|mobile|call|whats ?app|telegram|viber|wechat)\b"
    r"(?: ?\b(?:number|no|nr|is|me|us|at|on)\b)*[ :.=]{0,3}(?!\d{4}-\d)\+?(?:\d[ ()-]{0,2}){7,20}",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"(?<![\w.,])\+?\(?\d(?:[ ()-]{0,2}\d){7,18}(?!\w)")
_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: [A-Z0-9]{4}){3,7}(?: [A-Z0-9]{1,3})?\b")
_REFERENCE = re.compile(r"track|order|parcel|serial|imei|number is|code|no\.", re.IGNORECASE)
_CLAUSE = re.compile(r"(?<=[.!?;,])\s+|\s+[-–—]\s+")
_EXCLAMATION = re.compile(r"[?!]*![?!]*\.?")
_GAP = re.compile(r"\s+([.,;:?])(?=\s|$)")
_START = re.compile(r"(^|[.?] )([^\W\d_])")


@dataclass(frozen=True, slots=True)
class Words:
    """The vocabulary of the messages: noun phrases, plurals, and what is to be left in capitals or left out."""

    evidence: Mapping[str, str]
    events: Mapping[str, str]
    offers: Mapping[str, str]
    milestones: Mapping[str, str]
    plurals: Mapping[str, tuple[str, str]]
    joined: Mapping[str, str]
    capitals: frozenset[str]
    nothing_new: frozenset[str]
    no_cents: frozenset[str]


def line(text: str) -> str:
    """The text on one line, with single spaces and without what could harm a terminal."""
    return " ".join(cleaned(text[:READ_AT_MOST]).split())


def name(text: str) -> str:
    """A name or a variant as given, on one line, without the punctuation at its end."""
    return line(text).rstrip(" .,;:!")


def cut(text: str, width: int) -> str:
    """The text in at most `width` characters, cut behind a word with …."""
    if len(text) <= width:
        return text
    head = text[: width - 1]
    space = head.rfind(" ")
    if not text[width - 1].isspace() and space >= width // 2:
        head = head[:space]
    return f"{head.rstrip(' .,;:-–([{')}…"


def stopped(text: str) -> str:
    """The text as a sentence: with a stop at its end."""
    return text if text.endswith(tuple(_STOPS)) else f"{text.rstrip(' ,;:-–')}."


def quoted(text: str, capitals: Collection[str] = ()) -> str:
    """The buyer's words without personal data, shouting and exclamation marks; "" where nothing is left.

    `capitals` are the words that are rightly written in capitals.
    """
    words = calm(_EXCLAMATION.sub(".", _public(line(text))), capitals)
    words = _GAP.sub(r"\1", words).strip(" ,;:-–").lstrip(" .?…")
    if not any(character.isalnum() for character in words):
        return ""
    return words if words[1:2].isupper() else _upper(words[0]) + words[1:]


def calm(text: str, capitals: Collection[str] = ()) -> str:
    """The text without shouting: words in capitals in small letters, but for sizes, units and names."""
    shouting = shouted(text)

    def lowered(found: re.Match[str]) -> str:
        word = found[0]
        kept = not word.isupper() or word in capitals or any(map(str.isdigit, word)) or (len(word) == 1 and word != "A")
        if kept or not (shouting or (len(word) >= SHOUT_WORD and not _VOWELS.isdisjoint(word))):
            return word
        return f"I{word[1:].lower()}" if word.startswith(("I'", "I’")) else word.lower()

    words = _TOKEN.sub(lowered, text)
    return _START.sub(lambda found: found[1] + _upper(found[2]), words) if shouting else words


def shouted(text: str) -> bool:
    """True where most of a text stands in capitals."""
    cased = [character for character in text if character.upper() != character.lower()]
    return len(cased) >= SHOUT_LETTERS and sum(map(str.isupper, cased)) > SHOUT_SHARE * len(cased)


def personal(text: str) -> str | None:
    """The first contact or payment detail in a text (e-mail, phone, card, account), or None."""
    for pattern in (_EMAIL, _HANDLE, _CALLED, _IBAN):
        if found := pattern.search(text):
            return found[0]
    return next((found[0] for found in _DIGITS.finditer(text) if _is_private(text, found)), None)


def day_of(when: When, zone: tzinfo | None = None) -> date:
    """The calendar day of a date or an instant, in the buyer's zone, else in the instant's own."""
    return (when.astimezone(zone) if zone else when).date() if isinstance(when, datetime) else when


def day_name(when: When, zone: tzinfo | None = None) -> str:
    """A day as it is written in a message: "2 March 2026"."""
    day = day_of(when, zone)
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def attached(words: Words, evidence: Iterable[str], most: int) -> str:
    """The kinds of evidence as a list in words, at most so many of them: "a photo, a video and 2 more"."""
    names = [words.evidence[kind] for kind in dict.fromkeys(evidence) if kind in words.evidence]
    more = len(names) - most
    names = [*names[:most], f"{more} {words.joined['more']}"] if more > 0 else names
    return f" {words.joined['and']} ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def money(words: Words, amount: Decimal | None, currency: str | None) -> str:
    """The amount with its currency and cents; "" where it is unknown or nothing."""
    if amount is None or not amount.is_finite() or amount <= 0 or abs(amount.adjusted()) > LONGEST_AMOUNT:
        return ""
    exponent = amount.as_tuple().exponent
    padded = isinstance(exponent, int) and exponent > -CENTS and currency not in words.no_cents
    figure = f"{amount:.{CENTS}f}" if padded else f"{amount:f}"
    if len(figure) > LONGEST_AMOUNT:
        return ""
    return f"{figure} {name((currency or '')[:3]) or words.joined['no_currency']}"


def count(words: Words, number: int, noun: str) -> str:
    """A number with its noun, one or more: "1 piece", "2 pieces"."""
    return f"{number} {words.plurals[noun][number != 1]}"


def length(size: Decimal | None) -> str:
    """A size in centimetres: "58 cm"; "" where it is unknown or nothing."""
    return f"{size.normalize():f} cm" if size is not None and size.is_finite() and size > 0 else ""


def order_slots(words: Words, order: Order, problem: Problem, zone: tzinfo | None) -> Iterator[tuple[str, str]]:
    """The words for what is known of the order, by slot; "" for what is not."""
    for slot in ("item", "variant", "seller", "order_id"):
        yield slot, name(getattr(order, slot) or "")
    for slot in ("ordered", "shipped", "received", "confirmed"):
        when = getattr(order, f"{slot}_at")
        yield f"{slot}_on", day_name(when, zone) if when else ""
    if order.protection_ends_at:
        yield "protection_on", day_name(order.protection_ends_at, zone)
    if order.quantity and problem.pieces_ordered is None:
        yield "quantity", count(words, order.quantity, "piece")
    if order.delivery_days:
        yield "delivery_days", count(words, order.delivery_days, "day")
    yield "paid", money(words, order.paid, order.currency)


def problem_slots(words: Words, order: Order, problem: Problem) -> Iterator[tuple[str, str]]:
    """The words for what is known of the problem, by slot; "" for what is not."""
    yield "words", _own_words(words, order, problem)
    received = name(problem.received_variant or "")
    if received.casefold() != name(order.variant or "").casefold():
        yield "received_variant", received
    sizes = (problem.size_ordered_cm, problem.size_received_cm)
    if sizes[0] != sizes[1]:
        yield "size_ordered", length(sizes[0])
        yield "size_received", length(sizes[1])
    came, ordered = problem.pieces_received, problem.pieces_ordered
    if came is not None and ordered is not None and came < ordered:
        yield "pieces_of", f"{came} {words.joined['of']} {count(words, ordered, 'piece')}"
        yield "pieces_missing", count(words, ordered - came, "missing")
    elif came is not None and ordered is None and came < (order.quantity or 0):
        yield "pieces_came", count(words, came, "piece")


def _own_words(words: Words, order: Order, problem: Problem) -> str:
    """What the buyer wrote, unless it says no more than the reason does."""
    named = [text for text in map(line, (order.item or "", order.variant or "")) if not shouted(text)]
    capitals = words.capitals | {word for text in named for word in text.split()}
    text = quoted(problem.text or "", capitals)
    return "" if text.casefold().strip(" .?") in words.nothing_new else text


def _is_private(text: str, found: re.Match[str]) -> bool:
    digits = sum(map(str.isdigit, _DATE.sub("", found[0])))
    if found[0].startswith("+"):
        return True
    return digits >= PHONE_DIGITS and not _REFERENCE.search(text[max(0, found.start() - 30) : found.start()])


def _public(text: str) -> str:
    """The text without the clauses that hold personal data; where all do, without the data alone."""
    if personal(text) is None:
        return text
    left = " ".join(clause for clause in _CLAUSE.split(text) if personal(clause) is None)
    if personal(left) is None and any(map(str.isalnum, left)):
        return left
    while found := personal(text):
        text = text.replace(found, " ")
    return line(text)


def _upper(character: str) -> str:
    upper = character.upper()
    return upper if len(upper) == 1 else character

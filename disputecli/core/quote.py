"""How are the buyer's own words put into a message? As one calm line, without personal data, cut at a word."""

import re
from collections.abc import Collection

from disputecli.core.text import cleaned

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

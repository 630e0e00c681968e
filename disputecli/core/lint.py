"""What should this outgoing text not say? Findings with their place and what to write instead (rulebook 7)."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from disputecli.core.contradictions import contradictions
from disputecli.core.findings import FACT, Finding, LintBook, Part
from disputecli.core.language import Word, foreign, spelled
from disputecli.core.order import Facts
from disputecli.core.passages import Passage, passages, read_part, words_of
from disputecli.core.quote import personal, shouted

__all__ = ["blocking", "check"]

_LOUD = re.compile(r"!{2,}|!\?|\?!")
_REPEATED = re.compile(r"\b([^\W\d_]{3,30})(?:[\s,.!]{1,3}\1\b){2,}", re.IGNORECASE)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}[A-Z0-9]{11,30}\b")
_IBAN_CHECK = 97
_PLAIN = re.compile(r"\d+(?:-\d+){2,}|[1-9]\d{9,}|0\d{9}|0\d{13,}")  # as numbers of parts are written
_TITLE = re.compile(r"[\"“][A-Z][^\"”\n]{2,60}[\"”]")
_LONG = 4
_LIGHT = " ,.'"
_NEAR = 40
_QUOTED = 80
_HEATED = frozenset({"rude", "emotional", "threat"})  # what is said so is no fact


def check(book: LintBook, text: str, facts: Facts | None = None, kind: str | None = None) -> tuple[Finding, ...]:
    """What is wrong with a text, in its order, also against the facts of an order where they are given.

    `start` and `end` count characters of the text as read: without hidden characters, each line end as one. Of a long
    text only the first `book.read_at_most` characters are looked at. `kind` is a kind of message with its own length.
    """
    part = part_of(book, text)
    found = [finding for measure in _MEASURES for finding in measure(book, part)]
    found += [*_too_long(book, part, kind), *contradictions(book, part, facts)]
    kept: dict[str, list[Finding]] = {}
    for each in sorted(found, key=lambda each: (each.start, -each.end, each.code)):
        same = kept.setdefault(each.code, [])
        if len(same) < book.measures.most and not (same and each.start < same[-1].end):
            same.append(each)
    return tuple(sorted((each for same in kept.values() for each in same), key=lambda each: (each.start, each.end)))


def blocking(book: LintBook, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings with which a text should not be sent at all: contact or account data, threats, no English."""
    return tuple(each for each in findings if each.code in book.blocks)


def part_of(book: LintBook, text: str) -> Part:
    """The part of a text that is looked at, with its words and what the rules find in it."""
    read = read_part(text, book.read_at_most)
    return Part(read, spelled(read), passages(book.phrases, words_of(book.phrases, read)))


def _said(book: LintBook, part: Part) -> Iterator[Finding]:
    for each in part.passages:
        rule = book.rules.get(each.name)
        if rule and rule.code != FACT and not _is_name(part, each):
            yield Finding(rule.code, part.text[each.start : each.end], each.start, each.end, rule.hint)


def _is_name(part: Part, found: Passage) -> bool:
    """Whether a single word is a name: with a capital inside of a sentence or a title, and another one behind it."""
    before, after = part.text[: found.start].rstrip(" "), part.text[found.end :]
    if any(each.start() < found.start and found.end < each.end() for each in _titles(part.text)):
        return True
    if not part.text[found.start : found.end].istitle() or not before or before[-1] in ".!?:;\n":
        return False
    return after[:1] == " " and after[1:2].isupper() and after[2:3].islower()


def _titles(text: str) -> Iterator[re.Match[str]]:
    """Quoted names, in which every longer word begins with a capital."""
    for found in _TITLE.finditer(text):
        if all(word[0].isupper() for word in found[0][1:-1].split() if len(word) >= _LONG):
            yield found


def _loud(book: LintBook, part: Part) -> Iterator[Finding]:
    marks = part.text.count("!")
    loud = [found.span() for found in _LOUD.finditer(part.text)]
    if not loud and marks >= book.measures.exclamations:
        last = part.text.rfind("!")
        loud = [(last, last + 1)]
    yield from (book.finding("emotional.exclamations", part, span) for span in loud[:1])
    yield from (book.finding("emotional.repeats", part, found.span()) for found in _REPEATED.finditer(part.text))
    angry = (at for at, sign in enumerate(part.text) if sign in book.measures.furious)
    yield from (book.finding("emotional.furious", part, (at, at + 1)) for at in angry)


def _too_long(book: LintBook, part: Part, kind: str | None) -> Iterator[Finding]:
    measures = book.measures
    limit, length = measures.limits.get(kind or "", measures.limit), len(part.text.rstrip())
    if 0 < limit < length:
        place = (limit, min(length, limit + _QUOTED))
        more = f"more than {length - 1}" if length >= book.read_at_most else length
        yield book.finding("too_long", part, place, limit=limit, length=more)


def _not_english(book: LintBook, part: Part) -> Iterator[Finding]:
    word = foreign(book.languages, part.words)
    if word:
        yield book.finding("not_english", part, (word.start, word.end))


def _vague(book: LintBook, part: Part) -> Iterator[Finding]:
    """A text without a number, and with few facts: a defect in general words and some words of its own count too."""
    measures, general = book.measures, book.languages.general
    said = [each for each in part.passages if each.name in book.rules and book.rules[each.name].code in _HEATED]
    sober = (word for word in part.words if not any(each.start <= word.start < each.end for each in said))
    own = {word.text.lower() for word in sober if len(word.text) >= measures.content_length} - general
    facts = {each.start for each in part.of("concrete")}
    score = len(facts) + bool(part.of("defect")) + len(own) // measures.content
    figures = any(character.isdigit() for character in part.text)
    if part.words and not figures and score < measures.concrete:
        yield book.finding("vague", part, (0, len(part.text.rstrip())))


def _all_caps(book: LintBook, part: Part) -> Iterator[Finding]:
    loud = [word for word in part.words if _is_loud(book, word)]
    capitals = book.measures.capitals
    rest = " ".join(word.text for word in part.words if word.text not in capitals)
    if not shouted(rest) and len(loud) < book.measures.shouted_words:
        return
    shout = [word for word in part.words if word.text.isupper()] or list(part.words)
    first = next((word for word in shout if word in loud), shout[0])
    yield book.finding("all_caps", part, _run(part.text, shout, shout.index(first)))


def _run(text: str, words: Sequence[Word], at: int) -> tuple[int, int]:
    """The place of the words around one of them that only blanks and light marks part."""
    first = last = at
    while first and not text[words[first - 1].end : words[first].start].strip(_LIGHT):
        first -= 1
    while last + 1 < len(words) and not text[words[last].end : words[last + 1].start].strip(_LIGHT):
        last += 1
    return words[first].start, words[last].end


def _is_loud(book: LintBook, word: Word) -> bool:
    """Whether a word in capitals is no abbreviation or name: a common word."""
    length, text = book.measures.shouted_length, word.text
    return len(text) >= length and text.isupper() and text.lower() in book.languages.common


def _personal(book: LintBook, part: Part) -> Iterator[Finding]:
    found = personal(part.text)
    if found and not _is_private(book, part, found):
        found = None
    number = next((each[0] for each in _IBAN.finditer(part.text) if _is_iban(each[0])), None)
    patterns = (*book.measures.addresses, *book.measures.private)
    places = (each[0] for pattern in patterns for each in pattern.finditer(part.text))
    for said in dict.fromkeys(each for each in (found, number, *places) if each):
        start = part.text.find(said)
        yield book.finding("personal_data", part, (start, start + len(said)))


def _is_private(book: LintBook, part: Part, said: str) -> bool:
    """Whether it is no number of a part: one with words, a plus, in one piece, or with a word like `phone` near it."""
    if not _PLAIN.fullmatch(said):
        return True
    start = part.text.find(said)
    near = {word.text.lower() for word in part.words if start - _NEAR < word.start < start + len(said) + _NEAR}
    return not near.isdisjoint(book.measures.called)


def _is_iban(text: str) -> bool:
    """Whether the check digits of an account number are right (ISO 13616); tracking numbers look alike."""
    digits = "".join(str(int(character, 36)) for character in text[4:] + text[:4])
    return int(digits) % _IBAN_CHECK == 1


_MEASURES: tuple[Callable[[LintBook, Part], Iterator[Finding]], ...] = (
    _said, _loud, _not_english, _vague, _all_caps, _personal,
)  # fmt: skip

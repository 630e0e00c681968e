"""Which name do these words mean? Names of things to choose from, found by their whole, their beginning or a part."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator

from disputecli.core.questions import Option
from disputecli.core.text import quoted
from disputecli.errors import UserProblem

NAMED, LINE = 5, 80  # names in a question back, letters that are looked at
COUNTRY_HINT = "Write its name, or its code like BR, PL or US."
LEAST = 3  # letters from within a name that are enough to mean it
CLOSE = 0.75  # how alike a name has to be for "Did you mean"
_WITHIN = r"(?<![\w'’])"  # where a word begins; the t of "don't" begins none


def bare(name: str) -> str:
    """A name without accents, spaces and capitals, for comparison."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter) and not letter.isspace())


def matching(words: str, options: Iterable[Option]) -> list[Option]:
    """The options that some words mean, one a value.

    By the whole value or label, by its start, by the start of a word in it, or by a part of it.
    """
    wanted, listed = bare(words), [(bare(each.label), each) for each in options]
    ways = (
        lambda label, each: wanted in {each.value.casefold(), label},
        lambda label, _: label.startswith(wanted),
        lambda _, each: len(wanted) >= LEAST and any(start.startswith(wanted) for start in _word_starts(each.label)),
        lambda label, _: len(wanted) >= LEAST and wanted in label,
    )
    for way in ways:
        found = {each.value: each for label, each in reversed(listed) if wanted and way(label, each)}
        if found:
            return list(reversed(found.values()))
    return []


def lettered(letters: str, lines: Collection[str]) -> tuple[list[int], int]:
    """The places of the lines that begin with the letters or have a word that does, and the best one's among those.

    A letter in the middle of a word means nothing: most lines have any letter somewhere.
    """
    within = re.compile(_WITHIN + re.escape(letters.lower()))
    found = [place for place, line in enumerate(lines) if within.search(line.lower())]
    begun = [place for place, line in enumerate(lines) if within.match(line.lower())]
    return found, found.index(begun[0]) if begun else 0


def labelled(words: str, options: Iterable[Option]) -> list[str]:
    """The values whose label the words are, to the letter but for accents and a dot: several where it is not clear."""
    wanted = bare(words).rstrip(".")
    return list(dict.fromkeys(each.value for each in options if bare(each.label).rstrip(".") == wanted))


def country_code(words: str, options: Collection[Option]) -> str:
    """The code of a country by its name, or by a part of the name that only one has; UserProblem where it is none."""
    words = words[:LINE]
    found = matching(words, options)
    if len(found) > 1:
        names = ", ".join(each.label for each in found[:NAMED]) + ("…" if len(found) > NAMED else "")
        raise UserProblem(f"“{quoted(words)}” can be several countries.", f"Which one? {names}")
    if not found:
        raise UserProblem(f"“{quoted(words)}” is not known.", near(words, options) or COUNTRY_HINT)
    return found[0].value


def near(words: str, options: Iterable[Option]) -> str:
    """A question back with the name that reads most like the words; "" where none does."""
    from difflib import get_close_matches

    by_name = {bare(option.label): option.label for option in options}
    found = get_close_matches(bare(words), by_name, 1, CLOSE)
    return f"Did you mean {by_name[found[0]]}?" if found else ""


def _word_starts(label: str) -> Iterator[str]:
    return (bare(label[found.start() :]) for found in re.finditer(rf"{_WITHIN}\w", label))

"""How are plain lines with a little colour laid out? Without rich, whose import costs a quick screen too much."""

import sys
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import chain, zip_longest

from disputecli.frozen import dataclass

_CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line in one style, such as "bold red" (also a style of rich)."""

    text: str
    style: str = ""


Line = tuple[Span, ...]


def cells(text: str) -> int:
    """How many columns of the terminal a text takes."""
    if _is_narrow(text):
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def _is_narrow(text: str) -> bool:
    """True where each character takes one column; NUL stands for one in a text that is to be filled in."""
    return (text.isascii() and text.replace("\0", " ").isprintable()) or _narrow().issuperset(text)


@cache  # made only where a text needs it
def _narrow() -> frozenset[str]:
    """Latin, Greek and Cyrillic letters that are one character each, and the signs of our own texts."""
    ranges = (range(1), range(0x20, 0x7F), range(0xA0, 0xAD), range(0xAE, 0x300), range(0x370, 0x483))
    return frozenset([*"–—‘’“”…→✓", *(chr(each) for each in chain(*ranges))])


def cut(text: str, width: int, ellipsis: str = "…") -> str:
    """The text in at most `width` columns, its end cut off with an ellipsis."""
    if cells(text) <= width:
        return text
    room = max(width - len(ellipsis), 0)
    if _is_narrow(text):
        return f"{text[:room].rstrip()}{ellipsis}"[:width]
    from rich.cells import set_cell_size

    return f"{set_cell_size(text, room).rstrip()}{ellipsis}"[:width]


def wrapped(spans: Iterable[Span], width: int, *, whole: bool = False) -> list[Line]:
    """The spans as lines of at most `width` columns, broken between words; a longer word is broken inside.

    `whole`: it is not, and its line is too wide.
    """
    rows: list[list[Span]] = [[]]
    used = 0
    for word, style in _words(spans, sys.maxsize if whole else width):
        size = cells(word)
        if used and used + 1 + size > width:
            rows.append([])
            used = 0
        _add(rows[-1], Span(f" {word}" if used else word, style))
        used += size + (1 if used else 0)
    return [tuple(row) for row in rows]


def fitted(lines: Iterable[Line], width: int) -> list[Line]:
    """The lines, those that are too wide broken between words, moved in like their start.

    A command at the end of a line that is too wide gets one of its own, for it is to be copied.
    """
    return [part for each in lines for part in ([each] if cells(_text(each)) <= width else _broken(each, width))]


def _broken(whole: Line, width: int) -> Iterable[Line]:
    text = _text(whole)
    indent = len(text) - len(text.lstrip())
    head, colon, command = text.rpartition(": dispute ") if len(whole) == 1 else ("", "", "")
    style = whole[0].style
    parts = [(Span(f"{head}:", style),), (Span(f"  dispute {command}", style),)] if colon else [whole]
    for part in parts:
        more = indent + (2 if part is not parts[0] else 0)
        yield from ((Span(" " * more), *row) for row in wrapped(part, max(width - more, 1), whole=True))


def beside(columns: Sequence[Sequence[Line]], widths: Sequence[int], gap: int = 2) -> list[Line]:
    """Columns of lines side by side, each padded to its width but for the last."""
    rows = []
    for row in zip_longest(*columns, fillvalue=()):
        spans: list[Span] = []
        for line, width in zip(row, widths, strict=True):
            spans += [*line, Span(" " * (width - cells(_text(line)) + gap))]
        while spans and not spans[-1].text.strip():
            spans.pop()
        rows.append(tuple(spans))
    return rows


def painted(lines: Iterable[Line], *, colour: bool) -> str:
    """The lines as text that ends in a newline, with the terminal's colour codes if wanted."""
    return "".join(f"{''.join(_ink(span) if colour else span.text for span in line)}\n" for line in lines)


def _add(row: list[Span], span: Span) -> None:
    """One more piece of a line, joined with the last one where the style is the same."""
    if row and row[-1].style == span.style:
        span = Span(row.pop().text + span.text, span.style)
    row.append(span)


def _words(spans: Iterable[Span], width: int) -> Iterable[tuple[str, str]]:
    for span in spans:
        for word in span.text.split():
            yield from ((part, span.style) for part in _parts(word, width))


def _parts(word: str, width: int) -> Iterable[str]:
    while cells(word) > width:
        size = next((n for n in range(min(len(word), width), 0, -1) if cells(word[:n]) <= width), 1)
        yield word[:size]
        word = word[size:]
    yield word


def _text(line: Line) -> str:
    return "".join(span.text for span in line)


def _ink(span: Span) -> str:
    if not span.style or not span.text:
        return span.text
    return f"\x1b[{';'.join(_CODES[word] for word in span.style.split())}m{span.text}\x1b[0m"

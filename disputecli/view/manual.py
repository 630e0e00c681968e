"""How does the man page read? The program, its commands and their options in the language of man pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from disputecli.frozen import dataclass
from disputecli.view.encoding import fitted

Row = tuple[str, str]
_LITERAL = "\b"  # begins a paragraph whose lines stay as they are


@dataclass(frozen=True)
class Entry:
    """One command as it is called, its help, and its options and arguments with what each says."""

    usage: str
    help: str
    options: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Manual:
    """All that the page says: `groups` of commands by title, and tables of names with what they mean."""

    name: str
    version: str
    program: Entry
    groups: tuple[tuple[str, tuple[Entry, ...]], ...]
    environment: tuple[Row, ...]
    status: tuple[Row, ...]


def manual_page(manual: Manual) -> str:
    """The source of the man page, in ASCII."""
    lines = [
        f'.TH DISPUTE 1 "" "dispute {_text(manual.version)}" "User Commands"',
        ".nh",  # a word that is typed is not broken
        ".SH NAME",
        f"dispute \\- {_text(manual.name)}",
        ".SH SYNOPSIS",
        f".B {_text(manual.program.usage)}",
        ".SH DESCRIPTION",
        *_entry(manual.program),
    ]
    for title, entries in manual.groups:
        lines.append(f".SH {_text(title).upper()}")
        for each in entries:
            lines += [f".SS {_text(each.usage)}", *_entry(each)]
    lines += [".SH ENVIRONMENT", *_rows(manual.environment), ".SH EXIT STATUS", *_rows(manual.status)]
    return "".join(f"{line}\n" for line in lines)


def _entry(entry: Entry) -> Iterator[str]:
    paragraphs = [each.strip("\n") for each in entry.help.split("\n\n")]
    for number, paragraph in enumerate(paragraphs):
        yield from [".PP"] if number else []
        yield from _paragraph(paragraph.split("\n"))
    yield from _rows(entry.options)


def _paragraph(lines: Sequence[str]) -> Iterable[str]:
    if lines[0].strip(" ") == _LITERAL:
        return [".nf", *map(_text, lines[1:]), ".fi"]
    return [_text(" ".join(" ".join(lines).split()))]


def _rows(rows: Iterable[Row]) -> Iterator[str]:
    for name, says in rows:
        yield from (".TP", f".B {_text(name)}", _text(" ".join(says.split())) or "\\&")


def _text(text: str) -> str:
    """One line of text that the language of man pages takes as it stands."""
    plain = fitted(text.rstrip(), "ascii").replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{plain}" if plain[:1] in {".", "'"} else plain

"""Where does the result go? The width, the colour and the encoding of this run, and writing to it."""

from __future__ import annotations

import os
import sys
from datetime import datetime

from disputecli.commands.clock import ZONE
from disputecli.store.shipped import shipped_table
from disputecli.type_names import TYPE_CHECKING, Any
from disputecli.view.console import colourful, encoding_of, write
from disputecli.view.scene import Scene
from disputecli.view.words import read_words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from rich.console import RenderableType

    from disputecli.store.records import Unreadable
    from disputecli.view.lines import Line

WIDTH, WIDEST = 80, 120
DIGITS = 6  # of a width; Python refuses to read endless ones

ANSWERS = {"y": True, "yes": True, "n": False, "no": False, "": False}


def width() -> int:
    """The columns to draw on: COLUMNS, else the terminal's, else 80; never more than reads well."""
    given = os.environ.get("COLUMNS", "")
    if given.isdecimal() and len(given) <= DIGITS and int(given):
        return min(int(given), WIDEST)
    try:
        return min(os.get_terminal_size(sys.stdout.fileno()).columns or WIDTH, WIDEST)
    except (OSError, ValueError):
        return WIDTH


def scene(now: datetime) -> Scene:
    """What every screen of this run is drawn with."""
    return Scene(read_words(shipped_table("words.toml")), now, ZONE, width(), encoding_of(sys.stdout))


def in_colour(no_color: bool) -> bool:
    """True where colour is wanted and can be shown."""
    return colourful(sys.stdout, os.environ, no_color)


def put(text: str) -> None:
    """Write a finished text to stdout."""
    write(text if text.endswith("\n") or not text else f"{text}\n", sys.stdout)


def put_lines(lines: Iterable[Line], *, no_color: bool) -> None:
    """Write lines to stdout; on a terminal broken between words, in a pipe or a file as they are."""
    from disputecli.view.lines import fitted, painted

    columns = _columns(sys.stdout)
    put(painted(fitted(lines, columns) if columns else lines, colour=in_colour(no_color)))


def put_text(text: str) -> None:
    """Write a text to stdout; on a terminal broken between words, in a pipe or a file exactly as it is."""
    from disputecli.view.lines import Span

    if _columns(sys.stdout):
        put_lines([(Span(each),) for each in text.removesuffix("\n").split("\n")], no_color=True)
    else:
        put(text)


def put_json(value: dict[str, Any]) -> None:
    """Write one JSON object to stdout; what the stream's encoding can't carry is escaped."""
    from disputecli.view.jsontext import written

    sys.stdout.write(f"{written(value, encoding_of(sys.stdout))}\n")


def draw(picture: RenderableType, *, no_color: bool) -> None:
    """Draw panels and tables on stdout."""
    from disputecli.view.console import console

    console(sys.stdout, os.environ, no_color, width()).print(picture)


def tell(text: str) -> None:
    """Say something on stderr: talk, not the result; hidden characters are shown as codes."""
    from disputecli.core.text import shown

    said, columns = shown(text), _columns(sys.stderr)
    if columns:
        from disputecli.view.lines import Span, fitted, painted

        said = painted(fitted([(Span(each),) for each in said.split("\n")], columns), colour=False).removesuffix("\n")
    write(f"{said}\n", sys.stderr)


def _columns(stream: TextIO) -> int:
    """The columns of the terminal that a stream goes to; 0 for a pipe or a file, which keep their lines whole."""
    try:
        return os.get_terminal_size(stream.fileno()).columns or WIDTH
    except (OSError, ValueError):
        return 0


def tell_unreadable(unreadable: tuple[Unreadable, ...]) -> None:
    """Name on stderr every file of the ledger that could not be read."""
    from disputecli.core.text import one_line

    for each in unreadable:
        line = f":{each.line}" if each.line else ""
        said = one_line(f"dispute: {each.file}{line}: {each.problem}")
        tell(said + (f"\n  {one_line(each.hint)}" if each.hint else ""))


def confirmed(question: str) -> bool:
    """The answer to a question of yes or no; Enter alone is no, and anything else is asked again."""
    import typer

    while True:
        given = typer.prompt(f"{question} [y/N]", default="", show_default=False, err=True).strip().lower()
        if given in ANSWERS:
            return ANSWERS[given]
        tell("Type y for yes or n for no.")

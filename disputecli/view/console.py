"""Where does the picture go? Colour or none, and a stream that can't fail on a character."""

from __future__ import annotations

from collections.abc import Mapping

from disputecli.type_names import TYPE_CHECKING, TextIO, cast
from disputecli.view.encoding import fitted

if TYPE_CHECKING:
    from rich.console import Console


class Fitting:
    """A text stream that replaces what its encoding can't carry instead of failing on it."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.encoding = encoding_of(stream)

    def write(self, text: str) -> int:
        """Write the text as far as the encoding goes; the number of characters taken."""
        self.stream.write(fitted(text, self.encoding))
        return len(text)

    def flush(self) -> None:
        """Pass on what is written."""
        self.stream.flush()

    def isatty(self) -> bool:
        """True where a person looks at it."""
        return self.stream.isatty()


def encoding_of(stream: TextIO) -> str:
    """The encoding of a stream; UTF-8 for one in memory."""
    return getattr(stream, "encoding", None) or "utf-8"


def colourful(stdout: TextIO, environ: Mapping[str, str], no_color: bool) -> bool:
    """True where colour is wanted and can be shown: a terminal, no NO_COLOR, no --no-color, no dumb terminal."""
    if no_color or environ.get("NO_COLOR") or environ.get("TERM", "").lower() in {"dumb", "unknown"}:
        return False
    if environ.get("FORCE_COLOR", "0") not in {"", "0"}:
        return True
    if environ.get("OS") == "Windows_NT" and not {"WT_SESSION", "ANSICON", "ConEmuANSI", "TERM"} & set(environ):
        return False
    return stdout.isatty()


def write(text: str, stdout: TextIO) -> None:
    """Write a finished text to a stream, with what its encoding can't carry replaced."""
    Fitting(stdout).write(text)


def console(stdout: TextIO, environ: Mapping[str, str], no_color: bool, width: int) -> Console:
    """A console of rich that reads nothing as markup and draws boxes in ASCII where the stream needs it."""
    from rich.console import Console

    colour = colourful(stdout, environ, no_color)
    return Console(
        file=cast("TextIO", Fitting(stdout)),
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
        _environ={},  # rich would take other widths from COLUMNS and TERM
    )

"""The options that several commands share, and how a command declares its own: as notes, for typer is loaded late."""

from __future__ import annotations

from disputecli.type_names import Annotated, Any

STDIN = "-"  # in place of a file's name


class Option:
    """A named option of a command: its spellings, and typer's other settings for it (help, metavar, min, max)."""

    def __init__(self, *names: str, **settings: Any) -> None:
        self.names = names
        self.settings = settings


class Argument:
    """A word of a command that goes by its place, with typer's settings for it (help, metavar)."""

    def __init__(self, **settings: Any) -> None:
        self.settings = settings


Json = Annotated[bool, Option("--json", help="Print one JSON object.")]
NoInput = Annotated[bool, Option("--no-input", help="Never ask; say what is missing.")]
NoColor = Annotated[bool, Option("--no-color", help="No colour (NO_COLOR works too).")]
Plain = Annotated[bool, Option("--plain", help="Numbered questions on plain lines, no redraw (ACCESSIBLE=1).")]
At = Annotated[str | None, Option("--at", metavar="WHEN", help="Work as if it were this moment.")]
AnswersFile = Annotated[str | None, Option("--answers", metavar="FILE", help="Read answers from TOML; - for stdin.")]
Id = Annotated[str, Argument(metavar="ID", help="A dispute's id, the start of one, or its order number.")]
MaybeId = Annotated[str | None, Argument(metavar="[ID]", help="A dispute's id, the start of one, or its order number.")]

"""The options that several commands share, with their help."""

from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
NoInput = Annotated[bool, typer.Option("--no-input", help="Never ask; say what is missing.")]
NoColor = Annotated[bool, typer.Option("--no-color", help="No colour (NO_COLOR works too).")]
Plain = Annotated[bool, typer.Option("--plain", help="Numbered questions on plain lines, no redraw (ACCESSIBLE=1).")]
At = Annotated[str | None, typer.Option("--at", metavar="WHEN", help="Work as if it were this moment.")]
AnswersFile = Annotated[
    str | None, typer.Option("--answers", metavar="FILE", help="Read answers from TOML; - for stdin.")
]

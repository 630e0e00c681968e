"""Who puts the questions? The terminal with arrows and colour, or plain numbered lines; both answer alike."""

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from typing import Protocol, TextIO

from disputecli.core.interview import Option, Question
from disputecli.wizard.value import Raw, Understood

_MARKS = "»●○"  # without them it can't be seen what is ticked
_OFF = frozenset({"", "0", "no", "false", "off"})


class Sign(Enum):
    """What can be answered in place of a value."""

    BACK = "back"
    UNKNOWN = "I don't know"


BACK, UNKNOWN = Sign.BACK, Sign.UNKNOWN
Check = Callable[[Raw], Understood]


class Prompter(Protocol):
    """Puts questions to a person; KeyboardInterrupt where the person stops."""

    keys: str

    def ask(self, question: Question, default: Raw, check: Check) -> object:
        """Return the value that `check` read, UNKNOWN or BACK; asks again where `check` raises a UserProblem."""

    def choose(self, title: str, choices: Sequence[Option]) -> str | Sign:
        """Return the value of the chosen one, or BACK."""

    def tell(self, text: str) -> None:
        """Show a sentence."""


def can_ask(stdin: TextIO, stdout: TextIO) -> bool:
    """Whether there is a person at both ends; a pipe's text would be taken for key presses."""
    return stdin.isatty() and stdout.isatty()


def prompter_for(environ: Mapping[str, str], *, plain: bool = False, colour: bool = True) -> Prompter:
    """The prompter that fits: plain lines if asked for, for screen readers, and where nothing else works."""
    from disputecli.wizard.plain import PlainPrompter

    if plain or environ.get("ACCESSIBLE", "").lower() not in _OFF or not _can_redraw(environ):
        return PlainPrompter()
    from disputecli.wizard.ask import TerminalPrompter

    return TerminalPrompter(colour=colour and not environ.get("NO_COLOR"))


def _can_redraw(environ: Mapping[str, str]) -> bool:
    term = environ.get("TERM", "")
    if term == "dumb" or (os.name == "posix" and not term):
        return False
    try:
        _MARKS.encode(sys.stdout.encoding)
        from prompt_toolkit.output import create_output

        create_output()
    except Exception:  # noqa: BLE001  # whatever it is (Git Bash has no console, say), plain lines still work
        return False
    return True

"""Who puts the questions? The terminal with arrows and colour, or plain numbered lines; both answer alike."""

import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from typing import Protocol, TextIO

from disputecli.core.questions import Option, Question
from disputecli.errors import UserProblem
from disputecli.wizard.value import Raw, Understood

BACK_KEY, HELP_KEY = "<", "?"
UNSENT = "As you left it: go on writing."
ANSWERS_KEPT = "Ctrl-C stops; your answers are kept."
STOP_SIGNALS = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGQUIT") if hasattr(signal, name))
_MARKS = "»●○"  # without them it can't be seen what is ticked
_OFF = frozenset({"", "0", "no", "false", "off"})


class Sign(Enum):
    """What can be answered in place of a value."""

    BACK = "back"
    UNKNOWN = "I don't know"
    HELP = "help"


BACK, UNKNOWN, HELP = Sign.BACK, Sign.UNKNOWN, Sign.HELP
Check = Callable[[Raw], Understood]


class Stopped(UserProblem):
    """The program was told to end while a question was open; exit code 128 + the signal's number."""

    def __init__(self, number: int) -> None:
        super().__init__(
            "Stopped.", "Your answers are kept: go on with `dispute new --resume`.", exit_code=128 + number
        )


class Prompter(Protocol):
    """Puts questions to a person; KeyboardInterrupt where the person stops, Stopped where the system says so."""

    keys: str
    unsent: str
    """The words that stood in the last question when it was left without an answer."""

    def ask(self, question: Question, default: Raw, check: Check, note: str = "") -> object:
        """Return the value that `check` read, UNKNOWN or BACK; asks again where `check` raises a UserProblem.

        `note` says where the default comes from; UNSENT: the buyer had not finished it.
        """

    def choose(self, title: str, choices: Sequence[Option]) -> str | Sign:
        """Return the value of the chosen one, or BACK."""

    def tell(self, text: str) -> None:
        """Show a sentence."""


def help_lines(question: Question, keys: str) -> list[str]:
    """What "?" says at a question: what is meant, where on the site it stands, an example, what follows without it."""
    unknown = "" if question.required else question.dont_know
    return [
        line
        for line in (
            question.meaning or question.why,
            question.where,
            f"Example: {question.like}" if question.like else "",
            f"If you don't know: {unknown}" if unknown else "",
            keys,
        )
        if line
    ]


def sign_of(words: str, default: str = "") -> Sign | None:
    """BACK or HELP where that was typed, alone or behind the words that stood there already; None for an answer."""
    typed = words.strip()
    for key, sign in ((BACK_KEY, BACK), (HELP_KEY, HELP)):
        if typed == key or (default and typed == f"{default.strip()}{key}"):
            return sign
    return None


def can_ask(stdin: TextIO | None, stdout: TextIO | None) -> bool:
    """Whether there is a person at both ends; a pipe's text would be taken for key presses, a closed one is None."""
    try:
        return stdin is not None and stdout is not None and stdin.isatty() and stdout.isatty()
    except ValueError:  # closed in the meantime
        return False


def prompter_for(
    environ: Mapping[str, str], *, plain: bool = False, colour: bool = True, stops: str = ANSWERS_KEPT
) -> Prompter:
    """The prompter that fits: plain lines if asked for, for screen readers, and where nothing else works.

    `stops` is what its help says of Ctrl-C.
    """
    from disputecli.wizard.plain import PlainPrompter

    if plain or environ.get("ACCESSIBLE", "").lower() not in _OFF or not _can_redraw(environ):
        return PlainPrompter(stops=stops)
    from disputecli.wizard.ask import TerminalPrompter

    return TerminalPrompter(colour=colour and not environ.get("NO_COLOR"), stops=stops)


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

"""How is a question put on plain lines: numbers, no redraw, no colour; for screen readers and simple terminals."""

import os
import select
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from types import FrameType

from disputecli.core.names import matching
from disputecli.core.questions import CHOSEN, Option, Question
from disputecli.core.text import one_line, shown
from disputecli.errors import UserProblem
from disputecli.wizard.lines import folded
from disputecli.wizard.prompter import (
    ANSWERS_KEPT,
    BACK,
    BACK_KEY,
    HELP,
    HELP_KEY,
    STOP_SIGNALS,
    UNKNOWN,
    Check,
    Sign,
    Stopped,
    help_lines,
    sign_of,
)
from disputecli.wizard.value import Raw, Understood, begun_by, completed, unsaid

DONT_KNOW = "-"


def typed_line(prompt: str) -> str:
    """One line that is typed behind the prompt; EOFError at the end of the input."""
    sys.stdout.write(prompt)
    sys.stdout.flush()
    if os.name == "posix":
        _await_typing()
    return input()


class PlainPrompter:
    """Puts numbered questions line by line; `read` takes the prompt and returns what was typed."""

    unsent = ""

    def __init__(
        self,
        read: Callable[[str], str] = typed_line,
        write: Callable[[str], object] = print,
        *,
        stops: str = ANSWERS_KEPT,
    ) -> None:
        self.keys = f"Answer what you know. {HELP_KEY} explains, {BACK_KEY} goes back. {stops}"
        self._read = read
        self._write = write

    def ask(self, question: Question, default: Raw, check: Check, note: str = "") -> object:
        """Return the value that `check` read, UNKNOWN or BACK."""
        for line in ("", question.ask, *_numbered(question), *filter(None, [note])):
            self.tell(line)
        begun = ""
        while True:
            words = self._line(_invitation(question, default))
            sign = sign_of(words) or (BACK if words.lower() == "back" else None)
            if sign is HELP:
                self._help(question)
                continue
            if sign:
                return sign
            try:
                found = _answer(question, words, default, partial(completed, check, begun))
            except UserProblem as problem:
                begun = begun_by(problem, words)
                self.tell(f"{problem.sentence} {problem.hint}")
                continue
            self.tell(f"= {question.empty if isinstance(found, Sign) else found.words}")
            return found if isinstance(found, Sign) else found.value

    def choose(self, title: str, choices: Sequence[Option]) -> str | Sign:
        """Return the value of the chosen one, or BACK."""
        for line in ("", title, *(f"{number}. {one_line(each.label)}" for number, each in enumerate(choices, 1))):
            self.tell(line)
        while True:
            words = self._line("Number (Enter = 1): ").lower() or "1"
            if words in {BACK_KEY, "back"}:
                return BACK
            if words.isdecimal() and 1 <= int(words) <= len(choices):
                return choices[int(words) - 1].value
            found = matching(words, choices)
            if len(found) == 1:
                return found[0].value
            self.tell(f"Type a number from 1 to {len(choices)}, or {BACK_KEY} to go back.")

    def tell(self, text: str) -> None:
        """Show a sentence."""
        for line in folded(shown(text)):
            self._write(line)

    def _line(self, prompt: str) -> str:
        with _stopped_by_signals():
            try:
                return self._read(prompt).strip()
            except EOFError as end:
                raise KeyboardInterrupt from end

    def _help(self, question: Question) -> None:
        for line in help_lines(question, self.keys):
            self.tell(line)


def _await_typing() -> None:
    """Wait for a typed line or a signal: one that falls between the prompt and the reading would be seen too late."""
    woken, wake = os.pipe()
    os.set_blocking(wake, False)
    before = signal.set_wakeup_fd(wake)
    try:
        select.select([sys.stdin, woken], [], [])
    finally:
        signal.set_wakeup_fd(before)
        os.close(woken)
        os.close(wake)


@contextmanager
def _stopped_by_signals() -> Iterator[None]:
    """Raise Stopped at the open question when the system asks the program to end; the handlers are put back."""

    def stop(number: int, _: FrameType | None) -> None:
        raise Stopped(number)

    before = {number: signal.getsignal(number) for number in STOP_SIGNALS}
    wanted = [number for number, handler in before.items() if handler == signal.SIG_DFL]
    for number in wanted:
        signal.signal(number, stop)
    try:
        yield
    finally:
        for number in wanted:
            signal.signal(number, signal.SIG_DFL)


def _numbered(question: Question) -> list[str]:
    """The choices, each on a line with its number."""
    if question.kind not in CHOSEN:
        return []
    return [f"{number}. {option.label}" for number, option in enumerate(question.choices, 1)]


def _invitation(question: Question, default: Raw) -> str:
    """The prompt: what to type, and what Enter alone means."""
    what = {"checkbox": "Numbers, like 1 3", "select": "Number", "yesno": "Number"}.get(question.kind, "Answer")
    if default:
        labels = {option.value: option.label for option in question.choices} if question.kind in CHOSEN else {}
        values = (default,) if isinstance(default, str) else default
        kept = one_line(", ".join(labels.get(each, each) for each in values), 40)
        enter = f"keep “{kept}”" + ("" if question.required else f", {DONT_KNOW} = {question.empty}")
    else:
        enter = "" if question.required else question.empty
    return f"{what} (Enter = {enter}): " if enter else f"{what}: "


def _answer(question: Question, words: str, default: Raw, check: Check) -> Understood | Sign:
    """What was typed, read; UNKNOWN for nothing; UserProblem where it fits no choice or can't be read."""
    if words == DONT_KNOW or unsaid(question, words) or (not words and not default):
        if question.required:
            raise UserProblem("An answer is needed here.", f"Type {HELP_KEY} for help.")
        return UNKNOWN
    if not words:
        return check(default)
    return check(_picked(question, words) if question.kind in CHOSEN else words)


def _picked(question: Question, words: str) -> Raw:
    """The values behind the typed numbers (several for a checkbox); a choice's own words, or some of them, do too."""
    if question.kind != "checkbox":
        return _one(question, words)
    try:
        return (_one(question, words),)
    except UserProblem:
        separated = words.split(",") if any(letter.isalpha() for letter in words) else words.replace(",", " ").split()
        return tuple(dict.fromkeys(_one(question, part.strip()) for part in separated if part.strip()))


def _one(question: Question, words: str) -> str:
    numbered = {str(number): option.value for number, option in enumerate(question.choices, 1)}
    found = [numbered[words]] if words in numbered else [each.value for each in matching(words, question.choices)]
    if len(found) == 1:
        return found[0]
    hint = f"Type a number from 1 to {len(question.choices)}."
    if found:
        raise UserProblem(f"“{one_line(words, 40)}” is in {len(found)} of the lines.", hint)
    raise UserProblem(f"“{one_line(words, 40)}” is not in the list.", hint)

"""How a question is put in a terminal: arrows, editing, Esc to go back, and the terminal restored whatever happens.

The only place that knows questionary and prompt_toolkit. What they don't do by themselves: Esc and Ctrl-B go back,
Ctrl-D and `kill -INT` stop, SIGTERM and SIGHUP restore the terminal first, a paste of several lines stays one answer.
"""

import asyncio
import os
import re
import shutil
import signal
import sys
import textwrap
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress

import questionary
from prompt_toolkit import print_formatted_text
from prompt_toolkit.application import Application
from prompt_toolkit.filters import to_filter
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent, merge_key_bindings
from prompt_toolkit.keys import Keys
from prompt_toolkit.output import ColorDepth
from prompt_toolkit.styles import Style
from questionary.prompts.common import InquirerControl

from disputecli.core.interview import CHOSEN, Option, Question
from disputecli.core.text import one_line, shown
from disputecli.errors import UserProblem
from disputecli.wizard.prompter import BACK, UNKNOWN, Check, Sign
from disputecli.wizard.value import Raw

STYLE = Style(
    [("question", "bold"), ("why", "dim"), ("instruction", "dim"), ("problem", "fg:ansired"), ("answer", "")]
    + [(name, "bold") for name in ("qmark", "pointer", "highlighted")]
)
WIDEST = 78
MARK, INDENT = ">  ", "   "  # as questionary's prompts begin
LIST_KEYS = "(arrows, Enter, Esc = back)"
TICK_KEYS = "(Space ticks, Enter goes on)"
STOP_SIGNALS = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGQUIT") if hasattr(signal, name))
_BREAKS = re.compile(r"[ \t]*[\r\n\t]+[ \t]*")


class Stopped(UserProblem):
    """The program was told to end while a question was open; exit code 128 + the signal's number."""

    def __init__(self, number: int) -> None:
        super().__init__(
            "Stopped.", "Your answers are kept: go on with `dispute new --resume`.", exit_code=128 + number
        )


class TerminalPrompter:
    """Puts questions with arrows and editing, in a terminal that can redraw."""

    keys = "Answer what you know. Esc goes back. Ctrl-C stops; your answers are kept."

    def __init__(self, *, colour: bool = True) -> None:
        self._depth = None if colour else ColorDepth.DEPTH_1_BIT

    def ask(self, question: Question, default: Raw, check: Check) -> object:
        """Return the value that `check` read, UNKNOWN or BACK; asks again where `check` raises a UserProblem."""
        self._head(question)
        raw: Raw | Sign = default
        while True:
            raw = self._put(question, raw if not isinstance(raw, Sign) else "")
            if isinstance(raw, Sign):
                self._line("answer", f"{MARK}{question.empty if raw is UNKNOWN else 'back'}")
                return raw
            try:
                found = check(raw)
            except UserProblem as problem:
                self._refused(raw, problem)
                continue
            self._line("answer", _echo(question, raw, found.words))
            return found.value

    def choose(self, title: str, choices: Sequence[Option]) -> str | Sign:
        """Return the value of the chosen one, or BACK."""
        self._line("", "")
        self._line("question", title)
        found = self._run(self._select([(option.label, option.value) for option in choices], ""))
        chosen = next((option.label for option in choices if option.value == found), "back")
        self._line("answer", f"{MARK}{chosen}")
        return found if isinstance(found, Sign) else str(found)

    def tell(self, text: str) -> None:
        """Show a sentence."""
        self._line("", text)

    def _head(self, question: Question) -> None:
        """The question, why it is asked, and what may be typed."""
        self._line("", "")
        self._line("question", question.ask)
        self._line("why", question.why)
        if question.kind not in CHOSEN:
            like = f"Example: {question.like}. " if question.like else ""
            self._line("why", f"{like}{'' if question.required else f'Enter alone: {question.empty}.'}".strip())

    def _put(self, question: Question, default: Raw) -> Raw | Sign:
        """Put the question once; what was typed or chosen, as it is."""
        if question.kind == "checkbox":
            return _ticked(self._run(self._checkbox(question, default)))
        if question.kind in CHOSEN:
            found = self._run(self._select(_choices(question), default))
            return found if isinstance(found, Sign) else str(found)
        text = questionary.text("", default=str(default), qmark=">", style=STYLE, color_depth=self._depth)
        found = self._run(text)
        if isinstance(found, Sign) or str(found).strip():
            return found if isinstance(found, Sign) else str(found)
        if not question.required:
            return UNKNOWN
        self._refused("", UserProblem("An answer is needed here."))
        return self._put(question, "")

    def _select(self, choices: Sequence[tuple[str, object]], default: object) -> questionary.Question:
        listed = [questionary.Choice(one_line(label), value) for label, value in choices]
        # Enter alone claims nothing: the list starts on "I don't know".
        unsaid = next((value for _, value in choices if value in {UNKNOWN, "unknown"}), None)
        start = next((each for each in listed if each.value == (default or unsaid)), None)
        return questionary.select(
            "", listed, default=start, qmark=">", instruction=LIST_KEYS, style=STYLE, color_depth=self._depth
        )

    def _checkbox(self, question: Question, default: Raw) -> questionary.Question:
        listed = [
            questionary.Choice(option.label, option.value, checked=option.value in default)
            for option in question.choices
        ]
        return questionary.checkbox("", listed, qmark=">", instruction=TICK_KEYS, style=STYLE, color_depth=self._depth)

    def _run(self, built: questionary.Question) -> object:
        """Run one prompt; the screen is left without it, the terminal as it was before."""
        app = built.application
        app.ttimeoutlen = 0.05
        app.erase_when_done = True
        _fold_long_choices(app)
        app.key_bindings = merge_key_bindings([each for each in (app.key_bindings, _keys(app)) if each])
        with _signals_kept():
            try:
                return app.run(pre_run=lambda: _end_on_signals(app))
            except EOFError as end:
                raise KeyboardInterrupt from end

    def _refused(self, raw: Raw, problem: UserProblem) -> None:
        self._line("answer", f"{MARK}{one_line(raw if isinstance(raw, str) else ', '.join(raw))}")
        self._line("problem", f"{INDENT}{problem.sentence} {problem.hint}")

    def _line(self, style: str, text: str) -> None:
        """Print a text in lines as wide as the terminal."""
        width = min(WIDEST, _columns() - 1)
        indent = INDENT if text.startswith((MARK, INDENT)) else ""
        for line in textwrap.wrap(shown(text), width, subsequent_indent=indent) or [""]:
            fragments = FormattedText([(f"class:{style}" if style else "", line)])
            print_formatted_text(fragments, style=STYLE, color_depth=self._depth)


def _choices(question: Question) -> list[tuple[str, object]]:
    """The choices of a question, with "I don't know" where that is an answer and none of them says it."""
    listed: list[tuple[str, object]] = [(option.label, option.value) for option in question.choices]
    if question.required or any(option.value == "unknown" for option in question.choices):
        return listed
    return [*listed, (question.empty, UNKNOWN)]


def _ticked(found: object) -> Raw | Sign:
    if isinstance(found, list):
        return tuple(map(str, found)) or UNKNOWN
    return BACK


def _echo(question: Question, raw: Raw, words: str) -> str:
    """The answer as it stays on the screen, with what it was understood as where that reads differently."""
    if question.kind in CHOSEN or one_line(str(raw)).casefold() == words.casefold():
        return f"{MARK}{words}"
    return f"{MARK}{one_line(str(raw))} = {words}"


def _columns() -> int:
    """The width of the terminal; shutil's own function would trust COLUMNS, which a resize leaves behind."""
    with suppress(OSError, ValueError):
        return os.get_terminal_size(sys.stdout.fileno()).columns or WIDEST
    return shutil.get_terminal_size().columns


def _fold_long_choices(app: Application[object]) -> None:
    """Let long choices go on in the next line instead of being cut."""
    for window in app.layout.find_all_windows():
        if isinstance(window.content, InquirerControl):
            window.wrap_lines = to_filter(True)
            window.get_line_prefix = lambda _, folded: "     " if folded else ""


def _keys(app: Application[object]) -> KeyBindings:
    """The keys that questionary lacks."""
    keys = KeyBindings()

    def bind(names: Sequence[Keys], act: Callable[[KeyPressEvent], None]) -> None:
        for name in names:
            keys.add(name, eager=True)(act)

    bind([Keys.Escape, Keys.ControlB], lambda event: event.app.exit(result=BACK))
    bind([Keys.ControlC, Keys.ControlD, Keys.SIGINT], lambda event: event.app.exit(exception=KeyboardInterrupt))
    lists = [each.content for each in app.layout.find_all_windows() if isinstance(each.content, InquirerControl)]
    if lists:
        bind([Keys.Home, Keys.PageUp], lambda _: _point(lists[0], 0))
        bind([Keys.End, Keys.PageDown], lambda _: _point(lists[0], -1))
    else:
        bind([Keys.BracketedPaste], _paste)
    return keys


def _point(choices: InquirerControl, index: int) -> None:
    choices.pointed_at = index % choices.choice_count


def _paste(event: KeyPressEvent) -> None:
    """Take a paste of several lines as one line: Enter in it would answer the next questions too."""
    event.current_buffer.insert_text(_BREAKS.sub(" ", event.data))


def _end_on_signals(app: Application[object]) -> None:
    """End the prompt, and so restore the terminal, when the system asks the program to end."""
    loop = asyncio.get_running_loop()
    for number in STOP_SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:  # started with nohup
            with suppress(NotImplementedError, RuntimeError):  # Windows
                loop.add_signal_handler(number, _end, app, number)


def _end(app: Application[object], number: int) -> None:
    with suppress(Exception):  # it is ending already
        app.exit(exception=Stopped(number))


@contextmanager
def _signals_kept() -> Iterator[None]:
    """Put the handlers back that the event loop replaces."""
    before = {number: signal.getsignal(number) for number in STOP_SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            if handler is not None:
                signal.signal(number, handler)

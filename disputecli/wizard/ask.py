"""How is a question put in a terminal: arrows, editing, a way back, and the terminal restored whatever happens.

This module and `keys` alone know questionary and prompt_toolkit.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import questionary
from prompt_toolkit import print_formatted_text
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.output import ColorDepth
from prompt_toolkit.styles import Style

from disputecli.core.names import matching
from disputecli.core.questions import CHOSEN, Option, Question
from disputecli.core.text import one_line, shown
from disputecli.errors import UserProblem
from disputecli.wizard.keys import end_on_signals, is_list, prepare, select_all, signals_kept, standing
from disputecli.wizard.lines import INDENT, MARK, folded, rows
from disputecli.wizard.prompter import ANSWERS_KEPT, BACK, HELP, UNKNOWN, UNSENT, Check, Sign, help_lines, sign_of
from disputecli.wizard.value import Raw, begun_by, completed, unsaid

# Colours of the terminal's own 16, which its theme makes readable; questionary's own are none of them.
INK = {"problem": "ansired", "qmark": "ansidefault", "answer": "ansidefault"}
BOLD = ("question", "qmark", "pointer", "highlighted")
STYLE = Style(  # nothing dim: on a light background that is hard to read
    [("answer", "nobold"), *((name, "noinherit") for name in ("search_success", "search_none"))]
    + [(name, "bold") for name in BOLD]
    + [(name, f"fg:{colour}") for name, colour in INK.items()]
)
OFFERED = 6  # names below a text
LIST_KEYS = "(arrows or letters; ? help, < back)"
TICK_KEYS = "(Space ticks, Enter; ? help, < back)"
HELPED_LIST_KEYS = "(arrows or letters, or Enter twice)"  # Enter right behind ? answers nothing
HELPED_TICK_KEYS = "(Space ticks, or Enter twice)"
WORTH_CORRECTING = 40  # characters of a refused answer that one would rather correct than type anew
TEXT_KEYS = "?\u00a0help, <\u00a0back"  # a key stays on the line of what it does


class TerminalPrompter:
    """Puts questions with arrows and editing, in a terminal that can redraw."""

    unsent = ""

    def __init__(self, *, colour: bool = True, stops: str = ANSWERS_KEPT) -> None:
        self.keys = f"Answer what you know. ? explains, < or Esc goes back. {stops}"
        self._list_help = f"Arrows or letters find a line, Enter takes it. < or Esc goes back. {stops}"
        self._depth = None if colour else ColorDepth.DEPTH_1_BIT
        self._stood: Raw = ""
        self._helped = False

    def ask(self, question: Question, default: Raw, check: Check, note: str = "") -> object:
        """Return the value that `check` read, UNKNOWN or BACK; asks again where `check` raises a UserProblem."""
        self._head(question, note)
        raw, anew, begun = default, note != UNSENT, ""
        help_ = help_lines(question, self.keys)  # said once: it stands right above then
        while True:
            found = self._put(question, raw, anew=anew)
            if isinstance(found, Sign) and found is not HELP:
                self._line("answer", f"{MARK}{question.empty if found is UNKNOWN else 'back'}")
                return found
            if isinstance(found, Sign):
                self._help(help_)
                raw, help_ = self._stood, []
                continue
            try:
                read = completed(check, begun, found)
            except UserProblem as problem:
                self._refused(found, problem)
                raw, anew, begun = _to_correct(found), True, begun_by(problem, found)
                continue
            self._line("answer", _echo(question, found, read.words))
            return read.value

    def choose(self, title: str, choices: Sequence[Option]) -> str | Sign:
        """Return the value of the chosen one, or BACK."""
        self._line("", "")
        self._line("question", title)
        listed = [(option.label, option.value) for option in choices]
        stood, help_ = "", [self._list_help]
        while (found := self._run(self._select(listed, stood))) is HELP:
            self._help(help_)
            stood, help_ = str(self._stood), []
        chosen = next((option.label for option in choices if option.value == found), "back")
        self._line("answer", f"{MARK}{chosen}")
        return found if isinstance(found, Sign) else str(found)

    def tell(self, text: str) -> None:
        """Show a sentence."""
        self._line("", text)

    def _head(self, question: Question, note: str) -> None:
        """The question, why it is asked, and what may be typed."""
        self._line("", "")
        self._line("question", question.ask)
        if question.why:
            self._line("why", question.why)
        if question.kind not in CHOSEN:
            like = f"Example: {question.like}. " if question.like else ""
            enter = "" if question.required else f"Enter alone: {question.empty}. "
            self._line("why", f"{like}{'' if note else enter}{TEXT_KEYS}")
        if note:
            self._line("why", note)

    def _put(self, question: Question, default: Raw, *, anew: bool) -> Raw | Sign:
        """Put the question once; what was typed or chosen, as it is. `anew`: typing replaces the words that stand."""
        if question.kind == "checkbox":
            return _ticked(self._run(self._checkbox(question, default), ticks=True))
        if question.kind in CHOSEN:
            found = self._run(self._select(_choices(question), default))
            return found if isinstance(found, Sign) else str(found)
        text = self._text(question, str(default))
        if anew:
            select_all(text.application)
        found = self._run(text)
        sign = found if isinstance(found, Sign) else sign_of(str(found), str(default))
        if sign:
            self._stood = self.unsent = self.unsent if isinstance(found, Sign) else str(default)
            return sign
        return self._said(question, str(found))

    def _said(self, question: Question, words: str) -> Raw | Sign:
        """The words that were typed; UNKNOWN for none, asked again where an answer is needed."""
        if words.strip() and (question.required or not unsaid(question, words)):
            return words
        if not question.required:
            return UNKNOWN
        self._refused("", UserProblem("An answer is needed here."))
        return self._put(question, "", anew=False)

    def _text(self, question: Question, default: str) -> questionary.Question:
        more: dict[str, Any] = {"completer": _Names(question.choices)} if question.kind == "country" else {}
        return questionary.text("", default=default, qmark=">", style=STYLE, color_depth=self._depth, **more)

    def _select(self, choices: Sequence[tuple[str, object]], default: object) -> questionary.Question:
        listed = [questionary.Choice(one_line(label), value) for label, value in choices]
        # Enter alone claims nothing: the list starts on "I don't know".
        unsaid = next((value for _, value in choices if value in {UNKNOWN, "unknown"}), None)
        start = next((each for each in listed if each.value == (default or unsaid)), None)
        keys = HELPED_LIST_KEYS if self._helped else LIST_KEYS
        return questionary.select(
            "", listed, default=start, qmark=">", instruction=_scrolled(keys, [label for label, _ in choices]),
            style=STYLE, color_depth=self._depth, use_jk_keys=False,
        )  # fmt: skip

    def _checkbox(self, question: Question, default: Raw) -> questionary.Question:
        listed = [
            questionary.Choice(option.label, option.value, checked=option.value in default)
            for option in question.choices
        ]
        labels = [option.label for option in question.choices]
        keys = _scrolled(HELPED_TICK_KEYS if self._helped else TICK_KEYS, labels)
        return questionary.checkbox("", listed, qmark=">", instruction=keys, style=STYLE, color_depth=self._depth)

    def _run(self, built: questionary.Question, *, ticks: bool = False) -> object:
        """Run one prompt; the screen is left without it, the terminal as it was before."""
        app = built.application
        prepare(app, ticks=ticks, helped=self._helped)
        self._helped = False
        with signals_kept():
            try:
                return app.run(pre_run=lambda: end_on_signals(app))
            except EOFError as end:
                raise KeyboardInterrupt from end
            finally:
                self._stood = standing(app, ticks=ticks)
                self.unsent = "" if is_list(app) else str(self._stood)

    def _help(self, lines: Sequence[str]) -> None:
        self._helped = True
        for line in lines:
            self._line("why", f"{INDENT}{line}")

    def _refused(self, raw: Raw, problem: UserProblem) -> None:
        self._line("answer", f"{MARK}{one_line(raw if isinstance(raw, str) else ', '.join(raw))}")
        self._line("problem", f"{INDENT}{problem.sentence} {problem.hint}")

    def _line(self, style: str, text: str) -> None:
        """Print a text in lines as wide as the terminal."""
        for line in folded(shown(text)):
            fragments = FormattedText([(f"class:{style}" if style else "", line)])
            print_formatted_text(fragments, style=STYLE, color_depth=self._depth)


class _Names(Completer):
    """Offers the names with the letters typed so far, one a value."""

    def __init__(self, options: Sequence[Option]) -> None:
        self._options = options

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
        """The names for what stands before the cursor, the first few."""
        del complete_event
        for option in matching(document.text_before_cursor, self._options)[:OFFERED]:
            yield Completion(option.label, start_position=-len(document.text_before_cursor))


def _choices(question: Question) -> list[tuple[str, object]]:
    """The choices of a question, with "I don't know" where that is an answer and none of them says it."""
    listed: list[tuple[str, object]] = [(option.label, option.value) for option in question.choices]
    if question.required or any(option.value == "unknown" for option in question.choices):
        return listed
    return [*listed, (question.empty, UNKNOWN)]


def _scrolled(keys: str, labels: Sequence[str]) -> str:
    """What the keys do, and how many lines there are where the window has no room for all."""
    needed = sum(len(folded(f"{INDENT}{label}")) for label in labels)
    return f"({len(labels)} lines, more below; {keys[1:]}" if needed + 1 > rows() else keys


def _to_correct(refused: Raw) -> Raw:
    """What stands there once more of a refused answer; a short text is sooner typed anew."""
    return "" if isinstance(refused, str) and len(refused) < WORTH_CORRECTING else refused


def _ticked(found: object) -> Raw | Sign:
    if isinstance(found, list):
        return tuple(map(str, found)) or UNKNOWN
    return found if isinstance(found, Sign) else BACK


def _echo(question: Question, raw: Raw, words: str) -> str:
    """The answer as it stays on the screen, with what it was understood as where that reads differently."""
    if question.kind in CHOSEN or one_line(str(raw)).casefold() == words.casefold():
        return f"{MARK}{words}"
    return f"{MARK}{one_line(str(raw))} = {words}"

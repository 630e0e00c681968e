"""How a question is put on plain lines: numbers, no redraw, no colour; for screen readers and simple terminals."""

from collections.abc import Callable, Sequence

from disputecli.core.interview import CHOSEN, Option, Question
from disputecli.core.text import one_line, shown
from disputecli.errors import UserProblem
from disputecli.wizard.prompter import BACK, UNKNOWN, Check, Sign
from disputecli.wizard.value import Raw, Understood

DONT_KNOW = "-"


class PlainPrompter:
    """Puts numbered questions line by line; `read` takes the prompt and returns what was typed."""

    keys = "Answer what you know. Type ? for help, back to go back. Ctrl-C stops; your answers are kept."

    def __init__(self, read: Callable[[str], str] = input, write: Callable[[str], object] = print) -> None:
        self._read = read
        self._write = write

    def ask(self, question: Question, default: Raw, check: Check) -> object:
        """Return the value that `check` read, UNKNOWN or BACK."""
        self.tell("")
        self.tell(question.ask)
        for line in _numbered(question):
            self.tell(line)
        while True:
            words = self._line(_invitation(question, default))
            if words == "?":
                self._help(question)
                continue
            if words.lower() == "back":
                return BACK
            try:
                found = _answer(question, words, default, check)
            except UserProblem as problem:
                self.tell(f"{problem.sentence} {problem.hint}")
                continue
            if isinstance(found, Sign):
                self.tell(f"= {question.empty}")
                return found
            self.tell(f"= {found.words}")
            return found.value

    def choose(self, title: str, choices: Sequence[Option]) -> str | Sign:
        """Return the value of the chosen one, or BACK."""
        self.tell("")
        self.tell(title)
        for number, option in enumerate(choices, 1):
            self.tell(f"{number}. {one_line(option.label)}")
        while True:
            words = self._line("Number (Enter = 1): ").lower() or "1"
            if words == "back":
                return BACK
            if words.isdecimal() and 1 <= int(words) <= len(choices):
                return choices[int(words) - 1].value
            self.tell(f"Type a number from 1 to {len(choices)}, or back.")

    def tell(self, text: str) -> None:
        """Show a sentence."""
        self._write(shown(text))

    def _line(self, prompt: str) -> str:
        try:
            return self._read(prompt).strip()
        except EOFError as end:
            raise KeyboardInterrupt from end

    def _help(self, question: Question) -> None:
        self.tell(question.why)
        if question.like:
            self.tell(f"For example: {question.like}")
        self.tell(self.keys)


def _numbered(question: Question) -> list[str]:
    """The choices, each on a line with its number."""
    if question.kind not in CHOSEN:
        return []
    return [f"{number}. {option.label}" for number, option in enumerate(question.choices, 1)]


def _invitation(question: Question, default: Raw) -> str:
    """The prompt: what to type, and what Enter alone means."""
    what = {"checkbox": "Numbers, like 1 3", "select": "Number", "yesno": "Number"}.get(question.kind, "Answer")
    if default:
        kept = default if isinstance(default, str) else ", ".join(default)
        labels = {option.value: option.label for option in question.choices} if question.kind in CHOSEN else {}
        enter = f"keep “{one_line(labels.get(kept, kept), 40)}”, {DONT_KNOW} = {question.empty}"
        enter = enter if not question.required else enter.partition(", -")[0]
    else:
        enter = "" if question.required else question.empty
    return f"{what} (Enter = {enter}): " if enter else f"{what}: "


def _answer(question: Question, words: str, default: Raw, check: Check) -> Understood | Sign:
    """What was typed, read; UNKNOWN for nothing; UserProblem where it fits no choice or can't be read."""
    if words == DONT_KNOW or (not words and not default):
        if question.required:
            raise UserProblem("An answer is needed here.", "Type ? for help.")
        return UNKNOWN
    if not words:
        return check(default)
    return check(_picked(question, words) if question.kind in CHOSEN else words)


def _picked(question: Question, words: str) -> Raw:
    """The values behind the typed numbers (several for a checkbox); a choice's own words will do too."""
    values = {str(number): option.value for number, option in enumerate(question.choices, 1)}
    values |= {option.label.lower(): option.value for option in question.choices}
    values |= {option.value: option.value for option in question.choices}
    parts = words.replace(",", " ").split() if question.kind == "checkbox" else [words]
    found = [values.get(part.lower()) for part in parts]
    if None in found:
        raise UserProblem(
            f"“{one_line(words, 40)}” is not in the list.", f"Type a number from 1 to {len(question.choices)}."
        )
    picked = tuple(value for value in found if value)
    return picked if question.kind == "checkbox" else picked[0]

"""What is done with the result of an interview? The buyer saves it, copies or edits the message, or goes back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from disputecli.commands.new import keep
from disputecli.core.questions import Option
from disputecli.errors import UserProblem
from disputecli.frozen import replace
from disputecli.type_names import TYPE_CHECKING, Literal
from disputecli.wizard.prompter import BACK, Prompter

if TYPE_CHECKING:
    from disputecli.commands.ledger import Ledger
    from disputecli.core.assess import Assessment
    from disputecli.core.messages import Letter

End = Literal["done", "left", "back"]
SAVE, OPENED, COPY, EDIT, LEAVE = "save", "opened", "copy", "edit", "leave"


def conclude(prompter: Prompter, found: Assessment, letter: Letter | None, ledger: Ledger, now: datetime) -> End:
    """Let the buyer save, copy, edit, leave or go back to his answers, which are not needed any more when "done"."""
    choices = [Option(name, text) for name, text in _choices(found, letter)]
    while True:
        chosen = prompter.choose("What now?", choices)
        if chosen is BACK:
            return "back"
        if chosen in {SAVE, OPENED} and _saved(prompter, found, letter, ledger, now, opened=chosen == OPENED):
            return "done"
        if chosen == COPY and letter:
            _copy(prompter, letter, found)
        elif chosen == EDIT and letter:
            letter = replace(letter, text=_edited(prompter, letter, found))
        elif chosen == LEAVE:
            prompter.tell("Nothing was saved. Your answers are kept: dispute new --resume")
            return "left"


def _choices(found: Assessment, letter: Letter | None) -> list[tuple[str, str]]:
    """What can be done with this result, the likeliest first; without a ground there is nothing to keep."""
    leave = (LEAVE, "Leave without saving")
    words = [(COPY, "Copy the message"), (EDIT, "Edit the message")] if letter else []
    if found.reason is None:
        return [*words, leave]
    opened = [(OPENED, "Save it: I have opened the dispute on the site")] if found.verdict == "open_now" else []
    return [(SAVE, "Save it; dispute status then shows its dates"), *opened, *words, leave]


def _saved(
    prompter: Prompter, found: Assessment, letter: Letter | None, ledger: Ledger, now: datetime, *, opened: bool
) -> bool:
    """Save the dispute and say so; False where the buyer went back instead."""
    when = _opened_at(prompter, now) if opened else None
    if opened and when is None:
        return False
    record = keep(found, ledger, now, opened_at=when, text=letter.text if letter else None)
    prompter.tell(f"Saved as {record.id}. Next, {'its dates' if opened else 'when you have opened it'}:")
    prompter.tell("dispute status" if opened else f"dispute log {record.id} opened")  # a line to copy
    return True


def _opened_at(prompter: Prompter, now: datetime) -> datetime | None:
    """When the dispute was opened on the site: now, or so many days ago at this time; None for back."""
    days = [Option("0", "Today"), Option("1", "Yesterday"), Option("2", "Two days ago"), Option("3", "Three days ago")]
    chosen = prompter.choose("When did you open it? (Earlier: save it, then dispute log ID opened --when DAY)", days)
    return now - timedelta(days=int(chosen)) if isinstance(chosen, str) else None


def _copy(prompter: Prompter, letter: Letter, about: Assessment) -> None:
    """Copy the message, after a question where its check finds what can do harm."""
    from disputecli.commands.checked import findings_of, grave, told
    from disputecli.commands.clipboard import copy

    harm = grave(findings_of(letter.text, about.facts, letter.kind))
    for each in told(harm):
        prompter.tell(f"! {each}")
    anyway = [Option("no", "No, I change it first"), Option("yes", "Yes")]
    if not harm or prompter.choose("This can do harm. Copy it all the same?", anyway) == "yes":
        _or_tell(prompter, lambda: copy(letter.text))


def _edited(prompter: Prompter, letter: Letter, about: Assessment) -> str:
    """The text as the buyer's editor left it, with what its check finds; unchanged where the editor fails."""
    from disputecli.commands.checked import findings_of, told
    from disputecli.commands.editor import edited

    texts = [letter.text]
    _or_tell(prompter, lambda: texts.append(edited(letter.text, suffix=".txt")))
    if texts[-1] != letter.text:
        prompter.tell(texts[-1])
        for each in told(findings_of(texts[-1], about.facts, letter.kind)):
            prompter.tell(f"! {each}")
    return texts[-1]


def _or_tell(prompter: Prompter, action: Callable[[], None]) -> None:
    """Do it, or say why it can't be done; the interview goes on either way."""
    try:
        action()
    except UserProblem as problem:
        prompter.tell(f"{problem.sentence} {problem.hint}")

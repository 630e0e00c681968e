"""`dispute new` in a terminal: the questions, the result, and what the buyer does with it."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from disputecli.commands.new import Manner, decide, keep, keep_answers, show
from disputecli.core.interview import Option, Progress, read_questions
from disputecli.core.order import Facts
from disputecli.errors import UserProblem
from disputecli.frozen import dataclass, replace
from disputecli.store import books
from disputecli.store.paths import places
from disputecli.store.shipped import shipped_table
from disputecli.wizard.checkpoint import checkpoint_path, discard_checkpoint, read_checkpoint, save_checkpoint
from disputecli.wizard.interview import Means, run_interview
from disputecli.wizard.prompter import Prompter, Sign, prompter_for

if TYPE_CHECKING:
    from pathlib import Path

    from disputecli.commands.ledger import Ledger
    from disputecli.core.assess import Assessment
    from disputecli.core.messages import Letter


@dataclass(frozen=True)
class Wish:
    """What was asked for on the command line beside the answers."""

    resume: bool
    discard: bool
    dry_run: bool
    save_answers: str | None


def interview(facts: Facts, manner: Manner, wish: Wish) -> int:
    """Ask, show the result, and do with it what the buyer chooses; the exit code."""
    from disputecli.commands.ledger import read

    kept_in = checkpoint_path(places(os.environ))
    prompter = prompter_for(os.environ, plain=manner.plain, colour=not manner.no_color)
    progress = _begin(prompter, kept_in, facts, manner, wish)
    try:
        facts = _asked(prompter, progress, kept_in, manner, wish)
    except KeyboardInterrupt:
        if kept_in.exists():
            prompter.tell("Stopped. Your answers are kept: go on with dispute new --resume")
        raise
    ledger = read(manner.now)
    found, letter = decide(facts, ledger, manner.now)
    if wish.save_answers:
        keep_answers(facts, wish.save_answers)
    show(found, letter, None, manner)
    if not wish.dry_run:
        prompter.tell(found.verdict_why.text)
        if _end(prompter, found, letter, ledger, manner):
            discard_checkpoint(kept_in)
    return 0


def _begin(prompter: Prompter, kept_in: Path, facts: Facts, manner: Manner, wish: Wish) -> Progress:
    """Where to begin: with what is known already, or where an interrupted interview stopped."""
    from disputecli.commands.ledger import reading

    if wish.discard and discard_checkpoint(kept_in):
        prompter.tell("The interrupted interview is forgotten.")
    if wish.resume:
        kept = read_checkpoint(kept_in, reading(manner.now))
        if kept is None:
            raise UserProblem("There is no interrupted interview.", "Begin one with: dispute new")
        return kept
    if kept_in.exists() and not wish.dry_run and facts == Facts():
        return _chosen_start(prompter, kept_in, manner)
    return Progress(facts)


def _chosen_start(prompter: Prompter, kept_in: Path, manner: Manner) -> Progress:
    """The interrupted interview, or a new one: as the buyer chooses; Ctrl-C leaves it as it is."""
    from disputecli.commands.ledger import reading

    kept = read_checkpoint(kept_in, reading(manner.now))
    item = kept.facts.order.item if kept else None
    choices = [
        Option("resume", f"Go on with it ({item})" if item else "Go on with it"),
        Option("new", "Begin a new one"),
    ]
    chosen = prompter.choose("An interview was interrupted.", choices)
    return kept if kept and chosen == "resume" else Progress(Facts())


def _asked(prompter: Prompter, progress: Progress, kept_in: Path, manner: Manner, wish: Wish) -> Facts:
    """The facts after all questions that matter for this case."""
    from disputecli.commands.case import suggestion
    from disputecli.commands.ledger import reading

    means = Means(
        suggest=suggestion,
        reading=reading(manner.now),
        save=(lambda _: None) if wish.dry_run else (lambda now: save_checkpoint(kept_in, now)),
        digits=books.currency_digits(),
    )
    return run_interview(prompter, read_questions(shipped_table("questions.toml")), progress, means)


SAVE, OPENED, COPY, EDIT, LEAVE = "save", "opened", "copy", "edit", "leave"


def _end(prompter: Prompter, found: Assessment, letter: Letter | None, ledger: Ledger, manner: Manner) -> bool:
    """Let the buyer save, copy, edit or leave; whether his answers are not needed any more."""
    choices = [Option(name, text) for name, text in _choices(found)]
    while True:
        chosen = prompter.choose("What now?", choices)
        if chosen in {SAVE, OPENED}:
            _save(prompter, found, letter, ledger, manner, opened=chosen == OPENED)
            return True
        if chosen == COPY and letter:
            _copy(prompter, letter.text)
        elif chosen == EDIT and letter:
            letter = replace(letter, text=_edited(prompter, letter.text))
        elif isinstance(chosen, Sign):
            prompter.tell("To end without saving, choose the last line.")
        elif chosen == LEAVE:
            prompter.tell("Nothing was saved. Your answers are kept: dispute new --resume")
            return found.reason is None


def _choices(found: Assessment) -> list[tuple[str, str]]:
    """What can be done with this result, the likeliest first."""
    leave = (LEAVE, "Leave without saving")
    if found.reason is None:
        return [leave]
    opened = [(OPENED, "Save it: I have opened the dispute on the site")] if found.verdict == "open_now" else []
    return [
        (SAVE, "Save it and watch its dates"),
        *opened,
        (COPY, "Copy the message"),
        (EDIT, "Edit the message"),
        leave,
    ]


def _save(
    prompter: Prompter, found: Assessment, letter: Letter | None, ledger: Ledger, manner: Manner, *, opened: bool
) -> None:
    when = _opened_at(prompter, manner.now) if opened else None
    record = keep(found, ledger, manner.now, opened_at=when, text=letter.text if letter else None)
    next_one = "its dates: dispute status" if opened else f"when you have opened it: dispute log {record.id} opened"
    prompter.tell(f"Saved as {record.id}. Next, {next_one}")


def _opened_at(prompter: Prompter, now: datetime) -> datetime:
    """When the dispute was opened on the site: now, or so many days ago at this time."""
    days = [Option("0", "Today"), Option("1", "Yesterday"), Option("2", "Two days ago"), Option("3", "Three days ago")]
    chosen = prompter.choose("When did you open it? (Earlier: save it, then dispute log ID opened --when DAY)", days)
    return now - timedelta(days=int(chosen)) if isinstance(chosen, str) else now


def _copy(prompter: Prompter, text: str) -> None:
    from disputecli.commands.clipboard import copy

    _or_tell(prompter, lambda: copy(text))


def _edited(prompter: Prompter, text: str) -> str:
    """The text as the buyer's editor left it; unchanged where the editor fails."""
    from disputecli.commands.editor import edited

    found = [text]
    _or_tell(prompter, lambda: found.append(edited(text, suffix=".txt")))
    if found[-1] != text:
        prompter.tell(found[-1])
    return found[-1]


def _or_tell(prompter: Prompter, action: Callable[[], None]) -> None:
    """Do it, or say why it can't be done; the interview goes on either way."""
    try:
        action()
    except UserProblem as problem:
        prompter.tell(f"{problem.sentence} {problem.hint}")

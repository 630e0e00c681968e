"""`dispute new` in a terminal: the questions, the result, and what the buyer does with it."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path

from disputecli.commands.new import Manner, decide, keep_answers, show
from disputecli.commands.resume import Begun, begin
from disputecli.core.interview import Progress
from disputecli.core.order import Facts
from disputecli.core.questions import read_questions
from disputecli.frozen import dataclass
from disputecli.store import books
from disputecli.store.save import refuse_changed
from disputecli.store.shipped import shipped_table
from disputecli.type_names import TYPE_CHECKING
from disputecli.wizard.checkpoint import discard_checkpoint, save_checkpoint
from disputecli.wizard.interview import Means, Precedent, run_interview
from disputecli.wizard.prompter import ANSWERS_KEPT, Prompter, Stopped, can_ask, prompter_for

if TYPE_CHECKING:
    from disputecli.commands.ledger import Ledger
    from disputecli.core.advice import Suggestion


NOT_KEPT = "Ctrl-C stops; with --dry-run nothing is kept."
HUNG_UP = 129  # as a shell says it: 128 and the number of SIGHUP


@dataclass(frozen=True)
class Wish:
    """What was asked for on the command line beside the answers."""

    resume: bool
    discard: bool
    dry_run: bool
    save_answers: str | None


def interview(facts: Facts, manner: Manner, wish: Wish) -> int:
    """Ask, show the result, and do with it what the buyer chooses; the exit code."""
    if wish.save_answers:
        refuse_changed(Path(wish.save_answers), None)
    try:
        return _interview(facts, manner, wish)
    except (KeyboardInterrupt, Stopped, OSError):
        if can_ask(sys.stdin, sys.stdout):
            raise
        return _window_closed()


def _interview(facts: Facts, manner: Manner, wish: Wish) -> int:
    stops = NOT_KEPT if wish.dry_run else ANSWERS_KEPT
    prompter = prompter_for(os.environ, plain=manner.plain, colour=not manner.no_color, stops=stops)
    begun = begin(prompter, facts, manner, resume=wish.resume, discard=wish.discard, ask=not wish.dry_run)
    try:
        progress: Progress | None = begun.progress
        while progress:
            progress = _told(prompter, _asked(prompter, begun, progress, manner, wish), begun, manner, wish)
    except KeyboardInterrupt:
        if begun.kept_in.exists():
            prompter.tell("Stopped. Your answers are kept: go on with dispute new --resume")
        raise
    except Stopped as end:
        end.hint = end.hint if begun.kept_in.exists() else ""
        raise
    return 0


def _window_closed() -> int:
    """The exit code of a program whose terminal is gone; nothing more is written there, for it would fail."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(nowhere, stream.fileno())
    return HUNG_UP


def _asked(prompter: Prompter, begun: Begun, progress: Progress, manner: Manner, wish: Wish) -> Progress:
    """The interview after all questions that matter for this case."""
    from disputecli.commands.ledger import reading

    means = Means(
        suggest=_suggestion,
        reading=reading(manner.now),
        save=(lambda _: None) if wish.dry_run else (lambda now: save_checkpoint(begun.kept_in, now)),
        digits=books.currency_digits(),
        precedent=lambda facts: _precedent(facts, manner.now),
    )
    return run_interview(prompter, read_questions(shipped_table("questions.toml")), progress, means)


def _told(prompter: Prompter, progress: Progress, begun: Begun, manner: Manner, wish: Wish) -> Progress | None:
    """Show the result and do what the buyer chooses; the same answers where he goes back to them, None at the end."""
    from disputecli.commands.keeping import conclude
    from disputecli.commands.ledger import read

    facts = progress.facts
    ledger = read(manner.now)
    found, letter = decide(facts, ledger, manner.now)
    show(found, letter, None, manner)
    end = "left"
    if not wish.dry_run:
        prompter.tell(found.verdict_why.text)
        end = conclude(prompter, found, letter, ledger, manner.now)
    if end == "back":
        return progress
    if end == "done":  # first of all, or a saved dispute would be offered as an interrupted interview
        discard_checkpoint(begun.kept_in)
    if wish.save_answers:
        keep_answers(facts, wish.save_answers)
    return None


def _suggestion(facts: Facts) -> Suggestion:
    """The advice so far; the reading of words is loaded when the first question is on the screen already."""
    from disputecli.commands.case import suggestion

    return suggestion(facts)


def _precedent(facts: Facts, now: datetime) -> Precedent | None:
    """The last dispute with the same seller, else the last of all; None for the first dispute."""
    from disputecli.commands.ledger import read

    return _latest(read(now), (facts.order.seller or "").strip().casefold())


def _latest(ledger: Ledger, seller: str) -> Precedent | None:
    newest_first = sorted(ledger.kept, key=lambda each: each.record.stamp.mtime_ns, reverse=True)
    same = [
        each for each in newest_first if seller and (each.dispute.facts.order.seller or "").strip().casefold() == seller
    ]
    if same:
        name = f"your last dispute with {same[0].dispute.facts.order.seller} ({same[0].dispute.id})"
        return Precedent(Facts(order=same[0].dispute.facts.order), name)
    last = next(iter(newest_first), None)
    return Precedent(Facts(order=last.dispute.facts.order), f"your last dispute ({last.dispute.id})") if last else None

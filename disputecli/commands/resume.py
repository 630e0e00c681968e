"""Where does an interview begin? With what is known already, or where an interrupted one stopped."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from disputecli.core.codec import answer, with_answer
from disputecli.core.interview import Progress
from disputecli.core.order import FIELDS, Facts
from disputecli.core.questions import Option
from disputecli.core.text import one_line
from disputecli.core.time import moment_name
from disputecli.errors import UserProblem
from disputecli.frozen import dataclass, replace
from disputecli.store.paths import places
from disputecli.type_names import TYPE_CHECKING
from disputecli.wizard.checkpoint import Kept, checkpoints, discard_checkpoint, new_checkpoint, read_checkpoints

if TYPE_CHECKING:
    from disputecli.commands.new import Manner
    from disputecli.wizard.prompter import Prompter

NEW, ALL, BEGIN = "new", "all", "Begin one with: dispute new"
NONE_LEFT = "There is no interrupted interview."
SHORT = 40  # characters of an item in the list


@dataclass(frozen=True)
class Begun:
    """An interview at its beginning: the file that keeps its answers, and how far it is."""

    kept_in: Path
    progress: Progress


def begin(prompter: Prompter, facts: Facts, manner: Manner, *, resume: bool, discard: bool, ask: bool) -> Begun:
    """The interview to go on with, as the options or the buyer say; `ask`: offer the interrupted ones."""
    from disputecli.commands.ledger import reading

    where = places(os.environ)
    if discard:
        _discard(prompter, manner)
    kept, problems = read_checkpoints(checkpoints(where), reading(manner.now))
    for problem in problems if resume or ask else ():
        sentence = problem.sentence.removesuffix(".")
        prompter.tell(f"An interrupted interview can't be read: {sentence}. To forget it: dispute new --discard")
    chosen = None
    if resume:
        chosen = _wanted(prompter, kept)
    elif kept and ask and not discard:
        chosen = _offered(prompter, kept, another=facts != Facts())
    if chosen is None:
        return Begun(new_checkpoint(where, manner.now), Progress(facts))
    return Begun(chosen.path, replace(chosen.progress, facts=_over(chosen.progress.facts, facts)))


def discard_only() -> str:
    """Forget the interrupted interview without a question; the sentence that says so, UserProblem for several."""
    found = checkpoints(places(os.environ))
    if len(found) > 1:
        raise UserProblem(
            f"There are {len(found)} interrupted interviews.", "Choose in a terminal: dispute new --discard"
        )
    return "The interrupted interview is forgotten." if found and discard_checkpoint(found[0]) else NONE_LEFT


def _discard(prompter: Prompter, manner: Manner) -> None:
    """Forget the one that there is, or those that the buyer chooses."""
    from disputecli.commands.ledger import reading

    found = checkpoints(places(os.environ))
    if len(found) > 1:
        kept, _ = read_checkpoints(found, reading(manner.now))
        lost = set(found) - {each.path for each in kept}
        broken = [Option(str(path), f"{path.name}, which can't be read") for path in sorted(lost)]
        listed = [*_options(kept), *broken, Option(ALL, f"All {len(found)} of them")]
        chosen = prompter.choose("Which one shall be forgotten?", listed)
        found = found if chosen == ALL else [path for path in found if str(path) == chosen]
    forgotten = [discard_checkpoint(path) for path in found]
    if forgotten:
        prompter.tell(f"{'The interrupted interview is' if len(forgotten) == 1 else 'They are'} forgotten.")


def _wanted(prompter: Prompter, kept: Sequence[Kept]) -> Kept:
    """The interrupted interview to go on with; UserProblem where there is none."""
    if not kept:
        raise UserProblem(NONE_LEFT, BEGIN)
    if len(kept) == 1:
        return kept[0]
    listed: dict[object, Kept] = {str(each.path): each for each in kept}
    while (chosen := prompter.choose("Which one do you want to go on with?", _options(kept))) not in listed:
        prompter.tell("This is the first question. To begin a new one: Ctrl-C, then dispute new")
    return listed[chosen]


def _offered(prompter: Prompter, kept: Sequence[Kept], *, another: bool) -> Kept | None:
    """One of the interrupted interviews, None for a new one: as the buyer chooses; Ctrl-C leaves all as they are.

    Where the options begin `another` one, it is only said that there are some.
    """
    if another:
        prompter.tell(f"Interrupted before: {'; '.join(map(_name, kept))}. To go on: dispute new --resume")
        return None
    several = len(kept) > 1
    title = f"{len(kept)} interviews were interrupted." if several else "An interview was interrupted."
    chosen = prompter.choose(title, [*_options(kept, "Go on: "), Option(NEW, "Begin a new one")])
    return next((each for each in kept if str(each.path) == chosen), None)


def _options(kept: Sequence[Kept], before: str = "") -> list[Option]:
    return [Option(str(each.path), f"{before}{_name(each)}") for each in kept]


def _name(kept: Kept) -> str:
    """The item, how much is answered, and when it was begun."""
    from disputecli.commands.clock import ZONE

    item = one_line(kept.progress.facts.order.item or "no item yet", SHORT)
    count = len(kept.progress.asked)
    return f"{item}, {count} {'answer' if count == 1 else 'answers'}, {moment_name(kept.begun, ZONE)}"


def _over(facts: Facts, given: Facts) -> Facts:
    """The facts with those that were given as options over them."""
    for key in FIELDS:
        if (value := answer(given, key)) not in (None, ()):
            facts = with_answer(facts, key, value)
    return facts

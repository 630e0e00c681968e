"""What more is there to say of an event? When it was and its details, asked one at a time, with a way back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from disputecli.commands.clock import ZONE
from disputecli.commands.happened import MOST_DAYS, cleaned_text, moment_of, sum_of
from disputecli.commands.possible import refuse_impossible
from disputecli.core.questions import Option, Question
from disputecli.core.time import day_name, moment_name
from disputecli.errors import UserProblem
from disputecli.frozen import dataclass, replace
from disputecli.store.shipped import shipped_table
from disputecli.type_names import TYPE_CHECKING, Any
from disputecli.wizard.prompter import BACK, UNKNOWN, Prompter
from disputecli.wizard.value import Raw, Understood

if TYPE_CHECKING:
    from disputecli.commands.ledger import Kept
    from disputecli.core.dispute import Event

REFUSED = "refused"


@dataclass(frozen=True)
class About:
    """What the details are told of: a dispute, and the moment of telling."""

    kept: Kept
    now: datetime


def with_details(prompter: Prompter, event: Event, names: Sequence[str], about: About) -> Event | None:
    """The event with the details of these names; None where the buyer went back before the first of them."""
    told = [event]
    while len(told) <= len(names):
        after = _answered(prompter, told[-1], names[len(told) - 1], about)
        if after is not None:
            told.append(after)
        elif len(told) == 1:
            return None
        else:
            told.pop()
    return told[-1]


def _answered(prompter: Prompter, event: Event, name: str, about: About) -> Event | None:
    """The event with one detail; None for back, UserProblem where the buyer rather records nothing."""
    if event.outcome == REFUSED:
        return event
    words = shipped_table("details.toml")
    row: dict[str, Any] = words.get(f"{event.event}-{name}") or words[name]
    question = _question(name, row)
    answer = prompter.ask(question, "", lambda raw: _understood(event, name, raw, question, about))
    if answer is BACK:
        return None
    if answer is UNKNOWN and row.get("stop"):
        raise UserProblem("Nothing was recorded.")
    return replace(event, **answer) if isinstance(answer, dict) else event


def _question(name: str, row: dict[str, Any]) -> Question:
    """A detail as the prompter puts it."""
    choices = tuple(Option(value, label) for value, label in row.get("choices", ()))
    return Question(
        name, "select" if choices else "text", row["ask"], "", name, row.get("like", ""), row.get("empty", ""),
        choices=choices, required="empty" not in row,
    )  # fmt: skip


def _understood(event: Event, name: str, raw: Raw, question: Question, about: About) -> Understood:
    """A detail as it was read, as changes of the event; UserProblem where it can't be read or can't be true."""
    text = str(raw)
    if name == "when":
        return _when(event, text, about)
    if name == "amount":
        amount = sum_of(text, about.kept)
        currency = about.kept.dispute.facts.order.currency or ""
        return Understood({"amount": amount}, f"{amount:f} {currency}".strip())
    if name == "days":
        days = _days(text)
        return Understood({"days": days}, str(days))
    if name == "type":
        change = {"outcome": REFUSED} if text == REFUSED else {"type": text}
        return Understood(change, next(each.label for each in question.choices if each.value == text))
    return Understood({name: cleaned_text(text)}, text)


def _when(event: Event, text: str, about: About) -> Understood:
    """The moment of the event, if it could happen then."""
    at = moment_of(text, about.now)
    then = replace(event, at=at)
    try:
        refuse_impossible(then, about.kept.dispute, about.now)
    except UserProblem as problem:
        raise UserProblem(f"Not on that day: {problem.sentence}") from problem
    return Understood({"at": at}, moment_name(at, ZONE) if isinstance(at, datetime) else day_name(at, ZONE))


def _days(text: str) -> int:
    words = text.strip().lower().removesuffix("days").removesuffix("day").strip()
    if not (words.isascii() and words.isdigit() and len(words) <= len(str(MOST_DAYS)) and 0 < int(words) <= MOST_DAYS):
        raise UserProblem(f"“{text}” is not a number of days.", f"It can be 1 to {MOST_DAYS}.")
    return int(words)

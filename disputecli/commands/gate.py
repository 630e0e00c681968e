"""Does the buyer mean it? What a step gives up, said before it, and a yes for what can't be taken back."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from disputecli.errors import UsageProblem, UserProblem
from disputecli.frozen import replace
from disputecli.type_names import TYPE_CHECKING

if TYPE_CHECKING:
    from disputecli.core.advice import Caution
    from disputecli.core.dispute import Dispute, Event
    from disputecli.core.gates import Terms
    from disputecli.core.stage import Standing


def gated(event: Event, dispute: Dispute, stands: Standing, now: datetime, *, asks: bool, yes: bool) -> Event:
    """The event once the buyer has read what it means; an acceptance with the amount that he typed back."""
    from disputecli.commands.case import standing_of
    from disputecli.commands.clock import ZONE
    from disputecli.core.gates import Outlook, alarms, terms_of
    from disputecli.store.shipped import shipped_table

    terms = terms_of(dispute, stands.course, event)
    then = standing_of(replace(dispute, events=(*dispute.events, event)), now)
    loud = alarms(shipped_table("gates.toml"), dispute, event, terms, Outlook(then, now, ZONE))
    _say(event, terms, loud)
    if event.event == "accepted":
        return _accepted(event, terms, asks=asks, yes=yes)
    if event.event == "cancelled":
        _confirm("Cancel the dispute?", asks=asks, yes=yes)
    if event.event == "closed" and stands.stage == "watching":
        _confirm("Put it away although it was never opened?", asks=asks, yes=yes)
    return event


def picked(name: str, *, yes: bool) -> None:
    """Let an event that was picked from a list be affirmed where a slip would harm; UserProblem for a no."""
    from disputecli.commands.screen import tell
    from disputecli.store.shipped import shipped_table

    text = shipped_table("gates.toml")["picked"].get(name)
    if text and not yes:
        tell(f"! {text}")
        _confirm("Record it?", asks=True, yes=yes)


def _say(event: Event, terms: Terms, loud: tuple[Caution, ...]) -> None:
    from disputecli.commands.screen import tell
    from disputecli.store.shipped import shipped_table

    if event.event == "accepted":
        name = shipped_table("gates.toml")["types"].get(terms.type or "", "claim type unknown")
        amount = f"{terms.amount:f} {terms.currency or ''}".strip() if terms.amount is not None else "amount unknown"
        tell(f"The terms: {name}, {amount}, offered by {terms.offered_by}.")
    for each in loud:
        tell(f"! {each.text} [{' '.join(each.sources)}]")


def _accepted(event: Event, terms: Terms, *, asks: bool, yes: bool) -> Event:
    """The acceptance with its terms; UserProblem where the amount typed back is not the offered one."""
    _confirm("Accept these terms?", asks=asks, yes=yes)
    amount = _typed_back(terms.currency) if event.amount is None and asks else event.amount
    if amount is None:
        raise UsageProblem("accepted wants the amount typed back: --amount.", "Read it off the offer once more.")
    if terms.amount is not None and amount != terms.amount:
        raise UserProblem(f"The offer is {terms.amount:f}, not {amount:f}.", "Nothing was recorded.")
    return replace(event, amount=amount, type=event.type or terms.type)


def _typed_back(currency: str | None) -> Decimal:
    """The amount that is typed, with the currency that the screen shows or without; asked until it can be read."""
    import typer

    from disputecli.commands.screen import tell
    from disputecli.core.values import read_sum
    from disputecli.store import books

    while True:
        typed = typer.prompt("Type the amount that you accept", prompt_suffix=": ", err=True)
        try:
            return read_sum(typed, currency, books.names("order.paid"), books.currency_digits())
        except UserProblem as problem:
            tell(f"{problem.sentence} {problem.hint}")


def _confirm(question: str, *, asks: bool, yes: bool) -> None:
    """Go on only with a yes; UsageProblem where nobody can be asked, UserProblem for a no."""
    if yes:
        return
    if not asks:
        raise UsageProblem(f"{question} Say so with --yes.", "Nothing was recorded.")
    from disputecli.commands.screen import confirmed

    if not confirmed(question):
        raise UserProblem("Nothing was recorded.")

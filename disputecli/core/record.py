"""What does a ledger file say? One dispute's table to facts and events and back; unknown keys are left alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal

from disputecli.core.codec import facts_table, plain, read_facts
from disputecli.core.dispute import (
    ACTORS,
    CLAIM_TYPES,
    EVENT_NAMES,
    OUTCOMES,
    Claimed,
    Dispute,
    Event,
    Exhibit,
    Message,
    Observation,
    in_order,
)
from disputecli.core.money import parse_amount
from disputecli.core.order import EXTENTS, SECTIONS, Facts
from disputecli.core.text import cleaned, quoted, refused
from disputecli.core.time import When, aware, check_year
from disputecli.core.values import Reading
from disputecli.errors import Fault, UserProblem
from disputecli.frozen import MISSING, fields
from disputecli.type_names import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from disputecli.core.advice import Choice, Claim

Made = TypeVar("Made")
_LISTS: dict[str, type[Any]] = {
    "events": Event,
    "observed": Observation,
    "evidence": Exhibit,
    "messages": Message,
}
_WORDS: dict[str, tuple[str, ...]] = {
    "event": EVENT_NAMES,
    "actor": ACTORS,
    "type": CLAIM_TYPES,
    "outcome": OUTCOMES,
    "extent": EXTENTS,
}
LONGEST_DAYS = 365
LARGEST_SIZE = 10**15
LONGEST_WORD = 40


def read_dispute(id_: str, table: Mapping[str, Any], reading: Reading) -> tuple[Dispute, list[Fault]]:
    """The dispute of a ledger table and every fault in the keys that the program knows."""
    faults: list[Fault] = []
    given = {section: table[section] for section in SECTIONS if section in table}
    facts, wrong = read_facts(given, reading)
    faults += [fault for fault in wrong if not fault.problem.startswith("is not a known key")]
    found = {name: _rows(name, made, table.get(name, []), reading, faults) for name, made in _LISTS.items()}
    claim = _row("claim", Claimed, table.get("claim", {}), reading, faults) or Claimed()
    found["events"] = in_order(found["events"], reading.zone)
    return Dispute(id=id_, facts=facts, claim=claim, **found), faults


def new_table(facts: Facts, choice: Choice | None, claim: Claim | None) -> dict[str, Any]:
    """The table of a dispute that is kept for the first time: its facts and what is to be claimed."""
    table: dict[str, Any] = facts_table(facts)
    chosen = {"reason": choice.code, "detail": choice.detail} if choice else {}
    wanted = {"type": claim.type, "extent": claim.extent, "amount": plain(claim.amount)} if claim and choice else {}
    table["claim"] = _without_none({**chosen, **wanted})
    return {name: value for name, value in table.items() if value}


def event_row(event: Event) -> dict[str, Any]:
    """One event as a row of `[[events]]`; what it does not say is left out."""
    return _without_none({each.name: plain(getattr(event, each.name)) for each in fields(Event)})


def message_row(message: Message) -> dict[str, Any]:
    """One message as a row of `[[messages]]`, an instant to the second."""
    row = {each.name: plain(getattr(message, each.name)) for each in fields(Message)}
    return row | ({"at": message.at.replace(microsecond=0)} if isinstance(message.at, datetime) else {})


def with_row(table: Mapping[str, Any], name: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """The table with one more row in one of its lists; the given one is not changed."""
    return {**table, name: [*table.get(name, []), dict(row)]}


def _without_none(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None and value is not False}


def _rows(name: str, made: type[Made], rows: object, reading: Reading, faults: list[Fault]) -> tuple[Made, ...]:
    if not isinstance(rows, list):
        faults.append(Fault(name, "is not a list.", f"Write each on its own under [[{name}]]."))
        return ()
    found = (_row(f"{name}.{number}", made, row, reading, faults) for number, row in enumerate(rows))
    return tuple(row for row in found if row is not None)


def _row(where: str, made: type[Made], row: object, reading: Reading, faults: list[Fault]) -> Made | None:
    if not isinstance(row, Mapping):
        faults.append(Fault(where, "is not a table of keys."))
        return None
    known: tuple[Any, ...] = fields(made)  # type: ignore[arg-type]  # every `made` is one of our dataclasses
    values: dict[str, Any] = {}
    for each in known:
        if each.name in row:
            try:
                values[each.name] = _value(each.name, row[each.name], reading)
            except UserProblem as problem:
                faults.append(Fault(f"{where}.{each.name}", problem.sentence, problem.hint))
    needed = [each.name for each in known if _is_needed(each) and each.name not in row]
    faults += [Fault(f"{where}.{name}", "is missing.", "Add it, or take the whole row out.") for name in needed]
    complete = all(each.name in values for each in known if _is_needed(each))
    return made(**values) if complete else None


def _is_needed(field: Any) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _value(name: str, value: Any, reading: Reading) -> Any:
    if name in _WORDS:
        return _word(value, _WORDS[name])
    reader: Callable[[Any, Reading], Any] = _READERS.get(name, _line)
    return reader(value, reading)


def _typed(value: Any, kind: type[Made], words: str) -> Made:
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise UserProblem(f"“{quoted(value)}” is not of its kind.", f"Write {words}.")
    return value


def _text(value: Any, _: Reading) -> str:
    """Words that someone else may have written: kept without what must not reach a terminal."""
    return cleaned(_typed(value, str, "text in quotes"))


def _line(value: Any, _: Reading) -> str:
    text = _typed(value, str, "text in quotes")
    if character := refused(text):
        raise UserProblem(f"has a hidden character ({character}).", "Type the text anew instead of pasting it.")
    return " ".join(text.split())


def _word(value: Any, words: tuple[str, ...]) -> str:
    word = _typed(value, str, f"one of: {', '.join(words)}")
    if word not in words:
        from difflib import get_close_matches

        near = get_close_matches(word[:LONGEST_WORD], words, 1)
        hint = f"Did you mean {near[0]}?" if near else f"It can be: {', '.join(words)}."
        raise UserProblem(f"“{quoted(word)}” is not one of its words.", hint)
    return word


def _instant(value: Any, reading: Reading) -> datetime:
    found = _typed(value, datetime, "a date and time like 2026-03-02 09:00:00")
    check_year(found)
    return aware(found, reading.zone) if found.tzinfo is None else found.astimezone(UTC)


def _at(value: Any, reading: Reading) -> When:
    if isinstance(value, datetime):
        return _instant(value, reading)
    day = _typed(value, date, "a date like 2026-03-02")
    check_year(day)
    return day


def _money(value: Any, _: Reading) -> Decimal:
    return parse_amount(_typed(value, str, 'the amount in quotes, like "9.68"'))


def _days(value: Any, _: Reading) -> int:
    return _between(value, 1, LONGEST_DAYS)


def _size(value: Any, _: Reading) -> int:
    return _between(value, 0, LARGEST_SIZE)


def _between(value: Any, least: int, most: int) -> int:
    number = _typed(value, int, "a whole number")
    if not least <= number <= most:
        raise UserProblem(f"{quoted(number)} is out of range.", f"It can be {least} to {most}.")
    return number


def _yes(value: Any, _: Reading) -> bool:
    return _typed(value, bool, "true or false")


_READERS: dict[str, Callable[[Any, Reading], Any]] = {
    "at": _at, "due_by": _instant, "seen_at": _instant, "amount": _money, "days": _days, "size": _size, "final": _yes,
    "text": _text, "caption": _text,
}  # fmt: skip

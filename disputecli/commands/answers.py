"""What did the user say on the command line? One option for each key of the answers, and the answers file."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from disputecli.commands.given import Parameter
from disputecli.commands.options import STDIN, Option
from disputecli.core.order import FIELDS, Facts, Field
from disputecli.core.values import Reading
from disputecli.errors import Fault, Faults, UsageProblem
from disputecli.frozen import replace
from disputecli.type_names import Any, TypeVar

Command = TypeVar("Command", bound=Callable[..., Any])
HELP = {
    "order.order_id": "Order number.",
    "order.item": "What you ordered.",
    "order.variant": 'Variant as the order page shows it, like "black, 64GB".',
    "order.quantity": "How many you ordered.",
    "order.seller": "Name of the store.",
    "order.paid": "All paid for this line, shipping included, like 9.68 USD.",
    "order.currency": "Currency, where --paid does not say it, like USD.",
    "order.payment_method": "How you paid.",
    "order.country": "Your country, like Brazil or BR; EU works too.",
    "order.profile": "Rule profile, instead of the country's.",
    "order.ordered_at": "Day of the order.",
    "order.paid_at": "Day of the payment; left out: the day of the order.",
    "order.shipped_at": "Day the (last) parcel was shipped.",
    "order.delivery_days": "Days that the seller promised for the delivery.",
    "order.protection_ends_at": "End of the buyer protection: a date, or the time left (12d 3h).",
    "order.received_at": "Day the parcel came.",
    "order.confirmed_at": 'Day "Confirm received" was pressed.',
    "problem.received": "Did the item come?",
    "problem.tracking": "What the tracking shows.",
    "problem.text": "What is wrong, in your own words; enough on its own.",
    "problem.symptom": "A reason's code or detail, like does_not_work.",
    "problem.usable": "Can you use the item?",
    "problem.package_damaged": "Was the package damaged?",
    "problem.matches_order": "Is it what the order's variant says?",
    "problem.received_variant": "What arrived, as its label says.",
    "problem.pieces_ordered": "Pieces ordered.",
    "problem.pieces_received": "Pieces that came.",
    "problem.size_ordered_cm": "Size as listed, in cm.",
    "problem.size_received_cm": "Size as measured, in cm.",
    "problem.evidence": "Evidence that you have; repeat it or use commas.",
    "wish.extent": "Claim all or a part; left out: advised.",
    "wish.amount": "Amount to claim; left out: advised.",
    "wish.keep_item": "Would you keep the item?",
    "wish.local_return": "Is there a local or free return?",
    "wish.return_cost": "What a return would cost you.",
}


def with_answer_options(command: Command) -> Command:
    """The command with one option for each key of the answers, passed to it by the key's name."""
    command.more = tuple(_parameter(known) for known in FIELDS.values())  # type: ignore[attr-defined]
    return command


def _parameter(known: Field) -> Parameter:
    if known.kind == "yesno":
        option = Option(f"{known.flag}/--no-{known.flag[2:]}", help=HELP[known.key])
        return Parameter(known.name, bool | None, None, option)
    many = known.kind == "choices"
    option = Option(known.flag, metavar="KIND" if many else _metavar(known), help=_with_words(known))
    return Parameter(known.name, list[str] | None if many else str | None, None, option)


def _metavar(known: Field) -> str:
    shown = {
        "past": "DATE",
        "when": "DATE",
        "amount": "AMOUNT",
        "price": "AMOUNT",
        "count": "N",
        "number": "N",
        "length": "CM",
    }
    return shown.get(known.kind, "WORD" if known.choices or known.kind == "symptom" else "TEXT")


def _with_words(known: Field) -> str:
    return f"{HELP[known.key]} ({', '.join(known.choices)})" if known.choices else HELP[known.key]


def flags_table(answers: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The options that were given, as a table of sections."""
    table: dict[str, dict[str, Any]] = {}
    for known in FIELDS.values():
        value = answers.get(known.name)
        if value is not None and value != []:
            words = [word for each in value for word in each.split(",")] if known.kind == "choices" else value
            table.setdefault(known.section, {})[known.name] = words
    return table


def read_answers(file: str | None, answers: Mapping[str, Any], reading: Reading) -> Facts:
    """The facts of an answers file and of the options, which win; Faults name all that is wrong, with its line."""
    from disputecli.core.codec import answer, read_facts, with_answer
    from disputecli.core.plausible import impossible
    from disputecli.store.books import currency_digits

    data, name = _read(file) if file else (b"", "")
    facts, faults = read_facts(_parsed(data, name), reading)
    given, wrong = read_facts(flags_table(answers), reading)
    for key in FIELDS:
        if (value := answer(given, key)) not in (None, ()):
            facts = with_answer(facts, key, value)
    faults = [*faults, *impossible(facts, reading.now, reading.zone, currency_digits())]
    places = _places(data) if faults else {}
    found = [*(_placed(fault, name, places) for fault in faults), *(_flagged(fault) for fault in wrong)]
    if found:
        raise Faults(found)
    return facts


def refuse_missing(facts: Facts) -> None:
    """UsageProblem that names every option without which nothing can be said."""
    from disputecli.core.plausible import flag_of, missing

    keys = missing(facts)
    if "problem.received" in keys and not (facts.problem.text or facts.problem.symptom):
        keys = (*keys, "problem.text")
    if keys:
        flags = ", ".join(flag_of(key) for key in keys)
        raise UsageProblem(
            f"{'This answer is' if len(keys) == 1 else 'These answers are'} missing: {flags}",
            "Give them as options or with --answers FILE; in a terminal, `dispute new` asks for them.",
        )


def _read(file: str) -> tuple[bytes, str]:
    if file == STDIN:
        return sys.stdin.buffer.read(), "standard input"
    from disputecli.store.stamp import read_stamped

    return read_stamped(Path(file), file)[0], file


def _parsed(data: bytes, name: str) -> dict[str, Any]:
    if not name:
        return {}
    from disputecli.store.toml import parse_table

    return parse_table(data, name)


def _places(data: bytes) -> dict[str, tuple[int, int]]:
    """Line and column of every key of an answers file, by the key as users write it."""
    from disputecli.store.locate import locate

    return {".".join(str(part) for part in path): place for path, place in locate(data.decode("utf-8-sig")).items()}


def _placed(fault: Fault, name: str, places: Mapping[str, tuple[int, int]]) -> Fault:
    """The fault of a key with its file, line and column; without a place in the file it came from an option."""
    if fault.where not in places:
        return _flagged(fault)
    line, column = places[fault.where]
    return Fault(name, f"{fault.where}: {fault.problem}", fault.hint, line, column)


def _flagged(fault: Fault) -> Fault:
    known = FIELDS.get(fault.where)
    return replace(fault, where=known.flag) if known else fault

"""What do these keys mean? Answers, flags and ledger tables to facts and back, all faults at once."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from disputecli.core.order import FIELDS, SECTIONS, Facts, Order, Problem, Wish
from disputecli.core.values import Reading, read_value
from disputecli.errors import Fault, UserProblem
from disputecli.frozen import fields, replace
from disputecli.type_names import Any

KEY_LIMIT = 2_000  # characters of an unknown key that are held against the known ones


def read_facts(table: Mapping[str, Any], reading: Reading) -> tuple[Facts, list[Fault]]:
    """The facts of a table `{section: {key: value}}` and every fault in it; values may be text or TOML's own."""
    faults: list[Fault] = []
    found: dict[str, dict[str, Any]] = {section: {} for section in SECTIONS}
    for section, keys in table.items():
        if section not in SECTIONS:
            faults.append(_unknown(section, list(SECTIONS)))
        elif not isinstance(keys, Mapping):
            faults.append(Fault(section, "is not a table of keys.", f"Write [{section}] on a line of its own."))
        else:
            _read_section(section, keys, found[section], reading, faults)
    facts = Facts(Order(**found["order"]), Problem(**found["problem"]), Wish(**found["wish"]))
    return facts, faults


def _read_section(
    section: str, keys: Mapping[str, Any], found: dict[str, Any], reading: Reading, faults: list[Fault]
) -> None:
    for name, value in keys.items():
        known = FIELDS.get(f"{section}.{name}")
        if known is None:
            faults.append(_unknown(f"{section}.{name}", list(FIELDS)))
            continue
        try:
            read = read_value(known, value, reading)
        except UserProblem as problem:
            faults.append(Fault(known.key, problem.sentence, problem.hint))
        else:
            if isinstance(read, tuple) and known.kind == "price":
                read, currency = read
                found.setdefault("currency", currency)
            if read is not None:
                found[name] = read


def facts_table(facts: Facts) -> dict[str, dict[str, Any]]:
    """The facts as plain TOML values, unknown ones left out; amounts are strings."""
    table: dict[str, dict[str, Any]] = {}
    for section in SECTIONS:
        record = getattr(facts, section)
        keys = {each.name: plain(getattr(record, each.name)) for each in fields(record)}
        keys = {name: value for name, value in keys.items() if value not in (None, [])}
        if keys:
            table[section] = keys
    return table


def plain(value: Any) -> Any:
    """A fact as TOML keeps it: Decimal as a string, a tuple as a list."""
    if isinstance(value, Decimal):
        return format(value, "f")
    return list(value) if isinstance(value, tuple) else value


def with_answer(facts: Facts, key: str, value: Any) -> Facts:
    """The facts with one key set, such as `order.item`; the value is already read."""
    section, name = key.split(".")
    return replace(facts, **{section: replace(getattr(facts, section), **{name: value})})


def answer(facts: Facts, key: str) -> Any:
    """The value of one key, such as `order.item`; None or () where unknown."""
    section, name = key.split(".")
    return getattr(getattr(facts, section), name)


def _unknown(key: str, known: list[str]) -> Fault:
    from difflib import get_close_matches

    near = get_close_matches(key[:KEY_LIMIT], known, 1)
    return Fault(key, "is not a known key.", f"Did you mean {near[0]}?" if near else "See `dispute new --help`.")

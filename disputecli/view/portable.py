"""How does a ledger travel? Tables as JSON that says everything TOML says, and without what names people.

JSON has no dates: each stands as a table of one key, {"$date": "2026-03-02"}, {"$time": "09:00:00"} or
{"$datetime": "2026-03-02T09:00:00+00:00"} (without an offset where the ledger has none). A table of the ledger that
itself has one key, and that begins with $, stands as {"$table": {...}}. All else is as it is, in the file's order.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, time

from disputecli.core.order import TRACKING
from disputecli.core.text import shown
from disputecli.errors import Fault, Faults
from disputecli.type_names import Any, cast

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]

SCHEMA_VERSION = 1
DEEPEST = 64
KEYS = frozenset({"schema_version", "redacted", "disputes"})
ROW_KEYS = frozenset({"id", "folder", "table"})
HINT = "Give the file that `dispute export --format json` wrote."
_TAGS: dict[str, Callable[[str], date | time]] = {
    "$datetime": datetime.fromisoformat,
    "$date": date.fromisoformat,
    "$time": time.fromisoformat,
}
_SHAPES = {
    "$datetime": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?([+-]\d\d:\d\d)?"),
    "$date": re.compile(r"\d{4}-\d\d-\d\d"),
    "$time": re.compile(r"\d\d:\d\d:\d\d(\.\d{6})?"),
}


def packed(value: object) -> Json:
    """A value of a ledger's table as plain JSON values; nothing is lost."""
    if isinstance(value, dict):
        table = {key: packed(each) for key, each in value.items()}
        return {"$table": table} if _is_tag(value) else table
    if isinstance(value, list | tuple):
        return [packed(each) for each in value]
    if isinstance(value, datetime):
        return {"$datetime": value.isoformat()}
    if isinstance(value, date):
        return {"$date": value.isoformat()}
    return {"$time": value.isoformat()} if isinstance(value, time) else cast("Json", value)


def unpacked(value: object, where: str, faults: list[Fault], depth: int = 0) -> object:
    """The value that `packed` was given; what is none goes to `faults` with its place."""
    if depth > DEEPEST:
        faults.append(Fault(where, "is nested too deeply", HINT))
    elif isinstance(value, list):
        return [unpacked(each, f"{where}.{number}", faults, depth + 1) for number, each in enumerate(value)]
    elif isinstance(value, dict):
        tag = next(iter(value)) if _is_tag(value) else ""
        if tag and tag != "$table":
            return _untagged(tag, value[tag], where, faults)
        table = value["$table"] if tag else value
        if isinstance(table, dict):
            return {key: unpacked(each, f"{where}.{key}", faults, depth + 1) for key, each in table.items()}
        faults.append(Fault(where, "is not a table", HINT))
    elif value is None:
        faults.append(Fault(where, "is null, which a ledger does not keep", "Leave the key out."))
    elif isinstance(value, float) and not math.isfinite(value):
        faults.append(Fault(where, f"is {value}, which is no number", "Write a plain number."))
    return value


def ledger_json(disputes: Iterable[tuple[str, str, Mapping[str, Any]]], *, redacted: bool) -> str:
    """Disputes (id, folder and table) as the text of an export, readable and safe to look at."""
    rows = [{"id": id_, "folder": folder, "table": packed(dict(table))} for id_, folder, table in disputes]
    whole = {"schema_version": SCHEMA_VERSION, "redacted": redacted, "disputes": rows}
    text = json.dumps(whole, ensure_ascii=False, indent=2, allow_nan=False)
    hidden = {ord(each): json.dumps(each)[1:-1] for each in set(text) if each != "\n" and shown(each) != each}
    return f"{text.translate(hidden)}\n"


def read_json(text: str, name: str) -> object:
    """The value of a JSON text; Faults, with line and column, where it is none or says a key twice."""
    try:
        found: object = json.loads(text, object_pairs_hook=_single)
    except json.JSONDecodeError as problem:
        fault = Fault(name, f"is no JSON: {problem.msg}", HINT, problem.lineno, problem.colno)
        raise Faults([fault]) from problem
    except RecursionError as problem:
        raise Faults([Fault(name, "is nested too deeply", HINT)]) from problem
    except ValueError as problem:
        raise Faults([Fault(name, f"is no JSON of a ledger: {problem}", HINT)]) from problem
    return found


def read_rows(whole: object, name: str) -> tuple[list[Mapping[str, Any] | None], list[Fault]]:
    """The rows (id, folder and table) of an export, None for what is none, and every fault of their shape.

    Faults where the whole is no export, or one of a newer program.
    """
    rows = whole.get("disputes") if isinstance(whole, dict) else None
    if not isinstance(whole, dict) or "schema_version" not in whole or not isinstance(rows, list):
        raise Faults([Fault(name, "is not an export of dispute", HINT)])
    version = whole["schema_version"]
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise Faults([Fault(name, f"schema_version is {version!r}, which is none", HINT)])
    if version > SCHEMA_VERSION:
        raise Faults([Fault(name, f"was made by a newer dispute (schema {version})", "Update dispute.")])
    faults = [Fault(name, f"{key!r} is not a known key", HINT) for key in sorted(whole.keys() - KEYS)]
    known = [each if _is_row(each) else None for each in rows]
    for number, each in enumerate(known):
        if each is None:
            faults.append(Fault(f"disputes.{number}", "is not a dispute: it has to have id, folder and table", HINT))
    return known, faults


def _is_row(row: object) -> bool:
    return isinstance(row, dict) and row.keys() == ROW_KEYS and isinstance(row["table"], dict)


def _single(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"the key {next(each for each in names if names.count(each) > 1)!r} stands there twice")
    return table


def _is_tag(table: Mapping[str, Any]) -> bool:
    return len(table) == 1 and next(iter(table)).startswith("$")


def _untagged(tag: str, value: object, where: str, faults: list[Fault]) -> object:
    """The date or time that a tag holds."""
    read = _TAGS.get(tag)
    if read is None:
        faults.append(Fault(where, f"{tag} is not a kind of value", f"The kinds are {', '.join(_TAGS)} and $table."))
    elif not isinstance(value, str) or not _SHAPES[tag].fullmatch(value):
        faults.append(Fault(where, f"{value!r} is no {tag[1:]}", "Write it as ISO 8601, like the others in the file."))
    else:
        try:
            return read(value)
        except ValueError:
            faults.append(Fault(where, f"{value!r} is no {tag[1:]}", "There is no such moment."))
    return value


_NAMED = {"order_id": "ORDER", "seller": "SELLER", "tracking": "TRACKING"}
_DATED = r"(?!\d{4}-\d\d-\d\d\b)(?!\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b)"
_CALLED = "|".join(
    rf"(?<={word}{mark} )" for word in ("phone", "mobile", "tel", "whatsapp") for mark in ("", ":", r"\.")
)
_FREE = (
    ("EMAIL", re.compile(r"(?<![\w.+%-])[\w.+%-]{1,250}@[\w-]{1,250}(?:\.[\w-]{1,250})+")),
    ("TRACKING", re.compile(r"\b[A-Z]{2,5}\d{9,20}[A-Z]{0,2}\b", re.IGNORECASE)),
    ("ORDER", re.compile(r"(?<![\w+])\d{12,20}(?!\w)")),
    ("PHONE", re.compile(rf"(?<![\w./]){_DATED}(?:\+|\(\+?)?\d(?:[ ().\-/]{{0,2}}\d){{8,14}}(?!\w)")),
    ("PHONE", re.compile(rf"(?i:{_CALLED})\+?\d[\d -]{{4,}}\d")),
)
_FILES = frozenset({"file", "original"})  # a photo is often named after people and places
_KEPT = frozenset({"sha256", "folder"})
_LONG_NUMBER = 10**11
_SHORTEST = 3


class Redaction:
    """Neutral names for what names people and orders: the same for the same text within one export."""

    def __init__(self, tables: Iterable[Mapping[str, Any]]) -> None:
        self._names: dict[tuple[str, str], str] = {}
        known: dict[str, str] = {}
        for name, value in (pair for table in tables for pair in _texts(table)):
            if name in _NAMED and len(value.strip()) >= _SHORTEST and value not in TRACKING:
                known.setdefault(value.strip().casefold(), _NAMED[name])
        self._known = known
        words = "|".join(re.escape(each) for each in sorted(known, key=len, reverse=True))
        self._pattern = re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE) if words else None

    def table(self, table: Mapping[str, Any]) -> dict[str, Any]:
        """The table with placeholders such as ORDER-1 and EMAIL-1 in all its texts."""
        return {key: self._value(key, value) for key, value in table.items()}

    def _value(self, key: str, value: object) -> object:
        if isinstance(value, dict):
            return self.table(value)
        if isinstance(value, list):
            return [self._value(key, each) for each in value]
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= _LONG_NUMBER:
            return self._name("ORDER", str(abs(value)))
        return self._text(key, value) if isinstance(value, str) and key not in _KEPT else value

    def _text(self, key: str, text: str) -> str:
        if key in _FILES:
            dot, ending = text.rpartition(".")[1:]
            return self._name("FILE", text) + (dot + ending if ending.isalnum() else "")
        if key in _NAMED:
            return text if not text.strip() or text in TRACKING else self._name(_NAMED[key], text.strip())
        if self._pattern:
            text = self._pattern.sub(lambda found: self._name(self._known[found[0].casefold()], found[0]), text)
        for kind, pattern in _FREE:
            text = pattern.sub(lambda found, kind=kind: self._name(kind, found[0]), text)  # type: ignore[misc]
        return text

    def _name(self, kind: str, text: str) -> str:
        taken = sum(each == kind for each, _ in self._names)
        return self._names.setdefault((kind, text.casefold()), f"{kind}-{taken + 1}")


def _texts(value: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text inside a value with the key it stands under."""
    if isinstance(value, str):
        yield key, value
    members = (
        value.items()
        if isinstance(value, Mapping)
        else ((key, each) for each in value)
        if isinstance(value, list)
        else ()
    )
    for name, member in members:
        yield from _texts(member, str(name))

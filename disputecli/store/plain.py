"""What does a TOML file say that is plain? What this program writes, and nearly all that people write, read quickly.

A tenth of TOML covers it: tables and lists of them by bare names, and a line each for texts without quotes and
backslashes, whole numbers, true and false, days, instants, lists of texts; texts of several lines. It takes a fifth of
the time of `tomllib` and none of its imports. All else, and whatever is wrong, is left to `tomllib`.
"""

from __future__ import annotations

from datetime import date, datetime

TYPE_CHECKING = False
if TYPE_CHECKING:  # typing itself is not loaded
    from collections.abc import Iterator

    from disputecli.hints import Any

MOST_DIGITS = 15
ANY_DIGIT = str.maketrans("123456789", "000000000")
DAY = "0000-00-00"
INSTANTS = {f"{DAY}{mark}00:00:00{zone}" for mark in "T " for zone in ("", "Z", "+00:00", "-00:00")}
HOUR, LAST_HOUR = slice(11, 13), "23"  # newer Pythons take 24:00, which TOML does not
SEVERAL = '"""'
INDENT = "    "


class NotPlainError(Exception):
    """A line that `tomllib` has to read, or to refuse."""


def plain_table(text: str) -> dict[str, Any] | None:
    """Return the table of a text that is plain, the very one that `tomllib` reads; None for all other texts."""
    if "\\" in text or not text.replace("\n", "").isprintable():
        return None
    try:
        return _table(iter(text.split("\n")))
    except (NotPlainError, ValueError, StopIteration):
        return None


def _table(lines: Iterator[str]) -> dict[str, Any]:
    whole: dict[str, Any] = {}
    lists: set[str] = set()
    inside = whole
    for line in lines:
        name, equals, value = line.partition(" = ")
        if equals and name not in inside and _is_name(name):
            inside[name] = value[1:-1] if _is_text(value) else _value(value, lines)
        elif line[:1] == "[":
            inside = _opened(line, whole, lists)
        elif line and line[0] != "#":
            raise NotPlainError
    return whole


def _opened(line: str, whole: dict[str, Any], lists: set[str]) -> dict[str, Any]:
    """Return the new table that a line in brackets begins."""
    listed = line[:2] == "[["
    name = line[2:-2] if listed else line[1:-1]
    if line != (f"[[{name}]]" if listed else f"[{name}]") or not _is_name(name):
        raise NotPlainError
    found: dict[str, Any] = {}
    if listed and (name in lists or name not in whole):
        lists.add(name)
        whole.setdefault(name, []).append(found)
    elif listed or name in whole:
        raise NotPlainError
    else:
        whole[name] = found
    return found


def _value(value: str, lines: Iterator[str]) -> Any:
    first = value[:1]
    if value == SEVERAL:
        return _long_text(lines)
    if first == "[":
        return _list(value, lines)
    if value in ("true", "false"):
        return value == "true"
    if first.isdigit():
        return _number_or_moment(value)
    raise NotPlainError


def _is_name(text: str) -> bool:
    return text.isidentifier() and text.isascii()


def _is_text(value: str) -> bool:
    return value.count('"') == 2 and value[0] == value[-1] == '"'  # noqa: PLR2004  # one at either end


def _text(value: str) -> str:
    if not _is_text(value):
        raise NotPlainError
    return value[1:-1]


def _long_text(lines: Iterator[str]) -> str:
    """Return a text of several lines, up to the one that ends in three quotes."""
    found = []
    while SEVERAL not in (line := next(lines)):
        found.append(line)
    last = line[: -len(SEVERAL)]
    if line != last + SEVERAL or SEVERAL in last or last.endswith('"'):
        raise NotPlainError
    return "\n".join([*found, last])


def _list(value: str, lines: Iterator[str]) -> list[str]:
    """Return a list of texts, on one line or with a line each."""
    if value == "[]":
        return []
    if value != "[":
        if value[-1] != "]":
            raise NotPlainError
        return [_text(each) for each in value[1:-1].split(", ")]
    found = []
    while (line := next(lines)) != "]":
        text = line[len(INDENT) : -1]
        if line != f"{INDENT}{text},":
            raise NotPlainError
        found.append(_text(text))
    return found


def _number_or_moment(value: str) -> int | date | datetime:
    """Return what begins with a digit; ValueError for a day that is none."""
    shape = value.translate(ANY_DIGIT)
    if shape == DAY:
        return date.fromisoformat(value)
    if shape in INSTANTS and value[HOUR] <= LAST_HOUR:
        return datetime.fromisoformat(value)
    if not (value.isascii() and value.isdigit()) or len(value) > MOST_DIGITS or value[0] == "0" != value:
        raise NotPlainError
    return int(value)

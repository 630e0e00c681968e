"""What does a TOML file say that is plain? What this program writes, and nearly all that people write, read quickly.

A tenth of TOML covers it: tables and lists of them by bare names; a line each for texts, whole numbers, true and false,
days, instants; lists of texts and of small tables; texts of several lines; of escapes the quote and the backslash. It
takes a fifth of the time of `tomllib` and none of its imports. All else, and whatever is wrong, is left to `tomllib`.
"""

from __future__ import annotations

from datetime import date, datetime

from disputecli.type_names import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disputecli.type_names import Any

ANY_DIGIT = str.maketrans("123456789", "000000000")
DAY = "0000-00-00"
INSTANTS = {
    f"{DAY}{mark}00:00:00{part}{zone}"
    for mark in "T "
    for part in ("", ".000000")
    for zone in ("", "Z", "+00:00", "-00:00")
}
HOUR, LAST_HOUR, LAST_MINUTE = slice(11, 13), "23", "59"  # Pythons take 24:00 or +00:90, which TOML does not
SEVERAL = '"""'
ITEM, ROW, ROW_ENDS = "    ", "    { ", " },"
BACKSLASH, QUOTE = "\0", "\1"  # stand for what was escaped; no plain text has them


class NotPlainError(Exception):
    """A line that `tomllib` has to read, or to refuse."""


def plain_table(text: str) -> dict[str, Any] | None:
    """Return the table of a text that is plain, the very one that `tomllib` reads; None for all other texts."""
    if not text.replace("\n", "").isprintable():
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
    if value == SEVERAL:
        return _long_text(lines)
    return _list(value, lines) if value[:1] == "[" else _scalar(value)


def _scalar(value: str) -> Any:
    if value[:1] == '"':
        return _text(value)
    if value in ("true", "false"):
        return value == "true"
    return _number_or_moment(value)


def _is_name(text: str) -> bool:
    return text.isidentifier() and text.isascii()


def _is_text(value: str) -> bool:
    """Return whether a value is a text without escapes."""
    return value.count('"') == 2 and value[0] == value[-1] == '"' and "\\" not in value  # noqa: PLR2004  # both ends


def _text(value: str) -> str:
    marked = _marked(value[1:-1])
    if value[-1] != '"' or len(value) == 1 or '"' in marked:
        raise NotPlainError
    return _unmarked(marked)


def _marked(text: str) -> str:
    """Return a text with its escaped quotes and backslashes marked, so that whatever is left of either is bare."""
    marked = text.replace("\\\\", BACKSLASH).replace('\\"', QUOTE)
    if "\\" in marked:
        raise NotPlainError
    return marked


def _unmarked(text: str) -> str:
    return text.replace(BACKSLASH, "\\").replace(QUOTE, '"')


def _long_text(lines: Iterator[str]) -> str:
    """Return a text of several lines, up to the one that ends in three quotes."""
    found = []
    while SEVERAL not in (line := next(lines)):
        found.append(line)
    last = line[: -len(SEVERAL)]
    if line != last + SEVERAL or SEVERAL in last:
        raise NotPlainError
    return _unmarked(_marked("\n".join([*found, last])))


def _list(value: str, lines: Iterator[str]) -> list[Any]:
    """Return a list of texts on one line, or with a line each for texts and small tables."""
    if value == "[]":
        return []
    if value != "[":
        if value[-1] != "]":
            raise NotPlainError
        return [_listed_text(each) for each in value[1:-1].split(", ")]
    found: list[Any] = []
    while (line := next(lines)) != "]":
        if line.startswith(ROW) and line.endswith(ROW_ENDS):
            found.append(_row(line[len(ROW) : -len(ROW_ENDS)]))
        elif line.startswith(ITEM) and line.endswith(","):
            found.append(_listed_text(line[len(ITEM) : -1]))
        else:
            raise NotPlainError
    return found


def _listed_text(value: str) -> str:
    if value[:1] != '"':
        raise NotPlainError
    return _text(value)


def _row(text: str) -> dict[str, Any]:
    """Return the small table between two braces; one with a comma in a text is not plain."""
    row: dict[str, Any] = {}
    for part in text.split(", "):
        name, _, value = part.partition(" = ")
        if name in row or not _is_name(name):
            raise NotPlainError
        row[name] = _scalar(value)
    return row


def _number_or_moment(value: str) -> int | date | datetime:
    """Return what begins with a digit; ValueError for a day that is none."""
    shape = value.translate(ANY_DIGIT)
    if shape == DAY:
        return date.fromisoformat(value)
    if shape in INSTANTS and value[HOUR] <= LAST_HOUR and (value[-3] != ":" or value[-2:] <= LAST_MINUTE):
        return datetime.fromisoformat(value)
    if not (value.isascii() and value.isdigit()) or value[0] == "0" != value:
        raise NotPlainError
    return int(value)

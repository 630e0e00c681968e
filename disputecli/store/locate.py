"""Where in a TOML 1.0 text each key stands, for faults that only show once the text is parsed."""

import re
from bisect import bisect_left

KeyPath = tuple[str | int, ...]
_Offsets = dict[KeyPath, int]

_BASIC_LONG = r'"""(?:[^"\\]|\\.|"{1,2}(?!"))*+"{3,5}'
_LITERAL_LONG = r"'''(?:[^']|'{1,2}(?!'))*+'{3,5}"
_BASIC = r'"(?:[^"\\\n]|\\.)*+"'
_LITERAL = r"'[^'\n]*+'"
_STRING = re.compile(f"{_BASIC_LONG}|{_LITERAL_LONG}|{_BASIC}|{_LITERAL}", re.DOTALL)
_PART = re.compile(rf"[A-Za-z0-9_-]+|{_BASIC}|{_LITERAL}")
_DOT = re.compile(r"[ \t]*\.[ \t]*")
_EQUALS = re.compile(r"[ \t]*=[ \t]*")
_HEADER = re.compile(r"(\[\[?)[ \t]*")
_HEADER_END = re.compile(r"[ \t]*\]{1,2}")
_BETWEEN = re.compile(r"(?:[ \t\r\n]|#[^\n]*+)*+")
_SCALAR = re.compile(r"[^,\[\]{}#\"'\r\n]+")


class _Lost(Exception):  # noqa: N818  # it never leaves this module
    """The text is no TOML from here on."""


def locate(text: str) -> dict[KeyPath, tuple[int, int]]:
    """Return line and column, from 1, of every key, table and array item; of broken TOML what precedes the fault."""
    ends = [match.start() for match in re.finditer("\n", text)]

    def place(offset: int) -> tuple[int, int]:
        line = bisect_left(ends, offset)
        return line + 1, offset - (ends[line - 1] if line else -1)

    return {path: place(offset) for path, offset in _offsets(text).items()}


def has_comment(text: str) -> bool:
    """Return whether a TOML text holds a comment; a `#` inside a string is none."""
    position = 0
    while (mark := re.compile("[\"'#]").search(text, position)) is not None:
        if mark.group() == "#":
            return True
        string = _STRING.match(text, mark.start())
        position = string.end() if string else mark.end()
    return False


def _offsets(text: str) -> _Offsets:
    """Return the offset of every path, read statement by statement."""
    found: _Offsets = {}
    lasts: _Offsets = {}
    base: KeyPath = ()
    try:
        position = _match(_BETWEEN, text, 0).end()
        while position < len(text):
            if text[position] == "[":
                base, position = _header(text, position, found, lasts)
            else:
                position = _pair(text, position, base, found)
            position = _match(_BETWEEN, text, position).end()
    except (_Lost, IndexError):
        pass
    return found


def _match(pattern: re.Pattern[str], text: str, position: int) -> re.Match[str]:
    """Return the match that has to be at a position."""
    match = pattern.match(text, position)
    if match is None:
        raise _Lost
    return match


def _header(text: str, start: int, found: _Offsets, lasts: _Offsets) -> tuple[KeyPath, int]:
    """Note a `[table]` or `[[table]]` header; return the path that its keys stand under, and its end."""
    opening = _match(_HEADER, text, start)
    parts, position = _key(text, opening.end())
    path: KeyPath = ()
    for name, offset in parts[:-1]:
        path = (*path, name)
        found.setdefault(path, offset)
        path = (*path, lasts[path]) if path in lasts else path
    name, offset = parts[-1]
    path = (*path, name)
    found.setdefault(path, offset)
    if opening.group(1) == "[[":
        lasts[path] = lasts.get(path, -1) + 1
        path = (*path, lasts[path])
        found[path] = start
    return path, _match(_HEADER_END, text, position).end()


def _pair(text: str, position: int, base: KeyPath, found: _Offsets) -> int:
    """Note a `key = value` and all inside the value; return its end."""
    parts, position = _key(text, position)
    path = base
    for name, offset in parts:
        path = (*path, name)
        found.setdefault(path, offset)
    return _value(text, _match(_EQUALS, text, position).end(), path, found)


def _key(text: str, position: int) -> tuple[list[tuple[str, int]], int]:
    """Return the parts of a dotted key with their offsets, and its end."""
    parts = []
    while True:
        part = _match(_PART, text, position)
        parts.append((_name(part.group()), position))
        dot = _DOT.match(text, part.end())
        if dot is None:
            return parts, part.end()
        position = dot.end()


def _name(part: str) -> str:
    """Return a key's name without its quotes and escapes."""
    if part[0] not in "\"'":
        return part
    if part[0] == "'" or "\\" not in part:
        return part[1:-1]
    import tomllib

    try:
        return next(iter(tomllib.loads(f"{part} = 0")))
    except ValueError as broken:  # an escape that there is not
        raise _Lost from broken


def _value(text: str, position: int, path: KeyPath, found: _Offsets) -> int:
    """Note what a value holds; return its end."""
    first = text[position]
    if first in "[{":
        return _members(text, position, path, found)
    return _match(_STRING if first in "\"'" else _SCALAR, text, position).end()


def _members(text: str, position: int, path: KeyPath, found: _Offsets) -> int:
    """Note the items of an array or the pairs of an inline table; return its end."""
    array = text[position] == "["
    number = 0
    position = _match(_BETWEEN, text, position + 1).end()
    while text[position] not in "]}":
        if array:
            found[(*path, number)] = position
            position = _value(text, position, (*path, number), found)
            number += 1
        else:
            position = _pair(text, position, path, found)
        position = _match(_BETWEEN, text, position).end()
        if text[position] == ",":
            position = _match(_BETWEEN, text, position + 1).end()
    return position + 1

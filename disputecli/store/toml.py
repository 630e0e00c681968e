"""How a table is read from TOML and written as TOML, exactly or not at all."""

from __future__ import annotations

import codecs
import math
from collections.abc import Iterator
from datetime import date, datetime, time

from disputecli.errors import Fault, Faults, UserProblem
from disputecli.store.plain import plain_table
from disputecli.store.stamp import LIMIT, read_stamped
from disputecli.type_names import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from disputecli.store.locate import KeyPath

_DEEPEST = 64  # levels; far more than a hand writes, far fewer than recursion bears
_RESTORE = "If it should hold something, take the last version from the backups."


def read_table(path: Path, name: str | None = None) -> dict[str, Any]:
    """Return a TOML file as a table; UserProblem where it can't be read, Faults where it is no good TOML."""
    data, _ = read_stamped(path, name)
    return parse_table(data, name or str(path))


def parse_table(data: bytes, name: str) -> dict[str, Any]:
    """Return the table that the bytes of a TOML 1.0 file mean; Faults, with line and column, if they mean none."""
    if len(data) > LIMIT:
        raise Faults([Fault(name, f"is larger than {LIMIT // 1024 // 1024} MB", "Is it the right file?")])
    if not data.removeprefix(codecs.BOM_UTF8).strip(b"\0 \t\r\n"):
        raise Faults([Fault(name, "is empty", _RESTORE)])
    text = _decoded(data, name)
    plain = plain_table(text)
    if plain is not None:  # and so it has nothing that is unfit
        return plain
    try:
        table = _parsed(text, name)
    except RecursionError as problem:
        raise Faults([Fault(name, "is nested too deeply", "Is it the right file?")]) from problem
    if faults := list(_unfit(table, text, name)):
        raise Faults(sorted(faults, key=lambda fault: (fault.line or 0, fault.column or 0)))
    return table


def dump_table(data: dict[str, Any]) -> bytes:
    """Return a table as TOML that was read back and found the same.

    UserProblem where a text can't be written; TypeError or ValueError for what TOML doesn't have, such as None.
    """
    import tomli_w

    for several_lines in (True, False):  # readable where that is exact, which a text with \r is not
        written = _encoded(tomli_w.dumps(data, multiline_strings=several_lines))
        try:
            if _same(data, parse_table(written, "what is to be saved")):
                return written
        except Faults:
            if not several_lines:
                raise
    raise ValueError("The table holds a value that TOML doesn't keep as it is")


def _decoded(data: bytes, name: str) -> str:
    """Return the text of a file, without the mark that Windows' editor puts first."""
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as problem:
        before = data[: problem.start]
        line, column = before.count(b"\n") + 1, len(before[before.rfind(b"\n") + 1 :].decode()) + 1
        fault = Fault(name, "is not UTF-8 text", "Save it as UTF-8 in your editor.", line, column)
        raise Faults([fault]) from problem


def _parsed(text: str, name: str) -> dict[str, Any]:
    """Return what the text means, with the parser's refusal in plain words."""
    import tomllib

    try:
        return tomllib.loads(text)
    except ValueError as problem:
        from disputecli.store.toml_fault import syntax_fault

        raise Faults([syntax_fault(problem, text, name)]) from problem


def _unfit(table: dict[str, Any], text: str, name: str) -> Iterator[Fault]:
    """Yield what TOML allows and this program does not: inf, nan and depth without end."""
    wrong = [(path, value) for path, value in _leaves(table) if not _fits(path, value)]
    if not wrong:
        return
    from disputecli.store.locate import locate

    spots = locate(text)
    for path, value in wrong:
        line, column = spots.get(path, (None, None))
        if len(path) > _DEEPEST:
            yield Fault(name, "is nested too deeply", "Is it the right file?", line, column)
        else:
            key = ".".join(map(str, path))
            yield Fault(name, f"{key} is {value}, which is no number", "Write a plain number.", line, column)


def _fits(path: KeyPath, value: object) -> bool:
    """Return whether a value at a path is one that the program can keep."""
    return len(path) <= _DEEPEST and (not isinstance(value, float) or math.isfinite(value))


def _leaves(table: dict[str, Any]) -> Iterator[tuple[KeyPath, object]]:
    """Yield every value that holds no others, and whatever lies too deep."""
    waiting: list[tuple[KeyPath, Any]] = [((), table)]
    while waiting:
        path, value = waiting.pop()
        if len(path) <= _DEEPEST and isinstance(value, dict | list):
            members = value.items() if isinstance(value, dict) else enumerate(value)
            waiting.extend(((*path, key), member) for key, member in members)
        else:
            yield path, value


def _encoded(text: str) -> bytes:
    """Return the text as UTF-8; UserProblem where it holds half a character, as from an odd file name."""
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as problem:
        near = text[max(0, problem.start - 20) : problem.start].rpartition("\n")[2]
        sentence = f"A text holds a broken character, after {near!r}"
        raise UserProblem(sentence, "Type it again, or rename the file it comes from.") from problem


def _same(meant: object, read: object) -> bool:
    """Return whether two values are the same to the type and the last digit."""
    if isinstance(meant, dict):
        return isinstance(read, dict) and meant.keys() == read.keys() and all(_same(meant[k], read[k]) for k in meant)
    if isinstance(meant, list | tuple):
        return isinstance(read, list) and len(meant) == len(read) and all(map(_same, meant, read))
    if isinstance(meant, datetime | date | time):
        return isinstance(read, datetime | date | time) and meant.isoformat() == read.isoformat()
    if isinstance(meant, str):
        return isinstance(read, str) and meant == read
    return type(meant) is type(read) and meant == read

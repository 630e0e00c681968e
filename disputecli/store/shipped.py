"""What the files say that come with the program: policies, words, schemas."""

from __future__ import annotations

import os
import sys
from datetime import date
from functools import cache

from disputecli.store.kept import keep, kept
from disputecli.type_names import Any

# importlib.resources would do the same for 23 ms more at every start.
_DATA = os.path.join(os.path.dirname(os.path.dirname(__file__)), "data")


@cache
def shipped_text(name: str) -> str:
    """Return a shipped file's text; `name` is its path below `data/`, as `messages/open.txt`."""
    with open(os.path.join(_DATA, name), encoding="utf-8") as file:
        return file.read()


@cache
def shipped_table(name: str) -> dict[str, Any]:
    """Return a shipped TOML file as the one shared table, not to be changed; Faults where it is no TOML.

    Parsing all that `new` needs takes four starts of Python. So a table is kept as Python keeps its own compiled
    modules: beside the file, until that changes, and not where such files are not to be written.
    """
    file, status = os.path.join(_DATA, name), os.stat(os.path.join(_DATA, name))
    folder, base = os.path.split(file)
    compiled = os.path.join(folder, "__pycache__", f"{base}.{sys.implementation.cache_tag}")
    key = (status.st_mtime_ns, status.st_size, status.st_ino, status.st_ctime_ns)  # installers may set the first two
    found = kept(compiled, key)
    if found is None:
        from disputecli.store.toml import parse_table

        with open(file, "rb") as opened:
            table = parse_table(opened.read(), name)
        if not sys.dont_write_bytecode:
            keep(compiled, key, (_plain(table), _plain(table) != table))
        return table
    known: dict[str, Any] = _dated(found[0]) if found[1] else found[0]
    return known


@cache
def shipped_tables(folder: str) -> dict[str, dict[str, Any]]:
    """Return every TOML file right inside a shipped folder, by its name without `.toml`, in that order."""
    names = sorted(name for name in os.listdir(os.path.join(_DATA, folder)) if name.endswith(".toml"))
    return {name.removesuffix(".toml"): shipped_table(f"{folder}/{name}") for name in names}


def _plain(value: Any) -> Any:
    """The value with every day as a tuple, which TOML has none of."""
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return (value.year, value.month, value.day) if type(value) is date else value


def _dated(value: Any) -> Any:
    """The value with every tuple as the day that it was."""
    if isinstance(value, dict):
        return {name: _dated(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_dated(each) for each in value]
    return date(*value) if isinstance(value, tuple) else value

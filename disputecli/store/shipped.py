"""What the files say that come with the program: policies, words, schemas."""

from functools import cache
from pathlib import Path
from typing import Any

from disputecli.store.toml import parse_table

# importlib.resources would do the same for 23 ms more at every start.
_DATA = Path(__file__).parent.parent / "data"


@cache
def shipped_text(name: str) -> str:
    """Return a shipped file's text; `name` is its path below `data/`, as `messages/open.txt`."""
    return (_DATA / name).read_text(encoding="utf-8")


@cache
def shipped_table(name: str) -> dict[str, Any]:
    """Return a shipped TOML file as the one shared table, not to be changed; Faults where it is no TOML."""
    return parse_table((_DATA / name).read_bytes(), name)


@cache
def shipped_tables(folder: str) -> dict[str, dict[str, Any]]:
    """Return every TOML file right inside a shipped folder, by its name without `.toml`, in that order."""
    names = sorted(file.name for file in (_DATA / folder).iterdir() if file.suffix == ".toml")
    return {name.removesuffix(".toml"): shipped_table(f"{folder}/{name}") for name in names}

"""The same trials with taskwarrior and todoman, where they are installed."""

from collections.abc import Iterator
from pathlib import Path

from tests.faults.trial import Outcome


def compared(folder: Path, short: bool, seed: int) -> Iterator[tuple[str, str, list[Outcome] | str]]:
    """A program's name, a fault, and its outcomes or why it is not tried."""
    yield from ()

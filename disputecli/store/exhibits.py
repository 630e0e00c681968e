"""What are the files of a dispute's evidence called? Where they stand, and how they come and go."""

import os
import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import count
from pathlib import Path

from disputecli.errors import UserProblem
from disputecli.frozen import replace
from disputecli.store.aside import REMOVED, move_file, set_aside
from disputecli.store.intake import Taken, file_digest
from disputecli.store.journal import Entry, instant
from disputecli.store.paths import Places
from disputecli.store.records import Record
from disputecli.store.undertaking import made, undertaken

_LONGEST = 80  # bytes of a name
_NUMBERED = 17  # bytes of it for the number and the ending
_NUMBER = re.compile(r"(\d{3,6})-")


@contextmanager
def placed(places: Places, record: Record, parts: list[Taken], *, now: datetime, command: str) -> Iterator[list[Taken]]:
    """The copies under names of their own, noted in the journal; gone again if their rows are not saved after all."""
    first = next_number(places, record.id)
    with undertaken(places, len(parts) + 1):
        done = [_named(part, number) for number, part in enumerate(parts, start=first)]
        for part, each in zip(parts, done, strict=True):
            with made(places, _entry(record.id, each.path, (None, part.sha256), command, now)):
                move_file(part.path, each.path)
        yield done


def withdraw(places: Places, id_: str, path: Path, *, now: datetime, command: str) -> None:
    """Set a file of evidence aside, with a line in the journal; call it inside the lock."""
    before = file_digest(path)
    if before is None:
        raise UserProblem(f"{path} can't be read", "Nothing was taken out; give yourself the right to read it.")
    with made(places, _entry(id_, path, (before, None), command, now)):
        set_aside(path)


def numbers(files: Sequence[str]) -> tuple[int, ...]:
    """The number of each file of a dispute: that in its name, else the next one that is free."""
    found: list[int | None] = []
    for file in files:
        number = number_of(file)
        found.append(None if number in found else number)
    free = count(1 + max((number for number in found if number), default=0))
    return tuple(next(free) if number is None else number for number in found)


def next_number(places: Places, id_: str) -> int:
    """The number after the highest that a file of the dispute has or had."""
    folder = places.evidence / id_
    names = [path.name for each in (folder, folder / REMOVED) if each.is_dir() for path in each.iterdir()]
    return 1 + max((number_of(name) or 0 for name in names), default=0)


def number_of(name: str) -> int | None:
    """The number that begins a file's name; None where there is none."""
    found = _NUMBER.match(name)
    return int(found[1]) if found else None


def clean_name(given: str, instead: str) -> str:
    """A name that is safe on every system: letters, digits, . _ -, at most 80 bytes; `instead` if nothing is left."""
    stem, _, ending = os.path.basename(given).rpartition(".")  # noqa: PTH119  # Path refuses what is to be cleaned
    stem, ending = (stem, ending) if stem else (ending, "")
    suffix = "".join(each for each in ending.lower() if each.isascii() and each.isalnum())[:8]
    plain = unicodedata.normalize("NFC", stem)
    kept = "".join(each if each.isalnum() or each in "._-" else "-" if each.isspace() else "" for each in plain)
    short = re.sub(r"-{2,}", "-", kept).encode("utf-8")[: _LONGEST - _NUMBERED].decode("utf-8", "ignore").strip("._-")
    return f"{short or instead}.{suffix}" if suffix else short or instead


def _named(part: Taken, number: int) -> Taken:
    """The copy as it will be under its own name, `NNN-stem.ext`."""
    name = f"{number:03d}-{clean_name(part.source.given, part.source.kind or 'file')}"
    return replace(part, path=part.path.with_name(name))


def _entry(id_: str, path: Path, digests: tuple[str | None, str | None], command: str, now: datetime) -> Entry:
    return Entry(instant(now), command, id_, f"evidence/{id_}/{path.name}", *digests)


def find_exhibit(places: Places, id_: str, file: str) -> Path | None:
    """Where a row's file is; None where it would lie outside the dispute's folder."""
    folder = Path(os.path.realpath(places.evidence / id_))
    try:
        path = Path(os.path.realpath(folder / file))
    except ValueError:  # a NUL in the name
        return None
    return path if path != folder and folder in path.parents else None


def trouble(path: Path | None, sha256: str | None) -> str:
    """What is wrong with a file of evidence that a row names; "" where it is as it was added."""
    if path is None:
        return "lies outside the dispute's folder"
    if not path.is_file():
        return "is missing"
    return "was changed since it was added" if sha256 and file_digest(path) != sha256 else ""

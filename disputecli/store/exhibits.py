"""What are the files of a dispute's evidence called? Where they stand, and how they come and go."""

import errno
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
from disputecli.store.intake import Taken, file_digest
from disputecli.store.journal import Entry, append_entry, instant
from disputecli.store.paths import Places
from disputecli.store.records import Record
from disputecli.store.save import Unflushed, flush_folder, make_folder, refuse_changed

REMOVED = "removed"
_LONGEST = 80  # bytes of a name
_NUMBERED = 17  # bytes of it for the number and the ending
_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EXDEV}
_NUMBER = re.compile(r"(\d{3,6})-")


@contextmanager
def placed(places: Places, record: Record, parts: list[Taken], *, now: datetime, command: str) -> Iterator[list[Taken]]:
    """The copies under names of their own, noted in the journal; gone again if their rows are not saved after all."""
    done: list[Taken] = []
    first = next_number(places, record.id)
    try:
        for number, part in enumerate(parts, start=first):
            done.append(_named(part, number))
            append_entry(places, _entry(record.id, done[-1].path, (None, part.sha256), command, now))
        yield done
    except BaseException:
        if _is_unchanged(record):
            for each in done:
                each.path.unlink()
                append_entry(places, _entry(record.id, each.path, (each.sha256, None), command, now))
        raise


def withdraw(places: Places, id_: str, path: Path, *, now: datetime, command: str) -> None:
    """Set a file of evidence aside, with a line in the journal; call it inside the lock."""
    before = file_digest(path)
    set_aside(path)
    append_entry(places, _entry(id_, path, (before, None), command, now))


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
    """The copy under its own name, `NNN-stem.ext`; no file is overwritten."""
    target = part.path.with_name(f"{number:03d}-{clean_name(part.source.given, part.source.kind or 'file')}")
    move_file(part.path, target)
    return replace(part, path=target)


def _entry(id_: str, path: Path, digests: tuple[str | None, str | None], command: str, now: datetime) -> Entry:
    return Entry(instant(now), command, id_, f"evidence/{id_}/{path.name}", *digests)


def _is_unchanged(record: Record) -> bool:
    try:
        refuse_changed(record.path, record.stamp)
    except UserProblem:
        return False
    return True


def find_exhibit(places: Places, id_: str, file: str) -> Path | None:
    """Where a row's file is; None where it would lie outside the dispute's folder."""
    folder = Path(os.path.realpath(places.evidence / id_))
    try:
        path = Path(os.path.realpath(folder / file))
    except ValueError:  # a NUL in the name
        return None
    return path if path != folder and folder in path.parents else None


def set_aside(path: Path) -> None:
    """Move a file of evidence into the folder `removed` beside it."""
    make_folder(path.parent / REMOVED)
    target = path.parent / REMOVED / path.name
    while os.path.lexists(target):
        target = target.with_name(f"{target.stem}~{target.suffix}")
    move_file(path, target)


def set_aside_copy(path: Path, sha256: str) -> Path | None:
    """The file in `removed` that holds these bytes, the one of the same name first; None if there is none."""
    folder = path.parent / REMOVED
    kept = sorted(folder.iterdir(), key=lambda each: (each.name != path.name, each.name)) if folder.is_dir() else []
    return next((each for each in kept if file_digest(each) == sha256), None)


def move_file(source: Path, target: Path) -> None:
    """Give a file another name in one step; UserProblem if that name is taken or can't be given."""
    try:
        try:
            os.link(source, target, follow_symlinks=False)
        except OSError as problem:
            if problem.errno not in _NO_LINKS or os.path.lexists(target):
                raise
            source.rename(target)
        else:
            source.unlink()
    except OSError as problem:
        hint = "Nothing was overwritten; allow writing in that folder and try again."
        raise UserProblem(f"{target} can't be made: {problem.strerror or problem}", hint) from problem
    try:
        flush_folder(target.parent)
    except OSError as problem:
        sentence = f"{target} was made, but the disk reported an error: {problem.strerror or problem}"
        raise Unflushed(sentence, "Don't repeat the command; look at the file and at the disk.") from problem

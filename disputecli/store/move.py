"""How does a dispute's file get from one folder to the other? Its new text first, then its new place, in one step."""

import errno
from datetime import datetime
from pathlib import Path

from disputecli.errors import UserProblem
from disputecli.frozen import dataclass
from disputecli.store.journal import Entry, digest, instant, keep_version
from disputecli.store.paths import Places
from disputecli.store.save import (
    flush_or_tell,
    make_folder,
    refuse_changed,
    refuse_protected,
    remove_file,
    write_file,
)
from disputecli.store.stamp import Stamp, stamp_of
from disputecli.store.undertaking import made, undertaken


@dataclass(frozen=True)
class Move:
    """A dispute's file as it was read, where it shall be, and what it shall hold there."""

    id: str
    source: Path
    target: Path
    old: bytes
    stamp: Stamp
    data: bytes


def move(places: Places, wanted: Move, *, command: str, now: datetime) -> None:
    """Make the move; call it inside the lock. UserProblem, with all as it was, where that can't be done."""
    refuse_changed(wanted.target, None)
    before, after = digest(wanted.old), digest(wanted.data)
    here, there = (f"{path.parent.name}/{path.name}" for path in (wanted.source, wanted.target))

    def entry(file: str, one: str | None, other: str | None) -> Entry:
        return Entry(instant(now), command, wanted.id, file, one, other)

    with undertaken(places, 3):
        for version in (wanted.old, wanted.data):
            keep_version(places, wanted.id, version, now)
        with made(places, entry(here, before, after)):
            write_file(wanted.source, wanted.data, expected=wanted.stamp)
        with made(places, entry(there, None, after), entry(here, after, None)):
            _renamed(wanted)


def _renamed(wanted: Move) -> None:
    """Give the file its new place."""
    make_folder(wanted.target.parent)
    refuse_protected(wanted.target, wanted.target)
    try:
        wanted.source.rename(wanted.target)
    except OSError as problem:
        if problem.errno == errno.EXDEV:  # the folders are on two disks
            write_file(wanted.target, wanted.data, expected=None)
            remove_file(wanted.source, expected=stamp_of(wanted.source.stat()))
            return
        sentence = f"{wanted.source} was not moved to {wanted.target.parent}: {problem.strerror or problem}"
        raise UserProblem(sentence, "What was there before is untouched. Try again.") from problem
    flush_or_tell(wanted.target, wanted.source.parent)

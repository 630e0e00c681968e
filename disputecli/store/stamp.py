"""What a file held when it was read, and whether it is still that file."""

from __future__ import annotations

import os

from disputecli.errors import UserProblem
from disputecli.frozen import dataclass
from disputecli.type_names import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

LIMIT = 32 * 1024 * 1024  # bytes; no file of this program comes near it
_PART = 64 * 1024  # bytes
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True)
class Stamp:
    """Which version of a file was read: it changes with every edit and every replacement."""

    mtime_ns: int
    size: int
    inode: int


def stamp_of(status: os.stat_result) -> Stamp:
    """Return the stamp of a file whose status was just taken."""
    return Stamp(status.st_mtime_ns, status.st_size, status.st_ino)


def read_stamped(path: Path | str, name: str | None = None) -> tuple[bytes, Stamp]:
    """Return a file's bytes (at most `LIMIT` + 1) and its stamp; UserProblem where it can't be read."""
    try:
        descriptor = os.open(path, _READ)
        try:
            status = os.fstat(descriptor)
            return _bytes_of(descriptor, min(status.st_size, LIMIT) + 1), stamp_of(status)
        finally:
            os.close(descriptor)
    except OSError as problem:
        raise _unread(path, name or str(path), problem) from problem


def _bytes_of(descriptor: int, expected: int) -> bytes:
    """Return a file's bytes, at most `LIMIT` + 1; one read is enough where it has fewer than expected."""
    data = os.read(descriptor, expected)
    while len(data) <= LIMIT and (more := os.read(descriptor, _PART)):
        data += more
    return data[: LIMIT + 1]


def _unread(path: Path | str, name: str, problem: OSError) -> UserProblem:
    """Return the one clear sentence for a file that can't be read."""
    if os.path.isdir(path):
        return UserProblem(f"{name} is a folder, not a file", "Name a file inside it.")
    if isinstance(problem, FileNotFoundError):
        return UserProblem(f"There is no file {name}", "Check the name and the folder.")
    if isinstance(problem, PermissionError):
        return UserProblem(f"{name} may not be read", "Give yourself the right to read it.")
    return UserProblem(f"{name} can't be read: {problem.strerror or problem}")

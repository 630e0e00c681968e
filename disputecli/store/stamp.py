"""What a file held when it was read, and whether it is still that file."""

import os
from pathlib import Path

from disputecli.errors import UserProblem
from disputecli.frozen import dataclass

LIMIT = 32 * 1024 * 1024  # bytes; no file of this program comes near it


@dataclass(frozen=True)
class Stamp:
    """Which version of a file was read: it changes with every edit and every replacement."""

    mtime_ns: int
    size: int
    inode: int


def stamp_of(status: os.stat_result) -> Stamp:
    """Return the stamp of a file whose status was just taken."""
    return Stamp(status.st_mtime_ns, status.st_size, status.st_ino)


def read_stamped(path: Path, name: str | None = None) -> tuple[bytes, Stamp]:
    """Return a file's bytes (at most `LIMIT` + 1) and its stamp; UserProblem where it can't be read."""
    try:
        with path.open("rb") as file:
            stamp = stamp_of(os.fstat(file.fileno()))
            return file.read(LIMIT + 1), stamp
    except OSError as problem:
        raise _unread(path, name or str(path), problem) from problem


def _unread(path: Path, name: str, problem: OSError) -> UserProblem:
    """Return the one clear sentence for a file that can't be read."""
    if path.is_dir():
        return UserProblem(f"{name} is a folder, not a file", "Name a file inside it.")
    if isinstance(problem, FileNotFoundError):
        return UserProblem(f"There is no file {name}", "Check the name and the folder.")
    if isinstance(problem, PermissionError):
        return UserProblem(f"{name} may not be read", "Give yourself the right to read it.")
    return UserProblem(f"{name} can't be read: {problem.strerror or problem}")

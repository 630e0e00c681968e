"""How only one command at a time reads, changes and saves."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from disputecli.errors import UserProblem
from disputecli.store.paths import Places
from disputecli.store.save import make_folder
from disputecli.type_names import TYPE_CHECKING

if TYPE_CHECKING:
    from filelock import FileLock


PATIENCE = 1.0  # seconds until one who waits is told for whom
POLL = 0.01  # seconds between two looks; the shorter, the fairer
LONGEST = 10.0  # seconds until it gives up


@contextmanager
def locked(places: Places, wait: float = LONGEST, *, command: str = "dispute") -> Iterator[None]:
    """Hold the ledger's lock, which the system frees even after a crash; inside itself it is taken at once.

    What an interrupted command left is put in order first. Never hold the lock while a question is open. UserProblem
    if another command has it for `wait` seconds; after one of them stderr says which.
    """
    from filelock import FileLock

    make_folder(places.state)
    owner = places.state / "ledger.lock.owner"
    lock = FileLock(places.state / "ledger.lock", mode=0o600, is_singleton=True)
    inside = lock.is_locked
    _acquire(lock, owner, wait)
    try:
        if not inside:
            _sign(owner, command)
            _tidy(places)
        yield
    finally:
        lock.release()


def _acquire(lock: FileLock, owner: Path, wait: float) -> None:
    """Take the lock; UserProblem where that can't be done in time."""
    from filelock import Timeout

    try:
        try:
            lock.acquire(timeout=min(PATIENCE, wait), poll_interval=POLL)
        except Timeout:
            if wait <= PATIENCE:
                raise
            sys.stderr.write(f"dispute: waiting: another dispute command{_who(owner)} is saving\n")
            sys.stderr.flush()
            lock.acquire(timeout=wait - PATIENCE, poll_interval=POLL)
    except Timeout as problem:
        hint = "Nothing was changed; try again in a moment. If it hangs, end that command."
        raise UserProblem(f"Another dispute command{_who(owner)} is saving", hint) from problem
    except OSError as problem:
        raise UserProblem(f"{lock.lock_file} can't be locked: {problem.strerror or problem}") from problem


def _tidy(places: Places) -> None:
    """Put in order what interrupted commands left, and remove their temporary files."""
    from disputecli.store.sweep import sweep
    from disputecli.store.undertaking import settle

    settle(places)
    sweep(places)


def _sign(owner: Path, command: str) -> None:
    """Note who has the lock, for the others' message only; the lock holds without it."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0)
    with suppress(OSError), os.fdopen(os.open(owner, flags, 0o600), "w", encoding="utf-8") as file:
        file.write(f"{os.getpid()} {command}\n")


def _who(owner: Path) -> str:
    """The process id and the command that has the lock, in brackets; empty if it is not known."""
    try:
        pid, _, command = owner.read_text(encoding="utf-8").strip().partition(" ")
    except (OSError, ValueError):
        return ""
    return f" (pid {pid}, {command})" if pid.isdecimal() and command.isprintable() else ""

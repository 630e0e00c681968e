"""How only one command at a time reads, changes and saves."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from disputecli.errors import UserProblem
from disputecli.store.paths import Places
from disputecli.store.save import make_folder


@contextmanager
def locked(places: Places, wait: float = 5.0, *, command: str = "dispute") -> Iterator[None]:
    """Hold the ledger's lock, which the system frees even after a crash; inside itself it is taken at once.

    Never hold it while a question is open. UserProblem if another command has it for `wait` seconds.
    """
    from filelock import FileLock, Timeout

    make_folder(places.state)
    owner = places.state / "ledger.lock.owner"
    lock = FileLock(places.state / "ledger.lock", mode=0o600, is_singleton=True)
    inside = lock.is_locked
    try:
        lock.acquire(timeout=wait)
    except Timeout as problem:
        raise _busy(owner) from problem
    except OSError as problem:
        raise UserProblem(f"{lock.lock_file} can't be locked: {problem.strerror or problem}") from problem
    try:
        if not inside:
            _sign(owner, command)
        yield
    finally:
        lock.release()


def _sign(owner: Path, command: str) -> None:
    """Note who has the lock, for the others' message only; the lock holds without it."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0)
    with suppress(OSError), os.fdopen(os.open(owner, flags, 0o600), "w", encoding="utf-8") as file:
        file.write(f"{os.getpid()} {command}\n")


def _busy(owner: Path) -> UserProblem:
    """Return what to say while another command is saving, with its process id if it is known."""
    try:
        pid, _, command = owner.read_text(encoding="utf-8").strip().partition(" ")
    except (OSError, ValueError):
        pid, command = "", ""
    who = f" (pid {pid}, {command})" if pid.isdecimal() and command.isprintable() else ""
    return UserProblem(
        f"Another dispute command{who} is saving",
        "Nothing was changed; try again in a moment. If it hangs, end that command.",
    )

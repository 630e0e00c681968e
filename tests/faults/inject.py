"""How one chosen system call of a command fails, is cut short, or is its last.

The calls are counted in Python, where the program makes them, so that every one can be chosen in turn on any system.
Only those about the ledger's folder count: the program's own files are not what is tried.
"""

import builtins
import errno
import io
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

PATHS = (
    "open", "replace", "rename", "link", "unlink", "remove", "rmdir", "mkdir", "stat", "lstat", "scandir", "listdir",
    "chmod", "utime", "symlink", "truncate", "statvfs",
)  # fmt: skip
DESCRIPTORS = ("write", "read", "fsync", "close", "fstat", "fchmod", "lseek", "ftruncate")
CHANGING = frozenset(
    ["open", "write", "fsync", "close", "replace", "rename", "link", "unlink", "remove", "rmdir", "mkdir", "fchmod"]
)
ERRORS = {"ENOSPC": errno.ENOSPC, "EIO": errno.EIO, "EACCES": errno.EACCES, "EINTR": errno.EINTR}
SHORT, KILL, KILL_AFTER = "short write", "kill before", "kill after"


@dataclass
class Injection:
    """A fault at the call of this number (from 0); without a number all calls are only listed."""

    home: str
    fault: str = ""
    at: int = -1
    listing: str = ""
    count: int = 0
    ours: set[int] = field(default_factory=set)

    def install(self) -> None:
        """Put the fault in the place of the functions that make system calls."""
        for name in (*PATHS, *DESCRIPTORS):
            if hasattr(os, name):
                setattr(os, name, self._wrapped(name, getattr(os, name)))
        io.open = builtins.open = self._wrapped("open a file", io.open)

    def _wrapped(self, name: str, true: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            if not self._concerns(name, args):
                return true(*args, **kwargs)
            number, self.count = self.count, self.count + 1
            if self.listing:
                self._list(name)
            if number == self.at:
                return self._faulty(name, true, args, kwargs)
            return self._noted(name, true(*args, **kwargs))

        return call

    def _concerns(self, name: str, args: tuple[Any, ...]) -> bool:
        if not args:
            return False
        if isinstance(args[0], int):
            return args[0] in self.ours
        try:
            return self.home in os.fsdecode(os.fspath(args[0]))
        except TypeError:
            return False

    def _noted(self, name: str, result: Any) -> Any:
        """Remember a descriptor of the ledger's folder."""
        if name == "open":
            self.ours.add(result)
        return result

    def _list(self, name: str) -> None:
        descriptor = _OPEN(self.listing, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        _WRITE(descriptor, f"{name}\n".encode())
        _CLOSE(descriptor)

    def _faulty(self, name: str, true: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if self.fault == KILL:
            os.kill(os.getpid(), signal.SIGKILL)
        if self.fault == KILL_AFTER:
            true(*args, **kwargs)
            os.kill(os.getpid(), signal.SIGKILL)
        if self.fault == SHORT:
            return true(args[0], args[1][: max(1, len(args[1]) // 2)]) if name == "write" else true(*args, **kwargs)
        if name == "close":
            true(*args, **kwargs)
        number = ERRORS[self.fault]
        raise OSError(number, os.strerror(number))


_OPEN, _WRITE, _CLOSE = os.open, os.write, os.close

"""How a file is replaced whole or not at all, and never over someone else's edit."""

import errno
import os
import stat
import sys
import time
from contextlib import suppress
from pathlib import Path

from disputecli.errors import UserProblem
from disputecli.store.stamp import Stamp, read_stamped, stamp_of

_NO_FLUSH = {errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}  # a network disk that can't flush a folder
_BUSY = {5, 32, 33}  # Windows: a virus scanner, an indexer or a reader has the file for a moment
_PAUSES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.4, 0.5, 0.5)  # seconds, 2.5 in all
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


class Unflushed(UserProblem):
    """The change was made, but the disk reported an error afterwards."""


class Changed(UserProblem):
    """Somebody else changed the file after it was read; nothing was saved."""


def write_file(path: Path, data: bytes, *, expected: Stamp | None) -> Stamp:
    """Put the bytes at the path in one step and return their stamp.

    `expected` is the version that was read, None for a file that must not exist yet. UserProblem, with the old
    file untouched, where it may not or can't be written or has changed; Unflushed where only the last flush
    failed. A TOML file with comments is kept beside as `NAME.bak`.
    """
    try:
        real = Path(os.path.realpath(path))  # a link stays a link
        make_folder(real.parent)
        refuse_protected(real, path)
        refuse_changed(real, expected)
        mode = stat.S_IMODE(real.stat().st_mode) if expected else 0o600
        _keep_commented(real)
        stamp = _replaced(real, data, mode, expected)
    except OSError as problem:
        raise _unsaved(path, problem) from problem
    flush_or_tell(real)
    return stamp


def place_file(path: Path, data: bytes) -> None:
    """Put the bytes at the path in one step, whatever stands there; OSError where that fails."""
    real = Path(os.path.realpath(path))
    _replaced(real, data, 0o600, stamp_of(real.stat()) if real.exists() else None)
    flush_folder(real.parent)


def remove_file(path: Path, *, expected: Stamp) -> None:
    """Remove the file, a link rather than what it points to; UserProblem as for `write_file`."""
    try:
        refuse_protected(path, path)
        refuse_changed(path, expected)
        _keep_commented(path)
        path.unlink()
    except OSError as problem:
        raise UserProblem(f"{path} was not removed: {problem.strerror or problem}") from problem
    flush_or_tell(path)


def make_folder(folder: Path) -> None:
    """Make a folder, and those around it, that only the user can look into; UserProblem where that fails."""
    try:
        for missing in reversed([place for place in (folder, *folder.parents) if not place.is_dir()]):
            with suppress(FileExistsError):
                missing.mkdir(0o700)
                flush_folder(missing.parent)
        if not folder.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
    except OSError as problem:
        hint = "Give yourself the right to write there, or set DISPUTE_HOME to another folder."
        raise UserProblem(f"The folder {folder} can't be made: {problem.strerror}", hint) from problem


def refuse_changed(path: Path, expected: Stamp | None) -> None:
    """Raise a UserProblem if the file is not the version that was read."""
    try:
        found = stamp_of(path.stat())
    except FileNotFoundError:
        found = None
    if found == expected:
        return
    if expected is None:
        raise UserProblem(f"{path} exists already", "It was left as it is; take another name.")
    what = "was removed" if found is None else "was changed"
    raise Changed(f"{path} {what} since it was read", "Nothing was saved; run the command again.")


def flush_file(descriptor: int) -> None:
    """Bring what was written to the disk itself."""
    if sys.platform == "darwin":
        import fcntl

        with suppress(OSError):  # a disk that doesn't know it gets the ordinary flush
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
            return
    os.fsync(descriptor)


def flush_folder(folder: Path) -> None:
    """Bring a folder's new names to the disk; nothing on Windows, on disks that can't and in unreadable folders."""
    if sys.platform == "win32" or not os.access(folder, os.R_OK):
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    except OSError as problem:
        if problem.errno not in _NO_FLUSH:
            raise
    finally:
        os.close(descriptor)


def flush_or_tell(changed: Path, *others: Path, done: str = "saved") -> None:
    """Flush the folder of a file that is changed already, and other folders; Unflushed where that fails."""
    try:
        for folder in (changed.parent, *others):
            flush_folder(folder)
    except OSError as problem:
        sentence = f"{changed} was {done}, but the disk reported an error: {problem.strerror or problem}"
        raise Unflushed(sentence, "Don't repeat the command; look at the file and at the disk.") from problem


def write_all(descriptor: int, data: bytes) -> None:
    """Write every byte; OSError where the disk takes no more."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def refuse_protected(real: Path, path: Path) -> None:
    """Raise a UserProblem if the folder or the file is write-protected: whoever did that meant it."""
    if not os.access(real.parent, os.W_OK | os.X_OK):
        raise UserProblem(f"The folder {real.parent} is write-protected", "Nothing was saved; allow writing there.")
    if real.exists() and not real.is_file():
        raise UserProblem(f"{path} is not a file", "Nothing was saved; move it out of the way.")
    if real.exists() and not os.access(real, os.W_OK):
        raise UserProblem(f"{path} is write-protected", "Nothing was saved; allow writing to it first.")


def _replaced(real: Path, data: bytes, mode: int, expected: Stamp | None) -> Stamp:
    """Write a new file beside the old one and put it in its place; on any failure only the old one is there."""
    temporary = real.with_name(f".{real.name}.{os.getpid()}-{os.urandom(4).hex()}.tmp")
    try:
        stamp = _filled(temporary, data, mode)
        refuse_changed(real, expected)
        _rename(temporary, real)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    return stamp


def _filled(temporary: Path, data: bytes, mode: int) -> Stamp:
    """Write a file that no one else has and bring it to the disk."""
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_FOLLOW, 0o600)
    try:
        if hasattr(os, "fchmod"):
            os.fchmod(descriptor, mode)
        write_all(descriptor, data)
        flush_file(descriptor)
        return stamp_of(os.fstat(descriptor))
    finally:
        os.close(descriptor)


def _rename(temporary: Path, real: Path) -> None:
    """Put the new file in the old one's place, waiting a moment for whoever has it open on Windows."""
    for pause in _PAUSES:
        try:
            temporary.replace(real)
        except OSError as problem:
            if getattr(problem, "winerror", None) not in _BUSY:
                raise
            time.sleep(pause)
        else:
            return
    temporary.replace(real)


def _keep_commented(real: Path) -> None:
    """Keep the old bytes of a TOML file with comments, which a rewrite loses."""
    if real.suffix != ".toml" or not real.exists():
        return
    from disputecli.store.locate import has_comment

    old, _ = read_stamped(real)
    backup = real.with_name(f"{real.name}.bak")
    if b"#" in old and _parses(old) and has_comment(old.decode("utf-8-sig")):
        _replaced(backup, old, 0o600, stamp_of(backup.stat()) if backup.exists() else None)


def _parses(data: bytes) -> bool:
    """Return whether the bytes are good TOML; a broken file never takes a good backup's place."""
    from disputecli.store.toml import parse_table

    try:
        parse_table(data, "")
    except UserProblem:
        return False
    return True


def _unsaved(path: Path, problem: OSError) -> UserProblem:
    """Return what to say where nothing was saved."""
    full = problem.errno in {errno.ENOSPC, errno.EDQUOT}
    why = "the disk is full" if full else problem.strerror or str(problem)
    hint = "What was there before is untouched. " + ("Free some space and try again." if full else "Try again.")
    return UserProblem(f"{path} was not saved: {why}", hint)

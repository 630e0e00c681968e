"""Can this file be taken, and what does a copy of it hold? Looked at and copied without trust in what it is."""

import errno
import hashlib
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from disputecli.errors import Fault, UserProblem
from disputecli.frozen import dataclass
from disputecli.store.save import flush_file, make_folder, write_all

LIMIT = 2_000_000_000  # bytes
_SPARE = 32_000_000  # bytes that stay free on the disk
_BLOCK = 1 << 20
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_HEAD = 64
_PHOTOS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"BM", b"II*\0", b"MM\0*")
_VIDEOS = (b"\x1a\x45\xdf\xa3", b"\0\0\x01\xba", b"\0\0\x01\xb3", b"FLV\x01")
_STILLS = (b"heic", b"heix", b"heim", b"hevc", b"mif1", b"msf1", b"avif")  # ISO media that is a picture
_ENDINGS = {
    "photo": frozenset(["jpg", "jpeg", "png", "gif", "webp", "heic", "heif", "avif", "bmp", "tif", "tiff"]),
    "video": frozenset(["mp4", "m4v", "mov", "3gp", "webm", "mkv", "avi", "mpg", "mpeg"]),
}


@dataclass(frozen=True)
class Source:
    """A file that can be taken: as it was named, what it is in truth, its size in bytes, the kind it looks like."""

    given: str
    real: Path
    size: int
    kind: str | None
    is_link: bool


@dataclass(frozen=True)
class Taken:
    """A file that was copied into the ledger's folder; `path` is a `.part` until it has its number."""

    source: Source
    path: Path
    size: int
    sha256: str


def examine(names: list[str]) -> tuple[list[Source], list[Fault]]:
    """The named files that can be taken, and why the others can't."""
    found, faults = [], []
    for name in names:
        try:
            found.append(_examined(name))
        except UserProblem as problem:
            faults.append(Fault("", problem.sentence, problem.hint))
    return found, faults


@contextmanager
def copied(folder: Path, sources: list[Source]) -> Iterator[list[Taken]]:
    """The files as `.part` copies in a folder, all or none; what is not placed goes away at the end."""
    make_folder(folder)
    refuse_protected(folder)
    parts = [folder / f".{os.getpid()}-{os.urandom(6).hex()}.part" for _ in sources]
    try:
        _refuse_full(folder, sum(source.size for source in sources))
        yield [_copy(source, part) for source, part in zip(sources, parts, strict=True)]
    finally:
        for part in parts:
            with suppress(OSError):
                part.unlink()
        with suppress(OSError):
            folder.rmdir()  # only if nothing came in


def refuse_protected(folder: Path) -> None:
    """Raise a UserProblem if nothing can be written in a folder of evidence; whoever did that meant it."""
    if folder.is_dir() and not os.access(folder, os.W_OK | os.X_OK):
        raise UserProblem(f"The folder {folder} is write-protected", "Nothing was changed; allow writing there.")


def file_state(path: Path) -> str | None:
    """The SHA-256 of a file, None where there is none, "" for what is no file; OSError where it can't be read."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a socket or, on Windows, a folder can't even be opened
            return ""
        descriptor = os.open(path, _FLAGS)
    except FileNotFoundError:
        return None
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return ""
        with open(descriptor, "rb", closefd=False) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    finally:
        os.close(descriptor)


def file_digest(path: Path) -> str | None:
    """The SHA-256 of an ordinary file in hexadecimal digits; None where there is none that can be read."""
    with suppress(OSError, ValueError):  # a NUL in the name
        return file_state(path) or None
    return None


def _examined(name: str) -> Source:
    given = Path(name)
    descriptor, status = _opened(given, name)
    try:
        head = os.read(descriptor, _HEAD)
    except OSError as problem:
        raise UserProblem(f"{name} can't be read: {problem.strerror or problem}") from problem
    finally:
        os.close(descriptor)
    if not status.st_size:
        raise UserProblem(f"{name} is empty", "Take a file with something in it.")
    if status.st_size > LIMIT:
        size = f"{status.st_size / 10**9:.1f} GB"
        raise UserProblem(f"{name} has {size}; the limit is 2 GB", "Cut the video shorter, or save it smaller.")
    is_link = given.is_symlink()
    return Source(name, Path(os.path.realpath(given)), status.st_size, _kind(head, given.suffix), is_link)


def _opened(path: Path, name: str) -> tuple[int, os.stat_result]:
    """An ordinary file, opened without waiting for a pipe's other end; UserProblem where it is none."""
    try:
        descriptor = os.open(path, _FLAGS)
    except FileNotFoundError as problem:
        raise UserProblem(f"There is no file {name}", "Check the name and the folder.") from problem
    except (OSError, ValueError) as problem:
        raise _unopened(path, name, problem) from problem
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        raise _unopened(path, name, None)
    return descriptor, status


def _unopened(path: Path, name: str, problem: OSError | ValueError | None) -> UserProblem:
    with suppress(OSError, ValueError):
        if path.is_dir():
            return UserProblem(f"{name} is a folder", "Name the files in it.")
    if problem is None or getattr(problem, "errno", None) in {errno.ENXIO, errno.ENODEV}:
        return UserProblem(f"{name} is not an ordinary file", "Copy what you want to keep into a file first.")
    if isinstance(problem, PermissionError):
        return UserProblem(f"{name} may not be read", "Give yourself the right to read it.")
    why = getattr(problem, "strerror", None) or str(problem)
    return UserProblem(f"{name} can't be read: {why}", "Check the name.")


def _kind(head: bytes, suffix: str) -> str | None:
    """What a file looks like: photo or video by its first bytes, else by its ending; None where neither tells."""
    if head[4:8] == b"ftyp":
        return "photo" if head[8:12] in _STILLS else "video"
    if head[:4] == b"RIFF":
        return {b"WEBP": "photo", b"AVI ": "video"}.get(head[8:12])
    if head.startswith(_PHOTOS):
        return "photo"
    if head.startswith(_VIDEOS):
        return "video"
    return next((kind for kind, endings in _ENDINGS.items() if suffix.lower().lstrip(".") in endings), None)


def _refuse_full(folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < needed + _SPARE:
        sentence = f"The disk has {free / 10**6:.0f} MB left, and {(needed + _SPARE) / 10**6:.0f} MB are needed"
        raise UserProblem(sentence, "Nothing was copied; free some space and try again.")


def _copy(source: Source, part: Path) -> Taken:
    """Copy a file and bring it to the disk; on any failure nothing of it is left."""
    reader, _ = _opened(source.real, source.given)
    try:
        size, sha256 = _poured(reader, part)
    except OSError as problem:
        with suppress(OSError):
            part.unlink()
        sentence = f"{source.given} was not copied: {problem.strerror or problem}"
        raise UserProblem(sentence, "Nothing was added; put that right and try again.") from problem
    finally:
        os.close(reader)
    return Taken(source, part, size, sha256)


def _poured(reader: int, part: Path) -> tuple[int, str]:
    """Size and SHA-256 of what was written; OSError where the file grows beyond the limit."""
    seen, size = hashlib.sha256(), 0
    writer = os.open(part, _NEW, 0o600)
    try:
        while block := os.read(reader, _BLOCK):
            size += len(block)
            if size > LIMIT:
                raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
            seen.update(block)
            write_all(writer, block)
        flush_file(writer)
    finally:
        os.close(writer)
    return size, seen.hexdigest()

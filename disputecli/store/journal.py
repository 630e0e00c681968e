"""What was changed in the ledger, when and by which command, and the bytes that stood there before."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from disputecli.errors import UserProblem
from disputecli.frozen import dataclass, field, fields
from disputecli.store.paths import Places
from disputecli.store.paths import places as places_of
from disputecli.store.save import Unflushed, flush_file, make_folder, write_all, write_file
from disputecli.store.stamp import read_stamped
from disputecli.type_names import Any

APPENDING = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_LAST = 20  # versions of a dispute
_MAYBE = {"before", "after"}  # None where there is no file
_VERSION = re.compile(r"\d{6}-[^-]+-[^-]+\.toml")
_DAYS = 30  # days, of each its last version


@cache
def this_run() -> str:
    """Return the name of this run of the program, the same in all that one command changes."""
    return os.urandom(6).hex()


@dataclass(frozen=True)
class Entry:
    """One file's change: instant (ISO 8601, UTC), `open/ID.toml`, SHA-256 before and after, None where no file is.

    `run` is the same in all changes of one command; empty in lines that were written before there were runs.
    """

    time: str
    command: str
    id: str
    file: str
    before: str | None
    after: str | None
    run: str = field(default_factory=this_run)


def digest(data: bytes) -> str:
    """Return the SHA-256 of some bytes in hexadecimal digits."""
    import hashlib

    return hashlib.sha256(data).hexdigest()


def instant(now: datetime) -> str:
    """Return an aware instant as the journal writes it."""
    return now.astimezone(UTC).isoformat(timespec="seconds")


def append_entry(places: Places, *entries: Entry) -> None:
    """Add a line each to state/journal.jsonl and bring them to the disk; call it inside the lock."""
    if not entries:
        return
    path = places.state / "journal.jsonl"
    try:
        append_lines(path, map(vars, entries))
    except OSError as problem:
        sentence = f"{entries[0].file} was saved, but not noted in {path}: {problem.strerror or problem}"
        raise Unflushed(sentence, "Don't repeat the command; free some space or allow writing there.") from problem


def append_lines(path: Path, tables: Iterable[Mapping[str, object]], *, anew: bool = False) -> None:
    """Add tables as lines of JSON, `anew`: in place of what is there, and bring them to the disk; OSError if it can't.

    Behind a line that was torn by a crash they begin on one of their own.
    """
    import json

    lines = b"".join(json.dumps(table).encode() + b"\n" for table in tables)
    make_folder(path.parent)
    descriptor = os.open(path, APPENDING | (os.O_TRUNC if anew else 0), 0o600)
    try:
        write_all(descriptor, lines if _ended(descriptor) else b"\n" + lines)
        flush_file(descriptor)
    finally:
        os.close(descriptor)


def read_entries(places: Places) -> tuple[Entry, ...]:
    """Return the journal, oldest first, without lines that were torn by a crash; empty if there is none."""
    try:
        lines = (places.state / "journal.jsonl").read_bytes().split(b"\n")
    except OSError:
        return ()
    return tuple(entry for entry in map(entry_of, lines) if entry is not None)


def saved_by_this_run(environ: Mapping[str, str]) -> list[str]:
    """Return the ids of the disputes that this run of the program has changed, each once."""
    first: dict[str, Entry] = {}
    last: dict[str, Entry] = {}
    for entry in read_entries(places_of(environ)):
        if entry.run == this_run():
            first.setdefault(entry.file, entry)
            last[entry.file] = entry
    return list(dict.fromkeys(each.id for file, each in last.items() if first[file].before != each.after))


def keep_version(places: Places, id_: str, data: bytes, now: datetime) -> Path:
    """Keep the bytes of a version under state/backups/ID, if it is not the last one there; return the file.

    Its name is `NUMBER-INSTANT-HASH.toml`; the hash is the start of the SHA-256 that the journal has as `before`.
    """
    folder = places.state / "backups" / id_
    make_folder(folder)
    kept = versions(places, id_)
    if kept and kept[-1].stem.endswith(f"-{digest(data)[:12]}"):
        return kept[-1]
    number = _number(kept[-1]) + 1 if kept else 1
    name = f"{number:06d}-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{digest(data)[:12]}.toml"
    try:
        write_file(folder / name, data, expected=None)
    except UserProblem as problem:
        why = getattr(problem.__cause__, "strerror", None) or problem.sentence
        hint = "Free some space or allow writing there, and try again."
        raise UserProblem(f"{id_} was not saved, for no copy can be kept in {folder}: {why}", hint) from problem
    for old in _surplus((*kept, folder / name)):
        with suppress(OSError):
            old.unlink()
    return folder / name


def versions(places: Places, id_: str) -> tuple[Path, ...]:
    """Return the kept versions of a dispute, oldest first; UserProblem where they can't be looked at."""
    folder = places.state / "backups" / id_
    try:
        return tuple(sorted((path for path in folder.iterdir() if _VERSION.fullmatch(path.name)), key=_number))
    except FileNotFoundError:
        return ()
    except OSError as problem:
        hint = "Give yourself the right to read there, and try again."
        raise UserProblem(f"The kept versions in {folder} can't be read: {problem.strerror}", hint) from problem


def kept_version(places: Places, id_: str, sha256: str) -> bytes | None:
    """Return the kept bytes of a dispute that have this SHA-256; None if they are no longer there."""
    for path in reversed(versions(places, id_)):
        if path.stem.endswith(f"-{sha256[:12]}"):
            data, _ = read_stamped(path)
            if digest(data) == sha256:
                return data
    return None


def _number(path: Path) -> int:
    """Return a kept version's number, which rises with every save whatever the clock says."""
    return int(path.name.split("-")[0])


def _surplus(kept: tuple[Path, ...]) -> list[Path]:
    """Return what is neither among the last versions nor the last of one of the latest days."""
    older = kept[:-_LAST]
    last_of_day = {path.name.split("-")[1][:8]: path for path in older}
    worth = {last_of_day[day] for day in sorted(last_of_day)[-_DAYS:]}
    return [path for path in older if path not in worth]


def _ended(descriptor: int) -> bool:
    """Return whether a file is empty or ends with a whole line."""
    if os.lseek(descriptor, 0, os.SEEK_END) == 0:
        return True
    os.lseek(descriptor, -1, os.SEEK_END)
    return os.read(descriptor, 1) == b"\n"


def entry_of(line: bytes) -> Entry | None:
    """Return what a line says, None if it is torn or no entry."""
    import json

    try:
        table: Any = json.loads(line)
        if not isinstance(table, dict) or not isinstance(table.get("id"), str):
            return None
        names = {each.name for each in fields(Entry)}
        entry = Entry(**{"run": "", **{name: value for name, value in table.items() if name in names}})
    except (ValueError, TypeError, RecursionError):
        return None
    sound = all(isinstance(value, str) or (value is None and name in _MAYBE) for name, value in vars(entry).items())
    return entry if sound else None

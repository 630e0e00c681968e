"""Which disputes there are, which one is meant, and which files can't be used."""

from __future__ import annotations

import os
import stat
from collections.abc import Container, Iterable, Sequence

from disputecli.errors import Faults, UserProblem
from disputecli.frozen import dataclass, field
from disputecli.store.ids import is_id
from disputecli.store.paths import Places
from disputecli.store.stamp import Stamp, read_stamped
from disputecli.store.toml import parse_table
from disputecli.type_names import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA_VERSION = 1
Folder = Literal["open", "closed"]


@dataclass(frozen=True)
class Record:
    """One dispute's file as it was read; `table` holds all its keys, also those that the program doesn't know."""

    id: str
    file: str
    folder: Folder
    table: dict[str, Any]
    stamp: Stamp

    @property
    def path(self) -> Path:
        """Where the file is."""
        from pathlib import Path

        return Path(self.file)


@dataclass(frozen=True)
class Unreadable:
    """A file of the ledger that can't be used, with its line if that is known, and the check that it fails."""

    file: str
    line: int | None
    problem: str
    hint: str = ""
    check: str = field(default="readable", compare=False)


def read_ledger(
    places: Places, closed: bool = True, known: Container[str] = ()
) -> tuple[tuple[Record, ...], tuple[Unreadable, ...]]:
    """Return the disputes by id, without the closed ones if so wished, and the files that can't be used.

    Files that are `known`, as `open/ID.toml`, are left out; none of them may stand in both folders.
    """
    opened = _listed(places.name_of("open"), known)
    shut = _listed(places.name_of("closed"), known) if closed else _twins(places.name_of("closed"), opened)
    found = [*(_read(file, "open") for file in opened), *(_read(file, "closed") for file in shut)]
    if None in found or _listed(places.name_of("open"), known) != opened:  # another command moved a file meanwhile
        return read_ledger(places, closed, known)
    return _sorted(found, closed=closed)


def read_one(places: Places, id_: str) -> tuple[tuple[Record, ...], tuple[Unreadable, ...]]:
    """Return the one dispute of this very id, nothing where there is none; the other files are not looked at."""
    if not id_ or id_.startswith(".") or os.sep in id_ or "\0" in id_:
        return (), ()
    folders: tuple[Folder, ...] = ("open", "closed")
    return _sorted([_read(os.path.join(places.name_of(each), f"{id_}.toml"), each) for each in folders])


def _sorted(
    found: Sequence[Record | Unreadable | None], *, closed: bool = True
) -> tuple[tuple[Record, ...], tuple[Unreadable, ...]]:
    """Return the disputes by id, each once, and the rest by file."""
    whole, copies = _without_copies([each for each in found if isinstance(each, Record)])
    records, doubled = _single(whole)
    shown = [record for record in records if closed or record.folder == "open"]
    unreadable = [each for each in found if isinstance(each, Unreadable)] + doubled + copies
    return (
        tuple(sorted(shown, key=lambda record: record.id)),
        tuple(sorted(unreadable, key=lambda each: each.file)),
    )


def find_record(records: Iterable[Record], wanted: str) -> Record:
    """Return the dispute with this id, order number or unique start of an id; UserProblem if none or several fit."""
    known = {record.id: record for record in records}
    text = wanted.strip()
    fits = [known[text]] if text in known else []
    fits = fits or [record for record in known.values() if text and _order_id(record) == text]
    fits = fits or [record for record in known.values() if text and record.id.startswith(text.lower())]
    if len(fits) == 1:
        return fits[0]
    if fits:
        names = ", ".join(record.id for record in fits)
        raise UserProblem(f"{wanted} fits {len(fits)} disputes: {names}", "Type one of these ids.")
    raise _unknown(wanted, known)


def _listed(folder: str, known: Container[str]) -> list[str]:
    """Return the files in one of the ledger's folders, or the folder itself if it can't be looked into."""
    try:
        inside, names = os.path.basename(folder), os.listdir(folder)
        others = [each for each in names if f"{inside}/{each}" not in known]
        return [os.path.join(folder, each) for each in sorted(others) if each.endswith(".toml") and each[0] != "."]
    except FileNotFoundError:
        return []
    except NotADirectoryError as problem:
        from pathlib import Path

        blocked = next(each for each in (Path(folder), *Path(folder).parents) if each.exists())
        hint = "Move it away, or set DISPUTE_HOME."
        raise UserProblem(f"{blocked} is a file where a folder is needed", hint) from problem
    except OSError:
        return [folder]


def _twins(folder: str, opened: Iterable[str]) -> list[str]:
    """Return the closed files of ids that are open too, without looking through all of them."""
    if os.path.exists(folder) and not os.access(folder, os.R_OK | os.X_OK):
        return [folder]
    twins = (os.path.join(folder, os.path.basename(each)) for each in opened)
    return [each for each in twins if os.path.lexists(each)]


def _read(file: str, folder: Folder) -> Record | Unreadable | None:
    """Return a file's dispute, or why there is none in it; None if the file is gone by now."""
    name = os.path.basename(file)
    if name == folder:
        return Unreadable(file, None, "the folder can't be read", "Give yourself the right to look into it.")
    try:
        if _is_no_file(file):  # opening a pipe would wait for ever
            return Unreadable(file, None, "is not a file", "Move it out of the ledger.")
        data, stamp = read_stamped(file)
        table = parse_table(data, file)
    except Faults as problem:
        fault = problem.faults[0]
        return Unreadable(file, fault.line, fault.problem, f"{fault.hint} {restoring(file)}".strip())
    except OSError as problem:
        return Unreadable(file, None, f"can't be read: {problem.strerror or problem}")
    except UserProblem as problem:
        return Unreadable(file, None, problem.sentence, problem.hint) if os.path.lexists(file) else None
    unfit = _unfit(file, data, table.get("schema_version"))
    return unfit or Record(id_of(file), file, folder, table, stamp)


def id_of(file: str) -> str:
    """Return the id that a dispute has by its file's name."""
    return os.path.basename(file).removesuffix(".toml")


def restoring(file: str) -> str:
    """Return how to get a damaged file's content back."""
    ways = (f"dispute edit {id_of(file)}", f"dispute undo --restore {id_of(file)}")
    return "Correct it with: {}; or bring back what was saved last: {}".format(*ways)


def _is_no_file(file: str) -> bool:
    """Return whether something else than a file is there; OSError where that can't be told."""
    try:
        return not stat.S_ISREG(os.stat(file).st_mode)
    except FileNotFoundError:  # gone by now, or a link to nothing
        return False


def _unfit(file: str, data: bytes, version: object) -> Unreadable | None:
    """Return what is wrong with a file's schema_version, None if this program knows it."""
    if version == SCHEMA_VERSION and type(version) is int:
        return None
    if version is None:
        hint = f"Write schema_version = {SCHEMA_VERSION} as its first line. {restoring(file)}"
        return Unreadable(file, 1, "has no schema_version", hint, "schema")
    from disputecli.store.locate import locate

    line, _ = locate(data.decode("utf-8-sig"))[("schema_version",)]
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        hint = f"Write schema_version = {SCHEMA_VERSION}. {restoring(file)}"
        return Unreadable(file, line, f"schema_version is {version!r}, which is none", hint, "schema")
    if version > SCHEMA_VERSION:
        problem = f"was made by a newer dispute (schema {version}, this one knows {SCHEMA_VERSION})"
        return Unreadable(file, line, problem, "Update dispute.", "schema")
    return None


def _without_copies(records: list[Record]) -> tuple[list[Record], list[Unreadable]]:
    """Return the records, and apart from them the copies that a program made which keeps two computers in step."""
    of = {each.file: _original(each.file) for each in records if not is_id(each.id)}
    named = [
        Unreadable(
            file,
            None,
            f"is a second copy of {original}, made by another program; it does not count",
            f"Look at both files, keep what is right in {original}.toml, and remove this one.",
            "duplicate-ids",
        )
        for file, original in of.items()
        if original
    ]
    return [each for each in records if not of.get(each.file)], named


def _original(file: str) -> str:
    """Return the id of the dispute whose name a file's begins with; empty where there is none."""
    stem, ledger = id_of(file), os.path.dirname(os.path.dirname(file))
    ids = (stem[:end] for end in range(len(stem) - 1, 0, -1) if is_id(stem[:end]))
    folders = [os.path.join(ledger, name) for name in ("open", "closed")]
    return next((id_ for id_ in ids if any(os.path.exists(os.path.join(each, f"{id_}.toml")) for each in folders)), "")


def _single(records: list[Record]) -> tuple[list[Record], list[Unreadable]]:
    """Return one record an id, the one saved last, and the others as problems."""
    last: dict[str, Record] = {}
    for record in sorted(records, key=lambda record: (record.stamp.mtime_ns, record.folder == "closed")):
        last[record.id] = record
    doubled = [
        Unreadable(
            record.file,
            None,
            f"{record.id} is in open and in closed at once; the one in {last[record.id].folder} is newer and counts",
            "Look at both files and remove the wrong one.",
            "duplicate-ids",
        )
        for record in records
        if record is not last[record.id]
    ]
    return list(last.values()), doubled


def _order_id(record: Record) -> str | None:
    """Return the order number in a record, None if there is no text in its place."""
    order = record.table.get("order")
    number = order.get("order_id") if isinstance(order, dict) else None
    return number if isinstance(number, str) else None


def _begun_alike(word: str, ids: Iterable[str]) -> list[str]:
    """Return the ids whose beginning, or one of whose words, reads much like what was typed."""
    import difflib

    starts = {start: id_ for id_ in ids for start in (id_[: len(word)], *id_.split("-")) if word}
    return [starts[each] for each in difflib.get_close_matches(word, starts, n=3, cutoff=0.75)]


def _unknown(wanted: str, known: dict[str, Record]) -> UserProblem:
    """Return what to say where no dispute fits: the near ones, or that there are none."""
    if not known:
        return UserProblem("There are no disputes in the ledger yet", "Begin one with: dispute new")
    import difflib

    orders = {number: id_ for id_, record in known.items() if (number := _order_id(record))}
    word = wanted.strip().lower()
    near = difflib.get_close_matches(word, [*known, *orders], n=3) or _begun_alike(word, known)
    ids = list(dict.fromkeys(orders.get(each, each) for each in near))
    hint = f"Did you mean {' or '.join(ids)}?" if ids else "List all with: dispute status --all"
    return UserProblem(f"There is no dispute {wanted}", hint)

"""Where are the answers of an interview that was interrupted? One file, replaced after each answer."""

from pathlib import Path
from typing import Any

from disputecli.core.codec import Reading, facts_table, read_facts
from disputecli.core.interview import Progress
from disputecli.core.order import FIELDS
from disputecli.errors import Fault, Faults, UserProblem
from disputecli.store.paths import Places
from disputecli.store.save import remove_file, write_file
from disputecli.store.stamp import Stamp, stamp_of
from disputecli.store.toml import dump_table, read_table

_SECTION = "interview"
_SCHEMA = 1


def checkpoint_path(places: Places) -> Path:
    """The file that keeps the answers of an interrupted interview."""
    return places.state / "interview.toml"


def save_checkpoint(path: Path, progress: Progress) -> None:
    """Keep the answers so far (0600, whole or not at all); UserProblem where that fails."""
    table: dict[str, Any] = {_SECTION: {"schema_version": _SCHEMA, "asked": list(progress.asked)}}
    write_file(path, dump_table(table | facts_table(progress.facts)), expected=_stamp(path))


def read_checkpoint(path: Path, reading: Reading) -> Progress | None:
    """The answers that were kept, None where there are none; UserProblem where the file can't be used."""
    if not path.exists():
        return None
    table = read_table(path)
    kept = table.pop(_SECTION, None)
    if not isinstance(kept, dict) or kept.get("schema_version") != _SCHEMA:
        raise UserProblem(f"{path} was made by another version of this program", "`dispute new --discard` forgets it.")
    facts, faults = read_facts(table, reading)
    if faults:
        raise Faults(Fault(f"{path}: {each.where}", each.problem, each.hint) for each in faults)
    return Progress(facts, tuple(key for key in kept.get("asked", []) if key in FIELDS))


def discard_checkpoint(path: Path) -> bool:
    """Forget the kept answers; False where there were none."""
    stamp = _stamp(path)
    if stamp is None:
        return False
    remove_file(path, expected=stamp)
    return True


def _stamp(path: Path) -> Stamp | None:
    try:
        return stamp_of(path.stat())
    except (FileNotFoundError, NotADirectoryError):
        return None

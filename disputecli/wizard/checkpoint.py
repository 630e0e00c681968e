"""Where are the answers of an interview that was interrupted? One file an interview, replaced after each answer."""

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from disputecli.core.codec import facts_table, read_facts
from disputecli.core.interview import Progress
from disputecli.core.order import FIELDS
from disputecli.core.values import Reading
from disputecli.errors import Fault, Faults, UserProblem
from disputecli.frozen import dataclass
from disputecli.store.paths import Places
from disputecli.store.save import remove_file, write_file
from disputecli.store.stamp import Stamp, stamp_of
from disputecli.store.toml import dump_table, read_table

_SECTION = "interview"
_SCHEMA = 1
_BEGUN = "%Y%m%dT%H%M%S"
_ONE_FILE = "interview.toml"  # as 0.1.0 kept the only one


@dataclass(frozen=True)
class Kept:
    """An interrupted interview: its file, when it was begun (UTC), and how far it is."""

    path: Path
    begun: datetime
    progress: Progress


def new_checkpoint(places: Places, now: datetime) -> Path:
    """The file for the answers of an interview that begins now; two at once have two."""
    return places.state / "interviews" / f"{now.astimezone(UTC):{_BEGUN}}-{os.getpid()}.toml"


def save_checkpoint(path: Path, progress: Progress) -> None:
    """Keep the answers so far (0600, whole or not at all); UserProblem where that fails."""
    key, words = progress.draft
    kept = {"schema_version": _SCHEMA, "asked": list(progress.asked)} | ({"draft": [key, words]} if words else {})
    write_file(path, dump_table({_SECTION: kept, **facts_table(progress.facts)}), expected=_stamp(path))


def checkpoints(places: Places) -> list[Path]:
    """The files of all interrupted interviews, the last one first."""
    found = [*(places.state / "interviews").glob("*.toml"), *places.state.glob(_ONE_FILE)]
    return sorted(found, key=_changed_at, reverse=True)


def read_checkpoints(paths: Sequence[Path], reading: Reading) -> tuple[list[Kept], list[UserProblem]]:
    """Those that can be read, and what is the matter with the others."""
    found, problems = [], []
    for path in paths:
        try:
            found.append(read_checkpoint(path, reading))
        except UserProblem as problem:
            problems.append(problem)
    return found, problems


def read_checkpoint(path: Path, reading: Reading) -> Kept:
    """The answers that were kept in a file; UserProblem where it can't be used."""
    table = read_table(path)
    kept = table.pop(_SECTION, None)
    if not isinstance(kept, dict) or kept.get("schema_version") != _SCHEMA:
        raise UserProblem(f"{path} was made by another version of this program")
    facts, faults = read_facts(table, reading)
    if faults:
        raise Faults(Fault(f"{path}: {each.where}", each.problem, each.hint) for each in faults)
    return Kept(path, _begun(path), Progress(facts, _asked(path, kept), draft=_draft(kept.get("draft"))))


def discard_checkpoint(path: Path) -> bool:
    """Forget the kept answers; False where there were none."""
    stamp = _stamp(path)
    if stamp is None:
        return False
    remove_file(path, expected=stamp)
    return True


def _begun(path: Path) -> datetime:
    """When an interview was begun, by the name of its file; by its last answer for one that is named otherwise."""
    try:
        return datetime.strptime(path.stem.partition("-")[0], _BEGUN).replace(tzinfo=UTC)
    except ValueError:
        return datetime.fromtimestamp(_changed_at(path), UTC)


def _changed_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:  # gone in the meantime
        return 0.0


def _asked(path: Path, kept: dict[str, Any]) -> tuple[str, ...]:
    """The keys that were asked and are known still; UserProblem where they are no list of words."""
    found = kept.get("asked", [])
    if not isinstance(found, list) or not all(isinstance(key, str) for key in found):
        raise UserProblem(f"{path} is damaged: its list of questions is none")
    return tuple(key for key in found if key in FIELDS)


def _draft(kept: Any) -> tuple[str, str]:  # noqa: ANN401  # as the file has it
    match kept:
        case [str(key), str(words)] if key in FIELDS:
            return key, words
        case _:
            return "", ""


def _stamp(path: Path) -> Stamp | None:
    try:
        return stamp_of(path.stat())
    except (FileNotFoundError, NotADirectoryError):
        return None

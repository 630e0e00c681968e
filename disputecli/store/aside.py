"""Where does a file of evidence go that is taken out? Into the folder `removed` beside it, and back again."""

import errno
import os
from pathlib import Path

from disputecli.errors import UserProblem
from disputecli.store.intake import file_digest
from disputecli.store.save import flush_or_tell, make_folder

REMOVED = "removed"
_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EXDEV}


def set_aside(path: Path) -> None:
    """Move a file of evidence into the folder `removed` beside it."""
    make_folder(path.parent / REMOVED)
    target = path.parent / REMOVED / path.name
    while os.path.lexists(target):
        target = target.with_name(f"{target.stem}~{target.suffix}")
    move_file(path, target)


def set_aside_copy(path: Path, sha256: str) -> Path | None:
    """The file in `removed` that holds these bytes, the one of the same name first; None if there is none."""
    folder = path.parent / REMOVED
    kept = sorted(folder.iterdir(), key=lambda each: (each.name != path.name, each.name)) if folder.is_dir() else []
    return next((each for each in kept if file_digest(each) == sha256), None)


def move_file(source: Path, target: Path) -> None:
    """Give a file another name in one step; UserProblem if that name is taken or can't be given."""
    try:
        try:
            os.link(source, target, follow_symlinks=False)
        except OSError as problem:
            if problem.errno not in _NO_LINKS or os.path.lexists(target):
                raise
            source.rename(target)
        else:
            source.unlink()
    except OSError as problem:
        hint = "Nothing was overwritten; allow writing in that folder and try again."
        raise UserProblem(f"{target} can't be made: {problem.strerror or problem}", hint) from problem
    flush_or_tell(target, done="made")

"""Which temporary files did interrupted commands leave? Those whose process is gone, and those a day old."""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from disputecli.store.paths import Places

_TEMPORARY = re.compile(r"\.(?:.+\.)?(\d+)-[0-9a-f]{8,12}\.(?:tmp|part)")
_DAY = 24 * 60 * 60 * 10**9  # nanoseconds


def sweep(places: Places) -> None:
    """Remove them from all the folders that commands write in; call it inside the lock."""
    for folder in _folders(places):
        sweep_folder(folder)


def sweep_folder(folder: Path) -> None:
    """Remove them from one folder; what can't be removed stays."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            found = _TEMPORARY.fullmatch(entry.name)
            with suppress(OSError):
                if found and (_is_gone(int(found[1])) or _is_old(entry)):
                    Path(entry.path).unlink()


def _folders(places: Places) -> Iterator[Path]:
    yield from (places.open, places.closed, places.state, places.state / "edits")
    for parent in (places.evidence, places.state / "backups"):
        with suppress(OSError):
            yield from [each for each in parent.iterdir() if each.is_dir() and not each.is_symlink()]


def _is_gone(pid: int) -> bool:
    """Whether a process is known to have ended; Windows has no harmless way to ask."""
    if os.name == "nt" or pid == os.getpid():
        return False
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return True
    except OSError:
        return False
    return False


def _is_old(entry: os.DirEntry[str]) -> bool:
    """Whether a file was last changed a day or more ago, by the clock of its own disk."""
    now = Path(entry.path).parent.stat().st_mtime_ns
    return now - entry.stat(follow_symlinks=False).st_mtime_ns > _DAY

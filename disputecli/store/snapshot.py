"""Has this very table been drawn before? The last picture of `dispute status`, good until something changes.

A start of Python costs 11 ms and everything that works a table out ten times as much, and a status stands in prompts.
So the finished text is kept with the spans of time left open, under a key of all that it depends on: the files of the
ledger, the program's data, the arguments, the terminal, the zone. It is good until the first moment at which anything
but a span changes. This module imports nothing that is not loaded already.
"""

from __future__ import annotations

import marshal
import os
import sys
import time

from disputecli import __version__
from disputecli.core.spans import left

ARGUMENTS: tuple[list[str], ...] = (["status"], ["status", "--all"], ["status", "-a"], ["status", "--short"], [])
VARIABLES = ("TZ", "COLUMNS", "TERM", "NO_COLOR", "FORCE_COLOR", "COLORTERM", "DISPUTE_NOW", "OS", "LANG", "LC_ALL")
PARTS = ("data/policies/aliexpress.toml", "data/events.toml", "data/words.toml", "view/status.py", "core/stage.py")
RACY = 2.0  # seconds in which a file could change again without its time showing it
TYPE_CHECKING = False
if TYPE_CHECKING:  # typing itself is not loaded
    from typing import Any

MARK = "¤"
WIDTH = 11


def key(arguments: list[str]) -> tuple[Any, ...] | None:
    """All that the picture depends on; None where it is not kept (other arguments, unknown folders)."""
    ledger, _ = folders()
    if arguments not in ARGUMENTS or not ledger:
        return None
    package = os.path.dirname(os.path.dirname(__file__))
    parts = tuple(os.stat(os.path.join(package, part)).st_mtime_ns for part in PARTS)
    variables = tuple(os.environ.get(name) for name in VARIABLES)
    terminal = (sys.stdout.isatty(), _columns(), sys.stdout.encoding, time.tzname, time.timezone, sys.version)
    return (__version__, parts, tuple(arguments), variables, terminal, ledger, _files(ledger))


def drawn(arguments: list[str]) -> str | None:
    """The finished text for these arguments now, None where it has to be drawn anew."""
    try:
        now = _now()
        known = key(arguments)
        with open(_file(arguments), "rb") as file:
            kept, begins, ends, text, limits = marshal.load(file)
    except (OSError, ValueError, EOFError, TypeError):
        return None
    if known is None or now is None or kept != known or not begins <= now < ends:
        return None
    return filled(text, limits, now)


def filled(text: str, limits: list[float], now: float) -> str:
    """The text with every mark replaced by the time left until its limit."""
    pieces = text.split(MARK)
    for index in range(1, len(pieces), 2):
        pieces[index] = left(limits[int(pieces[index])] - now).ljust(WIDTH)
    return "".join(pieces)


def mark(number: int) -> str:
    """The place of a span in a kept text, as wide as its column."""
    return f"{MARK}{number:0{WIDTH - 2}d}{MARK}"


def keep(
    arguments: list[str], known: tuple[Any, ...], text: str, limits: list[float], good: tuple[float, float]
) -> None:
    """Keep a picture for the next run; where that is not possible, there is none."""
    from pathlib import Path

    from disputecli.store.save import make_folder

    file = _file(arguments)
    if known != key(arguments) or not file:
        return
    newest = max((stamp[1] for stamp in _files(folders()[0])), default=0)
    if time.time() - newest / 1e9 < RACY:
        return
    temporary = f"{file}.{os.getpid()}"
    try:
        make_folder(Path(file).parent)
        with open(temporary, "wb", opener=lambda path, flags: os.open(path, flags, 0o600)) as out:
            marshal.dump((known, *good, text, limits), out)
        os.replace(temporary, file)
    except (OSError, ValueError):
        return


def folders() -> tuple[str, str]:
    """The folders of the ledger and of the state, empty where only platformdirs knows them."""
    home = os.environ.get("DISPUTE_HOME")
    if home and not home.startswith("~"):
        return os.path.join(home, "ledger"), os.path.join(home, "state")
    if home or sys.platform != "linux":
        return "", ""
    user = os.path.expanduser("~")
    data = os.environ.get("XDG_DATA_HOME") or os.path.join(user, ".local", "share")
    state = os.environ.get("XDG_STATE_HOME") or os.path.join(user, ".local", "state")
    return os.path.join(data, "disputecli", "ledger"), os.path.join(state, "disputecli")


def _file(arguments: list[str]) -> str:
    """Where the picture for these arguments is: each has its own, for a prompt and a table are asked for in turn."""
    state = folders()[1]
    name = "".join(letter for letter in "-".join(arguments) if letter.isalpha() or letter == "-")
    return os.path.join(state, f"picture-{name}.marshal") if state else ""


def _files(ledger: str) -> tuple[tuple[str, int, int, int], ...]:
    """Name, time of change, size and inode of every file that the picture shows."""
    found = []
    for folder in ("open", "closed"):
        try:
            with os.scandir(os.path.join(ledger, folder)) as entries:
                for entry in entries:
                    status = entry.stat()
                    found.append((f"{folder}/{entry.name}", status.st_mtime_ns, status.st_size, status.st_ino))
        except FileNotFoundError:
            continue
    return tuple(sorted(found))


def _columns() -> int:
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns
    except (OSError, ValueError):
        return 0


def _now() -> float | None:
    given = os.environ.get("DISPUTE_NOW")
    if not given:
        return time.time()
    from datetime import datetime

    moment = datetime.fromisoformat(given)
    return moment.timestamp() if moment.tzinfo else None

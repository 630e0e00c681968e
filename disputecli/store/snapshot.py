"""Has this very status been drawn before? What is kept of it, good until a file or anything but a span of time changes.

A start of Python costs 10 ms and everything that works a status out five times as much, and a status stands in prompts.
So two things are kept in the cache folder: the finished text of each way to ask for it, with marks where a span of
time left stands; and each dispute's share of such a text, so that one changed file costs one dispute. Their keys are
all that they depend on: name, times, size and inode of each file, the program, the terminal, the zone. This module
imports nothing that is not loaded already.
"""

from __future__ import annotations

import os
import sys
import time

from disputecli import __version__
from disputecli.core.spans import left
from disputecli.store.folders import own_folder
from disputecli.store.kept import drop, keep, kept

VARIABLES = ("TZ", "COLUMNS", "TERM", "NO_COLOR", "FORCE_COLOR", "COLORTERM", "OS", "LANG", "LC_ALL",
             "WT_SESSION", "ANSICON", "ConEmuANSI")  # fmt: skip
MODULES = {
    "": "__main__ app cli errors frozen type_names",
    "commands/": "case clock given ledger options screen shares status",
    "core/": "anchor codec course dates deadlines dispute money order policy record spans stage step text time values",
    "store/": "books folders ids kept paths plain records shipped snapshot stamp toml",
    "view/": "console drawn encoding json jsontext lines resting scene status words",
}
PARTS = (
    *("data/policies/aliexpress.toml", "data/events.toml", "data/words.toml"),
    *(f"{folder}{name}.py" for folder, names in MODULES.items() for name in names.split()),
)
NEVER = (0,)
RACY = 2.0  # seconds in which a file could change again without its time showing it
MOST = 60  # files in the cache folder; each width of a terminal has its own
TYPE_CHECKING = False
if TYPE_CHECKING:  # typing itself is not loaded
    from collections.abc import Iterable, Mapping

    from disputecli.type_names import Any

    Stamps = dict[str, tuple[int, ...]]

MARK = "\0"  # no text that is shown has it
WIDTH = 11


def drawn(arguments: list[str]) -> tuple[str, int] | None:
    """The finished text and the exit code for these arguments now, None where they have to be worked out."""
    if arguments and arguments[0] != "status":
        return None
    now, found = _now(), look()
    if now is None or found is None:
        return None
    name = _file("picture", (arguments, found))
    if not os.path.exists(name):
        return None
    known = kept(name, (arguments, found, files("--all" in arguments or "-a" in arguments)))
    if known is None or not known[0] <= now < known[1]:
        return None
    _, _, text, limits, code = known
    return filled(text, limits, now), code


def look() -> tuple[Any, ...] | None:
    """All that a status depends on but for the ledger's files; None where the folders or the program are not known."""
    ledger, _ = folders()
    if not ledger:
        return None
    package = os.path.dirname(os.path.dirname(__file__))
    try:
        parts = tuple(os.stat(os.path.join(package, part)).st_mtime_ns for part in PARTS)
    except OSError:  # installed without its sources, say
        return None
    variables = tuple(os.environ.get(name) for name in VARIABLES)
    terminal = (sys.stdout.isatty(), _columns(), sys.stdout.encoding, time.tzname, time.timezone, sys.version)
    return (__version__, parts, variables, terminal, ledger)


def files(everything: bool) -> Stamps | None:
    """The stamps of the files that a status shows, by `open/ID.toml`; None where one can't be looked at.

    Of the closed ones, where they are not shown, the folder alone: none of them may have the id of an open one.
    """
    found: Stamps = {}
    try:
        for folder in ("open", "closed"):
            place = os.path.join(folders()[0], folder)
            if folder == "closed" and not everything:
                found |= {folder: _stamp(os.stat(place))} if os.path.exists(place) else {}
            elif os.path.exists(place):
                found |= _stamps(place, folder)
    except OSError:
        return None
    return found


def doubled(stamps: Iterable[str]) -> bool:
    """True where an id is both in open and in closed."""
    closed = os.path.join(folders()[0], "closed")
    opened = (name.removeprefix("open/") for name in stamps if name.startswith("open/"))
    return any(os.path.lexists(os.path.join(closed, name)) for name in opened)


def settled(stamp: tuple[int, ...]) -> bool:
    """True for a file that changed so long ago that another change would show in its time."""
    return time.time() - stamp[0] / 1e9 >= RACY


def filled(text: str, limits: Iterable[float], now: float) -> str:
    """The text with its marks, in their order, replaced by what they stand for at this moment."""
    pieces = text.split(MARK)
    for index, limit in zip(range(1, len(pieces), 2), limits, strict=True):
        pieces[index] = _said(pieces[index], limit, now)
    return "".join(pieces)


def mark(kind: str, number: int, width: int = WIDTH) -> str:
    """The place of a limit: of kind `l` the time left, as wide as the mark, `u` as it is, `s` in seconds, `n` now."""
    return f"{MARK}{kind}{number:0{width - 3}d}{MARK}"


def rows(form: tuple[Any, ...]) -> dict[str, tuple[Any, ...]]:
    """What is kept of each dispute for a form of a status and a look, by the file's name: its stamp, then the rest."""
    return kept(_file("rows", form), form) or {}


def keep_rows(form: tuple[Any, ...], found: Mapping[str, tuple[Any, ...]]) -> None:
    """Keep each dispute's share for the next run."""
    keep(_file("rows", form), form, dict(found))


def keep_drawn(asked: tuple[Any, ...], stamps: Stamps, picture: tuple[float, float, str, list[float], int]) -> None:
    """Keep a finished text for arguments and a look: from when and until when it is good, its limits and exit code."""
    if settled(max(stamps.values(), default=NEVER)):
        keep(_file("picture", asked), (*asked, stamps), picture)
        _tidy(folders()[1])


def folders() -> tuple[str, str]:
    """The folders of the ledger and of the cache, empty where only platformdirs knows them."""
    home = os.environ.get("DISPUTE_HOME")
    if home and not home.startswith("~"):
        return os.path.join(home, "ledger"), os.path.join(home, "cache")
    data = "" if home else own_folder("data")
    return (os.path.join(data, "ledger"), own_folder("cache")) if data else ("", "")


def _file(kind: str, key: object) -> str:
    from zlib import crc32

    return os.path.join(folders()[1], f"{kind}-{crc32(repr(key).encode('utf-8', 'replace')):08x}")


def _stamps(place: str, folder: str) -> Stamps:
    """The stamps of a folder's files; by way of its descriptor, for the system then looks up no path for each."""
    source = os.open(place, os.O_RDONLY) if os.scandir in os.supports_fd else place
    try:
        with os.scandir(source) as entries:
            shown = ((each.name, each) for each in entries)
            return {
                f"{folder}/{name}": _stamp(each.stat())
                for name, each in shown
                if name.endswith(".toml") and name[0] != "."
            }
    finally:
        if isinstance(source, int):
            os.close(source)


def _stamp(status: os.stat_result) -> tuple[int, ...]:
    return (status.st_mtime_ns, status.st_size, status.st_ino, status.st_ctime_ns)


def _said(piece: str, limit: float, now: float) -> str:
    if piece[0] == "n":
        return time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(now))
    if piece[0] == "s":
        return str(int((limit - now) // 1))
    return left(limit - now) if piece[0] == "u" else left(limit - now).ljust(len(piece) + 2)


def _tidy(folder: str) -> None:
    """Remove the older half of what is kept where it has become too much."""
    try:
        with os.scandir(folder) as entries:
            found = sorted((each.stat().st_mtime_ns, each.path) for each in entries)
    except OSError:
        return
    for _, name in found[: len(found) // 2 if len(found) > MOST else 0]:
        drop(name)


def _columns() -> int:
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns
    except (OSError, ValueError):
        return 0


def _now() -> float | None:
    """The moment as the clock or DISPUTE_NOW says, None where that is not plainly written."""
    given = os.environ.get("DISPUTE_NOW")
    if not given:
        return time.time()
    if len(given) not in {20, 25} or given[10] != "T":
        return None
    from datetime import datetime

    try:
        moment = datetime.fromisoformat(given)
    except ValueError:
        return None
    return moment.timestamp() if moment.tzinfo else None

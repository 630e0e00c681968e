"""What does every screen need? The words, the clock, the zone and the width; and how dates and texts look on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta, tzinfo

from disputecli.core import spans
from disputecli.core.deadlines import Deadline
from disputecli.core.text import one_line, shown
from disputecli.core.time import MONTH_NAMES, PACIFIC, WEEKDAYS, When, is_instant
from disputecli.frozen import dataclass
from disputecli.type_names import TYPE_CHECKING
from disputecli.view.encoding import fitted
from disputecli.view.words import Words, label

if TYPE_CHECKING:
    from disputecli.core.stage import Standing

SOURCES_SHOWN = 4
DECEMBER = 12
URGENCY_STYLES = {
    "overdue": "bold red",
    "now": "bold yellow",
    "today": "bold yellow",
    "soon": "yellow",
    "later": "green",
    "waiting": "dim",
    "none": "dim",
}


def span(left: timedelta | None) -> str:
    """The time left as "2d 3h", or "3h 10m ago"; empty where it is not known."""
    return "" if left is None else spans.left(left.total_seconds())


@dataclass(frozen=True, slots=True)
class Scene:
    """What a screen is drawn with: labels, the clock, the user's zone, the width in cells, the output's encoding."""

    words: Words
    now: datetime
    zone: tzinfo
    width: int = 80
    encoding: str = "utf-8"
    left: Callable[[timedelta | None], str] = span


def line(text: str, scene: Scene, limit: int | None = None) -> str:
    """Any text on one line, safe for a terminal and for the output's encoding, cut at `limit` characters."""
    return fitted(one_line(text, limit), scene.encoding)


def dots(scene: Scene) -> str:
    """What stands for the end of a text that was cut off, as far as the output's encoding goes."""
    return fitted("…", scene.encoding)


def whole(text: str, scene: Scene) -> str:
    """A text of several lines, safe for a terminal and for the output's encoding."""
    return fitted(shown(text), scene.encoding)


def day(when: When, scene: Scene, zone: tzinfo | None = None) -> str:
    """A day as "5 Dec", in the user's zone; with the year where it is another one."""
    local = when.astimezone(zone or scene.zone) if isinstance(when, datetime) else when
    year = "" if local.year == _this_year(scene) else f" {local.year}"
    return f"{local.day} {MONTH_NAMES[local.month - 1]}{year}"


def _this_year(scene: Scene) -> int:
    """The user's year; only in its first and last month has the zone to be asked."""
    return scene.now.year if 1 < scene.now.month < DECEMBER else scene.now.astimezone(scene.zone).year


def moment(when: When, scene: Scene, zone: tzinfo | None = None, *, weekday: bool = True) -> str:
    """A moment as "Sat 5 Dec 14:00" in the user's zone, with the year instead of the weekday in another year."""
    local = when.astimezone(zone or scene.zone) if isinstance(when, datetime) else when
    date = day(when, scene, zone)
    named = f"{WEEKDAYS[local.weekday()]} {date}" if weekday and not date[-1].isdigit() else date
    return f"{named} {local:%H:%M}" if is_instant(when) and isinstance(local, datetime) else named


def pacific(when: datetime, scene: Scene) -> str:
    """The same moment on AliExpress's clock."""
    return f"{moment(when, scene, PACIFIC)} Pacific"


def mark(found: Deadline, scene: Scene) -> str:
    """How the deadline is known, as a word: computed, read on the site, look again."""
    return label(scene.words.marks, "stale" if found.stale else found.source)


def cited(sources: Iterable[str]) -> str:
    """The sources in brackets, the first few; empty where there are none."""
    every = tuple(sources)
    more = " …" if len(every) > SOURCES_SHOWN else ""
    return f"[{' '.join(every[:SOURCES_SHOWN])}{more}]" if every else ""


def steps_of(standing: Standing, scene: Scene) -> str:
    """What to do where no deadline runs."""
    over = standing.stage == "appeal" and standing.status == "awaiting_buyer"  # else its limit would run
    known = scene.words.statuses.get("appeal_over" if over else standing.status)
    return known.step if known else standing.status.replace("_", " ")

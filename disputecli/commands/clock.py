"""What time is it, and where? The only place that looks at the clock and the user's zone."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta, tzinfo

from disputecli.errors import UsageProblem, UserProblem


class LocalZone(tzinfo):
    """The zone of this computer, `TZ` honoured in every form that the system knows."""

    def utcoffset(self, wall: datetime | None) -> timedelta | None:
        """The distance from UTC at a wall-clock time."""
        return _here(wall.replace(tzinfo=None)).utcoffset() if wall else None

    def dst(self, _: datetime | None) -> timedelta | None:
        """Not known: the system tells only the whole distance."""
        return None

    def tzname(self, wall: datetime | None) -> str | None:
        """The zone's short name at a wall-clock time."""
        return _here(wall.replace(tzinfo=None)).tzname() if wall else None

    def fromutc(self, instant: datetime) -> datetime:
        """The wall-clock time of an instant, the second of two equal ones marked by `fold`."""
        local = _here(instant.replace(tzinfo=UTC))
        found = local.replace(tzinfo=self)
        return found if found.utcoffset() == local.utcoffset() else found.replace(fold=1)


def _here(moment: datetime) -> datetime:
    """A moment on the clock of this computer; on that of UTC where TZ is more than a day away from it."""
    try:
        return moment.astimezone()
    except ValueError:
        return moment.replace(tzinfo=UTC)


ZONE = LocalZone()


def now(at: str | None = None) -> datetime:
    """The moment that a command works with: `--at`, else `DISPUTE_NOW`, else the clock; UsageProblem if unclear."""
    given = at or os.environ.get("DISPUTE_NOW")
    real = datetime.now(UTC)
    if not given:
        return real
    from disputecli.core.dates import parse_when
    from disputecli.core.time import limit_start

    try:
        return limit_start(parse_when(given, real, ZONE)) if "T" in given or ":" in given else _start(given, real)
    except UserProblem as problem:
        name = "--at" if at else "DISPUTE_NOW"
        raise UsageProblem(f"{name}: {problem.sentence}", problem.hint) from problem


def _start(given: str, real: datetime) -> datetime:
    """The start of a day in the user's zone, for a moment that was given as a bare date."""
    from disputecli.core.dates import parse_when

    day = parse_when(given, real, ZONE, past=False)
    return datetime(day.year, day.month, day.day, tzinfo=ZONE).astimezone(UTC)

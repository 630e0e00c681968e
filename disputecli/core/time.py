"""When is it? Instants and days, counted in seconds on the site's clock.

The site's clock is `America/Los_Angeles`, summer time included, and its periods run in seconds: n days are
n x 86,400 s (rulebook 1; D1: 522 of 522 timestamp pairs, D4: the protection timer to the second).
"""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from disputecli.core.spans import written
from disputecli.errors import UserProblem

When = date | datetime

PACIFIC = ZoneInfo("America/Los_Angeles")
DAY_SECONDS = 86_400
FIRST_YEAR, LAST_YEAR = 2000, 2100
SATURDAY = 5
MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def is_instant(when: When) -> bool:
    """True for a date with a time; a bare date is a whole day."""
    return isinstance(when, datetime)


def utc(instant: datetime) -> datetime:
    """The same instant in UTC, in which alone time is added and subtracted here."""
    return instant.astimezone(UTC)


def aware(wall: datetime, zone: tzinfo) -> datetime:
    """The instant that a wall-clock time means in `zone`; the earlier one where a clock change makes two."""
    return min(utc(wall.replace(tzinfo=zone, fold=fold)) for fold in (0, 1))


def limit_start(when: When) -> datetime:
    """Where a limit to act by starts to count (UTC): a bare date from the start of its Pacific day."""
    return utc(when) if isinstance(when, datetime) else _pacific_start(when)


@lru_cache(maxsize=4_096)  # the same few days are asked for again and again, by every deadline of a dispute
def _pacific_start(day: date) -> datetime:
    return aware(datetime.combine(day, time()), PACIFIC)


def wait_start(when: When) -> datetime:
    """Where a "not before" starts to count (UTC): a bare date from the end of its Pacific day."""
    return utc(when) if isinstance(when, datetime) else limit_start(when + timedelta(days=1))


def plus_days(instant: datetime, days: float) -> datetime:
    """The instant n x 86,400 s later, in UTC."""
    return utc(instant) + timedelta(seconds=days * DAY_SECONDS)


def later(when: When, days: int) -> When:
    """The same fact n days on: an instant by n x 86,400 s, a bare date by n calendar days."""
    return plus_days(when, days) if isinstance(when, datetime) else when + timedelta(days=days)


def plus_business_days(instant: datetime, days: int) -> datetime:
    """The same Pacific time of day n working days later; holidays are not modelled (rulebook 1)."""
    local = utc(instant).astimezone(PACIFIC)
    day = local.date()
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < SATURDAY
    return aware(datetime.combine(day, local.time()), PACIFIC)


def local_day(when: When, zone: tzinfo) -> date:
    """The calendar day that a user in `zone` would name."""
    return when.astimezone(zone).date() if isinstance(when, datetime) else when


def day_name(when: When, zone: tzinfo) -> str:
    """A day as people write it, without doubt in any language of dates: "Sat 5 Dec 2026"."""
    day = local_day(when, zone)
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def moment_name(instant: datetime, zone: tzinfo) -> str:
    """An instant in the user's zone, to the minute: "Sat 5 Dec 2026 14:00"."""
    return f"{day_name(instant, zone)} {instant.astimezone(zone):%H:%M}"


def countdown(left: timedelta) -> str:
    """A span as the site writes it: "2d 3h", "3h 10m", "10m"; never negative."""
    return written(int(left.total_seconds()))


def check_year(when: When) -> None:
    """UserProblem for a year in which no order can have been placed; sums with what passes stay in the calendar."""
    if not FIRST_YEAR <= when.year <= LAST_YEAR:
        raise UserProblem(f"The year {when.year} can't be right.", f"It can be {FIRST_YEAR} to {LAST_YEAR}.")

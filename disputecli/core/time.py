"""When is it? Reading dates as people type them, and counting in seconds on the site's clock.

The site's clock is `America/Los_Angeles`, summer time included, and its periods run in seconds: n days are
n x 86,400 s (rulebook 1; D1: 522 of 522 timestamp pairs, D4: the protection timer to the second).
"""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from disputecli.core.spans import written
from disputecli.core.text import quoted
from disputecli.errors import UserProblem

When = date | datetime

PACIFIC = ZoneInfo("America/Los_Angeles")
DAY_SECONDS = 86_400
FIRST_YEAR, LAST_YEAR = 2000, 2100
LONGEST_TYPED = 80
LONGEST_COUNTDOWN = timedelta(days=3_650)
SATURDAY = 5
WHEN_HINT = "Write it like 2026-03-02, 2 Mar, yesterday, 3 days ago or 2026-03-02 09:00."
COUNTDOWN_HINT = "Write it as the site shows it, like 2d 3h 10m or 2 days 3 hours."
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july",
            "aug august", "sep sept september", "oct october", "nov november", "dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
WORDS = {"today": 0, "yesterday": -1, "tomorrow": 1}
UNITS = {"s": 1, "m": 60, "h": 3_600, "d": DAY_SECONDS, "w": 7 * DAY_SECONDS}

# as text: re compiles each when it is first used, and most runs use none
_ISO_DATE = r"(\d{4})-(\d{1,2})-(\d{1,2})"
_DAY_MONTH = r"(\d{1,2})(?:st|nd|rd|th)?[ .-]+([a-z]+)\.?,?(?:[ -]+(\d{4}))?"
_MONTH_DAY = r"([a-z]+)\.? +(\d{1,2})(?:st|nd|rd|th)?,?(?: +(\d{4}))?"
_AGO = r"(\d{1,4}|a|an|one) +(day|week)s? +ago"
_AHEAD = r"in +(\d{1,4}|a|an|one) +(day|week)s?"
_CLOCK = r"(.+?)(?:(?<=\d)t|,? +(?:at +)?)(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?( ?z| ?utc| ?[+-]\d{2}:?\d{2})?"
_SLASHED = r"\d{1,4}[/.]\d{1,2}[/.]\d{2,4}"
_PART = r"(\d{1,5}) *(weeks?|w|days?|d|hours?|hrs?|h|minutes?|mins?|m|seconds?|secs?|s)(?![a-z])"
_CLOCK_LEFT = r"\b(\d{1,2}):([0-5]\d)(?::([0-5]\d))?\b"
_FILLERS = frozenset({"and", "left"})


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


def parse_countdown(text: str) -> timedelta:
    """The span of a countdown such as "2d 3h 10m" or "2 days 03:10:05"; UserProblem where it is none."""
    text = text.strip()
    words = " ".join(text[: LONGEST_TYPED + 1].lower().replace(",", " ").split())
    parts, clocks = re.findall(_PART, words, re.ASCII), re.findall(_CLOCK_LEFT, words, re.ASCII)
    units = [unit[0] for _, unit in parts] + ["h", "m"] * len(clocks)
    rest = set(re.sub(_CLOCK_LEFT, " ", re.sub(_PART, " ", words, flags=re.ASCII), flags=re.ASCII).split()) - _FILLERS
    if rest or not units or len(units) != len(set(units)) or len(text) > LONGEST_TYPED:
        raise UserProblem(f"“{quoted(text)}” is not a countdown.", COUNTDOWN_HINT)
    seconds = sum(int(number) * UNITS[unit[0]] for number, unit in parts)
    seconds += sum(int(part or 0) * unit for clock in clocks for part, unit in zip(clock, (3_600, 60, 1), strict=True))
    if timedelta(seconds=seconds) > LONGEST_COUNTDOWN:
        raise UserProblem(f"“{quoted(text)}” is more than 10 years.", COUNTDOWN_HINT)
    return timedelta(seconds=seconds)


def time_left(text: str) -> timedelta | None:
    """The span of a countdown, None where the text is none."""
    try:
        return parse_countdown(text)
    except UserProblem:
        return None


def parse_when(text: str, now: datetime, zone: tzinfo, *, past: bool | None = True) -> When:
    """A date or instant as people type it; one without a year is the nearest on the `past` side (None: on either).

    Raises UserProblem for what is not clear, 03/04/2026 among it: that is two different days.
    """
    text = text.strip()
    words = " ".join(text[: LONGEST_TYPED + 1].lower().split())
    if len(text) <= LONGEST_TYPED and (slashed := re.search(_SLASHED, words, re.ASCII)):
        raise _refused(text, slashed[0])
    clock = re.fullmatch(_CLOCK, words, re.ASCII)
    today = local_day(now, zone)
    try:
        day = _day(clock[1] if clock else words, today, past=past)
        wall = datetime.combine(day, time(int(clock[2]), int(clock[3]), int(clock[4] or 0))) if clock else None
        offset = _offset(clock[5], zone) if clock else zone
    except (ValueError, OverflowError) as error:
        raise UserProblem(f"“{quoted(text)}” is not a date.", WHEN_HINT) from error
    check_year(day)
    return aware(wall, offset) if wall else day


def _refused(text: str, slashed: str) -> UserProblem:
    """What to say of numbers with slashes or dots: that they are not clear, or the one day that they can be."""
    days = _readings(slashed)
    if len(days) > 1:
        return UserProblem(f"“{quoted(text)}” can mean two different days.", "Write it like 2026-03-02 or 2 Mar 2026.")
    if not days:
        return UserProblem(f"“{quoted(text)}” is not a date.", WHEN_HINT)
    day = days.pop()
    hint = f"Write it as {day.day} {MONTH_NAMES[day.month - 1]} {day.year} or {day}."
    return UserProblem(f"“{quoted(text)}” is not taken: it has / or . between the numbers.", hint)


def _readings(slashed: str) -> set[date]:
    """The days that three numbers can be: with the day, the month or the year first."""
    one, two, three = map(int, re.split("[/.]", slashed))
    orders = ((three, two, one), (three, one, two), (one, two, three))
    found = [(2000 + year if year < 100 else year, month, day) for year, month, day in orders]  # noqa: PLR2004
    return {date(*each) for each in found if FIRST_YEAR <= each[0] <= LAST_YEAR and _exists(*each)}


def check_year(when: When) -> None:
    """UserProblem for a year in which no order can have been placed; sums with what passes stay in the calendar."""
    if not FIRST_YEAR <= when.year <= LAST_YEAR:
        raise UserProblem(f"The year {when.year} can't be right.", f"It can be {FIRST_YEAR} to {LAST_YEAR}.")


def _offset(text: str | None, zone: tzinfo) -> tzinfo:
    if not text:
        return zone
    if text.strip() in {"z", "utc"}:
        return UTC
    return datetime.strptime(text.strip().replace(":", ""), "%z").tzinfo or UTC


def _day(words: str, today: date, *, past: bool | None) -> date:
    if words in WORDS:
        return today + timedelta(days=WORDS[words])
    if found := re.fullmatch(_ISO_DATE, words, re.ASCII):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := re.fullmatch(_AGO, words, re.ASCII):
        return today - _span(found)
    if found := re.fullmatch(_AHEAD, words, re.ASCII):
        return today + _span(found)
    if found := re.fullmatch(_DAY_MONTH, words, re.ASCII):
        return _named(int(found[1]), found[2], found[3], today, past=past)
    if found := re.fullmatch(_MONTH_DAY, words, re.ASCII):
        return _named(int(found[2]), found[1], found[3], today, past=past)
    raise ValueError(words)


def _span(found: re.Match[str]) -> timedelta:
    count = int(found[1]) if found[1].isdigit() else 1
    return timedelta(days=count * (7 if found[2] == "week" else 1))


def _named(day: int, month: str, year: str | None, today: date, *, past: bool | None) -> date:
    number = MONTHS.get(month)
    if number is None:
        raise ValueError(month)
    if year:
        return date(int(year), number, day)
    years = (today.year - 1, today.year, today.year + 1)
    days = [date(year, number, day) for year in years if _exists(year, number, day)]
    fits = [found for found in days if past is None or (found <= today if past else found >= today)]
    if not fits:
        raise ValueError(month)
    return min(fits, key=lambda found: abs(found - today))


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True

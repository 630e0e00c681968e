"""Which moment does someone mean? Dates and countdowns as people type them, refused where they are not clear."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from disputecli.core.text import quoted
from disputecli.core.time import DAY_SECONDS, FIRST_YEAR, LAST_YEAR, MONTH_NAMES, When, aware, check_year, local_day
from disputecli.errors import UserProblem

LONGEST_TYPED = 80
LONGEST_COUNTDOWN = timedelta(days=3_650)
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

    Raises UserProblem for what is not clear, 03/04/2026 among it: that is two different days. 30/10/2026 is one.
    """
    text = text.strip()
    words = " ".join(text[: LONGEST_TYPED + 1].lower().split())
    if len(text) <= LONGEST_TYPED and (slashed := re.search(_SLASHED, words, re.ASCII)):
        words = words.replace(slashed[0], _only_day(text, slashed[0]), 1)
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


def _only_day(text: str, slashed: str) -> str:
    """The day that three numbers can be, as an ISO date; UserProblem where they can be several or none."""
    days = sorted(_readings(slashed))
    if not days:
        raise UserProblem(f"“{quoted(text)}” is not a date.", WHEN_HINT)
    if len(days) > 1:
        meant = " or ".join(f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}" for day in days)
        raise UserProblem(f"“{quoted(text)}” can mean two different days.", f"Write {meant}.")
    return str(days[0])


def _readings(slashed: str) -> set[date]:
    """The days that three numbers can be: with the day, the month or the year first."""
    one, two, three = map(int, re.split("[/.]", slashed))
    orders = ((three, two, one), (three, one, two), (one, two, three))
    found = [(2000 + year if year < 100 else year, month, day) for year, month, day in orders]  # noqa: PLR2004
    return {date(*each) for each in found if FIRST_YEAR <= each[0] <= LAST_YEAR and _exists(*each)}


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

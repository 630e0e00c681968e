from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from disputecli.core.time import (
    PACIFIC,
    aware,
    check_year,
    countdown,
    day_name,
    later,
    limit_start,
    local_day,
    moment_name,
    plus_business_days,
    plus_days,
    wait_start,
)
from disputecli.errors import UserProblem

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


def pacific(*parts):
    return datetime(*parts, tzinfo=PACIFIC)


def case(name, *values):
    return pytest.param(*values, id=name)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        case("the vector of a real order", pacific(2024, 2, 27, 23, 15, 30), 90, pacific(2024, 5, 28, 0, 15, 30)),
        case("last second before summer time", pacific(2026, 3, 8, 1, 59, 59), 1, pacific(2026, 3, 9, 2, 59, 59)),
        case("first second of summer time", pacific(2026, 3, 8, 3), 1, pacific(2026, 3, 9, 3)),
        case("last second before winter time", pacific(2026, 11, 1, 0, 59, 59), 1, pacific(2026, 11, 1, 23, 59, 59)),
        case("first second after the doubled hour", pacific(2026, 11, 1, 2), 1, pacific(2026, 11, 2, 2)),
        case("backwards", pacific(2026, 3, 9, 2), -1, pacific(2026, 3, 8, 1)),
    ],
)
def test_days_are_seconds(start, days, end):
    assert plus_days(start, days) == end.astimezone(UTC)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        case("friday to monday", pacific(2016, 6, 3, 9), 1, pacific(2016, 6, 6, 9)),
        case("saturday to monday", pacific(2016, 6, 4, 9), 1, pacific(2016, 6, 6, 9)),
        case("sunday to monday", pacific(2016, 6, 5, 9), 1, pacific(2016, 6, 6, 9)),
        case("a week", pacific(2016, 6, 1, 9), 5, pacific(2016, 6, 8, 9)),
        case("two weekends", pacific(2016, 6, 3), 7, pacific(2016, 6, 14)),
        case("none", pacific(2016, 6, 4, 9), 0, pacific(2016, 6, 4, 9)),
        case("same time of day over summer time", pacific(2016, 3, 11, 9), 1, pacific(2016, 3, 14, 9)),
        case("the Pacific day counts", datetime(2016, 6, 4, 2, tzinfo=UTC), 1, pacific(2016, 6, 6, 19)),
    ],
)
def test_business_days_skip_weekends(start, days, end):
    assert plus_business_days(start, days) == end.astimezone(UTC)


@pytest.mark.parametrize(
    ("day", "limit", "wait"),
    [
        case("winter", date(2026, 1, 2), pacific(2026, 1, 2), pacific(2026, 1, 3)),
        case("23 hours", date(2026, 3, 8), pacific(2026, 3, 8), pacific(2026, 3, 9)),
        case("25 hours", date(2026, 11, 1), pacific(2026, 11, 1), pacific(2026, 11, 2)),
    ],
)
def test_a_bare_date_is_a_pacific_day(day, limit, wait):
    assert (limit_start(day), wait_start(day)) == (limit.astimezone(UTC), wait.astimezone(UTC))


def test_an_instant_is_itself():
    assert limit_start(NOW) == wait_start(NOW) == NOW


@pytest.mark.parametrize(
    ("wall", "instant"),
    [
        case("plain", "2026-01-02 09:00", datetime(2026, 1, 2, 8, tzinfo=UTC)),
        case("twice there: the earlier", "2026-10-25 02:30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        case("never there: the earlier", "2026-03-29 02:30", datetime(2026, 3, 29, 0, 30, tzinfo=UTC)),
    ],
)
def test_wall_clock(wall, instant):
    assert aware(datetime.fromisoformat(wall), BERLIN) == instant


def test_later_keeps_the_kind_of_a_fact():
    assert later(date(2026, 3, 7), 2) == date(2026, 3, 9)
    assert later(pacific(2026, 3, 7, 12), 2) == pacific(2026, 3, 9, 13)


def test_names():
    assert day_name(date(2026, 12, 5), UTC) == "Sat 5 Dec 2026"
    assert moment_name(datetime(2026, 12, 5, 23, 30, tzinfo=UTC), BERLIN) == "Sun 6 Dec 2026 00:30"
    assert local_day(datetime(2017, 1, 1, 7, 59, 59, tzinfo=UTC), PACIFIC) == date(2016, 12, 31)


@pytest.mark.parametrize(
    ("left", "text"),
    [
        case("nothing", timedelta(0), "0m"),
        case("under a minute", timedelta(seconds=59), "0m"),
        case("under an hour", timedelta(minutes=59), "59m"),
        case("an hour", timedelta(hours=1), "1h 0m"),
        case("under a day", timedelta(hours=23, minutes=59), "23h 59m"),
        case("a day", timedelta(days=1), "1d 0h"),
        case("passed", -timedelta(days=2, hours=3), "2d 3h"),
    ],
)
def test_countdown_is_written_as_the_site_does(left, text):
    assert countdown(left) == text


@pytest.mark.parametrize("year", [2000, 2016, 2026, 2100])
def test_years_that_can_be(year):
    check_year(date(year, 1, 1))


@pytest.mark.parametrize("year", [1, 1999, 2101, 9999])
def test_years_that_can_not_be(year):
    with pytest.raises(UserProblem, match=str(year)):
        check_year(date(year, 1, 1))

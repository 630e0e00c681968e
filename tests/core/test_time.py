from datetime import UTC, date, datetime, timedelta, timezone
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
    parse_countdown,
    parse_when,
    plus_business_days,
    plus_days,
    wait_start,
)
from disputecli.errors import UserProblem

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
NEW_YEAR = datetime(2026, 1, 1, 12, tzinfo=UTC)


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


LEGAL_DATES = [
    ("2026-03-02", date(2026, 3, 2)),
    ("2026-3-2", date(2026, 3, 2)),
    ("  2026-03-02  ", date(2026, 3, 2)),
    ("2 Mar", date(2026, 3, 2)),
    ("2 mar 2025", date(2025, 3, 2)),
    ("2-Mar-2025", date(2025, 3, 2)),
    ("2. March", date(2026, 3, 2)),
    ("2nd March", date(2026, 3, 2)),
    ("Mar 2", date(2026, 3, 2)),
    ("March 2nd, 2025", date(2025, 3, 2)),
    ("10 Mar", date(2026, 3, 10)),
    ("11 Mar", date(2025, 3, 11)),
    ("today", date(2026, 3, 10)),
    ("yesterday", date(2026, 3, 9)),
    ("Tomorrow", date(2026, 3, 11)),
    ("0 days ago", date(2026, 3, 10)),
    ("1 day ago", date(2026, 3, 9)),
    ("a week ago", date(2026, 3, 3)),
    ("3  days  ago", date(2026, 3, 7)),
    ("in 2 weeks", date(2026, 3, 24)),
    ("29 feb 2024", date(2024, 2, 29)),
    ("2000-01-01", date(2000, 1, 1)),
    ("2100-12-31", date(2100, 12, 31)),
    ("9000 days ago", date(2001, 7, 19)),
]
LEGAL_TIMES = [
    ("2026-03-02 09:00", datetime(2026, 3, 2, 8, tzinfo=UTC)),
    ("2026-03-02, 09:00", datetime(2026, 3, 2, 8, tzinfo=UTC)),
    ("2026-03-02T09:00:30", datetime(2026, 3, 2, 8, 0, 30, tzinfo=UTC)),
    ("2026-03-02T09:00Z", datetime(2026, 3, 2, 9, tzinfo=UTC)),
    ("2026-03-02 09:00 utc", datetime(2026, 3, 2, 9, tzinfo=UTC)),
    ("2026-03-02 09:00:00.123+01:00", datetime(2026, 3, 2, 8, tzinfo=UTC)),
    ("2026-03-02 09:00 -0800", datetime(2026, 3, 2, 17, tzinfo=UTC)),
    ("yesterday at 9:05", datetime(2026, 3, 9, 8, 5, tzinfo=UTC)),
    ("2 Oct 9:00", datetime(2025, 10, 2, 7, tzinfo=UTC)),
    ("2 August 2025 09:00", datetime(2025, 8, 2, 7, tzinfo=UTC)),
    ("Sept 2 23:59", datetime(2025, 9, 2, 21, 59, tzinfo=UTC)),
    ("3 days ago 00:00", datetime(2026, 3, 6, 23, tzinfo=UTC)),
]
ILLEGAL = [
    "", " ", "soon", "31 feb", "29 feb", "30 Feb 2024", "29 feb 2025", "2026-02-29", "2026-13-01", "2026-00-01",
    "2026-01-32", "0000-01-01", "1999-12-31", "2101-01-01", "9999-12-31", "03/04/2026", "3.4.2026", "2026/03/04",
    "2 Mar 26", "0 Mar", "32 Mar", "2 Foo", "2026-03-02 24:00", "2026-03-02 23:60", "2026-03-02 23:59:60",
    "2026-03-02 9", "2026-03-02 09:00+99:00", "2026-03-02 09:00 +24:00", "-3 days ago", "99999 days ago",
    "9999 weeks ago", "in 9999 weeks", "1.5 days ago", "٣ days ago", "٢٠٢٦-٠٣-٠٢", "２０２６-03-02", "2 März", "now",
    "2026-03-02\x00", "1e3", "NaN", "20260302", "9999-12-31 23:59-12:00", "0001-01-01 00:00+14:00", "²-Mar",
    "1" * 100_000, "t" * 100_000, "2 " * 50_000, "a week ago" + " " * 5 + "x" * 100_000,
]  # fmt: skip


@pytest.mark.parametrize(("text", "day"), LEGAL_DATES, ids=[text for text, _ in LEGAL_DATES])
def test_dates_as_people_type_them(text, day):
    assert parse_when(text, NOW, BERLIN) == day


@pytest.mark.parametrize(("text", "instant"), LEGAL_TIMES, ids=[text for text, _ in LEGAL_TIMES])
def test_times_as_people_type_them(text, instant):
    assert parse_when(text, NOW, BERLIN) == instant


@pytest.mark.parametrize("text", ILLEGAL, ids=[repr(text[:30]) for text in ILLEGAL])
@pytest.mark.parametrize("zone", [UTC, BERLIN, timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))], ids=str)
def test_what_is_no_date(text, zone):
    with pytest.raises(UserProblem) as caught:
        parse_when(text, NOW, zone)
    assert len(caught.value.sentence) < 200
    assert caught.value.hint
    assert "\x00" not in caught.value.sentence


@pytest.mark.parametrize(
    ("text", "past", "day"),
    [
        case("2 Mar on 1 Jan, past", "2 Mar", True, date(2025, 3, 2)),
        case("2 Mar on 1 Jan, ahead", "2 Mar", False, date(2026, 3, 2)),
        case("1 Jan on 1 Jan", "1 Jan", True, date(2026, 1, 1)),
        case("1 Jan on 1 Jan, ahead", "1 Jan", False, date(2026, 1, 1)),
        case("31 Dec on 1 Jan", "31 Dec", True, date(2025, 12, 31)),
        case("31 Dec on 1 Jan, ahead", "31 Dec", False, date(2026, 12, 31)),
    ],
)
def test_a_date_without_a_year_is_the_nearest(text, past, day):
    assert parse_when(text, NEW_YEAR, UTC, past=past) == day


def test_today_is_the_day_of_the_zone():
    late = datetime(2026, 3, 10, 23, 30, tzinfo=UTC)
    assert parse_when("today", late, BERLIN) == date(2026, 3, 11)
    assert parse_when("today", late, PACIFIC) == date(2026, 3, 10)


LEGAL_COUNTDOWNS = [
    ("2d 3h 10m", timedelta(days=2, hours=3, minutes=10)),
    ("2 days 3 hours", timedelta(days=2, hours=3)),
    ("2d3h10m", timedelta(days=2, hours=3, minutes=10)),
    ("1 day, 1 hour and 1 minute left", timedelta(days=1, hours=1, minutes=1)),
    ("2 days 03:10:05", timedelta(days=2, hours=3, minutes=10, seconds=5)),
    ("03:10", timedelta(hours=3, minutes=10)),
    ("1w", timedelta(weeks=1)),
    ("0d", timedelta(0)),
    ("90 mins", timedelta(minutes=90)),
    ("10 secs", timedelta(seconds=10)),
    (" 7D ", timedelta(days=7)),
    ("3650d", timedelta(days=3650)),
]
ILLEGAL_COUNTDOWNS = [
    "", " ", "left", "10", "2 days ago", "-2d", "2x", "1.5h", "1,5 days", "2d 2d", "3h 03:10", "01:02 03:04", "03:60",
    "3:1:1", "123:00", "2mo", "٣d", "３d", "two days", "1e3d", "NaN", "2d\x00", "3651d", "99999w", "100000d",
    "2brand 1d", "1d" * 50_000, "9" * 100_000, "1" * 70 + "d",
]  # fmt: skip


@pytest.mark.parametrize(("text", "span"), LEGAL_COUNTDOWNS, ids=[text for text, _ in LEGAL_COUNTDOWNS])
def test_countdowns_as_the_site_shows_them(text, span):
    assert parse_countdown(text) == span


@pytest.mark.parametrize("text", ILLEGAL_COUNTDOWNS, ids=[repr(text[:30]) for text in ILLEGAL_COUNTDOWNS])
def test_what_is_no_countdown(text):
    with pytest.raises(UserProblem) as caught:
        parse_countdown(text)
    assert len(caught.value.sentence) < 200


@pytest.mark.parametrize("minutes", [0, 1, 59, 60, 61, 1_439, 1_440, 1_441, 5_000])
def test_a_countdown_reads_back(minutes):
    span = timedelta(minutes=minutes)
    read = parse_countdown(countdown(span))
    assert timedelta(0) <= span - read < timedelta(hours=1)


@pytest.mark.parametrize("year", [2000, 2016, 2026, 2100])
def test_years_that_can_be(year):
    check_year(date(year, 1, 1))


@pytest.mark.parametrize("year", [1, 1999, 2101, 9999])
def test_years_that_can_not_be(year):
    with pytest.raises(UserProblem, match=str(year)):
        check_year(date(year, 1, 1))


@pytest.mark.parametrize(
    ("text", "day"),
    [("20/09/2026", "20 Sep 2026 or 2026-09-20"), ("9/20/2026", "20 Sep 2026 or 2026-09-20"),
     ("20.09.2026 10:00", "20 Sep 2026 or 2026-09-20"), ("2026/09/20", "20 Sep 2026 or 2026-09-20"),
     ("05/05/2026", "5 May 2026 or 2026-05-05")],
)  # fmt: skip
def test_slashes_that_can_mean_only_one_day_are_refused_with_that_day(text, day):
    with pytest.raises(UserProblem) as caught:
        parse_when(text, NOW, UTC, past=None)
    assert "two different" not in caught.value.sentence
    assert caught.value.hint == f"Write it as {day}."


@pytest.mark.parametrize(
    ("text", "said"),
    [("03/04/2026", "two different days"), ("20/09/26", "two different days"), ("31/02/2026", "not a date"),
     ("99/99/9999", "not a date"), ("0/0/00", "not a date")],
)  # fmt: skip
def test_other_slashes_say_what_is_true(text, said):
    with pytest.raises(UserProblem, match=said):
        parse_when(text, NOW, UTC, past=None)

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from disputecli.core.dates import parse_countdown, parse_when
from disputecli.core.time import PACIFIC, countdown
from disputecli.errors import UserProblem

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
NEW_YEAR = datetime(2026, 1, 1, 12, tzinfo=UTC)


def case(name, *values):
    return pytest.param(*values, id=name)


LEGAL_DATES = [
    ("2026-03-02", date(2026, 3, 2)),
    ("2026-3-2", date(2026, 3, 2)),
    ("  2026-03-02  ", date(2026, 3, 2)),
    ("2026/03/04", date(2026, 3, 4)),
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
    "2026-01-32", "0000-01-01", "1999-12-31", "2101-01-01", "9999-12-31", "03/04/2026", "3.4.2026",
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


@pytest.mark.parametrize(
    ("text", "day"),
    [("20/09/2026", date(2026, 9, 20)), ("9/20/2026", date(2026, 9, 20)), ("2026/09/20", date(2026, 9, 20)),
     ("20.09.2026 10:00", datetime(2026, 9, 20, 10, tzinfo=UTC)), ("05/05/2026", date(2026, 5, 5))],
)  # fmt: skip
def test_slashes_that_can_mean_only_one_day_are_that_day(text, day):
    assert parse_when(text, NOW, UTC, past=None) == day


def test_slashes_that_can_mean_two_days_name_both():
    with pytest.raises(UserProblem) as caught:
        parse_when("03/09/2026", NOW, UTC, past=None)
    assert caught.value.hint == "Write 9 Mar 2026 or 3 Sep 2026."


@pytest.mark.parametrize(
    ("text", "said"),
    [("03/04/2026", "two different days"), ("20/09/26", "two different days"), ("31/02/2026", "not a date"),
     ("99/99/9999", "not a date"), ("0/0/00", "not a date")],
)  # fmt: skip
def test_other_slashes_say_what_is_true(text, said):
    with pytest.raises(UserProblem, match=said):
        parse_when(text, NOW, UTC, past=None)

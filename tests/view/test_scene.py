"""How a day is shown: with the year where it is not the user's own."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from disputecli.frozen import replace
from disputecli.view.scene import day


@pytest.mark.parametrize(
    ("now", "zone", "own"),
    [
        (datetime(2026, 12, 31, 22, tzinfo=UTC), "Europe/Warsaw", 2026),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), "Europe/Warsaw", 2027),
        (datetime(2027, 1, 1, 7, tzinfo=UTC), "America/Los_Angeles", 2026),
        (datetime(2027, 1, 1, 9, tzinfo=UTC), "America/Los_Angeles", 2027),
        (datetime(2026, 7, 1, tzinfo=UTC), "Europe/Warsaw", 2026),
    ],
)
def test_a_day_of_another_year_than_the_users_has_its_year(scene, now, zone, own):
    where = replace(scene(), now=now, zone=ZoneInfo(zone))
    assert day(date(own, 12, 31), where) == "31 Dec"
    assert day(date(own + 1, 1, 1), where) == f"1 Jan {own + 1}"
    assert day(date(own - 1, 12, 31), where) == f"31 Dec {own - 1}"

"""The calendar: the same deadline is the same entry, wherever it moves."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from disputecli.core.course import Clock as Running
from disputecli.core.course import Course
from disputecli.core.deadlines import Deadline
from disputecli.core.dispute import Observation
from disputecli.core.policy import Rule
from disputecli.core.time import PACIFIC
from disputecli.view.ics import Clock, Dated, calendar
from icalendar import Calendar

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
WARSAW = ZoneInfo("Europe/Warsaw")
CLOCK = Clock(NOW, WARSAW)
ANCHOR = datetime(2026, 11, 17, 15, 0, tzinfo=UTC)


@pytest.fixture
def book(rules):
    waits = {"refund_expected": Rule("refund_expected", "platform", "refund_due", "The refund arrives", "", "", ())}
    named = {kind: replace(rule, action=f"Do {kind}") for kind, rule in rules.rules.items()}
    return replace(rules, rules={**named, **waits})


def due(kind, hours, act=None, **keys):
    keys = {"party": "buyer", "rule": f"{kind}/general/2021-01-01", "sources": ("A86",), **keys}
    limit = NOW + timedelta(hours=hours) if hours is not None else None
    return Deadline(kind, due_by=limit, act_by=NOW + timedelta(hours=act) if act is not None else None, **keys)


def dated(shown, *deadlines, clocks=(), observed=()):
    standing = replace(shown.standing, deadlines=deadlines, course=Course(clocks=clocks))
    return Dated(replace(shown.dispute, observed=observed), standing)


def read(data):
    return {str(event["uid"]): event for event in Calendar.from_ical(data).walk("VEVENT")}


def test_a_deadline_is_an_entry_and_a_reminder_when_to_act(shown, book):
    found = read(calendar([dated(shown, due("answer_due", 48, 24))], book, CLOCK))
    assert {uid: event.decoded("dtstart") for uid, event in found.items()} == {
        "usb-charger-answer_due-order-due@disputecli": NOW + timedelta(hours=48),
        "usb-charger-answer_due-order-act@disputecli": NOW + timedelta(hours=24),
    }
    act = found["usb-charger-answer_due-order-act@disputecli"]
    assert str(act["summary"]) == "Act by this time: Do answer_due: USB charger 20W"
    assert "The countdown on the site wins." in str(act["description"])


def test_the_readers_time_comes_first_and_names_keep_their_capitals(shown, book):
    made = dated(shown, due("answer_due", 48, 24, source="observed", seen_at=NOW))
    (event, _) = read(calendar([made], book, CLOCK)).values()
    seen = "Mon 23 Nov 2026 16:00 your time (Mon 23 Nov 2026 07:00 Pacific)"
    assert str(event["description"]).splitlines()[:3] == [
        "Act by: Tue 24 Nov 2026 16:00 your time (Tue 24 Nov 2026 07:00 Pacific)",
        "Last moment: Wed 25 Nov 2026 16:00 your time (Wed 25 Nov 2026 07:00 Pacific)",
        f"Read on the site {seen}. The countdown on the site wins.",
    ]
    (there, _) = read(calendar([made], book, Clock(NOW, PACIFIC))).values()
    assert str(there["description"]).startswith("Act by: Tue 24 Nov 2026 07:00 Pacific\n")


def test_a_wait_has_no_reminder_and_ends_where_its_range_does(shown, book):
    wait = due("refund_expected", None, party="platform", earliest=NOW, latest=NOW + timedelta(days=15))
    (event,) = read(calendar([dated(shown, wait)], book, CLOCK)).values()
    assert event.decoded("dtstart") == NOW + timedelta(days=15)


def test_a_deadline_with_only_a_safe_day_is_one_entry(shown, book):
    (event,) = read(calendar([dated(shown, due("open_by", None, 24))], book, CLOCK)).values()
    assert event.decoded("dtstart") == NOW + timedelta(hours=24)


def test_what_is_not_known_is_no_entry(shown, book):
    assert read(calendar([dated(shown, due("open_by", None, source="unknown", why="x"))], book, CLOCK)) == {}


def test_a_moved_deadline_keeps_its_name_and_counts_up(shown, book):
    clocks = (Running("answer_due", ANCHOR),)
    seen = Observation("answer_due", NOW + timedelta(hours=60), NOW)
    before = read(calendar([dated(shown, due("answer_due", 48, 24), clocks=clocks)], book, CLOCK))
    moved = due("answer_due", 60, 36, source="observed", seen_at=NOW)
    after = read(
        calendar([dated(shown, moved, clocks=clocks, observed=(seen,))], book, Clock(NOW + timedelta(hours=1), WARSAW))
    )
    assert set(before) == set(after)
    assert all("-20261117T150000Z-" in uid for uid in before)
    for uid, event in after.items():
        assert event.decoded("dtstart") - before[uid].decoded("dtstart") == timedelta(hours=12)
        assert event["sequence"] == before[uid]["sequence"] + 1
        assert event.decoded("dtstamp") > before[uid].decoded("dtstamp")


def test_another_clock_of_the_kind_is_another_entry(shown, book):
    names = [
        set(read(calendar([dated(shown, due("answer_due", 48), clocks=(Running("answer_due", each),))], book, CLOCK)))
        for each in (ANCHOR, ANCHOR + timedelta(days=1), ANCHOR.date())
    ]
    assert len(set.union(*names)) == 3


def test_equal_ledgers_make_equal_bytes(shown, book):
    made = dated(shown, due("answer_due", 48, 24))
    assert calendar([made], book, CLOCK) == calendar([made], book, CLOCK)


def test_instants_are_utc_and_lines_are_folded(shown, book):
    data = calendar([dated(shown, due("answer_due", 48, 24))], book, CLOCK)
    assert re.findall(rb"DT(?:START|END|STAMP):\d{8}T\d{6}(Z?)\r\n", data) == [b"Z"] * 6
    assert b"TZID" not in data
    assert max(len(line) for line in data.split(b"\r\n")) <= 75


def test_hostile_texts_are_one_clean_summary(shown, book, hostile):
    text = f"{hostile}\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:x; y, z\\n"
    order = replace(shown.dispute.facts.order, item=text, order_id=text)
    bad = dated(shown, due("answer_due", 48))
    bad = replace(bad, dispute=replace(bad.dispute, facts=replace(bad.dispute.facts, order=order)))
    data = calendar([bad], book, CLOCK)
    assert len(read(data)) == 1
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e]", data.decode("utf-8"))

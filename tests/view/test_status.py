"""The status table and the line for a shell prompt, as a buyer sees them."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from disputecli.store.records import Unreadable
from disputecli.view.lines import cells
from tests.view.conftest import status_text as table

BROKEN = (Unreadable("open/kettle.toml", 7, "= is missing after a key", "Put text in quotes."),)
UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def short_line(rows, scene):
    return table(rows, scene, "short").removesuffix("\n")


@pytest.mark.parametrize("colour", [False, True], ids=["plain", "colour"])
@pytest.mark.parametrize("width", [120, 80, 64, 50, 30])
def test_whole_table(rows, scene, snapshot, width, colour):
    screen = table(rows, scene(width), colour=colour, unreadable=BROKEN)
    snapshot(f"status-{width}-{'colour' if colour else 'plain'}", screen)


@pytest.mark.parametrize("width", [20, 30, 39, 40, 49, 50, 59, 60, 71, 72, 79, 80, 81, 100, 120, 200])
def test_no_line_is_wider_than_the_terminal(rows, scene, width):
    lines = table(rows, scene(width), unreadable=BROKEN).splitlines()
    too_wide = [line for line in lines if cells(line) > width and "dispute observe" not in line]
    assert too_wide == []


@pytest.mark.parametrize("width", [30, 40, 50, 64, 72, 80, 120])
def test_id_next_step_and_time_left_are_never_dropped(rows, scene, width):
    screen = table(rows[:1], scene(width))
    for words in ("usb-charger", "5h 0m ago", "Answer", "proposal"):
        assert words in screen


@pytest.mark.parametrize("width", [30, 50, 80])
def test_next_step_is_wrapped_and_not_cut(rows, scene, width):
    screen = table(rows[1:2], scene(width))
    for word in ["Upload", "all", "evidence;", "then", "leave", "the", "dispute", "alone"]:
        assert word in screen


def test_80_columns_hold_everything(rows, scene):
    screen = " ".join(table(rows[:4], scene(80)).split())
    assert "USB charger 20W" in screen
    assert "Your move:" in screen
    assert "Mon 23 Nov 11:00" in screen
    assert "17 Jan 2027 09:00" in screen  # the year only where it is another one
    for mark in ("computed", "observed", "entered"):
        assert mark in screen


def test_a_passed_safe_day_says_now_and_when_it_ends(rows, scene):
    screen = table(rows[1:2], scene(80))
    assert "now" in screen
    assert "ends 24 Nov 07:00" in screen


def test_without_colour_every_urgency_has_its_word(rows, scene):
    screen = table(rows, scene(80))
    assert "\x1b" not in screen
    for word in ("OVERDUE", "act now", "soon", "later", "waiting"):
        assert word in screen


def test_colour_only_adds_codes(rows, scene):
    coloured = table(rows, scene(80), colour=True)
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == table(rows, scene(80))
    assert "\x1b[1;31mOVERDUE\x1b[0m" in coloured


@pytest.mark.parametrize("status", ["draft", "ready_to_open", "awaiting_buyer", "return_in_transit", "refund_pending"])
def test_every_status_without_a_deadline_says_what_to_do(rows, scene, words, status):
    row = replace(rows[8], standing=replace(rows[8].standing, status=status))
    screen = " ".join(table([row], scene(30)).split())
    assert words.statuses[status].step in screen


def test_stale_countdown_asks_to_look_again(rows, scene):
    screen = table(rows, scene(80))
    assert "look again" in screen
    assert "dispute observe ceramic-mug seller_response_due 2d 3h" in screen


def test_no_footer_where_nothing_needs_it(rows, scene):
    assert "dispute observe" not in table(rows[:4], scene(80))


def test_unreadable_file_is_named_with_its_line_and_hides_nothing(rows, scene):
    screen = " ".join(table(rows, scene(80), unreadable=BROKEN).split())
    assert "Can't read open/kettle.toml, line 7: = is missing after a key" in screen
    assert "usb-charger" in screen


def test_only_unreadable_files_are_no_empty_ledger(scene):
    screen = table([], scene(80), unreadable=BROKEN)
    assert "No disputes yet" not in screen
    assert "kettle.toml" in screen


@pytest.mark.parametrize("width", [80, 30])
def test_empty_ledger_says_what_to_type(scene, snapshot, width):
    screen = table([], scene(width))
    assert "dispute new" in screen
    assert "dispute demo" in screen
    snapshot(f"status-empty-{width}", screen)


@pytest.mark.parametrize("width", [30, 50, 80])
def test_hostile_item_harms_nothing(rows, scene, hostile, width):
    bad = replace(rows[0], id=hostile, item=hostile)
    screen = table([bad], scene(width), colour=False, unreadable=(Unreadable(hostile, 1, hostile, hostile),))
    assert UNSAFE.search(screen.replace("\n", "")) is None
    assert "\\u{1b}" in screen
    assert "[bold]" in screen


def test_ascii_stream_gets_ascii_of_the_same_width(rows, scene):
    screen = table(rows, scene(80, "ascii"))
    assert screen.isascii()
    assert "kids-winter-coa..." in screen
    assert max(len(line) for line in screen.splitlines() if "observe" not in line) <= 80


def test_short_line_counts_and_names_the_first(rows, scene):
    assert short_line(rows, scene()) == "1 overdue, 1 today, 1 soon: usb-charger look at the site now"
    assert short_line(rows[1:], scene()) == (
        "1 today, 1 soon: kids-winter-coat-waterproof-hooded-si… evidence by 24 Nov 07:00"
    )
    assert short_line(rows[2:], scene()) == "1 soon: led-strip-5m open by 24 Nov 12:00"


def test_short_line_gives_the_day_alone_when_it_is_far_enough(rows, scene):
    deadline = replace(rows[2].standing.next.deadline, act_by=scene().now + timedelta(hours=50))
    row = replace(rows[2], standing=replace(rows[2].standing, next=replace(rows[2].standing.next, deadline=deadline)))
    assert short_line([row], scene()) == "1 soon: led-strip-5m open by 25 Nov"


def test_short_line_is_empty_when_nothing_is_due(rows, scene):
    assert short_line(rows[3:], scene()) == ""
    assert short_line([], scene()) == ""


def test_short_line_fits_and_is_harmless(rows, scene, hostile):
    line = short_line([replace(rows[0], id=hostile)], scene(40))
    assert cells(line) <= 40
    assert UNSAFE.search(line) is None


def test_short_line_of_a_long_time_ago(rows, scene):
    step = rows[0].standing.next
    late = replace(rows[0], standing=replace(rows[0].standing, next=replace(step, left=timedelta(days=-400))))
    assert "400d 0h ago" in table([late], scene(80))

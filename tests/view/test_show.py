"""One dispute on the screen."""

import re
from dataclasses import replace
from io import StringIO

import pytest
from disputecli.core.dispute import Event
from disputecli.view.console import console
from disputecli.view.show import show


class Terminal(StringIO):
    encoding = "utf-8"

    def isatty(self):
        return True


def screen(shown, rules, scene, *, colour=False, plain=False):
    stream = Terminal()
    console(stream, {"TERM": "xterm"}, not colour, scene.width).print(show(shown, rules, scene, plain=plain))
    return stream.getvalue()


@pytest.mark.parametrize("colour", [False, True], ids=["plain", "colour"])
@pytest.mark.parametrize("width", [80, 50])
def test_whole_screen(shown, rules, scene, snapshot, width, colour):
    snapshot(f"show-{width}-{'colour' if colour else 'plain'}", screen(shown, rules, scene(width), colour=colour))


def test_plain_screen_has_no_boxes(shown, rules, scene, snapshot):
    text = screen(shown, rules, scene(), plain=True)
    assert not re.search("[\u2500-\u257f\x1b]", text)
    snapshot("show-80-pipe", text)


def test_deadlines_stand_in_both_zones_with_rule_and_sources(shown, rules, scene):
    text = " ".join(screen(shown, rules, scene(), plain=True).split())
    assert "Mon 23 Nov 11:00" in text
    assert "last moment Mon 23 Nov 02:00 Pacific" in text
    assert "rule answer_due/general/2021-01-01" in text
    assert "[A86 E437 S1]" in text
    assert "look again" in text
    assert "computed: Thu 3 Dec 16:00" in text


def test_timeline_is_dated_and_names_what_was_offered(shown, rules, scene):
    text = " ".join(screen(shown, rules, scene(), plain=True).split())
    assert "30 Dec 2025 shipped" in text
    assert "Wed 18 Nov 16:00 Seller made an offer: Refund only, 2.00 USD “take 2”" in text
    assert "unheard-of: refused, tracking LB123" in text


def test_past_deadline_says_how_it_ended(shown, rules, scene):
    text = " ".join(screen(shown, rules, scene(), plain=True).split())
    assert "Buyer protection ends: done Tue 17 Nov 16:00, Dispute opened" in text


def test_without_a_next_step_the_status_says_what_to_do(shown, rules, scene):
    over = replace(shown.standing, next=None, deadlines=(), status="closed", stage="closed", outcome="refunded_full")
    text = screen(replace(shown, standing=over), rules, scene(), plain=True)
    assert "closed: refunded in full" in text
    assert "Nothing left to do" in text


def test_hostile_texts_harm_nothing(shown, rules, scene, hostile):
    order = replace(shown.dispute.facts.order, item=hostile, seller=hostile)
    events = (Event(scene().now, "buyer", hostile, text=hostile, tracking=hostile),)
    bad = replace(shown.dispute, id=hostile, facts=replace(shown.dispute.facts, order=order), events=events)
    text = screen(replace(shown, dispute=bad), rules, scene())
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", text)
    assert ":bomb:" in text

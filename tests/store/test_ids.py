"""What a new dispute is called."""

import pytest
from disputecli.store.ids import is_id, new_id, taken_ids
from disputecli.store.journal import Entry, append_entry
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("item", "slug"),
    [
        ("USB stick 64GB", "usb-stick-64gb"),
        ("  Été: crème brûlée!  ", "ete-creme-brulee"),
        ("Straße", "strasse"),
        ("½ inch", "1-2-inch"),
        ("手机壳", "order"),
        ("", "order"),
        ("手机壳 iPhone 15", "iphone-15"),
        ("NUL", "nul-order"),
        ("com1", "com1-order"),
        ("console", "console"),
        ("../../etc/passwd", "etc-passwd"),
        ("a" * 50, "a" * 40),
        ("wireless bluetooth headphones with microphone", "wireless-bluetooth-headphones-with"),
        ("wireless-bluetooth-headphones-with-micro x", "wireless-bluetooth-headphones-with-micro"),
    ],
)
def test_a_slug(item, slug):
    assert new_id(item, ()) == slug


def test_a_taken_id_gets_a_number():
    assert new_id("USB stick", {"usb-stick"}) == "usb-stick-2"
    assert new_id("USB stick", {"usb-stick", "usb-stick-2", "usb-stick-4"}) == "usb-stick-3"


def test_case_makes_no_new_id():
    assert new_id("USB", {"USB"}) == "usb-2"


@given(st.text(), st.lists(st.text()))
def test_every_item_gets_a_good_id(item, taken):
    assert is_id(new_id(item, taken))
    assert new_id(item, taken) not in taken


@pytest.mark.parametrize("text", ["", "../x", "a/b", "A", ".a", "-a", "nul", "a" * 81, "a\n", "é"])
def test_what_can_be_no_id(text):
    assert not is_id(text)


def test_nothing_is_taken_in_a_new_ledger(places):
    assert taken_ids(places) == frozenset()


def test_an_id_stays_taken_wherever_it_was_used(places):
    for folder in (places.open, places.closed, places.evidence / "photos-only"):
        folder.mkdir(parents=True)
    (places.open / "broken.toml").write_text("[", encoding="utf-8")
    (places.closed / "done.toml").touch()
    (places.closed / "gone.toml.bak").touch()
    append_entry(places, Entry("2026-03-01T12:00:00+00:00", "undo", "undone", "open/undone.toml", "ab", None))
    assert taken_ids(places) == {"broken", "done", "gone", "photos-only", "undone"}

"""Changes grouped by the run that made them, and taken back all or not at all."""

import os
from dataclasses import replace

import pytest
from disputecli.errors import UserProblem
from disputecli.store import move, undo
from disputecli.store.history import Change, changes, history, opposite_name
from disputecli.store.journal import Entry, append_entry, this_run
from disputecli.store.ledger import add_record, move_record, read_ledger, replace_record
from disputecli.store.undo import bring_back, take_back


def entry(run, file, before, after, command="log"):
    return Entry("2026-03-01T12:00:00+00:00", command, file.split("/")[1], file, before, after, run)


@pytest.fixture(autouse=True)
def runs():
    this_run.cache_clear()


def next_run():
    this_run.cache_clear()


def test_lines_of_one_run_are_one_change(places):
    lines = [entry("1", "open/a", None, "x"), entry("2", "open/b", None, "y"), entry("1", "open/a", "x", "z")]
    for line in lines:
        append_entry(places, line)
    found = changes(places)
    assert [each.ids for each in found] == [("b",), ("a",)]
    assert found[-1].entries == (replace(lines[2], before=None),)


def test_what_left_all_as_it_was_is_no_change(places):
    append_entry(places, entry("1", "open/a", "x", "y"))
    append_entry(places, entry("1", "open/a", "y", "x"))
    assert changes(places) == ()
    assert last_change(places) is None


@pytest.mark.parametrize(
    ("command", "redo", "name"),
    [
        ("log", False, "undo log"), ("undo log", True, "redo log"), ("redo log", False, "undo log"),
        ("undo --restore", False, "undo undo --restore"), ("undo undo --restore", True, "redo undo --restore"),
    ],
)  # fmt: skip
def test_names_go_back_and_forth(command, redo, name):
    assert opposite_name(command, redo=redo) == name


def left(*rows):
    """What can be taken back and brought back after changes of one file, each a command, before and after."""
    found = history([Change("t", command, (entry("1", "open/a", *states),)) for command, *states in rows])
    return [each.command for each in found.back], [each.command for each in found.forth]


def test_what_was_taken_back_is_passed_over():
    rows = [("new", None, "a"), ("log", "a", "b"), ("edit", "b", "c"), ("undo edit", "c", "b"), ("undo log", "b", "a")]
    assert left(*rows) == (["new"], ["undo edit", "undo log"])
    assert left(*rows, ("redo log", "a", "b")) == (["new", "redo log"], ["undo edit"])
    assert left(*rows, ("redo log", "a", "b"), ("undo log", "b", "a")) == (["new"], ["undo edit", "undo log"])
    assert left(*rows, ("draft", "a", "d")) == (["new", "draft"], [])


def test_what_is_not_the_opposite_is_a_change_like_any_other():
    rows = [("new", None, "a"), ("undo --restore", "a", "b"), ("redo --restore", "b", "a"), ("undo log", "a", "x")]
    assert left(*rows) == ([row[0] for row in rows], [])


def last_change(places):
    back = history(changes(places)).back
    return back[-1] if back else None


def test_back_twice_and_forth_twice_to_the_byte(places, now):
    states, record = [], add_record(places, "usb", {"a": 1}, now=now, command="new")
    for number in (2, 3):
        states.append(record.path.read_bytes())
        next_run()
        record = replace_record(places, record, {"a": number}, now=now, command="log")
    states.append(record.path.read_bytes())
    for expected in (states[1], states[0]):
        next_run()
        take_back(places, last_change(places), now=now)
        assert record.path.read_bytes() == expected
    for expected in (states[1], states[2]):
        next_run()
        bring_back(places, history(changes(places)).forth[-1], now=now)
        assert record.path.read_bytes() == expected
    assert history(changes(places)).forth == ()


def test_the_way_back_is_as_long_as_versions_are_kept(places, now):
    record = add_record(places, "usb", {"a": 0}, now=now, command="new")
    for number in range(1, 19):
        next_run()
        record = replace_record(places, record, {"a": number}, now=now, command="log")
    for number in (*range(17, -1, -1), *range(1, 19)):
        next_run()
        made = history(changes(places))
        if read_ledger(places)[0][0].table["a"] > number:
            take_back(places, made.back[-1], now=now)
        else:
            bring_back(places, made.forth[-1], now=now)
        assert read_ledger(places)[0][0].table["a"] == number


def test_a_change_after_a_long_way_back_can_be_taken_back(places, now):
    record = add_record(places, "usb", {"a": 0}, now=now, command="new")
    for number in range(1, 19):
        next_run()
        record = replace_record(places, record, {"a": number}, now=now, command="log")
    for _ in range(18):
        next_run()
        take_back(places, last_change(places), now=now)
    next_run()
    replace_record(places, read_ledger(places)[0][0], {"a": 99}, now=now, command="log")
    next_run()
    take_back(places, last_change(places), now=now)
    assert read_ledger(places)[0][0].table["a"] == 0


def test_one_failure_puts_the_others_back(places, now, monkeypatch):
    record = add_record(places, "usb", {"a": 1}, now=now, command="new")
    next_run()
    move_record(places, record, {"a": 2}, "closed", now=now, command="log")
    next_run()
    before = {path: path.read_bytes() for path in places.ledger.rglob("*.toml")}

    def broken(*_args, **_kwargs):
        raise UserProblem("the disk is gone")

    with monkeypatch.context() as patched:
        patched.setattr(move, "_renamed", broken)
        with pytest.raises(UserProblem, match="disk is gone"):
            take_back(places, last_change(places), now=now)
    assert {path: path.read_bytes() for path in places.ledger.rglob("*.toml")} == before
    assert last_change(places).command == "log"
    next_run()
    take_back(places, last_change(places), now=now)
    assert [each.folder for each in read_ledger(places)[0]] == ["open"]


def test_a_dispute_is_never_in_neither_folder(places, now, monkeypatch):
    record = add_record(places, "usb", {"a": 1}, now=now, command="new")
    next_run()
    move_record(places, record, {"a": 2}, "closed", now=now, command="log")
    next_run()
    seen = []
    true = os.rename
    monkeypatch.setattr(
        os, "rename", lambda *a, **k: (true(*a, **k), seen.append(len(list(places.ledger.rglob("usb.toml")))))
    )
    take_back(places, last_change(places), now=now)
    assert seen == [1]


def test_a_version_that_cannot_be_read_never_costs_the_dispute(places, now, monkeypatch):
    record = add_record(places, "usb", {"a": 1}, now=now, command="new")
    next_run()
    replace_record(places, record, {"a": 2}, now=now, command="log")
    next_run()
    change = last_change(places)
    monkeypatch.setattr(undo, "_hindrance", lambda *_args: [])
    monkeypatch.setattr(undo, "kept_version", lambda *_args: None)
    with pytest.raises(UserProblem, match="no longer kept"):
        take_back(places, change, now=now)
    assert [each.table["a"] for each in read_ledger(places)[0]] == [2]


def test_a_change_that_is_no_longer_the_last_is_refused(places, now):
    record = add_record(places, "usb", {"a": 1}, now=now, command="new")
    old = last_change(places)
    next_run()
    replace_record(places, record, {"a": 2}, now=now, command="log")
    with pytest.raises(UserProblem, match="meanwhile"):
        take_back(places, old, now=now)

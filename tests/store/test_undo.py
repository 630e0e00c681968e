"""Changes grouped by the run that made them, and taken back all or not at all."""

import os
from dataclasses import replace

import pytest
from disputecli.errors import UserProblem
from disputecli.store import move, undo
from disputecli.store.journal import Entry, append_entry, this_run
from disputecli.store.ledger import add_record, move_record, read_ledger, replace_record
from disputecli.store.undo import back_and_forth, changes, last_change, take_back


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
    ("command", "name"),
    [("log", "undo log"), ("undo log x", "redo log x"), ("redo log x", "undo log x"), ("undo", "redo undo")],
)
def test_names_go_back_and_forth(command, name):
    assert back_and_forth(command) == name


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

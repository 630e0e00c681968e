"""A command that is cut off has made all of its change or nothing, and the next one leaves no trace of the rest."""

import errno
import json
import os
from dataclasses import asdict
from datetime import UTC, datetime

import pytest
from disputecli.errors import UserProblem
from disputecli.store.exhibits import REMOVED
from disputecli.store.history import changes
from disputecli.store.journal import Entry, digest, read_entries, this_run
from disputecli.store.ledger import add_record, read_ledger, replace_record
from disputecli.store.lock import locked
from disputecli.store.undertaking import made, undertaken

PHOTO = b"\xff\xd8\xff a photo"


@pytest.fixture
def record(places, now):
    return add_record(places, "usb", {"a": 1}, now=now, command="new")


@pytest.fixture(autouse=True)
def runs():
    this_run.cache_clear()


def log(places, record):
    this_run.cache_clear()
    replace_record(places, record, {"a": 2}, now=datetime(2026, 3, 2, tzinfo=UTC), command="log")


def entry(file, before, after, run="cut off"):
    return Entry("2026-03-01T12:00:00+00:00", "log", "usb", file, before, after, run)


def cut_off(places, steps, *entries):
    """Leave the notes that a command leaves which is killed after these steps."""
    lines = [{"steps": steps}, *(asdict(each) for each in entries)]
    (places.state / "unfinished.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")


def next_command(places):
    with locked(places):
        pass


def notes(places):
    return (places.state / "unfinished.jsonl").read_bytes()


def test_a_change_that_was_saved_but_not_noted_is_noted(places, record):
    old, new = record.path.read_bytes(), b"schema_version = 1\na = 2\n"
    record.path.write_bytes(new)
    cut_off(places, 1, entry("open/usb.toml", digest(old), digest(new)))
    next_command(places)
    assert record.path.read_bytes() == new
    assert [each.command for each in changes(places)] == ["new", "log"]
    assert notes(places) == b""


def test_a_change_that_was_not_made_is_forgotten(places, record):
    old = record.path.read_bytes()
    cut_off(places, 1, entry("open/usb.toml", digest(old), "f" * 64))
    next_command(places)
    assert record.path.read_bytes() == old
    assert [each.command for each in changes(places)] == ["new"]
    assert notes(places) == b""


def test_half_a_change_is_taken_back(places, record):
    copy = places.evidence / "usb" / "001-photo.jpg"
    copy.parent.mkdir(parents=True)
    copy.write_bytes(PHOTO)
    cut_off(places, 2, entry(f"evidence/usb/{copy.name}", None, digest(PHOTO)))
    next_command(places)
    assert not copy.exists()
    assert [each.command for each in changes(places)] == ["new"]


def test_a_file_of_evidence_comes_back_where_its_row_is_still_there(places, record):
    copy = places.evidence / "usb" / REMOVED / "001-photo.jpg"
    copy.parent.mkdir(parents=True)
    copy.write_bytes(PHOTO)
    cut_off(places, 2, entry("evidence/usb/001-photo.jpg", digest(PHOTO), None))
    next_command(places)
    assert (places.evidence / "usb" / "001-photo.jpg").read_bytes() == PHOTO


def test_a_file_that_was_edited_since_is_left_alone_and_all_with_it(places, record):
    copy = places.evidence / "usb" / "001-photo.jpg"
    copy.parent.mkdir(parents=True)
    copy.write_bytes(PHOTO)
    old = record.path.read_bytes()
    record.path.write_bytes(b"schema_version = 1\nmine = 1\n")
    steps = (entry("evidence/usb/001-photo.jpg", None, digest(PHOTO)), entry("open/usb.toml", digest(old), "f" * 64))
    cut_off(places, 2, *steps)
    next_command(places)
    assert copy.exists()
    assert record.path.read_bytes() == b"schema_version = 1\nmine = 1\n"
    assert notes(places) == b""


@pytest.mark.parametrize(
    "torn", [b"", b'{"ste', b'{"steps": 1}\n{"time": "20', b"\xff\xfe\n\0\0\n", b"[]\n[]\n", b"7\n"]
)
def test_notes_that_were_cut_off_stand_for_nothing(places, record, torn):
    old = record.path.read_bytes()
    (places.state / "unfinished.jsonl").write_bytes(torn)
    next_command(places)
    assert record.path.read_bytes() == old
    assert [each.command for each in changes(places)] == ["new"]
    log(places, record)
    assert [each.command for each in changes(places)] == ["new", "log"]


@pytest.mark.parametrize("torn", [b'{"ste', b'{"steps": 9'])
def test_torn_notes_are_not_taken_for_those_of_the_next_command(places, record, torn):
    (places.state / "unfinished.jsonl").write_bytes(torn)
    old, copy = record.path.read_bytes(), places.evidence / "usb" / "001-photo.jpg"
    step = entry("evidence/usb/001-photo.jpg", None, digest(PHOTO))

    def interrupted():
        with locked(places), undertaken(places, 2):
            with made(places, step):
                copy.parent.mkdir(parents=True)
                copy.write_bytes(PHOTO)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert (record.path.read_bytes(), copy.exists(), notes(places)) == (old, False, b"")


def test_no_step_leads_out_of_the_ledger(places, record, tmp_path):
    victim = tmp_path / "victim.toml"
    victim.write_bytes(PHOTO)
    cut_off(places, 2, entry("../../../victim.toml", None, digest(PHOTO)))
    with pytest.raises(UserProblem, match="no file of the ledger"):
        next_command(places)
    assert victim.exists()


def test_what_fails_in_the_middle_is_taken_back_at_once(places, now):
    def three():
        with locked(places), undertaken(places, 3):
            for name in ("a", "b", "a"):
                add_record(places, name, {"a": 1}, now=now, command="import")

    with pytest.raises(UserProblem, match="exists already"):
        three()
    assert read_ledger(places) == ((), ())
    assert changes(places) == ()
    assert notes(places) == b""


def test_where_nothing_can_be_noted_nothing_is_changed(places, record, monkeypatch):
    old = record.path.read_bytes()
    true = os.write

    def full(descriptor, data):
        if bytes(data).startswith(b'{"steps"'):
            raise OSError(errno.ENOSPC, "No space left on device")
        return true(descriptor, data)

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(UserProblem, match="Nothing was changed"):
        log(places, record)
    assert record.path.read_bytes() == old


def test_a_journal_that_takes_no_more_is_written_by_the_next_command(places, record, monkeypatch):
    true = os.open
    with monkeypatch.context() as patch:
        broken = OSError(errno.EIO, "Input/output error")

        def failing(path, *args, **kwargs):
            if str(path).endswith("journal.jsonl"):
                raise broken
            return true(path, *args, **kwargs)

        patch.setattr(os, "open", failing)
        with pytest.raises(UserProblem, match="was saved, but not noted"):
            log(places, record)
    next_command(places)
    assert [each.command for each in changes(places)] == ["new", "log"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such links")
def test_notes_that_are_a_link_are_never_written_through(places, record, tmp_path):
    precious = tmp_path / "precious"
    precious.write_text("precious", encoding="utf-8")
    notes = places.state / "unfinished.jsonl"
    notes.unlink()
    notes.symlink_to(precious)
    with pytest.raises(UserProblem, match="Nothing was changed"):
        log(places, record)
    assert precious.read_text(encoding="utf-8") == "precious"


def test_a_step_that_is_noted_already_is_not_noted_twice(places, record):
    old = record.path.read_bytes()
    step = entry("open/usb.toml", digest(old), digest(old + b"#"))
    with locked(places), made(places, step):
        record.path.write_bytes(old + b"#")
    cut_off(places, 1, step)
    next_command(places)
    assert list(read_entries(places)).count(step) == 1

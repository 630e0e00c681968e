"""What was changed, and what stood there before."""

import errno
import json
import os
from datetime import timedelta, timezone

import pytest
from disputecli.errors import UserProblem
from disputecli.store import journal
from disputecli.store.journal import Entry, append_entry, digest, instant, keep_version, read_entries, versions

FIRST = Entry("2026-03-01T12:00:00+00:00", "new", "a", "open/a.toml", None, "aa")
SECOND = Entry("2026-03-02T12:00:00+00:00", "log", "a", "open/a.toml", "aa", "bb")


def test_no_journal_is_an_empty_one(places):
    assert read_entries(places) == ()


def test_lines_are_added(places):
    append_entry(places, FIRST)
    append_entry(places, SECOND)
    assert read_entries(places) == (FIRST, SECOND)
    path = places.state / "journal.jsonl"
    assert [json.loads(line)["command"] for line in path.read_text(encoding="utf-8").splitlines()] == ["new", "log"]
    if os.name != "nt":
        assert path.stat().st_mode & 0o777 == 0o600


def test_every_torn_last_line_is_tolerated(places):
    append_entry(places, FIRST)
    append_entry(places, SECOND)
    path = places.state / "journal.jsonl"
    whole = path.read_bytes()
    start = whole.index(b"\n") + 1
    for end in range(start, len(whole) - 1):
        path.write_bytes(whole[:end])
        assert read_entries(places) == (FIRST,)
        append_entry(places, SECOND)
        assert read_entries(places) == (FIRST, SECOND)


def test_what_is_no_entry_is_passed_over(places):
    append_entry(places, FIRST)
    with (places.state / "journal.jsonl").open("ab") as file:
        file.write(b'[]\n7\n{"id": 7}\n{"id": "a"}\n\xff\n' + b"[" * 100_000 + b"\n")
    append_entry(places, SECOND)
    assert read_entries(places) == (FIRST, SECOND)


def test_it_is_flushed(places, monkeypatch):
    flushed = []
    true = os.fsync
    monkeypatch.setattr(
        os, "fsync", lambda descriptor: (flushed.append(os.fstat(descriptor).st_size), true(descriptor))
    )
    append_entry(places, FIRST)
    assert flushed[-1] == (places.state / "journal.jsonl").stat().st_size


def test_a_change_that_cannot_be_noted_is_told(places, monkeypatch):
    def full(*_args):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(UserProblem, match=r"open/a.toml was saved, but not noted in .*journal.jsonl: No space"):
        append_entry(places, FIRST)


def test_instants_are_in_utc(now):
    assert instant(now.astimezone(timezone(timedelta(hours=-3)))) == "2026-03-01T12:00:00+00:00"


def test_a_version_is_kept_under_its_hash(places, now):
    kept = keep_version(places, "a", b"old", now)
    assert kept.read_bytes() == b"old"
    assert kept.name == f"000001-20260301T120000Z-{digest(b'old')[:12]}.toml"
    if os.name != "nt":
        assert kept.stat().st_mode & 0o777 == 0o600
        assert kept.parent.stat().st_mode & 0o777 == 0o700


def test_each_dispute_has_its_own_versions(places, now):
    keep_version(places, "a", b"old", now)
    keep_version(places, "b", b"old", now)
    assert [len(versions(places, id_)) for id_ in ("a", "b", "c")] == [1, 1, 0]


def test_the_last_twenty_are_kept(places, now):
    for number in range(30):
        keep_version(places, "a", b"%d" % number, now)
    left = [path.read_bytes() for path in versions(places, "a")]
    assert left == [b"%d" % number for number in (9, *range(10, 30))]  # 9 as the last of its day


def test_one_a_day_is_kept_for_thirty_days(places, now, monkeypatch):
    monkeypatch.setattr(journal, "flush_file", lambda _descriptor: None)
    for number in range(120):  # two a day
        keep_version(places, "a", b"%d" % number, now + timedelta(days=number // 2))
    left = [int(path.read_bytes()) for path in versions(places, "a")]
    assert left[-20:] == list(range(100, 120))
    assert left[:-20] == list(range(41, 100, 2))
    assert len(left) == 50


def test_a_clock_that_goes_back_loses_no_new_version(places, now):
    for number in range(60):
        keep_version(places, "a", b"%d" % number, now - timedelta(days=number))
    left = [int(path.read_bytes()) for path in versions(places, "a")]
    assert left[-20:] == list(range(40, 60))


def test_strange_files_among_the_versions_do_no_harm(places, now):
    keep_version(places, "a", b"1", now)
    (places.state / "backups" / "a" / "1x-y-z.toml").touch()
    (places.state / "backups" / "a" / "notes.txt").touch()
    keep_version(places, "a", b"2", now)
    assert [path.read_bytes() for path in versions(places, "a")] == [b"1", b"2"]

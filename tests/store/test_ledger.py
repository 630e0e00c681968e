"""How disputes are added, changed, closed and reopened."""

import errno
import os
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from disputecli.errors import UserProblem
from disputecli.store import ledger, save
from disputecli.store.history import changes
from disputecli.store.journal import digest, read_entries, versions
from disputecli.store.ledger import add_record, move_record, read_ledger, replace_record, taken_ids
from disputecli.store.save import Unflushed

TABLE = {
    "order": {"item": "USB stick", "strange": [1, {"x": 2}]},
    "note": "one\ntwo",
    "at": datetime(2026, 3, 1, tzinfo=UTC),
}


@pytest.fixture
def added(places, now):
    return add_record(places, "usb", TABLE, now=now, command="new")


def only(places):
    (record,), unreadable = read_ledger(places)
    assert unreadable == ()
    return record


def test_a_new_dispute_is_read_again(places, added):
    assert only(places) == added
    assert added.table == {"schema_version": 1} | TABLE
    assert next(iter(added.table)) == "schema_version"
    assert added.path == places.open / "usb.toml"
    assert added.path.read_bytes().startswith(b"schema_version = 1\n")


def test_the_order_comes_before_what_happened_since(places, now):
    happened = {"text": "long enough for a table of its own, which a short row does not get " * 2}
    since = {"messages": [happened], "events": [happened], "odd": {"a": 1}}
    record = add_record(places, "usb", since | TABLE | {"claim": {}}, now=now, command="new")
    heads = [line for line in record.path.read_text().splitlines() if line.startswith("[")]
    assert heads == ["[order]", "[claim]", "[[events]]", "[[messages]]", "[odd]"]


def test_a_dispute_may_come_in_closed(places, now):
    record = add_record(places, "usb", TABLE, now=now, command="import", folder="closed")
    assert record.path == places.closed / "usb.toml"
    assert only(places) == record


@pytest.mark.parametrize("folder", ["open", "closed"])
def test_an_id_is_given_once(places, now, folder):
    add_record(places, "usb", TABLE, now=now, command="new", folder=folder)
    with pytest.raises(UserProblem, match="exists already"):
        add_record(places, "usb", {"a": 1}, now=now, command="new")
    assert only(places).table["note"] == "one\ntwo"


@pytest.mark.parametrize("id_", ["../x", "", "a/b", "nul"])
def test_an_id_that_is_no_file_name_is_refused(places, now, id_):
    with pytest.raises(UserProblem, match="can't be an id"):
        add_record(places, id_, TABLE, now=now, command="import")
    assert not places.home.exists()


def test_a_change_is_read_again_and_unknown_keys_stay(places, added, now):
    changed = replace_record(places, added, {**added.table, "stage": "x"}, now=now, command="log")
    assert only(places) == changed
    assert changed.table == {**added.table, "stage": "x"}
    again = replace_record(places, changed, added.table, now=now, command="undo")
    assert only(places) == again


def test_an_equal_table_changes_nothing(places, added, now):
    same = replace_record(places, added, dict(added.table), now=now, command="log")
    assert same == added
    assert len(read_entries(places)) == 1


def test_a_change_over_someone_elses_is_refused(places, added, now):
    replace_record(places, added, {"theirs": 1}, now=now, command="log")
    with pytest.raises(UserProblem, match="was changed since it was read"):
        replace_record(places, added, {"ours": 1}, now=now, command="log")
    assert only(places).table == {"schema_version": 1, "theirs": 1}


def test_what_cannot_be_written_changes_nothing(places, added, now):
    with pytest.raises(TypeError):
        replace_record(places, added, {"a": None}, now=now, command="log")
    assert only(places) == added


def test_closing_and_reopening_moves_the_file(places, added, now):
    shut = move_record(places, added, {**added.table, "done": True}, "closed", now=now, command="log")
    assert only(places) == shut
    assert shut.path == places.closed / "usb.toml"
    assert not added.path.exists()
    assert only(places) == shut
    back = move_record(places, shut, added.table, "open", now=now, command="log")
    assert only(places) == back
    assert back.folder == "open"


@pytest.mark.skipif(os.name == "nt", reason="Windows flushes no folders")
def test_a_move_is_brought_to_the_disk_in_both_folders(places, added, now, monkeypatch):
    move_record(places, move_record(places, added, TABLE, "closed", now=now, command="log"), TABLE, "open", now=now,
                command="log")  # fmt: skip
    flushed, true = [], save.flush_folder
    monkeypatch.setattr(save, "flush_folder", lambda folder: (flushed.append(folder.name), true(folder)))
    move_record(places, only(places), TABLE, "closed", now=now, command="log")
    assert flushed[-2:] == ["closed", "open"]


def test_moving_to_where_it_is_is_a_change(places, added, now):
    same = move_record(places, added, {"a": 1}, "open", now=now, command="log")
    assert only(places) == same
    assert same.path == added.path


def test_a_move_over_someone_elses_change_is_refused(places, added, now):
    replace_record(places, added, {"theirs": 1}, now=now, command="log")
    with pytest.raises(UserProblem, match="was changed"):
        move_record(places, added, {"ours": 1}, "closed", now=now, command="log")
    assert only(places).table["theirs"] == 1


@pytest.mark.parametrize("call", ["rename", "replace"])
def test_a_move_that_breaks_off_leaves_all_as_it_was(places, added, now, monkeypatch, call):
    true = getattr(os, call)

    def broken(source, target, *args, **kwargs):
        if str(source).endswith(".toml") or str(target) == str(added.path):
            monkeypatch.setattr(os, call, true)
            raise OSError(errno.EIO, "Input/output error")
        true(source, target, *args, **kwargs)

    old = added.path.read_bytes()
    monkeypatch.setattr(os, call, broken)
    with pytest.raises(UserProblem, match="Input/output error"):
        move_record(places, added, {"done": True}, "closed", now=now, command="log")
    assert getattr(os, call) is true
    assert [(each.folder, each.path.read_bytes()) for each in read_ledger(places)[0]] == [("open", old)]
    assert read_ledger(places)[1] == ()
    ((entry,),) = (change.entries for change in changes(places))
    assert (entry.file, entry.before, entry.after) == ("open/usb.toml", None, digest(old))


def test_a_dispute_that_moves_is_never_in_both_folders_or_in_neither(places, added, now, monkeypatch):
    seen = []
    for call in ("replace", "rename", "unlink"):
        true = getattr(os, call)
        monkeypatch.setattr(
            os,
            call,
            lambda *a, true=true, **k: (true(*a, **k), seen.append(len(list(places.ledger.rglob("usb.toml"))))),
        )
    move_record(places, added, {"done": True}, "closed", now=now, command="log")
    assert set(seen) == {1}


def test_folders_on_two_disks_move_too(places, added, now, monkeypatch):
    def far(*_args, **_kwargs):
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    monkeypatch.setattr(os, "rename", far)
    move_record(places, added, {"done": True}, "closed", now=now, command="log")
    assert [(each.folder, each.table["done"]) for each in read_ledger(places)[0]] == [("closed", True)]
    assert read_ledger(places)[1] == ()


def test_a_link_in_the_ledger_stays_one(places, added, now, tmp_path):
    far = added.path.replace(tmp_path / "far.toml")
    added.path.symlink_to(far)
    replace_record(places, only(places), {"a": 1}, now=now, command="log")
    assert added.path.is_symlink()
    assert only(places).table == {"schema_version": 1, "a": 1}


def test_every_change_is_noted(places, added, now):
    first = added.path.read_bytes()
    changed = replace_record(places, added, {"a": 1}, now=now, command="log")
    second = changed.path.read_bytes()
    moved = move_record(places, changed, {"a": 2}, "closed", now=now, command="edit")
    third = moved.path.read_bytes()
    told = [(e.command, e.id, e.file, e.before, e.after) for e in read_entries(places)]
    assert told == [
        ("new", "usb", "open/usb.toml", None, digest(first)),
        ("log", "usb", "open/usb.toml", digest(first), digest(second)),
        ("edit", "usb", "open/usb.toml", digest(second), digest(third)),
        ("edit", "usb", "closed/usb.toml", None, digest(third)),
        ("edit", "usb", "open/usb.toml", digest(third), None),
    ]
    assert {entry.time for entry in read_entries(places)} == {"2026-03-01T12:00:00+00:00"}
    assert [path.read_bytes() for path in versions(places, "usb")] == [first, second, third]


def test_the_old_version_is_kept_before_it_goes(places, added, now, monkeypatch):
    old = added.path.read_bytes()

    def full(*_args, **_kwargs):
        assert next(path.read_bytes() for path in versions(places, "usb")) == old
        raise UserProblem("the disk is full")

    monkeypatch.setattr(ledger, "write_file", full)
    with pytest.raises(UserProblem, match="full"):
        replace_record(places, added, {"a": 1}, now=now, command="log")
    assert added.path.read_bytes() == old
    assert len(read_entries(places)) == 1


def test_a_full_disk_leaves_the_ledger_as_it_was(places, added, now, monkeypatch):
    def full(*_args):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        with pytest.raises(UserProblem, match="No space left"):
            replace_record(places, added, {"a": 1}, now=now, command="log")
    assert only(places) == added


def test_a_saved_change_is_noted_though_the_disk_complained(places, added, now, monkeypatch):
    true = ledger.write_file

    def complaining(path, data, *, expected):
        true(path, data, expected=expected)
        raise Unflushed("was saved, but")

    monkeypatch.setattr(ledger, "write_file", complaining)
    with pytest.raises(Unflushed):
        replace_record(places, added, {"a": 1}, now=now, command="log")
    assert only(places).table["a"] == 1
    assert read_entries(places)[-1].after == digest(added.path.read_bytes())


def test_an_id_is_never_used_again(places, added):
    added.path.unlink()
    assert read_ledger(places) == ((), ())
    assert "usb" in taken_ids(places)


@pytest.mark.parametrize(
    "change",
    [
        lambda places, _, now: add_record(places, "b", {"a": 1}, now=now, command="new"),
        lambda places, old, now: replace_record(places, old, {"a": 1}, now=now, command="log"),
        lambda places, old, now: move_record(places, old, {"a": 1}, "closed", now=now, command="log"),
    ],
    ids=["add", "replace", "move"],
)
def test_nothing_changes_without_the_lock(places, added, now, monkeypatch, change):
    def busy(*_args, **_kwargs):
        raise UserProblem("Another dispute command is saving")

    monkeypatch.setattr(ledger, "locked", busy)
    with pytest.raises(UserProblem, match="Another"):
        change(places, added, now)
    assert only(places) == added


SAVER = """
import os
from datetime import datetime, UTC
from disputecli.store.ledger import find_record, read_ledger, replace_record
from disputecli.store.lock import locked
from disputecli.store.paths import places

here = places(os.environ)
for number in range(25):
    with locked(here, wait=100, command="test"):
        record = find_record(read_ledger(here)[0], "usb")
        events = [*record.table["events"], {"who": os.getpid(), "number": number}]
        replace_record(here, record, {**record.table, "events": events}, now=datetime.now(UTC), command="test")
"""


def test_eight_commands_at_once_lose_nothing(places, now):
    add_record(places, "usb", {"events": []}, now=now, command="new")
    environ = {**os.environ, "DISPUTE_HOME": str(places.home)}
    commands = [subprocess.Popen([sys.executable, "-c", SAVER], env=environ) for _ in range(8)]
    assert [command.wait(timeout=110) for command in commands] == [0] * 8
    events = only(places).table["events"]
    assert sorted((e["who"], e["number"]) for e in events) == sorted((c.pid, n) for c in commands for n in range(25))
    assert len(read_entries(places)) == 201
    assert not [path for path in places.open.iterdir() if path.name != "usb.toml"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_all_files_are_the_users_alone(places, added, now):
    replace_record(places, added, {"a": 1}, now=now, command="log")
    modes = {(path.is_dir(), path.stat().st_mode & 0o777) for path in (places.home, *places.home.rglob("*"))}
    assert modes == {(True, 0o700), (False, 0o600)}

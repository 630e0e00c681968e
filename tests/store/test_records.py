"""Which disputes there are, and which one is meant."""

import errno
import os
from pathlib import Path

import pytest
from disputecli.errors import UserProblem
from disputecli.store import records as records_module
from disputecli.store.records import Record, find_record, read_ledger
from disputecli.store.stamp import Stamp

GOOD = "schema_version = 1\n"


def put(folder, name, text=GOOD):
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_no_folder_is_an_empty_ledger_and_stays_none(places):
    assert read_ledger(places) == ((), ())
    assert not places.home.exists()


def test_disputes_come_by_id_from_both_folders(places):
    put(places.closed, "b.toml")
    put(places.open, "c.toml", GOOD + 'strange = "kept"\n')
    put(places.open, "a.toml")
    found, unreadable = read_ledger(places)
    assert [(record.id, record.folder) for record in found] == [("a", "open"), ("b", "closed"), ("c", "open")]
    assert found[2].table == {"schema_version": 1, "strange": "kept"}
    assert found[2].path == places.open / "c.toml"
    assert unreadable == ()
    assert [record.id for record in read_ledger(places, closed=False)[0]] == ["a", "c"]


def test_other_files_are_passed_over(places):
    put(places.open, "a.toml")
    for name in ("a.toml.bak", ".a.toml.7-00c0ffee.tmp", ".hidden.toml", "README", "a.toml~"):
        put(places.open, name, "?")
    found, unreadable = read_ledger(places)
    assert [record.id for record in found] == ["a"]
    assert unreadable == ()


@pytest.mark.parametrize(
    ("text", "line", "problem", "hint"),
    [
        ("schema_version = 1\na = x\n", 2, "invalid value", "quotes"),
        ("", None, "is empty", "backups"),
        (b"\0" * 99, None, "is empty", "backups"),
        (b"schema_version = 1\na = '\xff'\n", 2, "is not UTF-8 text", "UTF-8"),
        ("a = 1\n", 1, "has no schema_version", "schema_version = 1"),
        ("# x\nschema_version = '1'\n", 2, "schema_version is '1', which is none", "schema_version = 1"),
        ("schema_version = true\n", 1, "schema_version is True, which is none", "schema_version = 1"),
        ("schema_version = 0\n", 1, "schema_version is 0, which is none", "schema_version = 1"),
        ("\nschema_version = 2\n", 2, "was made by a newer dispute (schema 2, this one knows 1)", "Update"),
    ],
)
def test_a_bad_file_is_named_and_hides_no_other(places, text, line, problem, hint):
    put(places.open, "a.toml")
    bad = put(places.open, "b.toml", text)
    put(places.open, "c.toml")
    found, (unreadable,) = read_ledger(places)
    assert [record.id for record in found] == ["a", "c"]
    assert (unreadable.file, unreadable.line, unreadable.problem) == (str(bad), line, problem)
    assert hint in unreadable.hint


@pytest.mark.parametrize("text", ["", "schema_version = 1\na = x\n", "a = 1\n", "schema_version = 0\n"])
def test_the_way_back_is_named(places, text):
    put(places.open, "b.toml", text)
    _, (unreadable,) = read_ledger(places)
    assert "dispute undo --restore b" in unreadable.hint


@pytest.mark.parametrize(("one", "other"), [("open", "closed"), ("closed", "open")])
def test_a_dispute_that_moves_while_it_is_read_is_never_missed(places, monkeypatch, one, other):
    file = put(getattr(places, one), "a.toml")
    getattr(places, other).mkdir(parents=True, exist_ok=True)
    listed = records_module._listed  # noqa: SLF001  # the moment between two listings

    def moving(folder, *more):
        found = listed(folder, *more)
        if folder == str(places.open) and file.exists():
            file.rename(getattr(places, other) / "a.toml")
        return found

    monkeypatch.setattr(records_module, "_listed", moving)
    found, unreadable = read_ledger(places)
    assert [(record.id, record.folder) for record in found] == [("a", other)]
    assert unreadable == ()


def test_a_file_that_the_disk_refuses_hides_no_other(places, monkeypatch):
    put(places.open, "a.toml")
    bad = put(places.open, "b.toml")
    true = os.stat

    def failing(path, **kwargs):
        if path == str(bad):
            raise OSError(errno.EIO, "Input/output error")
        return true(path, **kwargs)

    monkeypatch.setattr(os, "stat", failing)
    found, (unreadable,) = read_ledger(places)
    assert [record.id for record in found] == ["a"]
    assert (unreadable.file, unreadable.problem) == (str(bad), "can't be read: Input/output error")


@pytest.mark.parametrize(
    "name", ["usb (conflicted copy 2026-03-01)", "usb.sync-conflict-20260301-120000-ABCDEFG", "usb (1)", "usb~HEAD"]
)
def test_a_copy_that_a_sync_program_made_is_named_and_does_not_count(places, name):
    put(places.open, "usb.toml")
    copy = put(places.open, f"{name}.toml", GOOD + "a = 1\n")
    found, (unreadable,) = read_ledger(places)
    assert [(record.id, record.table) for record in found] == [("usb", {"schema_version": 1})]
    assert (unreadable.file, unreadable.check) == (str(copy), "duplicate-ids")
    assert "second copy of usb" in unreadable.problem


def test_a_file_with_a_name_of_its_own_is_a_dispute(places):
    put(places.open, "usb.toml")
    put(places.open, "My lamp.toml")
    assert [record.id for record in read_ledger(places)[0]] == ["My lamp", "usb"]


def test_bad_files_come_by_name(places):
    for folder, name in ((places.open, "z.toml"), (places.open, "b.toml"), (places.closed, "a.toml")):
        put(folder, name, "")
    assert [Path(each.file).name for each in read_ledger(places)[1]] == ["a.toml", "b.toml", "z.toml"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no pipes among files")
def test_what_is_no_file_is_named_and_not_waited_for(places):
    put(places.open, "a.toml")
    (places.open / "b.toml").mkdir()
    os.mkfifo(places.open / "c.toml")
    (places.open / "d.toml").symlink_to("nowhere")
    found, unreadable = read_ledger(places)
    assert [record.id for record in found] == ["a"]
    problems = [each.problem for each in unreadable]
    assert problems == ["is not a file", "is not a file", f"There is no file {places.open / 'd.toml'}"]


def test_a_folder_that_cannot_be_read_hides_no_other(places, monkeypatch):
    put(places.open, "a.toml")
    put(places.closed, "b.toml")
    true = os.listdir

    def listdir(path):  # root may read everything, so the refusal is made up
        if path == str(places.closed):
            raise PermissionError
        return true(path)

    monkeypatch.setattr(os, "listdir", listdir)
    found, (unreadable,) = read_ledger(places)
    assert [record.id for record in found] == ["a"]
    assert (unreadable.file, unreadable.problem) == (str(places.closed), "the folder can't be read")


def test_a_link_to_a_file_is_read(places, tmp_path):
    put(tmp_path, "far.toml", GOOD + "far = 1\n")
    places.open.mkdir(parents=True)
    (places.open / "a.toml").symlink_to(tmp_path / "far.toml")
    assert read_ledger(places)[0][0].table["far"] == 1


@pytest.mark.parametrize("newer", ["open", "closed"])
def test_one_id_in_both_folders_is_shown_once_and_told(places, newer):
    paths = {"open": put(places.open, "a.toml"), "closed": put(places.closed, "a.toml")}
    older = next(path for folder, path in paths.items() if folder != newer)
    os.utime(older, (1, 1))
    put(places.closed, "b.toml")
    found, (double,) = read_ledger(places)
    assert [(record.id, record.folder) for record in found] == [("a", newer), ("b", "closed")]
    assert (double.file, double.line) == (str(older), None)
    assert f"open and in closed at once; the one in {newer} is newer" in double.problem
    shown, again = read_ledger(places, closed=False)
    assert [record.id for record in shown] == (["a"] if newer == "open" else [])
    assert again == (double,)


def test_a_dispute_that_moves_while_it_is_read_is_found(places, monkeypatch):
    put(places.open, "a.toml", GOOD + "moved = false\n")
    true = records_module.read_stamped
    calls = []

    def moving(path, name=None):
        calls.append(path)
        if len(calls) == 1:
            put(places.closed, "b.toml", GOOD)
            (places.open / "b.toml").unlink()
        return true(path, name)

    put(places.open, "b.toml")
    monkeypatch.setattr(records_module, "read_stamped", moving)
    monkeypatch.setattr(Path, "iterdir", sorted_iterdir(Path.iterdir))
    found, unreadable = read_ledger(places)
    assert [(record.id, record.folder) for record in found] == [("a", "open"), ("b", "closed")]
    assert unreadable == ()


def sorted_iterdir(true):
    return lambda path: iter(sorted(true(path)))


def test_reading_writes_nothing(places):
    put(places.open, "a.toml")
    before = [(path, path.stat().st_mtime_ns) for path in sorted(places.home.rglob("*"))]
    read_ledger(places)
    assert [(path, path.stat().st_mtime_ns) for path in sorted(places.home.rglob("*"))] == before


def record(id_, order_id=None):
    order = {} if order_id is None else {"order": {"order_id": order_id}}
    return Record(id_, f"{id_}.toml", "open", {"schema_version": 1} | order, Stamp(0, 0, 0))


SHELF = (
    record("usb-stick", "8123456789012345"),
    record("usb-stick-2", "8999"),
    record("lamp", "8999"),
    record("8123"),
    record("odd", 7),
    Record("odder", "x", "open", {"order": "text"}, Stamp(0, 0, 0)),
)


@pytest.mark.parametrize(
    ("wanted", "id_"),
    [
        ("usb-stick", "usb-stick"),
        ("usb-stick-2", "usb-stick-2"),
        ("usb-stick-", "usb-stick-2"),
        ("l", "lamp"),
        (" LAMP ", "lamp"),
        ("8123456789012345", "usb-stick"),
        ("8123", "8123"),
        ("odde", "odder"),
    ],
)
def test_the_one_that_is_meant(wanted, id_):
    assert find_record(SHELF, wanted).id == id_


@pytest.mark.parametrize(("wanted", "names"), [("usb", "usb-stick, usb-stick-2"), ("8999", "usb-stick-2, lamp")])
def test_several_are_listed(wanted, names):
    with pytest.raises(UserProblem, match=f"{wanted} fits 2 disputes: {names}$") as caught:
        find_record(SHELF, wanted)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("wanted", "near"),
    [
        ("usb-stik", "usb-stick"),
        ("lmap", "lamp"),
        ("usbst", "usb-stick"),
        ("stikc", "usb-stick"),
        ("8123456789012346", "usb-stick"),
        ("zzz", "status"),
        ("", "status"),
    ],
)
def test_none_tells_the_near_ones(wanted, near):
    with pytest.raises(UserProblem, match="There is no dispute") as caught:
        find_record(SHELF, wanted)
    assert near in caught.value.hint


def test_an_empty_ledger_tells_how_to_begin():
    with pytest.raises(UserProblem, match="no disputes in the ledger yet") as caught:
        find_record((), "usb")
    assert "dispute new" in caught.value.hint

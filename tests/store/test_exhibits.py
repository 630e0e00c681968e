"""Files of evidence: named, copied and moved without harm to any other."""

import os
import shutil
from types import SimpleNamespace

import pytest
from disputecli.errors import UserProblem
from disputecli.store import exhibits, intake, save
from disputecli.store.exhibits import clean_name, find_exhibit, move_file, next_number, numbers, placed, set_aside
from disputecli.store.history import changes
from disputecli.store.intake import copied, examine, file_digest
from disputecli.store.journal import read_entries
from disputecli.store.ledger import add_record

JPG = b"\xff\xd8\xff\xe0 front"
posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")


@pytest.fixture
def source(tmp_path):
    file = tmp_path / "front.jpg"
    file.write_bytes(JPG)
    (found,), faults = examine([str(file)])
    assert faults == []
    return found


@pytest.mark.parametrize(
    ("head", "name", "kind"),
    [
        (b"\xff\xd8\xff\xe0", "a", "photo"),
        (b"\x89PNG\r\n\x1a\n", "a.mp4", "photo"),
        (b"RIFF\0\0\0\0WEBP", "a", "photo"),
        (b"RIFF\0\0\0\0AVI ", "a", "video"),
        (b"RIFF\0\0\0\0WAVE", "a.wav", None),
        (b"\0\0\0\x18ftypheic", "a", "photo"),
        (b"\0\0\0\x18ftypqt  ", "a", "video"),
        (b"\x1a\x45\xdf\xa3", "a", "video"),
        (b"text", "a.JPEG", "photo"),
        (b"text", "a.mov", "video"),
        (b"%PDF-1.7", "a.pdf", None),
        (b"x", "a", None),
    ],
)
def test_the_kind_is_what_the_bytes_say_then_the_ending(tmp_path, head, name, kind):
    (tmp_path / name).write_bytes(head)
    ((found,), _) = examine([str(tmp_path / name)])
    assert found.kind == kind


@pytest.mark.parametrize("failing", [1, 2])
def test_a_copy_that_fails_leaves_nothing(places, source, monkeypatch, failing):
    folder = places.evidence / "usb"
    copies = []

    def flush(_):
        copies.append(1)
        if len(copies) == failing:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(intake, "flush_file", flush)
    with pytest.raises(UserProblem, match="was not copied: No space left"), copied(folder, [source, source]):
        pytest.fail("nothing may come of it")
    assert not folder.exists()


def test_a_full_disk_is_seen_before_the_copy(places, source, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=10_000_000))
    with pytest.raises(UserProblem, match="The disk has 10 MB left, and 32 MB are needed"):
        copied(places.evidence / "usb", [source]).__enter__()


def test_a_file_that_grows_beyond_the_limit_is_stopped(places, source, monkeypatch):
    monkeypatch.setattr(intake, "LIMIT", 5)
    with pytest.raises(UserProblem, match="was not copied"):
        copied(places.evidence / "usb", [source]).__enter__()
    assert not (places.evidence / "usb").exists()


@posix
def test_a_file_that_became_a_pipe_is_not_waited_for(places, source):
    source.real.unlink()
    os.mkfifo(source.real)
    with pytest.raises(UserProblem, match="not an ordinary file"):
        copied(places.evidence / "usb", [source]).__enter__()


def test_a_copy_without_its_row_goes_away_again(places, source, now):
    record = add_record(places, "usb", {"a": 1}, now=now, command="new")

    def fail():
        with copied(places.evidence / "usb", [source]) as parts:  # noqa: SIM117  # one needs the other
            with placed(places, record, parts, now=now, command="evidence add") as done:
                assert done[0].path.read_bytes() == JPG
                raise UserProblem("not saved")

    with pytest.raises(UserProblem, match="not saved"):
        fail()
    assert not (places.evidence / "usb").exists()
    assert [entry.after is None for entry in read_entries(places)] == [False, False, True]
    assert [change.ids for change in changes(places)] == [("usb",)]


@pytest.mark.parametrize("links", [True, False])
def test_a_move_never_overwrites(tmp_path, monkeypatch, links):
    if not links:
        monkeypatch.setattr(exhibits.os, "link", lambda *_a, **_k: (_ for _ in ()).throw(OSError(1, "Not permitted")))
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_bytes(b"1")
    two.write_bytes(b"2")
    with pytest.raises(UserProblem, match="two can't be made"):
        move_file(one, two)
    assert (one.read_bytes(), two.read_bytes()) == (b"1", b"2")
    move_file(one, tmp_path / "three")
    assert (one.exists(), (tmp_path / "three").read_bytes()) == (False, b"1")


def test_a_move_that_the_disk_may_have_lost_is_told(tmp_path, monkeypatch):
    def failing(_folder):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(save, "flush_folder", failing)
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_bytes(b"1")
    with pytest.raises(save.Unflushed, match="two was made, but the disk reported an error: Input/output error"):
        move_file(one, two)
    assert (one.exists(), two.read_bytes()) == (False, b"1")


def test_set_aside_twice_keeps_both(tmp_path):
    for data in (b"1", b"2", b"3"):
        (tmp_path / "001-a.jpg").write_bytes(data)
        set_aside(tmp_path / "001-a.jpg")
    assert sorted(path.read_bytes() for path in (tmp_path / "removed").iterdir()) == [b"1", b"2", b"3"]


def test_numbers_are_those_of_the_names_else_the_next_free_ones():
    assert numbers(["003-a.jpg", "b.jpg", "001-c.jpg", "003-d.jpg"]) == (3, 4, 1, 5)
    assert numbers([]) == ()
    assert numbers(["a", "b"]) == (1, 2)


def test_a_number_is_not_given_twice(places):
    (places.evidence / "usb" / "removed").mkdir(parents=True)
    assert next_number(places, "usb") == 1
    (places.evidence / "usb" / "removed" / "007-a.jpg").touch()
    (places.evidence / "usb" / "002-a.jpg").touch()
    assert next_number(places, "usb") == 8


@pytest.mark.parametrize(
    "name", ["a" * 300, "ü" * 300, "\u202e" * 9, "\ud800", "..", "...", "", "a/b", "x." + "y" * 99]
)
def test_a_name_is_short_and_plain(name):
    found = clean_name(name, "photo")
    assert 0 < len(f"001-{found}".encode()) <= 80
    assert found[0] not in ".-"
    assert not set(found) & set("/\\:\0\u202e")


@posix
@pytest.mark.parametrize("file", ["..", "../usb2/a", "/etc/passwd", "link/passwd", ".", "", "a\0b"])
def test_a_file_elsewhere_is_none_of_the_dispute(places, file):
    folder = places.evidence / "usb"
    folder.mkdir(parents=True)
    (folder / "link").symlink_to("/etc")
    assert find_exhibit(places, "usb", file) is None
    assert find_exhibit(places, "usb", "a/b.jpg") == folder.resolve() / "a" / "b.jpg"


@posix
def test_a_digest_waits_for_nobody(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert [file_digest(path) for path in (tmp_path / "pipe", tmp_path, tmp_path / "none")] == [None] * 3

"""What proves the claim, and files that come in whole, once, and never over another."""

import hashlib
import json
import os
import stat
import tomllib

import jsonschema
import pytest
from disputecli.store.shipped import shipped_text

USB = ("--item", "USB stick", "--received", "yes", "--text", "shows 6 GB instead of 64", "--evidence", "photo")
JPG = b"\xff\xd8\xff\xe0 front"
posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")


@pytest.fixture
def usb(dispute, home):
    assert dispute("new", *USB).code == 0
    return home / "ledger" / "open" / "usb-stick.toml"


@pytest.fixture
def folder(home):
    return home / "ledger" / "evidence" / "usb-stick"


@pytest.fixture
def photo(tmp_path):
    file = tmp_path / "front.jpg"
    file.write_bytes(JPG)
    return file


@pytest.fixture
def nothing_added(dispute, usb, folder, files):
    """Run `add`, and see that nothing at all came of it."""

    def add(*words):
        before = {name: data for name, data in files().items() if not name.startswith("state/ledger.lock")}
        done = dispute("evidence", "usb-stick", "add", *words)
        assert {name: data for name, data in files().items() if not name.startswith("state/ledger.lock")} == before
        assert not folder.exists()
        assert done.out == ""
        return done

    return add


def rows(usb):
    return tomllib.loads(usb.read_text(encoding="utf-8")).get("evidence", [])


def test_the_checklist_fits_the_reason(dispute, usb):
    done = dispute("evidence", "usb-stick")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("usb-stick: evidence for wrong specification\n  [x] photo (required) At least one")
    assert "  [ ] test result (helpful) The result of a test program" in done.out
    assert done.out.endswith("No files yet. Add some with:\n  dispute evidence usb-stick add photo.jpg\n")
    assert max(map(len, done.out.splitlines())) <= 80
    assert dispute("evidence").out == done.out


def test_a_file_ticks_off_what_it_is(dispute, usb, photo):
    dispute("evidence", "usb-stick", "add", str(photo), "--kind", "test_result")
    assert "  [x] test result (helpful)" in dispute("evidence", "usb-stick").out


def test_a_file_is_copied_with_its_row(dispute, usb, folder, photo):
    photo.chmod(0o644)
    done = dispute("evidence", "usb-stick", "add", str(photo), "--caption", "the  front")
    assert done.code == 0
    assert done.out == "   1. photo, 001-front.jpg, 10 bytes, 10 Mar, “the front”\n"
    assert "may carry the place they were taken" in done.err
    (row,) = rows(usb)
    assert row.pop("added_at").isoformat() == "2026-03-10T12:00:00+00:00"
    digest = hashlib.sha256(JPG).hexdigest()
    assert row == {
        "file": "001-front.jpg", "kind": "photo", "caption": "the front", "size": 10, "sha256": digest,
        "original": "front.jpg",
    }  # fmt: skip
    copy = folder / "001-front.jpg"
    assert copy.read_bytes() == JPG == photo.read_bytes()
    if os.name != "nt":
        assert [stat.S_IMODE(each.stat().st_mode) for each in (copy, folder)] == [0o600, 0o700]
        assert copy.stat().st_nlink == 1
    assert [each.name for each in folder.iterdir()] == ["001-front.jpg"]


def test_many_files_are_one_save(dispute, usb, folder, photo, tmp_path):
    video = tmp_path / "test.bin"
    video.write_bytes(b"\0\0\0\x18ftypmp42")
    done = dispute("evidence", "usb-stick", "add", str(photo), str(video), "--json")
    assert done.json()["added"] == [1, 2]
    assert [(row["file"], row["kind"]) for row in rows(usb)] == [("001-front.jpg", "photo"), ("002-test.bin", "video")]
    assert dispute("undo", "--list").out.splitlines()[0].endswith("1 dispute changed, 2 files added")


def test_the_same_content_is_said_and_not_doubled(dispute, usb, folder, photo, tmp_path):
    again, video = tmp_path / "again.png", tmp_path / "a.mp4"
    again.write_bytes(JPG)
    video.write_bytes(b"\0\0\0\x18ftypmp42")
    done = dispute("evidence", "usb-stick", "add", str(photo), str(again))
    assert f"{again} is the same as {photo}; one of them is kept" in done.err
    before = usb.read_bytes()
    done = dispute("evidence", "usb-stick", "add", str(again), "--json")
    assert (done.code, f"{again} is there already, as number 1" in done.err) == (0, True)
    assert (done.json()["added"], done.json()["already_there"]) == ([], [1])
    assert usb.read_bytes() == before
    assert [each.name for each in folder.iterdir()] == ["001-front.jpg"]
    done = dispute("evidence", "usb-stick", "add", str(again), str(video), "--json")
    assert (done.json()["added"], done.json()["already_there"]) == ([2], [1])


def test_nothing_is_overwritten(dispute, usb, folder, photo):
    folder.mkdir(parents=True)
    (folder / "001-front.jpg").write_bytes(b"mine")
    dispute("evidence", "usb-stick", "add", str(photo))
    assert (folder / "001-front.jpg").read_bytes() == b"mine"
    assert rows(usb)[0]["file"] == "002-front.jpg"


def test_all_that_is_wrong_is_said_at_once_and_nothing_half_done(nothing_added, photo, tmp_path):
    (tmp_path / "empty.jpg").touch()
    (tmp_path / "notes.xyz").write_bytes(b"what")
    done = nothing_added(*(str(tmp_path / name) for name in ("front.jpg", "empty.jpg", "none.jpg", ".", "notes.xyz")))
    assert done.code == 1
    for words in ("empty.jpg is empty", "no file", "is a folder", "What is", "--kind KIND", "Nothing was added."):
        assert words in done.err


@posix
def test_a_pipe_or_a_device_is_refused_at_once(nothing_added, tmp_path):
    os.mkfifo(tmp_path / "pipe.jpg")
    for name in (str(tmp_path / "pipe.jpg"), "/dev/zero", "/dev/null"):
        done = nothing_added(name)
        assert (done.code, "is not an ordinary file" in done.err) == (1, True)


@posix
def test_a_file_beyond_the_limit_is_refused_before_it_is_read(nothing_added, tmp_path):
    with (tmp_path / "long.mp4").open("wb") as file:
        file.truncate(2_000_000_001)
    done = nothing_added(str(tmp_path / "long.mp4"))
    assert (done.code, "has 2.0 GB; the limit is 2 GB" in done.err) == (1, True)


@posix
def test_a_link_is_followed_and_that_is_said(dispute, usb, folder, photo, tmp_path):
    (tmp_path / "link.jpg").symlink_to(photo)
    done = dispute("evidence", "usb-stick", "add", str(tmp_path / "link.jpg"))
    assert f"link.jpg is a link; what is taken is {photo}" in done.err
    assert not (folder / "001-link.jpg").is_symlink()
    (tmp_path / "nowhere.jpg").symlink_to(tmp_path / "gone")
    assert "There is no file" in dispute("evidence", "usb-stick", "add", str(tmp_path / "nowhere.jpg")).err


HOSTILE = {
    "right to left": ("tra\u202egpj.exe.jpg", "001-tragpj.exe.jpg"),
    "escape": ("a\x1b[31mred\n.jpg", "001-a31mred.jpg"),
    "not UTF-8": (b"caf\xe9.jpg", "001-caf.jpg"),
    "long": ("x" * 250 + ".jpg", f"001-{'x' * 63}.jpg"),
    "long letters": ("ü" * 120 + ".jpg", f"001-{'ü' * 31}.jpg"),
    "hidden": (".hidden", "001-hidden"),
    "dashes": ("-rf .jpg", "001-rf.jpg"),
    "device": ("CON.jpg", "001-CON.jpg"),
    "nothing left": ("[]().jpg", "001-photo.jpg"),
    "spaces": ("my  photo (1).JPG", "001-my-photo-1.jpg"),
    "letters": ("фото é.jpg", "001-фото-é.jpg"),
}


@posix
@pytest.mark.parametrize("name", HOSTILE)
def test_any_name_becomes_a_safe_one(name, dispute, usb, folder, tmp_path):
    given, expected = HOSTILE[name]
    (tmp_path / os.fsdecode(given)).write_bytes(JPG)
    done = dispute("evidence", "usb-stick", "add", "--caption", "x", "--", str(tmp_path / os.fsdecode(given)))
    assert done.code == 0
    assert [each.name for each in folder.iterdir()] == [expected]
    assert len(expected.encode()) <= 80
    shown = done.out + done.err + dispute("evidence", "usb-stick").out + dispute("show", "usb-stick").out
    assert not {"\x1b", "\u202e"} & set(shown)
    assert dispute("check", "--advice").code == 0


@posix
def test_hostile_names_that_can_t_be_taken_are_shown_harmless(nothing_added, tmp_path):
    (tmp_path / "a\x1b[31m\u202e.txt").write_bytes(b"what")
    for name in (str(tmp_path / "a\x1b[31m\u202e.txt"), "no\x1b[31m\u202e.jpg", os.fsdecode(b"\xff.jpg"), "n" * 300):
        done = nothing_added(name)
        assert done.code == 1
        assert not {"\x1b", "\u202e"} & set(done.err)


def test_bad_calls(dispute, usb, photo):
    for words, code, sentence in (
        (("usb-stick", "ad", "x"), 2, "“ad” is neither add nor remove"),
        (("usb-stick", "add"), 2, "Name the files to add"),
        (("usb-stick", "remove"), 2, "Name the numbers to remove"),
        (("usb-stick", "add", str(photo), "--kind", "foto"), 2, "Did you mean photo?"),
        (("usb-stick", "add", str(photo), "--caption", "a\x1b"), 2, "hidden character"),
        (("usb-stick", "--kind", "photo"), 2, "belong to add"),
        (("usv-stick",), 1, "Did you mean usb-stick?"),
        (("usb-stick", "remove", "1"), 1, "There is no exhibit 1"),
        (("usb-stick", "remove", "../x"), 1, "There is no exhibit ../x"),
    ):
        done = dispute("evidence", *words)
        assert (done.code, sentence in done.err, done.out) == (code, True, "")


def test_without_an_id_the_only_open_dispute_is_meant(dispute, usb, photo):
    assert dispute("evidence", "add", str(photo)).code == 0
    assert dispute("evidence", "remove", "1").code == 0
    assert rows(usb) == []


def test_removed_means_set_aside_and_numbers_stay(dispute, usb, folder, photo, tmp_path):
    for number in range(3):
        file = tmp_path / f"{number}.jpg"
        file.write_bytes(JPG + bytes([number]))
        dispute("evidence", "usb-stick", "add", str(file))
    done = dispute("evidence", "usb-stick", "remove", "2", "--json")
    assert done.json()["removed"] == [2]
    assert [each["number"] for each in done.json()["exhibits"]] == [1, 3]
    assert (folder / "removed" / "002-1.jpg").read_bytes() == JPG + b"\x01"
    assert dispute("evidence", "usb-stick", "remove", "2").code == 1
    assert dispute("evidence", "usb-stick", "remove", "3", "9").code == 1
    assert len(rows(usb)) == 2
    dispute("evidence", "usb-stick", "remove", "3")
    dispute("evidence", "usb-stick", "add", str(tmp_path / "1.jpg"))
    assert [row["file"] for row in rows(usb)] == ["001-0.jpg", "004-1.jpg"]
    assert dispute("check", "--advice").code == 0


def test_a_row_outside_the_folder_loses_its_row_only(dispute, usb, photo):
    usb.write_text(f'{usb.read_text()}[[evidence]]\nfile = "{photo}"\nkind = "photo"\n', encoding="utf-8")
    assert "lies outside the dispute's folder" in dispute("evidence", "usb-stick").out
    assert dispute("evidence", "usb-stick", "remove", "1").code == 0
    assert photo.read_bytes() == JPG
    assert rows(usb) == []


@posix
def test_a_folder_of_evidence_that_is_no_folder(dispute, usb, folder, photo):
    folder.parent.mkdir()
    folder.write_bytes(b"")
    before = usb.read_bytes()
    done = dispute("evidence", "usb-stick", "add", str(photo))
    assert (done.code, "can't be made" in done.err) == (1, True)
    assert usb.read_bytes() == before


def test_json_keeps_its_schema(dispute, usb, photo):
    schema = json.loads(shipped_text("schemas/evidence.json"))
    for words in ((), ("add", str(photo)), ("remove", "1")):
        jsonschema.validate(dispute("evidence", "usb-stick", *words, "--json").json(), schema)


LOST = ("--item", "lamp", "--received", "no", "--tracking", "stalled", "--text", "never came")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("track.png", "tracking_screenshot"), ("my Tracking_2.jpg", "tracking_screenshot"),
        ("chat-1.jpg", "chat_screenshot"), ("racktrack.jpg", "photo"), ("chat tracking.jpg", "photo"),
    ],
)  # fmt: skip
def test_a_name_tells_what_a_picture_shows(dispute, home, tmp_path, name, kind):
    dispute("new", *LOST)
    (tmp_path / name).write_bytes(JPG)
    done = dispute("evidence", "lamp", "add", str(tmp_path / name))
    assert [row["kind"] for row in rows(home / "ledger/open/lamp.toml")] == [kind]
    assert ("which is not on the list" in done.err) == (kind == "photo")
    listed = dispute("evidence", "lamp").out
    assert ("[x] screenshot of the tracking" in listed) == (kind == "tracking_screenshot")


def test_a_kind_that_is_given_is_not_asked_about(dispute, home, tmp_path):
    dispute("new", *LOST)
    (tmp_path / "track.jpg").write_bytes(JPG)
    done = dispute("evidence", "lamp", "add", str(tmp_path / "track.jpg"), "--kind", "photo")
    assert [row["kind"] for row in rows(home / "ledger/open/lamp.toml")] == ["photo"]
    assert "not on the list" not in done.err

"""The last change, taken back to the byte, and back again."""

import json
import os
import sys

import jsonschema
import pexpect
import pytest
from disputecli.store.shipped import shipped_text
from tests.commands.conftest import DISPUTE

USB = (
    "--item",
    "USB stick",
    "--received",
    "yes",
    "--text",
    "shows 6 GB instead of 64",
    "--paid",
    "9.68",
    "--currency",
    "USD",
)
SCRIPT = "import sys; p = sys.argv[1]; d = open(p, 'rb').read(); open(p, 'wb').write(d.replace(b'9.68', b'9.60'))"


@pytest.fixture
def editor(tmp_path):
    script = tmp_path / "editor.py"
    script.write_text(SCRIPT)
    return f"{sys.executable} {script}"


@pytest.fixture
def photo(tmp_path):
    file = tmp_path / "front.jpg"
    file.write_bytes(b"\xff\xd8\xff\xe0 front")
    return file


@pytest.fixture
def ledger(files):
    """The files of the ledger but for what is set aside beside them."""
    return lambda: {
        name: data
        for name, data in files().items()
        if name.startswith("ledger/") and "/removed/" not in name and not name.endswith(".bak")
    }


@pytest.fixture
def kept(files):
    """All files but the name of who had the lock last."""
    return lambda: {name: data for name, data in files().items() if not name.endswith(".owner")}


@pytest.fixture
def usb(dispute):
    assert dispute("new", *USB).code == 0


def move(home):
    """Close a dispute as a command does: with a new table, in the other folder."""
    from datetime import UTC, datetime

    from disputecli.store.journal import this_run
    from disputecli.store.ledger import find_record, move_record, read_ledger
    from disputecli.store.paths import places

    this_run.cache_clear()
    where = places({"DISPUTE_HOME": str(home)})
    record = find_record(read_ledger(where)[0], "usb-stick")
    now = datetime(2026, 3, 10, 11, tzinfo=UTC)
    move_record(where, record, {**record.table, "note": "x"}, "closed", now=now, command="log closed")


def changed_by(name, dispute, home, editor, photo):
    """Run one command that changes the ledger."""
    if name == "move":
        return move(home)
    words = {
        "edit": ("edit", "usb-stick"),
        "log": ("log", "usb-stick", "opened"),
        "observe": ("observe", "usb-stick", "open_by", "2d 3h"),
        "draft": ("draft", "usb-stick", "open", "--save"),
        "evidence add": ("evidence", "usb-stick", "add", str(photo)),
        "new": ("new", *USB),
    }[name]
    assert dispute(*words, EDITOR=editor).code == 0
    return None


@pytest.mark.parametrize("name", ["edit", "log", "observe", "draft", "evidence add", "new", "move"])
def test_each_command_is_taken_back_and_brought_back_to_the_byte(name, dispute, home, editor, photo, ledger, usb):
    before = ledger()
    changed_by(name, dispute, home, editor, photo)
    after = ledger()
    assert before != after
    for words, expected in ((("undo",), before), (("undo", "--redo"), after)) * 2:
        done = dispute(*words, "--yes")
        assert (done.code, done.err) == (0, "")
        assert ledger() == expected
    assert dispute("check").out == ""


def test_removed_evidence_comes_back(dispute, photo, ledger, usb):
    dispute("evidence", "usb-stick", "add", str(photo))
    before = ledger()
    assert dispute("evidence", "usb-stick", "remove", "1").code == 0
    after = ledger()
    assert "ledger/evidence/usb-stick/001-front.jpg" in before.keys() - after.keys()
    for words, expected in ((("undo",), before), (("undo", "--redo"), after), (("undo",), before)):
        assert dispute(*words, "--yes").code == 0
        assert ledger() == expected


def test_an_earlier_wrong_event_is_reached_by_going_back_twice(dispute, ledger, usb):
    states = [ledger()]
    for text in ("wrong", "right", "more"):
        assert dispute("log", "usb-stick", "note", "--text", text).code == 0
        states.append(ledger())
    for expected in (states[2], states[1], states[0]):
        assert dispute("undo", "--yes").code == 0
        assert ledger() == expected
    for expected in (states[1], states[2]):
        assert dispute("undo", "--redo", "--yes").code == 0
        assert ledger() == expected
    assert dispute("undo", "--yes").code == 0
    assert ledger() == states[1]
    assert dispute("log", "usb-stick", "note", "--text", "other").code == 0
    gone = dispute("undo", "--redo", "--yes")
    assert (gone.code, gone.err.startswith("dispute: There is nothing to bring back.\n")) == (1, True)
    for expected in (states[1], states[0]):
        assert dispute("undo", "--yes").code == 0
        assert ledger() == expected
    assert dispute("check").out == ""


def test_redo_says_first_what_it_brings_back(dispute, usb):
    dispute("log", "usb-stick", "note", "--text", "x")
    dispute("undo", "--yes")
    assert dispute("undo", "--redo", "--dry-run").out.splitlines() == [
        "Brings back: log note on usb-stick, 10 Mar 12:00",
        "  open/usb-stick.toml is as it was before",
        "Nothing was changed.",
    ]
    assert dispute("undo", "--redo", "--yes").out.endswith("\nBrought back. Take it back again with: dispute undo\n")
    dispute("undo", "--yes")
    done = dispute("undo", "--redo", "--json", "--yes")
    jsonschema.validate(done.json(), json.loads(shipped_text("schemas/undo.json")))
    assert done.json()["brought_back"]["ids"] == ["usb-stick"]


def test_when_all_is_taken_back_it_names_the_way_forth(dispute, usb):
    assert dispute("undo", "--yes").code == 0
    done = dispute("undo", "--yes")
    assert (done.code, done.out) == (1, "")
    assert "There is nothing to take back." in done.err
    assert "dispute undo --redo" in done.err


def test_a_hand_made_edit_stops_the_way_back_and_forth(dispute, home, kept, usb):
    dispute("log", "usb-stick", "note", "--text", "x")
    dispute("undo", "--yes")
    path = home / "ledger" / "open" / "usb-stick.toml"
    path.write_bytes(path.read_bytes() + b'note = "by hand"\n')
    before = kept()
    for words in (("undo",), ("undo", "--redo")):
        done = dispute(*words, "--yes")
        assert (done.code, "was changed after that command" in done.err) == (1, True)
    assert kept() == before


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
def test_an_answer_that_is_neither_yes_nor_no_is_asked_for_again(env, ledger, usb):
    before = ledger()
    child = pexpect.spawn(DISPUTE, ["undo"], env=env, encoding="utf-8", timeout=20)
    child.expect("Take it back.*:")
    child.sendline("perhaps")
    child.expect("Type y for yes or n for no.")
    child.expect("Take it back.*:")
    child.sendline("")
    child.expect("Nothing was taken back.")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 1
    assert ledger() == before


def test_it_says_first_what_it_takes_back(dispute, home, usb):
    move(home)
    done = dispute("undo", "--yes")
    assert done.out.splitlines() == [
        "Takes back: log closed on usb-stick, 10 Mar 11:00",
        "  usb-stick moves back from closed to open",
        "Taken back. Bring it back with: dispute undo --redo",
    ]


def test_a_dry_run_changes_nothing(dispute, files, usb):
    before = files()
    done = dispute("undo", "--dry-run")
    assert done.code == 0
    assert "open/usb-stick.toml is removed" in done.out
    assert files() == before


def test_the_id_stays_taken(dispute, usb):
    dispute("undo", "--yes")
    assert dispute("new", *USB, "--json").json()["id"] == "usb-stick-2"


def test_nothing_to_take_back(dispute, files):
    done = dispute("undo", "--yes")
    assert (done.code, done.err) == (
        1,
        "dispute: There is nothing to take back.\n  No command has changed your disputes yet.\n",
    )
    assert dispute("undo", "--list").out == "No command has changed your disputes yet.\n"
    assert files() == {}


@pytest.mark.parametrize("removed", [False, True])
def test_a_file_that_was_edited_since_is_left_alone(dispute, home, kept, editor, usb, removed):
    dispute("edit", "usb-stick", EDITOR=editor)
    path = home / "ledger" / "open" / "usb-stick.toml"
    path.unlink() if removed else path.write_bytes(path.read_bytes() + b'note = "by hand"\n')
    before = kept()
    done = dispute("undo", "--yes")
    assert done.code == 1
    assert ("was removed" if removed else "was changed") + " after that command" in done.err
    assert kept() == before


def test_evidence_that_was_changed_since_is_left_alone(dispute, home, kept, photo, usb):
    dispute("evidence", "usb-stick", "add", str(photo))
    (home / "ledger" / "evidence" / "usb-stick" / "001-front.jpg").write_bytes(b"other")
    before = kept()
    done = dispute("undo", "--yes")
    assert (done.code, "001-front.jpg: was changed after that command" in done.err) == (1, True)
    assert kept() == before


def test_bytes_that_are_no_longer_kept_change_nothing(dispute, home, kept, editor, photo, usb):
    dispute("edit", "usb-stick", EDITOR=editor)
    for path in (home / "state" / "backups" / "usb-stick").iterdir():
        path.unlink()
    before = kept()
    done = dispute("undo", "--yes")
    assert (done.code, "is no longer kept" in done.err) == (1, True)
    assert kept() == before


def test_old_lines_without_a_run_can_be_taken_back(dispute, home, editor, ledger, usb):
    before = ledger()
    dispute("edit", "usb-stick", EDITOR=editor)
    journal = home / "state" / "journal.jsonl"
    lines = [json.loads(line) for line in journal.read_text().splitlines()]
    journal.write_text("".join(json.dumps({k: v for k, v in line.items() if k != "run"}) + "\n" for line in lines))
    assert dispute("undo", "--yes").code == 0
    assert ledger() == before


def test_a_journal_that_names_other_files_is_not_followed(dispute, home, usb):
    victim = home.parent / "victim.toml"
    victim.write_text("a = 1\n")
    for file in (
        "open/../../../victim.toml",
        "../victim.toml",
        "open/..",
        "evidence/../../victim.toml",
        "open/a\\b.toml",
    ):
        entry = {
            "time": "x",
            "command": "new\x1b[31m",
            "id": "victim",
            "file": file,
            "before": None,
            "after": "0",
            "run": file,
        }
        with (home / "state" / "journal.jsonl").open("a") as journal:
            journal.write(json.dumps(entry) + "\n")
        done = dispute("undo", "--yes")
        assert (done.code, "no file of the ledger" in done.err) == (1, True)
        assert "\x1b" not in done.out + done.err
    assert victim.read_text() == "a = 1\n"


def test_the_last_twenty_are_listed_newest_first(dispute, home, editor, photo, usb):
    dispute("edit", "usb-stick", EDITOR=editor)
    dispute("evidence", "usb-stick", "add", str(photo))
    dispute("undo", "--yes")
    move(home)
    assert dispute("undo", "--list").out.splitlines() == [
        "log closed on usb-stick, 10 Mar 11:00: moved to closed",
        "undo evidence add on usb-stick, 10 Mar 12:00: 1 dispute changed, 1 file removed",
        "evidence add on usb-stick, 10 Mar 12:00: 1 dispute changed, 1 file added",
        "edit on usb-stick, 10 Mar 12:00: 1 dispute changed",
        "new on usb-stick, 10 Mar 12:00: 1 dispute added",
    ]
    for number in range(21):
        dispute("undo", "--yes", *(("--redo",) if number % 2 else ()))
    listed = dispute("undo", "--list", "--json").json()
    assert len(listed["changes"]) == 20
    jsonschema.validate(listed, json.loads(shipped_text("schemas/undo-list.json")))


def test_json_keeps_its_schema(dispute, usb):
    done = dispute("undo", "--json", "--yes")
    jsonschema.validate(done.json(), json.loads(shipped_text("schemas/undo.json")))
    assert done.json()["taken_back"]["files"] == [{"id": "usb-stick", "file": "open/usb-stick.toml", "change": "added"}]
    assert done.err.startswith("Takes back: new on usb-stick")


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(
    ("words", "answer", "code"),
    [((), "n", 1), ((), "y", 0), (("--yes",), None, 0), (("--no-input",), None, 2), (("--json",), None, 2)],
)
def test_a_person_is_asked(dispute, env, files, usb, words, answer, code):
    before = files()
    child = pexpect.spawn(DISPUTE, ["undo", *words], env=env, encoding="utf-8", timeout=20)
    if answer:
        child.expect("Takes back: new on usb-stick.*Take it back.*:")
        child.sendline(answer)
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == code
    assert (files() == before) is bool(code)


@pytest.mark.parametrize("flag", [None, "--no-input", "--json"])
@pytest.mark.parametrize(("words", "question"), [((), "Take it back?"), (("--redo",), "Bring it back?")])
def test_where_nobody_can_be_asked_it_wants_a_yes(dispute, ledger, usb, words, question, flag):
    if words:
        dispute("undo", "--yes")
    before = ledger()
    given = [*words, flag] if flag else words
    done = dispute("undo", *given, text="y\n")  # a pipe's text is no person
    assert (done.code, done.out, ledger()) == (2, "", before)
    assert done.err.startswith(f"dispute: {question} Say so with --yes.\n")
    assert dispute("undo", *given, "--dry-run").code == 0
    assert dispute("undo", *given, "--yes").code == 0
    assert ledger() != before


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
def test_a_change_while_the_question_is_open_is_seen(dispute, env, editor, ledger, usb):
    child = pexpect.spawn(DISPUTE, ["undo"], env=env, encoding="utf-8", timeout=20)
    child.expect("Take it back.*:")
    dispute("edit", "usb-stick", EDITOR=editor)
    before = ledger()
    child.sendline("y")
    child.expect("Another command changed the ledger meanwhile")
    child.expect(pexpect.EOF)
    assert ledger() == before


@pytest.mark.parametrize("damage", [b"", b"\0" * 90, b"schema_version = 1\nnot toml", None], ids=repr)
def test_a_damaged_or_lost_file_comes_back_as_it_was_saved_last(dispute, home, damage):
    dispute("new", *USB)
    dispute("log", "usb-stick", "note", "--text", "the last word")
    path = home / "ledger" / "open" / "usb-stick.toml"
    good = path.read_bytes()
    if damage is None:
        path.unlink()
    else:
        path.write_bytes(damage)
    done = dispute("undo", "--restore", "usb-stick")
    assert (done.code, path.read_bytes()) == (0, good)
    assert "again as it was saved last" in done.out
    back = dispute("undo", "--yes")
    assert back.code == 0
    word = "lost" if damage is None else "damaged"
    assert f"open/usb-stick.toml is {word} again, as before it was restored" in back.out
    assert (path.read_bytes() if path.exists() else None) == damage


@pytest.mark.parametrize("words", [(), ("--json",)], ids=["text", "json"])
def test_a_dry_run_says_what_it_would_restore_and_changes_nothing(dispute, home, files, usb, words):
    path = home / "ledger" / "open" / "usb-stick.toml"
    path.write_bytes(b"damaged")
    before = files()
    done = dispute("undo", "--restore", "usb-stick", "--dry-run", *words)
    assert (done.code, files()) == (0, before)
    if words:
        assert done.json() == {"schema_version": 1, "dry_run": True, "restored": "usb-stick", "file": str(path)}
    else:
        assert done.out.splitlines() == [f"Brings back: {path} as it was saved last", "Nothing was changed."]


def test_a_dry_run_refuses_what_cannot_be_restored(dispute, home, files, usb):
    assert dispute("undo", "--restore", "usb-stick", "--dry-run").code == 1
    (home / "ledger" / "open" / "usb-stick.toml").write_bytes(b"damaged")
    for path in (home / "state" / "backups" / "usb-stick").iterdir():
        path.unlink()
    before = files()
    done = dispute("undo", "--restore", "usb-stick", "--dry-run")
    assert (done.code, "no longer kept" in done.err, files()) == (1, True, before)


@pytest.mark.parametrize("words", [("undo", "--restore", "usb"), ("undo", "--restore", "USB-st")])
def test_a_damaged_file_comes_back_by_the_start_of_its_id(dispute, home, usb, words):
    dispute("new", *USB[:1], "Kettle", *USB[2:])
    path = home / "ledger" / "open" / "usb-stick.toml"
    good = path.read_bytes()
    path.write_bytes(b"not toml")
    done = dispute(*words)
    assert (done.code, path.read_bytes()) == (0, good)


def test_the_start_of_several_ids_restores_none(dispute, home, usb):
    dispute("new", *USB)
    path = home / "ledger" / "open" / "usb-stick.toml"
    path.write_bytes(b"not toml")
    done = dispute("undo", "--restore", "usb")
    assert (done.code, path.read_bytes()) == (1, b"not toml")
    assert "usb fits 2 disputes: usb-stick, usb-stick-2" in done.err


@pytest.mark.parametrize(
    "words",
    [("show",), ("log", "note", "--text", "x"), ("export",), ("export", "-f", "md"), ("evidence",), ("draft",)],
)
def test_a_damaged_file_is_not_called_missing_by_the_start_of_its_id(dispute, home, usb, words):
    dispute("new", *USB[:1], "Kettle", *USB[2:])
    path = home / "ledger" / "open" / "usb-stick.toml"
    path.write_text("schema_version = 1\nnote = x\n", encoding="utf-8")
    done = dispute(words[0], "usb", *words[1:])
    assert (done.code, done.out) == (1, "")
    assert f"{path}:2" in done.err
    assert "dispute undo --restore usb-stick" in done.err


def test_a_start_that_a_sound_and_a_damaged_file_share_is_not_clear(dispute, home, usb):
    dispute("new", *USB)
    (home / "ledger" / "open" / "usb-stick.toml").write_bytes(b"not toml")
    assert "usb fits 2 disputes: usb-stick, usb-stick-2" in dispute("show", "usb").err
    assert dispute("show", "usb-stick-2").code == 0


def test_a_sound_file_is_not_restored(dispute, files):
    dispute("new", *USB)
    before = files()
    done = dispute("undo", "--restore", "usb-stick")
    assert (done.code, done.out) == (1, "")
    assert "is as it was saved last" in done.err
    assert {name: each for name, each in files().items() if "lock" not in name} == {
        name: each for name, each in before.items() if "lock" not in name
    }


def test_what_was_never_saved_is_not_restored(dispute):
    done = dispute("undo", "--restore", "kettle")
    assert done.code == 1
    assert "Nothing was ever saved as kettle" in done.err


def test_showing_a_damaged_dispute_names_its_file_line_and_the_way_back(dispute, home):
    dispute("new", *USB)
    path = home / "ledger" / "open" / "usb-stick.toml"
    path.write_text("schema_version = 1\nnote = x\n", encoding="utf-8")
    done = dispute("show", "usb-stick")
    assert done.code == 1
    assert f"{path}:2" in done.err
    assert "dispute undo --restore usb-stick" in done.err


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root looks into every folder")
def test_a_ledger_that_cannot_be_looked_into_is_not_called_empty(dispute, home):
    dispute("new", *USB)
    (home / "ledger" / "open").chmod(0)
    done = dispute("show", "usb-stick")
    (home / "ledger" / "open").chmod(0o700)
    assert done.code == 1
    assert "can't be read" in done.err

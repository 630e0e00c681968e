"""A dispute's file in an editor: sound or not saved, and never lost."""

import json
import os
import sys
import time
from pathlib import Path

import jsonschema
import pexpect
import pytest
from disputecli.store.shipped import shipped_text
from tests.commands.conftest import DISPUTE

USB = (
    *("--item", "USB stick", "--received", "yes", "--text", "shows 6 GB instead of 64", "--paid", "9.68"),
    *("--currency", "USD", "--ordered-at", "2026-02-01", "--protection-ends-at", "2026-03-21"),
)


@pytest.fixture
def editor(tmp_path):
    """A scripted editor: each pair is an old and a new text."""

    def script(*pairs, more=""):
        file = tmp_path / f"editor{len(list(tmp_path.iterdir()))}.py"
        file.write_text(
            "import sys\nfrom pathlib import Path\nfile = Path(sys.argv[-1])\ntext = file.read_bytes()\n"
            f"for old, new in {[(old.encode(), new.encode()) for old, new in pairs]!r}:\n"
            "    assert old in text, old\n    text = text.replace(old, new)\nfile.write_bytes(text)\n" + more
        )
        return f"{sys.executable} {file}"

    return script


@pytest.fixture
def usb(dispute, home):
    assert dispute("new", *USB).code == 0
    return home / "ledger" / "open" / "usb-stick.toml"


@pytest.fixture
def edits(home):
    return lambda: sorted((home / "state" / "edits").glob("*")) if (home / "state" / "edits").exists() else []


def test_the_very_bytes_are_saved_with_their_comments(dispute, editor, usb, edits):
    old = usb.read_bytes()
    done = dispute("edit", "usb", EDITOR=editor(("[order]", "# mine\r\n[order]"), ('"9.68"', '   "9.60" # less')))
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[0] == "Saved usb-stick."
    assert usb.read_bytes() == old.replace(b"[order]", b"# mine\r\n[order]").replace(b'"9.68"', b'   "9.60" # less')
    assert edits() == []


def test_it_shows_the_deadlines_that_moved_and_no_others(dispute, editor, usb):
    done = dispute("edit", "usb", EDITOR=editor(("2026-03-21", "2026-03-25")))
    said = done.out.splitlines()[1:]
    assert said[0] == (
        "Buyer protection ends: act by Thu 19 Mar 07:00, last moment Sat 21 Mar 07:00"
        " → act by Mon 23 Mar 07:00, last moment Wed 25 Mar 07:00"
    )
    assert all("→" in line for line in said)
    assert not any("PayPal" in line or "bank" in line for line in said)


def test_an_edit_that_moves_no_deadline_says_so(dispute, editor, usb):
    done = dispute("edit", "usb", EDITOR=editor(("shows 6 GB", "shows 5 GB")))
    assert done.out == "Saved usb-stick.\nThe deadlines are as before.\n"


@pytest.mark.parametrize("more", ["", "file.unlink()"])
def test_no_change_is_said_and_changes_nothing(dispute, editor, usb, edits, files, more):
    before = {name: data for name, data in files().items() if name.startswith("ledger")}
    done = dispute("edit", "usb", EDITOR=editor(more=more))
    assert (done.code, done.out) == (0, "usb-stick: nothing was changed.\n")
    assert {name: data for name, data in files().items() if name.startswith("ledger")} == before
    assert edits() == []
    assert len((usb.parents[2] / "state" / "journal.jsonl").read_text().splitlines()) == 1


WRONG = {
    "syntax": ([('"9.68"', '"9.68')], ":5:13: the closing quote is missing"),
    "a number for an amount": ([('"9.68"', "9.68")], ":5:1: order.paid: is not written as text"),
    "an unknown currency": ([('"USD"', '"USDD"')], "order.currency: “USDD” is not known"),
    "a row without its keys": ([("[claim]", "[[events]]\nevent = 'opened'\n\n[claim]")], "events.0.at: is missing"),
    "an unknown event": (
        [("[claim]", "[[events]]\nat = 2026-03-01\nactor = 'buyer'\nevent = 'opend'\n\n[claim]")],
        "events.0.event: “opend” is not one of its words",
    ),
    "an impossible date": ([("2026-02-01", "2027-02-01")], "order.ordered_at: 2027-02-01 is in the future"),
    "no schema": ([("schema_version = 1", "")], "schema_version: is not 1"),
    "a later schema": ([("schema_version = 1", "schema_version = 2")], ":1:1: schema_version: is not 1"),
    "nothing": ([("", "")], ""),
}


@pytest.mark.parametrize("name", [name for name in WRONG if name != "nothing"])
def test_a_wrong_text_is_refused_with_its_place_and_kept(name, dispute, editor, usb, edits):
    pairs, problem = WRONG[name]
    old = usb.read_bytes()
    done = dispute("edit", "usb", EDITOR=editor(*pairs))
    assert done.code == 1
    (kept,) = edits()
    assert f"dispute: {kept}:" in done.err
    assert problem in done.err
    assert f"Your text is kept in {kept}" in done.err
    assert kept.read_bytes() == old.replace(*(each.encode() for each in pairs[0]))
    assert kept.stat().st_mode & 0o077 == 0
    assert usb.read_bytes() == old


def test_all_faults_are_shown_at_once(dispute, editor, usb):
    done = dispute("edit", "usb", EDITOR=editor(('"9.68"', "9.68"), ('"USD"', '"USDD"'), ('"yes"', '"maybe"')))
    assert [done.err.count(word) for word in ("order.paid", "order.currency", "problem.received")] == [1, 1, 1]


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"", b"\x00\x00", b"[" * 5000, b"a = 1e400\n", b"x"])
def test_any_bytes_at_all_are_refused_and_kept(data, dispute, editor, usb, edits):
    old = usb.read_bytes()
    done = dispute("edit", "usb", EDITOR=editor(more=f"file.write_bytes({data!r})"))
    assert done.code == 1
    assert usb.read_bytes() == old
    assert [each.read_bytes() for each in edits()] == [data]


def test_a_broken_file_can_be_put_right(dispute, editor, usb):
    good = usb.read_bytes()
    usb.write_bytes(good + b"x = \n")
    done = dispute("edit", "usb", EDITOR=editor(("x = \n", "")))
    assert (done.code, done.err) == (0, "")
    assert usb.read_bytes() == good
    assert dispute("check").out == ""


def test_a_file_that_changed_meanwhile_is_left_alone(dispute, editor, usb, edits):
    theirs = f"Path({str(usb)!r}).write_bytes(b'schema_version = 1\\nnote = \"theirs\"\\n')"
    done = dispute("edit", "usb", EDITOR=editor(("9.68", "9.60"), more=theirs))
    assert done.code == 1
    assert "was changed since it was read" in done.err
    assert b"theirs" in usb.read_bytes()
    assert b"9.60" in edits()[0].read_bytes()
    assert str(edits()[0]) in done.err


def test_what_was_right_when_it_was_written_stays_right(dispute, editor, usb):
    usb.write_bytes(usb.read_bytes().replace(b'"USD"', b'"XQX"'))
    assert dispute("edit", "usb", EDITOR=editor(("9.68", "9.60"))).code == 0


def test_an_unlikely_text_is_saved_and_said(dispute, editor, usb):
    done = dispute("edit", "usb", EDITOR=editor(('paid = "9.68"', 'paid = "1.00"')))
    assert (done.code, "amounts: the claim of 9.68 is more than the 1.00" in done.err) == (0, True)


def test_the_editor_fails(dispute, editor, usb, edits):
    old = usb.read_bytes()
    assert "nothing was changed" in dispute("edit", "usb", EDITOR="false").err
    assert edits() == []
    done = dispute("edit", "usb", EDITOR=editor(("9.68", "9.60"), more="sys.exit(3)"))
    assert (done.code, str(edits()[0]) in done.err) == (1, True)
    for command in ("/nowhere/vi", "'", " "):
        assert "can't be run" in dispute("edit", "usb", EDITOR=command).err
    assert usb.read_bytes() == old


def test_bad_calls(dispute, usb):
    done = dispute("edit", "usb", EDITOR="", VISUAL="")
    assert (done.code, "There is no terminal for an editor" in done.err) == (2, True)
    done = dispute("edit", "usb-stik", EDITOR="true")
    assert (done.code, "Did you mean usb-stick?" in done.err) == (1, True)
    assert dispute("edit", EDITOR="true").code == 2
    done = dispute("edit", "\x1b[31m\u202e", EDITOR="true")
    assert (done.code, "\x1b" in done.err, "\u202e" in done.err) == (1, False, False)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root ignores modes")
def test_a_write_protected_file_is_not_opened(dispute, editor, usb, edits):
    usb.chmod(0o400)
    done = dispute("edit", "usb", EDITOR=editor(("9.68", "9.60")))
    assert (done.code, "write-protected" in done.err, edits()) == (1, True, [])


def test_json_keeps_its_schema(dispute, editor, usb):
    schema = json.loads(shipped_text("schemas/edit.json"))
    moved = dispute("edit", "usb", "--json", EDITOR=editor(("2026-03-21", "2026-03-25"))).json()
    same = dispute("edit", "usb", "--json", EDITOR="true").json()
    for each in (moved, same):
        jsonschema.validate(each, schema)
    assert (moved["changed"], same["changed"], same["deadlines"]) == (True, False, [])
    assert moved["deadlines"][0]["after"]["due_by"] == "2026-03-25T07:00:00+00:00"


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("choice", ["1", "2", "3"])
def test_a_person_may_edit_again_stop_or_throw_away(choice, dispute, env, tmp_path, usb, edits):
    old = usb.read_bytes()
    script = tmp_path / "again.py"
    script.write_text(
        "import sys\nfrom pathlib import Path\nfile = Path(sys.argv[-1])\ntext = file.read_text()\n"
        "file.write_text(text.replace('9.6x', '9.60') if '9.6x' in text else text.replace('9.68', '9.6x'))\n"
    )
    child = pexpect.spawn(
        DISPUTE,
        ["edit", "usb", "--plain"],
        env={**env, "EDITOR": f"{sys.executable} {script}"},
        encoding="utf-8",
        timeout=20,
    )
    child.expect(r":5:1:\s+order.paid.*1\. Edit again.*3\. Throw")
    child.sendline(choice)
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert usb.read_bytes() == (old.replace(b"9.68", b"9.60") if choice == "1" else old)
    assert [b"9.6x" in each.read_bytes() for each in edits()] == ([True] if choice == "2" else [])


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
def test_who_never_chose_vi_is_told_its_keys_before_it_opens(env, tmp_path, usb):
    vi = tmp_path / "bin" / "vi"
    vi.parent.mkdir()
    vi.write_text(f"#!{sys.executable}\nimport sys\nopen(sys.argv[1], 'a').write('# seen\\n')\n")
    vi.chmod(0o700)
    bare = {name: value for name, value in env.items() if name not in {"EDITOR", "VISUAL"}}
    child = pexpect.spawn(DISPUTE, ["edit", "usb"], env={**bare, "PATH": str(vi.parent)}, encoding="utf-8", timeout=20)
    child.expect(r"Then save:\s+Esc\s+:wq\s+Enter.*Press Enter to open it")
    assert b"# seen" not in usb.read_bytes()
    child.sendline("")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert usb.read_bytes().endswith(b"# seen\n")


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
def test_help_behind_a_broken_edit_says_what_becomes_of_the_text(editor, env, usb, edits):
    variables = {**env, "EDITOR": editor(("9.68", "9.6x")), "TERM": "xterm-256color", "PROMPT_TOOLKIT_NO_CPR": "1"}
    child = pexpect.spawn(DISPUTE, ["edit", "usb"], env=variables, encoding="utf-8", timeout=20, dimensions=(24, 100))
    child.expect_exact("Throw my changes away")
    child.send("?\r")
    told = "Ctrl-C stops; your text is kept in a file."
    child.expect(r"(?:\s|\x1b\[[0-9;?]*[A-Za-z])+".join(told.split()))
    child.expect_exact("or Enter twice")
    child.sendcontrol("c")
    child.expect_exact("Your text is kept in")
    child.expect(pexpect.EOF)
    assert [b"9.6x" in each.read_bytes() for each in edits()] == [True]


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
def test_what_was_typed_outlives_a_kill(env, tmp_path, usb, edits):
    ready = tmp_path / "ready"
    script = tmp_path / "slow.py"
    script.write_text(
        "import sys, time\nfrom pathlib import Path\nfile = Path(sys.argv[-1])\n"
        f"file.write_text('typed')\nPath({str(ready)!r}).touch()\ntime.sleep(30)\n"
    )
    child = pexpect.spawn(DISPUTE, ["edit", "usb"], env={**env, "EDITOR": f"{sys.executable} {script}"}, timeout=20)
    end = time.monotonic() + 20
    while not Path(ready).exists() and time.monotonic() < end:
        time.sleep(0.05)
    child.close(force=True)
    assert [each.read_text() for each in edits()] == ["typed"]

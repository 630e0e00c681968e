"""Ledgers that older versions left (made by `tests/older.py`): read, changed, and their own steps taken back."""

import os
import re
import shutil
import sys
import tomllib
from pathlib import Path

import pexpect
import pytest
from tests.older import OWN

OLDER = Path(__file__).parent.parent / "data" / "older"
VERSIONS = sorted(each.name for each in OLDER.iterdir())
KEEPS_THE_LAST = [each for each in VERSIONS if each > "0.1.0-2026-11-23"]  # before, only what stood there before
STANDS = {
    "usb-stick": ("negotiation", "awaiting_buyer", None),
    "kettle": ("negotiation", "awaiting_seller", None),
    "linen-shirt": ("watching", "ready_to_open", None),
    "cup": ("watching", "draft", None),
    "lamp": ("closed", "closed", "refunded_full"),
}
STEPS = [
    "import on cup", "log refund-received on lamp", "log opened on kettle", "log seller-accepted on lamp",
    "log opened on lamp", "edit on kettle", "draft --save on usb-stick", "evidence remove on usb-stick",
    "evidence add on lamp", "evidence add on usb-stick", "observe on lamp", "observe on usb-stick",
    "log message-received on usb-stick", "log seller-countered on usb-stick", "log opened on usb-stick",
    "new on kettle", "new on lamp", "new on usb-stick",
]  # fmt: skip


def left_by(version, name, home):
    shutil.copytree(OLDER / version / name, home)
    for path in (home, *home.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)
    return home / "ledger"


@pytest.fixture(params=VERSIONS)
def ledger(request, home):
    return left_by(request.param, "home", home)


def table(path):
    return tomllib.loads(path.read_text(encoding="utf-8"))


def disputes(ledger):
    return {path.stem: path for folder in ("open", "closed") for path in (ledger / folder).glob("*.toml")}


def taken_back(dispute):
    """Take back as much as can be; what each step was, and what was said where it went no further."""
    steps = []
    while not (done := dispute("undo", "--yes")).code:
        steps.append(re.match(r"Takes back: (.*), \d+ Mar", done.out)[1])
    return steps, done.err


def test_a_ledger_of_an_older_version_is_read_whole(dispute, files, ledger):
    before = files()
    checked = dispute("check")
    assert (checked.code, checked.out, checked.err) == (0, "", "")
    status = dispute("status", "--all", "--json").json()
    assert {each["id"]: (each["stage"], each["status"], each["outcome"]) for each in status["disputes"]} == STANDS
    assert status["unreadable"] == []
    exported = dispute("export", "--format", "json").json()["disputes"]
    assert {each["id"] for each in exported} == STANDS.keys()
    for id_, path in disputes(ledger).items():
        shown = dispute("show", id_)
        assert shown.code == 0
        assert table(path)["order"]["item"] in shown.out
    assert "001-a.jpg" in dispute("evidence", "usb-stick").out
    advice = dispute("check", "--advice").out
    assert "missing" not in advice
    assert "changed since" not in advice
    assert {name: data for name, data in files().items() if not name.startswith("cache/")} == before


def test_a_change_keeps_all_that_an_older_version_wrote(dispute, ledger):
    before = {id_: path.read_bytes() for id_, path in disputes(ledger).items()}
    for id_, path in disputes(ledger).items():
        old = table(path)
        assert dispute("log", id_, "note", "--text", "seen again").code == 0
        new = table(path)
        assert new["events"].pop()["text"] == "seen again"
        assert new == old | {"events": old.get("events", [])}
    assert dispute("check").out == ""
    assert {key: table(disputes(ledger)["linen-shirt"])[key] for key in ("note", "mine")} == tomllib.loads(OWN)
    assert OWN.partition("\n")[0] in (ledger / "open" / "linen-shirt.toml.bak").read_text(encoding="utf-8")
    for _ in before:
        assert dispute("undo", "--yes").code == 0
    assert {id_: path.read_bytes() for id_, path in disputes(ledger).items()} == before


def test_the_steps_of_an_older_version_are_taken_back_and_brought_back(dispute, ledger):
    redone = dispute("undo", "--redo", "--yes")
    assert redone.out.startswith("Brings back: log note on kettle, ")
    whole = {path.relative_to(ledger): path.read_bytes() for path in ledger.rglob("*") if path.is_file()}
    steps, last = taken_back(dispute)
    assert steps == ["log note on kettle", *STEPS]
    assert "linen-shirt.toml: was changed after that command" in last  # its owner edited it
    assert list(disputes(ledger)) == ["linen-shirt"]
    assert dispute("check").out == ""
    for _ in steps:
        assert dispute("undo", "--redo", "--yes").code == 0
    now = {path.relative_to(ledger): path.read_bytes() for path in ledger.rglob("*") if path.is_file()}
    assert now == whole


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
def test_an_interview_that_an_older_version_was_stopped_in_goes_on(home, env, ledger):
    dispute = str(Path(sys.executable).parent / "dispute")
    child = pexpect.spawn(dispute, ["new", "--plain"], env=env, encoding="utf-8", timeout=30)
    child.expect_exact("1. Go on: Wall clock, 3 answers")
    child.expect_exact("Number (Enter = 1): ")
    child.sendline("1")
    child.expect_exact("What does the tracking say?")
    child.expect_exact("Number")
    child.sendintr()
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("id_", ["usb-stick", "lamp", "cup"])
def test_a_file_that_an_older_version_saved_last_comes_back_or_it_is_said_what_is_kept(dispute, home, version, id_):
    ledger = left_by(version, "home", home)
    path = disputes(ledger)[id_]
    good = path.read_bytes()
    path.write_bytes(good[:20])
    restored = dispute("undo", "--restore", id_)
    if version in KEEPS_THE_LAST:
        assert (restored.code, path.read_bytes()) == (0, good)
        return
    kept = sorted((home / "state" / "backups" / id_).glob("*.toml"))[-1:]
    assert (restored.code, path.read_bytes()) == (1, good[:20])
    assert "as it was saved last, is no longer kept" in restored.err
    assert [str(each) for each in kept if str(each) in restored.err] == [str(each) for each in kept]


@pytest.mark.parametrize("version", VERSIONS)
def test_what_an_older_version_died_over_is_put_in_order_or_told(dispute, home, version):
    ledger = left_by(version, "killed", home)
    doubled = len(list(ledger.rglob("kettle.toml"))) > 1
    checked = dispute("check")
    assert ("kettle is in open and in closed at once" in checked.out, checked.code) == (doubled, int(doubled))
    if doubled:
        (ledger / "closed" / "kettle.toml").unlink()
    assert dispute("log", "kettle", "note", "--text", "seen again").code == 0
    assert [each["event"] for each in table(ledger / "open" / "kettle.toml")["events"]] == ["opened", "note"]
    assert dispute("check").out == ""
    back, said = taken_back(dispute)
    assert back == ["log note on kettle", "log opened on kettle", "new on kettle"][: 1 if doubled else 3]
    assert ("was removed after that command" in said) == doubled

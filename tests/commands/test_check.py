"""Checks that are silent when all is well, and name the line when it is not."""

import json
import os

import jsonschema
import pytest
from disputecli.store.shipped import shipped_table, shipped_text

GOOD = """schema_version = 1
[order]
item = "USB stick"
paid = "9.68"
currency = "USD"
ordered_at = 2026-01-02
shipped_at = 2026-01-05
received_at = 2026-02-01
protection_ends_at = 2026-03-21
[problem]
received = "yes"
text = "shows 6 GB instead of 64"
evidence = ["photo", "test_result"]
[claim]
reason = "description_mismatch"
detail = "wrong_specification"
type = "refund_only"
extent = "full"
amount = "9.68"
[[events]]
at = 2026-03-02T09:00:00Z
actor = "buyer"
event = "opened"
[[events]]
at = 2026-03-04T09:00:00Z
actor = "seller"
event = "seller-countered"
amount = "3.00"
[[observed]]
kind = "platform_steps_in"
due_by = 2026-03-18T09:00:00Z
seen_at = 2026-03-10T09:00:00Z
"""
# name: what is spoilt, by what, the line and the sentence
SPOILT = {
    "readable": ('paid = "9.68"', 'paid = "9.68', 4, "readable: the closing quote is missing"),
    "schema-version": ("schema_version = 1", "schema_version = 7", 1, "schema: was made by a newer dispute"),
    "schema-key": ('paid = "9.68"', "paid = 9.68", 4, "schema: order.paid: is not written as text"),
    "schema-row": ("at = 2026-03-04T09:00:00Z\n", "", 24, "schema: events.1.at: is missing"),
    "schema-event": (
        'event = "opened"',
        'event = "opend"',
        23,
        "schema: events.0.event: “opend” is not one",
    ),
    "schema-actor": ('actor = "seller"', 'actor = "me"', 26, "schema: events.1.actor: “me” is not one of its words"),
    "schema-observed": ('"platform_steps_in"', '"answer_by"', 30, "schema: “answer_by” is not a word for kind"),
    "events-time": ("2026-03-04", "2026-03-01", 25, "events-order: seller-countered was before opened"),
    "events-order": ("2026-03-02", "2026-01-01", 21, "events-order: opened was before the order"),
    "events-future": ("2026-03-04", "2026-04-04", 25, "events-order: seller-countered is in the future"),
    "events-cause": (
        'event = "opened"',
        'event = "note"',
        27,
        "events-order: seller-countered stands there without opened",
    ),
    "events-offer": ('"seller-countered"', '"accepted"', 27, "events-order: accepted stands there without an offer"),
    "amounts-claim": ('amount = "9.68"', 'amount = "9.69"', 19, "amounts: the claim of 9.69 is more than the 9.68"),
    "amounts-zero": ('amount = "9.68"', 'amount = "0"', 19, "amounts: a claim of 0 is not possible"),
    "amounts-offer": ('amount = "3.00"', 'amount = "30"', 28, "amounts: seller-countered of 30 is more than"),
    "facts": (
        "shipped_at = 2026-01-05",
        "shipped_at = 2026-01-01",
        7,
        "facts: order.shipped_at: shipped before it was",
    ),
}


@pytest.fixture
def ledger(home):
    folder = home / "ledger" / "open"
    folder.mkdir(parents=True, mode=0o700)
    for each in (home, home / "ledger", folder):
        each.chmod(0o700)

    def keep(text=GOOD, name="usb.toml"):
        file = folder / name
        file.write_text(text, encoding="utf-8")
        file.chmod(0o600)
        return file

    return keep


def test_it_is_silent_when_all_is_well(dispute, ledger, files):
    ledger()
    before = files()
    for words in (("check",), ("check", "--advice"), ("check", "usb", "--advice")):
        done = dispute(*words)
        assert (done.code, done.out, done.err) == (0, "", "")
    assert files() == before


def test_no_ledger_is_sound(dispute, home):
    assert dispute("check", "--advice").code == 0
    assert not home.exists()


@pytest.mark.parametrize("name", SPOILT)
def test_each_error_is_one_line_with_its_place_and_a_hint(name, dispute, ledger):
    old, new, line, sentence = SPOILT[name]
    assert old in GOOD
    file = ledger(GOOD.replace(old, new))
    done = dispute("check")
    first, hint, *more = done.out.splitlines()
    assert done.code == 1
    assert first.startswith(f"{file}:{line}: {sentence}")
    assert hint.startswith("  ")
    assert more == []


def test_all_errors_of_all_files_are_shown(dispute, ledger):
    ledger(GOOD.replace('"9.68"', '"9.68'), "a.toml")
    ledger(GOOD.replace("2026-03-04", "2026-03-01").replace('amount = "9.68"', 'amount = "0"'), "b.toml")
    ledger(GOOD, "c.toml")
    lines = [line.split(": ")[1] for line in dispute("check").out.splitlines() if not line.startswith(" ")]
    assert lines == ["readable", "amounts", "events-order"]
    assert dispute("check", "c").out == ""
    assert dispute("check", "b").out.count("b.toml") == 2
    assert dispute("check", "a").code == 1


def test_a_dispute_in_both_folders_is_found(dispute, ledger, home):
    file = ledger()
    (home / "ledger" / "closed").mkdir(mode=0o700)
    (home / "ledger" / "closed" / "usb.toml").write_bytes(file.read_bytes())
    done = dispute("check")
    assert (done.code, done.out.count("duplicate-ids")) == (1, 1)


def test_the_demo_is_sound(dispute, home):
    home.mkdir()
    done = dispute("demo", "check", "--advice")
    assert (done.code, done.out) == (0, "")


ADVICE = {
    "stale-observations": (
        "2026-03-10T09",
        "2026-03-04T10",
        29,
        "the countdown of platform_steps_in was read on 2026-03-04",
    ),
    "no picture": ('"photo", "test_result"', "", 13, "evidence-fits-reason: the item came, and there is no photo"),
    "no fit": (
        '"photo", "test_result"',
        '"video"',
        13,
        "evidence-fits-reason: nothing of what wrong specification asks",
    ),
}


@pytest.mark.parametrize("name", ADVICE)
def test_advice_is_given_on_request_and_is_no_error(name, dispute, ledger):
    old, new, line, sentence = ADVICE[name]
    assert old in GOOD
    file = ledger(GOOD.replace(old, new))
    assert dispute("check").out == ""
    done = dispute("check", "--advice")
    assert done.code == 0
    assert f"{file}:{line}: " in done.out
    assert sentence in done.out


@pytest.fixture
def exhibit(dispute, ledger, home, tmp_path):
    ledger()
    photo = tmp_path / "front.jpg"
    photo.write_bytes(b"\xff\xd8\xff front")
    assert dispute("evidence", "usb", "add", str(photo)).code == 0
    assert dispute("check", "--advice").out == ""
    return home / "ledger" / "evidence" / "usb" / "001-front.jpg"


def test_evidence_that_is_missing_changed_or_not_named(dispute, exhibit):
    exhibit.write_bytes(b"\xff\xd8\xff fr0nt")
    assert "001-front.jpg was changed since it was added" in dispute("check", "--advice").out
    exhibit.rename(exhibit.with_name("other.jpg"))
    said = dispute("check", "--advice").out
    rows = (exhibit.parents[2] / "open" / "usb.toml").read_text().splitlines()
    line = rows.index('file = "001-front.jpg"') + 1
    assert f"usb.toml:{line}: evidence-files: 001-front.jpg is missing" in said
    assert "other.jpg: evidence-files: no row of the dispute names it" in said
    assert dispute("check").out == ""


@pytest.mark.parametrize("file", ["../../open/usb.toml", "/etc/passwd", "..", "."])
def test_evidence_outside_its_folder_is_not_looked_at(file, dispute, ledger):
    ledger(f'{GOOD}[[evidence]]\nfile = "{file}"\nsha256 = "0"\n')
    assert "lies outside the dispute's folder" in dispute("check", "--advice").out
    (exhibit,) = dispute("evidence", "usb", "--json").json()["exhibits"]
    assert exhibit["state"] == "outside"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes")
def test_files_that_others_can_read(dispute, ledger, home):
    file = ledger()
    file.chmod(0o644)
    assert f"{file}: modes: others on this computer can use it\n" in dispute("check", "--advice").out
    (home / "ledger").chmod(0o755)
    done = dispute("check", "--advice")
    assert (done.code, f"{home / 'ledger'}: modes: others on this computer can use it, and 1 more" in done.out) == (
        0,
        True,
    )


def test_left_overs(dispute, ledger, home):
    file = ledger()
    for name in (".usb.toml.123-0a1b2c3d.tmp",):
        file.with_name(name).touch(0o600)
    (home / "state" / "edits").mkdir(parents=True, mode=0o700)
    (home / "state").chmod(0o700)
    (home / "state" / "edits" / "usb.toml").touch(0o600)
    said = dispute("check", "--advice").out
    assert "left-overs: a temporary file was left behind" in said
    assert "left-overs: an edit that was not saved" in said


def test_a_clock_without_summer_time(dispute, ledger, tmp_path):
    ledger()
    zones = tmp_path / "zones" / "America"
    zones.mkdir(parents=True)
    from importlib.resources import files

    (zones / "Los_Angeles").write_bytes(files("tzdata.zoneinfo").joinpath("UTC").read_bytes())
    done = dispute("check", "--advice", PYTHONTZPATH=str(zones.parent))
    assert (done.code, "time-zones: the summer time" in done.out) == (0, True)


def test_hostile_texts_are_shown_harmless(dispute, ledger):
    ledger(GOOD.replace('"platform_steps_in"', '"x[bold]\\u200b"'))
    done = dispute("check")
    assert (done.code, "x[bold]\\u{200b}" in done.out, "\u200b" in done.out) == (1, True, False)
    ledger(name="a\x1b[31m\u202e.toml").write_bytes(b"x")
    said = dispute("check").out + dispute("check", "--json").out
    assert not {"\x1b", "\u202e"} & set(said)


def test_an_unknown_id_has_near_ones(dispute, ledger):
    ledger()
    done = dispute("check", "usv")
    assert (done.code, "Did you mean usb?" in done.err) == (1, True)


def test_the_list_names_every_check(dispute):
    named = [each["name"] for each in shipped_table("checks.toml")["check"]]
    assert [line.split()[1] for line in dispute("check", "--list").out.splitlines()] == named
    listed = dispute("check", "--list", "--json").json()
    jsonschema.validate(listed, json.loads(shipped_text("schemas/check-list.json")))
    assert [each["name"] for each in listed["checks"]] == named


@pytest.mark.parametrize("text", [GOOD, "x", GOOD.replace('"9.68"', '"0"'), GOOD.replace("photo", "video")])
def test_json_keeps_its_schema(text, dispute, ledger):
    ledger(text)
    done = dispute("check", "--advice", "--json")
    jsonschema.validate(done.json(), json.loads(shipped_text("schemas/check.json")))
    assert done.json()["ok"] is (done.code == 0)


def test_a_dispute_whose_file_is_gone_is_named_until_it_is_back_or_taken_away(dispute, home):
    for item in ("USB stick", "Kettle"):
        assert dispute("new", "--item", item, "--received", "no", "--text", "it never came").code == 0
    path = home / "ledger" / "open" / "usb-stick.toml"
    path.unlink()
    for words in ((), ("usb",), ("usb-stick",)):
        done = dispute("check", *words)
        assert done.code == 1
        assert done.out.startswith(f"{path}: dispute-files: the dispute's file is gone\n")
        assert "dispute undo --restore usb-stick" in done.out
    found = dispute("check", "--json").json()["findings"]
    assert [(each["check"], each["id"], each["level"]) for each in found] == [("dispute-files", "usb-stick", "error")]
    assert dispute("check", "kettle").out == ""
    assert dispute("undo", "--restore", "usb-stick").code == 0
    assert dispute("check").out == ""
    assert dispute("undo", "--yes").code == 0
    assert not path.exists()
    assert dispute("check").out == ""


def test_what_commands_moved_or_took_away_is_not_missed(dispute, home):
    for item in ("USB stick", "Kettle"):
        assert dispute("new", "--item", item, "--received", "no", "--text", "it never came").code == 0
    assert dispute("log", "usb-stick", "closed", "--outcome", "refused", "--yes").code == 0
    assert (home / "ledger" / "closed" / "usb-stick.toml").exists()
    assert dispute("check").out == ""
    assert dispute("undo", "--yes").code == 0
    assert dispute("new", "--item", "Lamp", "--received", "no", "--text", "it never came").code == 0
    assert dispute("undo", "--yes").code == 0
    assert not (home / "ledger" / "open" / "lamp.toml").exists()
    assert dispute("check").out == ""
    (home / "ledger" / "closed").mkdir(exist_ok=True)
    (home / "ledger" / "open" / "kettle.toml").rename(home / "ledger" / "closed" / "kettle.toml")
    assert dispute("check").out == ""

"""`dispute export` as users run it: the formats, what is in them, and what is left out for others."""

import csv
import json
import re
import stat
from io import StringIO
from pathlib import Path

import jsonschema
import pytest
from icalendar import Calendar

DATA = Path(__file__).parents[2] / "disputecli" / "data"
SCHEMA = jsonschema.Draft202012Validator(json.loads((DATA / "schemas/export.json").read_text(encoding="utf-8")))
DEMO = {"bike-light", "desk-lamp", "drill-bits", "garden-hose", "kettle", "phone-case", "usb-stick", "winter-jacket",
        "wool-socks"}  # fmt: skip
CLOSED = {"garden-hose"}
PRIVATE = """schema_version = 1

[order]
order_id = "8123456789012345"
item = "Lamp of Happy Store"
seller = "Happy Store"
paid = "9.68"
currency = "USD"
ordered_at = 2026-01-02

[problem]
received = "yes"
text = "Wrote to jan.k@example.org, called +48 601 234 567 on 2026-02-03 09:00; order 8123456789012345 of happy store"

[claim]
reason = "damaged"

[[events]]
at = 2026-02-03T09:00:00Z
actor = "buyer"
event = "return-shipped"
tracking = "RR123456785PL"
text = "sent as rr123456785pl, phone: 555123"

[note]
mine = ["LP00123456789012", 8123456789012345]
8123456789012345 = "stays a key"
"""


@pytest.fixture
def demo(dispute, home):
    assert dispute("demo", "--into", str(home)).code == 0
    return home


@pytest.fixture
def private(home):
    file = home / "ledger/open/lamp.toml"
    file.parent.mkdir(parents=True)
    file.write_text(PRIVATE, encoding="utf-8")
    return file


def events(text):
    return list(Calendar.from_ical(text).walk("VEVENT"))


@pytest.mark.usefixtures("demo")
def test_json_is_the_whole_ledger_and_keeps_its_schema(dispute):
    done = dispute("export")
    assert done.code == 0
    SCHEMA.validate(done.json())
    assert {each["id"] for each in done.json()["disputes"]} == DEMO
    assert {each["id"] for each in done.json()["disputes"] if each["folder"] == "closed"} == CLOSED
    assert done.json()["redacted"] is False


@pytest.mark.usefixtures("demo")
def test_named_disputes_alone_by_id_start_or_order_number(dispute):
    done = dispute("export", "kettle", "bike", "8100000000000001")
    assert [each["id"] for each in done.json()["disputes"]] == ["kettle", "bike-light"]


def test_the_schema_refuses_dates_as_bare_text_under_a_tag():
    good = {"schema_version": 1, "redacted": False, "disputes": [{"id": "a", "folder": "open", "table": {}}]}
    SCHEMA.validate(good)
    for wrong in ({"a": {"$date": "2 Mar"}}, {"a": {"$x": 1}}, {"a": None}, {"a": {"$table": {"a": 1, "b": 2}}}):
        assert not SCHEMA.is_valid({**good, "disputes": [{"id": "a", "folder": "open", "table": wrong}]}), wrong
    assert not SCHEMA.is_valid({**good, "stranger": 1})


@pytest.mark.usefixtures("demo")
def test_csv_is_one_row_a_dispute_with_its_mark_and_crlf(dispute):
    done = dispute("export", "--format", "csv", "--all", TZ="Asia/Tokyo")
    assert done.out.startswith("\ufeffid,order_id,item")
    rows = {row["id"]: row for row in csv.DictReader(StringIO(done.out[1:], newline=""))}
    assert set(rows) == DEMO
    assert done.out.count("\n") == done.out.count("\r\n") == len(DEMO) + 1
    assert rows["kettle"]["order_id"] == "'8100000000000001"
    assert rows["desk-lamp"]["due_by_local"] == "2026-03-11 17:00"
    assert rows["garden-hose"]["outcome"] == "refunded_full"
    few = csv.DictReader(StringIO(dispute("export", "-f", "csv").out[1:], newline=""))
    assert {row["id"] for row in few} == DEMO - CLOSED


@pytest.mark.usefixtures("demo")
def test_ics_has_an_entry_a_deadline_and_a_reminder_where_to_act(dispute):
    done = dispute("export", "--format", "ics")
    status = dispute("status", "--json").json()["disputes"]
    wanted = set()
    for each in status:
        for found in each["deadlines"]:
            end = found["due_by"] or found["act_by"] or found["latest"] or found["earliest"]
            if end:
                wanted.add((f"{each['id']}-{found['kind']}", "due", end))
            if end and found["party"] == "buyer" and found["act_by"] not in {None, end}:
                wanted.add((f"{each['id']}-{found['kind']}", "act", found["act_by"]))
    made = {
        ("-".join(re.split(r"-(?=order-|\d{8})", uid)[:1]), uid.split("@")[0].rsplit("-", 1)[1],
         event.decoded("dtstart").isoformat())
        for event in events(done.out) for uid in [str(event["uid"])]
    }  # fmt: skip
    assert made == wanted
    assert len(events(done.out)) == len(wanted)
    assert len(wanted) > len(status)


@pytest.mark.usefixtures("demo")
def test_a_countdown_read_on_the_site_moves_the_entry_and_raises_its_sequence(dispute, home):
    before = {str(each["uid"]): each for each in events(dispute("export", "-f", "ics", "phone-case").out)}
    file = home / "ledger/open/phone-case.toml"
    seen = (
        '\n[[observed]]\nkind = "seller_response_due"\ndue_by = 2026-03-12T00:00:00Z\nseen_at = 2026-03-10T11:00:00Z\n'
    )
    file.write_text(file.read_text(encoding="utf-8") + seen, encoding="utf-8")
    after = {str(each["uid"]): each for each in events(dispute("export", "-f", "ics", "phone-case").out)}
    assert set(before) == set(after)
    (moved,) = [uid for uid in after if "seller_response_due" in uid]
    assert after[moved].decoded("dtstart").isoformat() == "2026-03-12T00:00:00+00:00"
    assert before[moved].decoded("dtstart").isoformat() != "2026-03-12T00:00:00+00:00"
    assert all(after[uid]["sequence"] == before[uid]["sequence"] + 1 for uid in after)
    assert "Read on the site" in str(after[moved]["description"])


@pytest.mark.usefixtures("demo")
def test_md_tells_one_dispute(dispute):
    done = dispute("export", "--format", "md", "desk")
    assert done.code == 0
    assert done.out.startswith("# Account of a dispute: Desk lamp, foldable\n")
    assert "The seller made an offer (Refund only, 3.00 USD)" in done.out
    assert "The buyer rejected the offer" in done.out
    assert "Reason stated on the form: Damaged goods" in done.out
    assert "waiting for the buyer" in done.out


def test_md_of_a_parcel_that_never_came_says_so_and_what_the_tracking_shows(dispute):
    told = ("--received", "no", "--tracking", "stalled", "--text", "it never came")
    assert dispute("new", "--item", "Phone case", *told).code == 0
    problem = dispute("export", "--format", "md", "phone").out.split("## The problem\n")[1].split("##")[0]
    assert "- The parcel was not received.\n" in problem
    assert "- The tracking has stopped: it shows no new movement of the parcel.\n" in problem
    assert "- In the buyer's words: “it never came”\n" in problem


@pytest.mark.usefixtures("demo")
def test_md_of_several_is_wrong_usage(dispute):
    for words in ((), ("kettle", "desk-lamp")):
        done = dispute("export", "--format", "md", *words)
        assert (done.code, done.out) == (2, "")
        assert "Name one" in done.err


def test_a_key_that_hides_characters_is_named_without_them(dispute, home):
    folder = home / "ledger" / "open"
    folder.mkdir(parents=True)
    (folder / "usb.toml").write_text(
        'schema_version = 1\n[order]\norder_id = {"\\b\\u001b[2J" = inf}\n', encoding="utf-8"
    )
    done = dispute("export", "--redact")
    assert done.code == 1
    assert "usb.toml:3" in done.err
    assert not {"\b", "\x1b"} & set(done.err)


@pytest.mark.parametrize("form", ["json", "csv", "md", "ics"])
@pytest.mark.usefixtures("private")
def test_redacted_has_nothing_left_that_names_people_or_orders(dispute, form):
    done = dispute("export", "--redact", "--format", form)
    assert done.code == 0
    text = done.out.replace('"8123456789012345": "stays a key"', "").replace("\r\n ", "").lower()
    for private in ("8123456789012345", "happy store", "example.org", "601", "rr123456785pl", "555123", "lp00123"):
        assert private not in text, private
    assert "read it before you share it" in done.err


@pytest.mark.usefixtures("private")
def test_placeholders_are_the_same_throughout_and_dates_stay(dispute):
    (one,) = dispute("export", "--redact").json()["disputes"]
    table = one["table"]
    assert table["order"]["order_id"] == "ORDER-1"
    assert table["order"]["item"] == "Lamp of SELLER-1"
    assert table["problem"]["text"] == "Wrote to EMAIL-1, called PHONE-1 on 2026-02-03 09:00; order ORDER-1 of SELLER-1"
    assert table["events"][0]["tracking"] == "TRACKING-1"
    assert table["events"][0]["text"] == "sent as TRACKING-1, phone: PHONE-2"
    assert table["note"]["mine"] == ["TRACKING-2", "ORDER-1"]
    assert table["order"]["paid"] == "9.68"


@pytest.mark.usefixtures("demo")
def test_tracking_states_are_no_tracking_numbers(dispute):
    found = dispute("export", "--redact", "bike-light").json()["disputes"][0]["table"]
    assert found["problem"]["tracking"] == "moving"


@pytest.mark.usefixtures("demo")
def test_a_file_is_new_and_only_for_the_user(dispute, tmp_path):
    file = tmp_path / "out.ics"
    first = dispute("export", "-o", str(file))
    assert (first.code, first.out) == (0, "")
    assert file.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    before = file.read_bytes()
    again = dispute("export", "--format", "csv", "-o", str(file))
    assert again.code == 2
    assert "--force" in again.err
    assert file.read_bytes() == before
    assert dispute("export", "--format", "csv", "-o", str(file), "--force").code == 0
    assert file.read_bytes().startswith(b"\xef\xbb\xbfid,")


@pytest.mark.parametrize("force", [(), ("--force",)], ids=["plain", "force"])
@pytest.mark.usefixtures("demo")
def test_a_folder_is_not_written_over(dispute, tmp_path, force):
    folder = tmp_path / "folder"
    folder.mkdir()
    done = dispute("export", "-o", str(folder), *force)
    assert done.code in {1, 2}
    assert list(folder.iterdir()) == []


def test_an_unknown_format_is_wrong_usage(dispute):
    done = dispute("export", "--format", "pdf")
    assert (done.code, done.out) == (2, "")
    assert "json, csv, md, ics" in done.err


@pytest.mark.usefixtures("demo")
def test_a_broken_file_is_named_and_hides_no_other(dispute, home):
    (home / "ledger/open/broken.toml").write_text("schema_version = 1\nx = \n", encoding="utf-8")
    for form in ("json", "csv", "ics"):
        done = dispute("export", "--format", form)
        assert done.code == 1
        assert "broken.toml:2" in done.err
        assert "kettle" in done.out


@pytest.mark.usefixtures("demo")
def test_what_the_program_cannot_use_is_still_in_the_backup(dispute, home):
    (home / "ledger/open/odd.toml").write_text('schema_version = 1\n[order]\npaid = "much"\n', encoding="utf-8")
    done = dispute("export")
    assert "odd" in {each["id"] for each in done.json()["disputes"]}
    assert done.code == 1
    assert "odd.toml:3" in done.err


def test_hidden_characters_are_escaped_and_kept(dispute, home):
    file = home / "ledger/open/x.toml"
    file.parent.mkdir(parents=True)
    text = "a\\u001bb\\u202ec\\u009bd\\U000e0041\\u200b é 漢"
    file.write_text(f'schema_version = 1\nnote = "{text}"\n', encoding="utf-8")
    done = dispute("export")
    assert not re.search("[\x1b\u202e\x9b\u200b\U000e0041]", done.out)
    assert done.json()["disputes"][0]["table"]["note"] == "a\x1bb\u202ec\x9bd\U000e0041\u200b é 漢"
    assert "é 漢" in done.out


@pytest.mark.usefixtures("demo")
def test_reading_writes_nothing_in_the_ledger(dispute, files):
    before = files()
    for form in ("json", "csv", "ics"):
        dispute("export", "--format", form, "--redact")
    assert files() == before


def test_an_empty_ledger_is_an_empty_export(dispute):
    assert dispute("export").json()["disputes"] == []
    assert events(dispute("export", "-f", "ics").out) == []
    assert len(dispute("export", "-f", "csv").out.splitlines()) == 1
    assert dispute("export", "-f", "md").code == 1


@pytest.mark.usefixtures("private")
def test_what_is_handed_to_strangers_reads_well_and_names_no_file(dispute, home):
    file = home / "ledger/open/lamp.toml"
    row = '[[evidence]]\nfile = "001-Maria Rossi order 8123456789012345.png"\nkind = "photo"\n'
    row += 'original = "Maria Rossi.png"\n\n[note]'
    claim = '[claim]\ntype = "return_and_refund"'
    text = PRIVATE.replace("[note]", row).replace("[claim]", claim)
    file.write_text(text, encoding="utf-8")
    done = dispute("export", "lamp", "--redact", "--format", "md")
    assert "Return & Refund" in done.out
    assert "Buyer: (left out)" in done.out
    assert "1. FILE-1.png, photo" in done.out
    assert "Maria" not in done.out + dispute("export", "--redact").out
    assert "(your name and address)" in dispute("export", "lamp", "--format", "md").out


@pytest.mark.usefixtures("demo")
def test_a_redacted_export_says_what_is_in_it_and_how_people_can_read_it(dispute):
    told = dispute("export", "--redact").err
    assert "closed ones too" in told
    assert "--format md --redact" in told
    assert "closed ones too" not in dispute("export", "kettle", "--redact").err


def test_a_calendar_says_how_many_dates_it_has(dispute, tmp_path):
    assert "0 dates in it: no deadline runs now." in dispute("export", "-o", str(tmp_path / "a.ics")).err
    dispute(
        "new", "--item", "kettle", "--received", "yes", "--text", "does not heat", "--protection-ends-at", "2026-04-10"
    )
    done = dispute("export", "-f", "ics", "kettle")
    assert f"{len(events(done.out))} dates in it." in done.err


def test_an_ending_that_is_no_format_is_asked_about(dispute, tmp_path):
    done = dispute("export", "-o", str(tmp_path / "a.pdf"))
    assert (done.code, list(tmp_path.glob("*.pdf"))) == (2, [])
    assert "“.pdf” is none of the formats" in done.err
    assert dispute("export", "-f", "md", "-o", str(tmp_path / "a.txt")).code == 1  # there is no dispute yet
    assert dispute("export", "-f", "csv", "-o", str(tmp_path / "a.txt")).code == 0


@pytest.mark.usefixtures("demo")
def test_an_alarm_a_day_before_the_buyer_has_to_act_and_none_for_others(dispute):
    made = {str(each["uid"]): each for each in events(dispute("export", "-f", "ics").out)}
    alarms = {
        uid: [alarm.decoded("trigger").total_seconds() for alarm in each.walk("VALARM")] for uid, each in made.items()
    }
    status = dispute("status", "--json").json()
    mine = {f"{each['id']}-{found['kind']}" for each in status["disputes"] for found in each["deadlines"]
            if found["party"] == "buyer"}  # fmt: skip
    waits = {uid for uid in made if re.search(r"-(open_from|in_transit_block)-", uid)}
    assert {alarms[uid][0] for uid in waits if alarms[uid]} == {0.0}  # the day it opens, not the one before
    assert {uid for uid, found in alarms.items() if found} <= {uid for uid in made if uid.startswith(tuple(mine))}
    assert [-86400.0] in alarms.values()
    assert all(found in ([], [0.0], [-86400.0]) for found in alarms.values())
    for uid, found in alarms.items():
        start = made[uid].decoded("dtstart").isoformat()
        assert not found or start > status["now"], uid

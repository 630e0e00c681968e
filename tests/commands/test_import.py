"""`dispute import` as users run it: nothing twice, nothing over another, all faults at once, nothing half done."""

import json
import os
import subprocess
import sys
import tomllib
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path

import pytest
from disputecli.errors import Faults
from disputecli.store.toml import dump_table, parse_table
from disputecli.view.portable import Redaction, ledger_json, packed, read_json, read_rows, unpacked
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

WEIRD = """schema_version = 1
"$date" = "not a date"
big = 123456789012345678901234567890
float = 1.0
small = 1e-7
yes = true
text = "2026-03-02"
empty = ""
lines = "a\\nb\\r\\nc"
day = 2026-03-02
clock = 09:00:00
clock6 = 09:00:00.123456
here = 2026-03-02T09:00:00
there = 2026-03-02T09:00:00+05:30
utc = 2026-03-02T09:00:00.500000Z
mixed = [1, 1.0, "1", true, [2026-03-02], {}]

[order]
item = "x"

["$table"]
"$table" = { "$datetime" = 1 }

[a]
"$date" = "2026-03-02"

[[rows]]
"a.b c" = 1
"ключ" = "漢字"
"""


def ledger(home):
    root = home / "ledger"
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*.toml"))}


def written(*disputes, **keys):
    rows = [{"folder": "open", **each} for each in disputes]
    return json.dumps({"schema_version": 1, "redacted": False, "disputes": rows, **keys})


def one(id_="lamp", **table):
    return {"id": id_, "table": {"schema_version": 1, "order": {"item": "Lamp"}, **table}}


@pytest.fixture
def demo(dispute, home):
    assert dispute("demo", "--into", str(home)).code == 0
    return home


@pytest.fixture
def other(tmp_path):
    return tmp_path / "other"


def test_export_and_import_give_the_same_bytes(dispute, demo, other, files):
    (demo / "ledger/open/weird.toml").write_bytes(dump_table(tomllib.loads(WEIRD)))
    text = dispute("export").out
    done = dispute("import", "-", text=text, DISPUTE_HOME=str(other))
    assert (done.code, done.err) == (0, "")
    assert ledger(other) == ledger(demo)
    before = files()
    again = dispute("import", "-", text=text)
    assert again.code == 0
    assert "Added 0\nSkipped 10" in again.out
    assert files() == before | {name: data for name, data in files().items() if name.startswith("state/")}


def test_a_file_written_by_hand_keeps_all_that_it_says(dispute, home, other):
    file = home / "ledger/open/weird.toml"
    file.parent.mkdir(parents=True)
    file.write_text(f"# by hand\n{WEIRD}", encoding="utf-8")
    assert dispute("import", "-", text=dispute("export").out, DISPUTE_HOME=str(other)).code == 0
    copy = other / "ledger/open/weird.toml"
    assert dump_table(parse_table(copy.read_bytes(), "")) == dump_table(parse_table(file.read_bytes(), ""))
    assert dispute("import", "-", text=dispute("export").out, DISPUTE_HOME=str(other)).out.startswith("Added 0")


def test_what_is_new_is_added_and_what_is_there_is_left(dispute, demo):
    text = dispute("export").out
    (demo / "ledger/open/kettle.toml").unlink()
    before = ledger(demo)
    done = dispute("import", "-", text=text)
    assert done.out == "Added 1: kettle\nSkipped 8 that are there already with the same content.\n"
    assert {name: data for name, data in ledger(demo).items() if name != "open/kettle.toml"} == before


def test_another_dispute_under_the_same_id_is_refused_and_the_others_are_added(dispute, home):
    assert dispute("import", "-", text=written(one())).code == 0
    before = ledger(home)
    done = dispute("import", "-", text=written(one(note="other"), one("kettle")))
    assert done.code == 1
    assert "lamp: the ledger has another dispute under this id" in done.err
    assert "--rename" in done.err
    assert "Added 1: kettle" in done.out
    assert ledger(home)["open/lamp.toml"] == before["open/lamp.toml"]


def test_rename_takes_the_next_free_id_once(dispute, home):
    dispute("import", "-", text=written(one()))
    text = written(one(note="other"))
    done = dispute("import", "-", "--rename", text=text)
    assert (done.code, done.out) == (0, "Added 1: lamp-2 (was lamp)\n")
    assert b"other" in ledger(home)["open/lamp-2.toml"]
    assert dispute("import", "-", "--rename", text=text).out.startswith("Added 0\nSkipped 1")
    assert len(ledger(home)) == 2


def test_one_and_true_and_1_0_are_other_content(dispute):
    dispute("import", "-", text=written(one(note=1)))
    for value in (True, 1.0, "1"):
        assert dispute("import", "-", text=written(one(note=value))).code == 1
    assert dispute("import", "-", text=written(one(note=1))).code == 0


def test_the_order_of_keys_is_no_other_content(dispute):
    dispute("import", "-", text=written(one(a=1, b=2)))
    assert dispute("import", "-", text=written(one(b=2, a=1))).code == 0


def test_a_dry_run_says_what_would_be_done_and_writes_nothing(dispute, files):
    done = dispute("import", "-", "--dry-run", text=written(one(), one("kettle")))
    assert (done.code, done.out) == (0, "Would add 2: lamp, kettle\n")
    assert files() == {}


def test_a_file_that_cannot_be_read_is_not_written_over(dispute, home):
    file = home / "ledger/closed/lamp.toml"
    file.parent.mkdir(parents=True)
    file.write_text("broken = ", encoding="utf-8")
    done = dispute("import", "-", text=written(one("kettle"), one()))
    assert (done.code, done.out) == (1, "Added 1: kettle\n")
    assert set(ledger(home)) == {"closed/lamp.toml", "open/kettle.toml"}
    assert ledger(home)["closed/lamp.toml"] == b"broken = "


def test_all_faults_of_a_file_are_said_at_once(dispute, files):
    bad = (
        one("../evil"),
        one("lamp", order={"item": "x", "paid": "much"}),
        one("kettle", note=None),
        one("hat", when={"$date": "2026-02-30"}),
        {**one("sock"), "folder": "/etc"},
        one("good"),
    )
    done = dispute("import", "-", text=written(*bad))
    assert (done.code, done.out) == (1, "")
    for says in ("disputes.0.id: '../evil'", "disputes.1.table.order.paid", "disputes.2.table.note: is null",
                 "disputes.3.table.when: '2026-02-30' is no date", "disputes.4.folder: '/etc'"):  # fmt: skip
        assert says in done.err, says
    assert "disputes.5" not in done.err
    assert files() == {}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"schema_version": 1,\n "disputes": [}', "stdin:2:15: is no JSON"),
        ("", "is empty"),
        ("\0\0\0", "is empty"),
        ("[1, 2]", "is not an export"),
        ('"text"', "is not an export"),
        ('{"schema_version": 1}', "is not an export"),
        ('{"schema_version": 1, "disputes": {}}', "is not an export"),
        ('{"disputes": []}', "is not an export"),
        ('{"schema_version": 2, "disputes": []}', "newer dispute"),
        ('{"schema_version": true, "disputes": []}', "which is none"),
        ('{"schema_version": "1", "disputes": []}', "which is none"),
        ('{"schema_version": 1, "disputes": [], "x": 1}', "'x' is not a known key"),
        ('{"schema_version": 1, "schema_version": 1, "disputes": []}', "stands there twice"),
        ('{"schema_version": 1, "disputes": [1]}', "disputes.0: is not a dispute"),
        ("[" * 100_000, "nested too deeply"),
        ('{"schema_version": 1, "disputes": [' + "9" * 5000 + "]}", "no JSON of a ledger"),
        (b"\xff\xfe{\x00", "is not UTF-8"),
        ('[order]\nitem = "x"', "is no JSON"),
        (written(one(), one()), "lamp: stands there twice"),
        (written(one(x={"$nope": 1})), "$nope is not a kind"),
        (written(one(x={"$date": 5})), "5 is no date"),
        (written(one(x={"$datetime": "2026-03-02"})), "is no datetime"),
        (written(one(x={"$table": 1})), "is not a table"),
        (written(one(x=1)).replace("1}}", "NaN}}"), "is nan"),
        (written(one(x="\ud800")), "broken character"),
        (written(one(schema_version=2)), "schema_version"),
        (written(one(schema_version=True)), "schema_version"),
        (written(one(events=[{"at": 1}])), "events.0"),
        (written(one(evidence=[{"file": "../../secret"}])), "outside of the ledger"),
        (written(one(evidence=[{"file": "/etc/passwd"}])), "outside of the ledger"),
        (written(one(evidence=[{"file": "C:\\x"}])), "outside of the ledger"),
        *((written(one(id_)), "can't be an id") for id_ in ("", "..", "a/b", "a\\b", "con", "Ä", "a\n", "x" * 90)),
        (written({**one(), "id": 5}), "5 can't be an id"),
        (written(one(x=json.loads("[" * 80 + "]" * 80))), "nested too deeply"),
        ('{"schema_version": 1, "disputes": [{"id": "a", "folder": "open", "table": {"x": '
         + "[" * 900 + "]" * 900 + "}}]}", "nested too deeply"),
    ],
)  # fmt: skip
def test_bad_input_is_one_clear_sentence_and_nothing_is_written(dispute, files, text, says):
    done = dispute("import", "-", text=text)
    assert (done.code, done.out) == (1, "")
    assert says in done.err
    assert files() == {}


@pytest.mark.parametrize("name", ["folder", "missing.json"])
def test_what_is_no_file_is_said(dispute, tmp_path, files, name):
    (tmp_path / "folder").mkdir()
    done = dispute("import", str(tmp_path / name))
    assert done.code == 1
    assert name in done.err
    assert files() == {}


def test_a_huge_file_is_refused(dispute, tmp_path, files):
    file = tmp_path / "huge.json"
    with file.open("wb") as out:
        out.truncate(33 * 1024 * 1024)
    done = dispute("import", str(file))
    assert done.code == 1
    assert "larger than 32 MB" in done.err
    assert files() == {}


def test_without_a_file_it_is_wrong_usage(dispute):
    assert dispute("import").code == 2


def test_a_byte_order_mark_is_no_fault(dispute):
    assert dispute("import", "-", text=b"\xef\xbb\xbf" + written(one()).encode()).code == 0


def test_where_one_cannot_be_saved_none_is_added(home, tmp_path):
    file = tmp_path / "in.json"
    file.write_text(written(one(), one("kettle"), one("big", note="x" * 100_000)), encoding="utf-8")
    command = f"ulimit -f 32; exec {Path(sys.executable).parent / 'dispute'} import {file}"
    env = {**os.environ, "DISPUTE_HOME": str(home)}
    done = subprocess.run(["bash", "-c", command], env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert "big was not saved" in done.stderr
    assert ledger(home) == {}
    journal = [json.loads(line) for line in (home / "state/journal.jsonl").read_text(encoding="utf-8").splitlines()]
    changes = [(each["id"], each["before"] is None, each["after"] is None) for each in journal]
    assert changes == [
        ("lamp", True, False), ("kettle", True, False), ("kettle", False, True), ("lamp", False, True),
    ]  # fmt: skip


keys = st.text(st.characters(exclude_categories=["Cs"]), max_size=8) | st.sampled_from(
    ["$date", "$table", "$", "order"]
)
zones = st.integers(-1439, 1439).map(lambda minutes: timezone(timedelta(minutes=minutes)))
leaves = (
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.dates(min_value=date(1, 1, 2))
    | st.times()
    | st.datetimes(min_value=datetime(2, 1, 1), max_value=datetime(9998, 1, 1))  # noqa: DTZ001  # TOML's local ones
    | st.datetimes(min_value=datetime(2, 1, 1), max_value=datetime(9998, 1, 1), timezones=zones)  # noqa: DTZ001
)
values = st.recursive(leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3))
tables = st.dictionaries(keys, values, max_size=4).map(lambda table: {"schema_version": 1, **table})


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(tables)
def test_every_table_comes_back_to_the_last_byte(table):
    text = ledger_json([("a", "open", table)], redacted=False)
    rows, wrong = read_rows(read_json(text, "x"), "x")
    faults = []
    back = unpacked(rows[0]["table"], "t", faults)
    assert wrong == faults == []
    assert dump_table(back) == dump_table(table)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(tables)
def test_a_redacted_table_still_travels(table):
    made = Redaction([table]).table(table)
    faults = []
    assert unpacked(json.loads(json.dumps(packed(made))), "t", faults) == made
    assert faults == []


def test_a_table_of_nothing_is_a_dispute_of_which_nothing_is_known(dispute, home):
    assert dispute("import", "-", text=written({"id": "lamp", "table": {}})).code == 0
    assert ledger(home) == {"open/lamp.toml": b"schema_version = 1\n"}


def test_types_are_told_apart():
    for value in (True, 1, 1.0, "1", date(2026, 3, 2), "2026-03-02", time(9), datetime(2026, 3, 2, 9, tzinfo=UTC)):
        back = unpacked(json.loads(json.dumps(packed(value))), "t", [])
        assert (type(back), back) == (type(value), value)


def test_a_key_that_stands_twice_is_named():
    with pytest.raises(Faults, match="'a' stands there twice"):
        read_json('{"a": 1, "a": 2}', "x")

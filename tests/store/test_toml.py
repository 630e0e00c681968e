"""Reading and writing TOML exactly, with faults that help."""

import os
from contextlib import suppress
from datetime import UTC, date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from disputecli.errors import Faults, UserProblem
from disputecli.store import toml
from disputecli.store.toml import dump_table, parse_table, read_table
from hypothesis import given
from hypothesis import strategies as st

TEXTS = st.text(st.characters(exclude_categories=("Cs",)))
SCALARS = (
    TEXTS
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.dates()
    | st.datetimes()
    | st.datetimes(timezones=st.just(UTC))
    | st.times()
)
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3))
TABLES = st.dictionaries(TEXTS, VALUES, min_size=1, max_size=4)


def fault_of(data):
    if isinstance(data, str):
        data = data.encode()
    with pytest.raises(Faults) as caught:
        parse_table(data, "my.toml")
    assert len(caught.value.faults) == 1
    assert caught.value.faults[0].where == "my.toml"
    return caught.value.faults[0]


@given(TABLES)
def test_what_is_written_is_read_again(table):
    assert parse_table(dump_table(table), "x") == table


@given(TABLES)
def test_equal_values_give_equal_bytes(table):
    written = dump_table(table)
    assert dump_table(parse_table(written, "x")) == written


def test_a_text_of_several_lines_is_written_so():
    assert dump_table({"note": "one\ntwo\n"}) == b'note = """\none\ntwo\n"""\n'
    assert parse_table(dump_table({"note": "one\r\ntwo"}), "x") == {"note": "one\r\ntwo"}


@pytest.mark.parametrize("value", [None, Decimal("9.68"), object(), [None]], ids=["None", "Decimal", "object", "list"])
def test_what_toml_does_not_have_is_never_written(value):
    with pytest.raises((TypeError, ValueError)):
        dump_table({"a": value})


def test_a_zone_that_toml_cannot_say_is_never_written_wrong():
    moment = datetime(2026, 11, 1, 1, 30, tzinfo=ZoneInfo("America/Los_Angeles"))  # exists twice
    assert parse_table(dump_table({"at": moment}), "x")["at"].isoformat() == "2026-11-01T01:30:00-07:00"


def test_what_was_not_read_back_the_same_is_never_written(monkeypatch):
    monkeypatch.setattr(toml, "parse_table", lambda _data, _name: {"a": True})
    with pytest.raises(ValueError, match="keep"):
        dump_table({"a": 1})


def test_half_a_character_is_refused_with_what_precedes_it():
    with pytest.raises(UserProblem, match="photo") as caught:
        dump_table({"file": "photo\udcff.jpg"})
    assert caught.value.hint


@pytest.mark.parametrize("value", [float("inf"), float("nan")])
def test_no_infinity_is_written(value):
    with pytest.raises(Faults):
        dump_table({"a": value})


def test_every_kind_of_value_is_read():
    text = "a = 2026-03-02\nb = 2026-03-02T09:00:00Z\nc = 09:00:00\nd = [1, 'x']\n"
    read = parse_table(text.encode(), "x")
    assert read == {
        "a": date(2026, 3, 2),
        "b": datetime(2026, 3, 2, 9, tzinfo=UTC),
        "c": time(9),
        "d": [1, "x"],
    }


def test_the_mark_of_windows_editor_is_no_fault():
    assert parse_table(b"\xef\xbb\xbfa = 1\r\n", "x") == {"a": 1}


@pytest.mark.parametrize(
    ("text", "line", "column", "hint"),
    [
        ("a = 1\nb = “x”\n", 2, 5, "straight quotes"),
        ('a = "C:\\Users\\me"\n', 1, 10, "single quotes"),
        ("a = 1\n\nitem = USB stick\n", 3, 8, "quotes round text"),
        ("a = 1\n  a = 2\n", 2, 3, "Keep one"),
        ("[a]\n[a]\n", 2, 1, "Keep one"),
        ("a = { x = 1, x = 2 }\n", 1, 1, "Keep one"),
        ('a = "x\nb = 1\n', 1, 7, "Close the quote"),
        ('a = """x\n', 2, 1, '"""'),
        ("a: 1\n", 1, 2, "name = value"),
        ("a = 2026-3-2\n", 1, 9, "2026-03-02"),
        ("a = 02/03/2026\n", 1, 6, "2026-03-02"),
        ("a = 2026-02-30\n", 1, 5, "2026-03-02"),
        ("a = 9,68\n", 1, 6, '"9.68"'),
        ("a = 0123\n", 1, 6, "begins with 0"),
        ("a = True\n", 1, 5, "small letters"),
        ("a = yes\n", 1, 5, "small letters"),
        ("a =\n", 1, 4, "a value after"),
        ("a = [1 2]\n", 1, 8, "comma"),
        ("a = 1\r\nb =\r\n", 2, 4, "a value after"),
        ('a = "\0\0"\n', 1, 6, "backups"),
        ("a = 1\n[b]\nc = inf\n", 3, 1, "plain number"),
        ("a = [1, 1e400]\n", 1, 9, "plain number"),
    ],
)
def test_a_fault_has_its_place_and_a_hint(text, line, column, hint):
    fault = fault_of(text)
    assert (fault.line, fault.column) == (line, column)
    assert hint in fault.hint


def test_all_numbers_that_are_none_are_told_in_their_order():
    with pytest.raises(Faults) as caught:
        parse_table(b"a = inf\n[b]\nc = [1, nan]\n", "x")
    assert [(fault.line, fault.column) for fault in caught.value.faults] == [(1, 1), (3, 9)]


@pytest.mark.parametrize(
    "data", [b"", b"\0" * 4096, b" \r\n\n", b"\xef\xbb\xbf"], ids=["none", "zeros", "space", "mark"]
)
def test_an_empty_file_is_damage(data):
    fault = fault_of(data)
    assert fault.problem == "is empty"
    assert "backups" in fault.hint


def test_what_is_no_utf8_has_its_place():
    fault = fault_of('é = 1\nb = "é'.encode() + b'\xe9"\n')
    assert (fault.line, fault.column) == (2, 7)


@pytest.mark.parametrize(
    "text",
    ["a = " + "[" * 100_000, "a = " + "[" * 70 + "]" * 70, ".".join("a" * 500) + " = 1"],
    ids=["recursion", "arrays", "dotted"],
)
def test_depth_without_end_is_refused(text):
    assert fault_of(text).problem == "is nested too deeply"


def test_a_number_without_end_is_refused():
    assert "too long" in fault_of("a = " + "1" * 5000).problem


def test_a_file_of_gigabytes_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(toml, "LIMIT", 100)
    (tmp_path / "big.toml").write_bytes(b"#" * 101)
    with pytest.raises(Faults, match="larger than"):
        read_table(tmp_path / "big.toml")


@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "replace")))
def test_no_bytes_make_another_failure(data):
    with suppress(Faults):
        parse_table(data, "x")


@given(
    st.lists(
        st.sampled_from(["a", "=", '"', "'", "[", "]", "{", "}", ",", ".", "\n", "1", "#", "\\", '"""', "“", " "]),
        max_size=12,
    ).map("".join)
)
def test_no_broken_toml_makes_another_failure(text):
    with suppress(Faults):
        parse_table(text.encode(), "x")


def test_a_missing_file_a_folder_and_a_locked_file_are_one_sentence_each(tmp_path, monkeypatch):
    with pytest.raises(UserProblem, match="There is no file"):
        read_table(tmp_path / "none.toml")
    with pytest.raises(UserProblem, match="is a folder"):
        read_table(tmp_path)
    (tmp_path / "a.toml").write_text("a = 1", encoding="utf-8")

    def refused(*_args, **_kwargs):
        raise PermissionError

    monkeypatch.setattr(os, "open", refused)  # root may read all, so the refusal is made up
    with pytest.raises(UserProblem, match="answers may not be read"):
        read_table(tmp_path / "a.toml", "answers")


def test_a_file_is_read(tmp_path):
    (tmp_path / "a.toml").write_text("a = 1", encoding="utf-8")
    assert read_table(tmp_path / "a.toml") == {"a": 1}
    (tmp_path / "a.toml").write_text("a = ", encoding="utf-8")
    with pytest.raises(Faults, match=r"a\.toml:1:5: "):
        read_table(tmp_path / "a.toml")

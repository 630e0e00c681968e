"""What is kept between runs, and that nothing bad comes of it."""

import os
import stat
import sys
from datetime import date

import pytest
from disputecli.store import shipped
from disputecli.store.kept import keep, kept

VALUE = {"a": [1, "ü", None, (2026, 3, 1)], "b": 2.5}


@pytest.fixture
def file(tmp_path):
    place = tmp_path / "cache" / "rows"
    keep(str(place), ("key", 1), VALUE)
    return place


def test_it_comes_back_under_its_key_alone(file):
    assert kept(str(file), ("key", 1)) == VALUE
    assert kept(str(file), ("key", 2)) is None
    assert kept(f"{file}x", ("key", 1)) is None


def test_only_the_user_can_look(file):
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert list(file.parent.iterdir()) == [file]


def test_any_damage_is_seen(file):
    whole = file.read_bytes()
    for place in range(len(whole)):
        for spoilt in (whole[:place], whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]):
            file.write_bytes(spoilt)
            assert kept(str(file), ("key", 1)) is None


def test_what_is_no_file_is_not_read_and_not_written(tmp_path):
    (tmp_path / "file").write_text("")
    inside = str(tmp_path / "file" / "rows")
    keep(inside, 1, 2)
    assert kept(inside, 1) is None
    keep(str(tmp_path), 1, 2)
    assert list(tmp_path.iterdir()) == [tmp_path / "file"]


def test_what_is_no_plain_value_is_not_kept(file):
    keep(str(file), ("key", 3), object())
    assert kept(str(file), ("key", 1)) == VALUE
    assert list(file.parent.iterdir()) == [file]


@pytest.fixture
def table(tmp_path, monkeypatch):
    monkeypatch.setattr(shipped, "_DATA", tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    file = tmp_path / "rules.toml"
    file.write_text('since = 2026-03-01\n[[rule]]\ndays = [1, 2]\nname = "ü"\n', encoding="utf-8")
    shipped.shipped_table.cache_clear()
    yield file
    shipped.shipped_table.cache_clear()


def read():
    shipped.shipped_table.cache_clear()
    return shipped.shipped_table("rules.toml")


def test_a_table_is_the_same_when_it_comes_from_what_is_kept(table, monkeypatch):
    first = read()
    assert first == {"since": date(2026, 3, 1), "rule": [{"days": [1, 2], "name": "ü"}]}
    monkeypatch.setattr("disputecli.store.toml.parse_table", lambda *_: pytest.fail("it was parsed again"))
    again = read()
    assert again == first
    assert type(again["since"]) is date


def test_a_changed_table_is_read_anew(table):
    read()
    table.write_text("since = 2026-03-02\n", encoding="utf-8")
    assert read() == {"since": date(2026, 3, 2)}


@pytest.mark.parametrize("in_place", [False, True])
def test_a_table_of_another_version_with_the_same_time_and_size_is_read_anew(table, in_place):
    table.write_text("days = 1\n", encoding="utf-8")
    status = table.stat()
    read()
    other = table if in_place else table.with_name("new")
    other.write_text("days = 2\n", encoding="utf-8")
    os.utime(other, ns=(status.st_atime_ns, status.st_mtime_ns))
    while other.stat().st_ctime_ns == status.st_ctime_ns:  # the clock of the files ticks some hundred times a second
        os.utime(other, ns=(status.st_atime_ns, status.st_mtime_ns))
    other.replace(table)
    assert read() == {"days": 2}


@pytest.mark.parametrize("spoilt", [b"", b"\0", b"no marshal at all", b"\xe9" * 90])
def test_a_spoilt_table_is_read_anew(table, spoilt):
    first = read()
    for file in (table.parent / "__pycache__").iterdir():
        file.write_bytes(spoilt)
    assert read() == first


def test_nothing_is_kept_where_python_keeps_nothing(table, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    read()
    assert not (table.parent / "__pycache__").exists()

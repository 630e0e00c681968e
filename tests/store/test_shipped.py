"""What comes with the program."""

import sys
from pathlib import Path

import pytest
from disputecli.store import shipped


@pytest.fixture(autouse=True)
def data(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    (tmp_path / "policies").mkdir()
    for name in "hbgafdec":
        (tmp_path / "policies" / f"{name}.toml").write_text(f'name = "{name}"\n', encoding="utf-8")
    (tmp_path / "policies" / "README").write_text("no TOML", encoding="utf-8")
    (tmp_path / "open.txt").write_text("Grüße\n", encoding="utf-8")
    monkeypatch.setattr(shipped, "_DATA", tmp_path)
    readers = (shipped.shipped_text, shipped.shipped_table, shipped.shipped_tables)
    for reader in readers:
        reader.cache_clear()
    yield
    for reader in readers:
        reader.cache_clear()


def test_a_text():
    assert shipped.shipped_text("open.txt") == "Grüße\n"


def test_a_table_is_read_once():
    first = shipped.shipped_table("policies/a.toml")
    assert first == {"name": "a"}
    assert shipped.shipped_table("policies/a.toml") is first


def test_a_folder_of_tables_in_the_order_of_their_names():
    assert list(shipped.shipped_tables("policies").items()) == [(name, {"name": name}) for name in "abcdefgh"]


def test_the_real_folder_is_inside_the_package(monkeypatch):
    monkeypatch.undo()
    folder = Path(shipped._DATA)  # noqa: SLF001  # where it looks is what is asked
    assert (folder / "policies").is_dir()
    assert (folder.parent / "__init__.py").is_file()

"""Reading a file whole, together with what tells its version."""

import os

import pytest
from disputecli.errors import UserProblem
from disputecli.store import stamp
from disputecli.store.stamp import read_stamped


def test_a_file_that_comes_in_parts_is_read_whole(tmp_path, monkeypatch):
    content = os.urandom(5_000)
    (tmp_path / "a").write_bytes(content)
    really = os.read
    monkeypatch.setattr(os, "read", lambda descriptor, size: really(descriptor, min(size, 7)))
    data, version = read_stamped(tmp_path / "a")
    assert (data, version.size) == (content, 5_000)


@pytest.mark.parametrize("size", [0, 9, 10, 11, 12, 25])
def test_no_more_is_read_than_one_byte_above_the_limit(tmp_path, monkeypatch, size):
    (tmp_path / "a").write_bytes(b"x" * size)
    monkeypatch.setattr(stamp, "LIMIT", 10)
    assert read_stamped(str(tmp_path / "a"))[0] == b"x" * min(size, 11)


def test_what_is_no_file_is_one_sentence(tmp_path):
    with pytest.raises(UserProblem, match="is a folder"):
        read_stamped(tmp_path)
    with pytest.raises(UserProblem, match="There is no file"):
        read_stamped(tmp_path / "none", "mine")

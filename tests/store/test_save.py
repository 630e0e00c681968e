"""A file is replaced whole or not at all, and never over someone else's edit."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest
from disputecli.errors import UserProblem
from disputecli.store import save
from disputecli.store.save import Unflushed, remove_file, write_file
from disputecli.store.stamp import stamp_of

OLD = b"# mine\nold = 1\n"
NEW = b"new = 2\n" * 1000
CALLS = (
    "open",
    "write",
    "fsync",
    "close",
    "replace",
    "stat",
    "lstat",
    "fstat",
    "fchmod",
    "mkdir",
    "unlink",
    "scandir",
    "urandom",
    "listdir",
)
posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes and links")


def stamp(path):
    return stamp_of(path.stat())


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "a.toml"
    path.write_bytes(OLD)
    return path


def test_a_new_file_and_its_folders_are_the_users_alone(tmp_path):
    path = tmp_path / "x" / "y" / "a.toml"
    write_file(path, NEW, expected=None)
    assert path.read_bytes() == NEW
    if os.name != "nt":
        modes = [each.stat().st_mode & 0o777 for each in (tmp_path / "x", tmp_path / "x" / "y", path)]
        assert modes == [0o700, 0o700, 0o600]


def test_the_stamp_is_that_of_the_new_file(file):
    first = write_file(file, NEW, expected=stamp(file))
    assert first == stamp(file)
    assert write_file(file, b"x = 1", expected=first) == stamp(file)


@posix
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644])
def test_the_mode_is_kept(file, mode):
    file.chmod(mode)
    write_file(file, NEW, expected=stamp(file))
    assert file.stat().st_mode & 0o777 == mode


@posix
def test_a_link_stays_a_link(tmp_path, file):
    (tmp_path / "links").mkdir()
    link = tmp_path / "links" / "b.toml"
    link.symlink_to("../a.toml")
    write_file(link, NEW, expected=stamp(link))
    assert link.is_symlink()
    assert file.read_bytes() == NEW
    assert names(tmp_path / "links") == ["b.toml"]


@posix
def test_a_link_to_nothing_makes_what_it_points_to(tmp_path):
    link = tmp_path / "b.toml"
    link.symlink_to("far/c.toml")
    write_file(link, NEW, expected=None)
    assert link.is_symlink()
    assert (tmp_path / "far" / "c.toml").read_bytes() == NEW


def test_someone_elses_edit_is_never_overwritten(file):
    read = stamp(file)
    file.write_bytes(b"theirs = 1\n")
    with pytest.raises(UserProblem, match="was changed since it was read"):
        write_file(file, NEW, expected=read)
    assert file.read_bytes() == b"theirs = 1\n"
    assert names(file.parent) == ["a.toml"]


def test_an_edit_at_the_last_moment_is_never_overwritten(file, monkeypatch):
    true = os.fsync

    def late(descriptor):
        true(descriptor)
        file.write_bytes(b"theirs = 1\n")

    read = stamp(file)
    monkeypatch.setattr(os, "fsync", late)
    with pytest.raises(UserProblem, match="was changed"):
        write_file(file, NEW, expected=read)
    assert file.read_bytes() == b"theirs = 1\n"


def test_a_replaced_file_of_the_same_size_and_time_is_another(file):
    read = file.stat()
    other = file.with_name("b")
    other.write_bytes(OLD[::-1])
    os.utime(other, ns=(read.st_atime_ns, read.st_mtime_ns))
    other.replace(file)
    with pytest.raises(UserProblem, match="was changed"):
        write_file(file, NEW, expected=stamp_of(read))


def test_a_removed_file_does_not_come_back(file):
    read = stamp(file)
    file.unlink()
    with pytest.raises(UserProblem, match="was removed since it was read"):
        write_file(file, NEW, expected=read)
    assert names(file.parent) == []


def test_a_new_file_never_overwrites(file):
    with pytest.raises(UserProblem, match="exists already"):
        write_file(file, NEW, expected=None)
    assert file.read_bytes() == OLD


def test_a_folder_in_the_place_is_refused(tmp_path):
    (tmp_path / "a.toml").mkdir()
    with pytest.raises(UserProblem, match="is not a file"):
        write_file(tmp_path / "a.toml", NEW, expected=None)


def test_a_file_where_a_folder_should_be_is_refused(file):
    with pytest.raises(UserProblem, match="can't be made"):
        write_file(file / "b.toml", NEW, expected=None)
    assert file.read_bytes() == OLD


@pytest.mark.parametrize("protected", ["file", "folder"])
@pytest.mark.parametrize(
    "change",
    [
        lambda path: write_file(path, NEW, expected=stamp(path)),
        lambda path: remove_file(path, expected=stamp(path)),
    ],
    ids=["write", "remove"],
)
def test_write_protection_is_respected(file, monkeypatch, protected, change):
    true = os.access
    closed = file if protected == "file" else file.parent

    def access(path, mode):  # root may write everywhere, so the protection is made up
        return not (Path(path) == closed and mode & os.W_OK) and true(path, mode)

    monkeypatch.setattr(os, "access", access)
    with pytest.raises(UserProblem, match="is write-protected") as caught:
        change(file)
    assert str(closed) in caught.value.sentence
    assert caught.value.hint
    assert file.read_bytes() == OLD
    assert names(file.parent) == ["a.toml"]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root ignores modes")
def test_a_read_only_folder_is_named(file):
    file.parent.chmod(0o500)
    try:
        with pytest.raises(UserProblem, match=r"folder .* is write-protected"):
            write_file(file, NEW, expected=stamp(file))
    finally:
        file.parent.chmod(0o700)


@pytest.mark.parametrize(
    ("number", "says"), [(errno.ENOSPC, "the disk is full"), (errno.EDQUOT, "the disk is full"), (errno.EIO, "error")]
)
@pytest.mark.parametrize("call", ["write", "fsync"])
def test_a_full_or_broken_disk_leaves_the_old_file(file, monkeypatch, call, number, says):
    def failing(*_args):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, call, failing)
    with pytest.raises(UserProblem, match=f"was not saved: .*{says}"):
        write_file(file, NEW, expected=stamp(file))
    assert file.read_bytes() == OLD
    assert names(file.parent) == ["a.toml"]


def test_a_disk_that_takes_a_little_at_a_time_gets_all(file, monkeypatch):
    true = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: true(descriptor, data[:7]))
    write_file(file, NEW, expected=stamp(file))
    assert file.read_bytes() == NEW


@posix
def test_a_folder_that_cannot_be_flushed_is_told_apart(file, monkeypatch):
    true = os.fsync

    def failing(descriptor):
        if os.path.isdir(f"/proc/self/fd/{descriptor}"):  # noqa: PTH112  # a path of the system's own
            raise OSError(errno.EIO, "Input/output error")
        true(descriptor)

    if not Path("/proc/self/fd").exists():
        pytest.skip("a folder's descriptor is told from a file's by /proc")
    monkeypatch.setattr(os, "fsync", failing)
    file.write_bytes(b"old = 1\n")
    with pytest.raises(Unflushed, match="was saved, but the disk reported an error"):
        write_file(file, NEW, expected=stamp(file))
    assert file.read_bytes() == NEW


@posix
@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOTSUP])
def test_a_network_disk_that_flushes_no_folders_is_no_error(tmp_path, monkeypatch, number):
    true = os.fsync

    def failing(descriptor):
        if os.fstat(descriptor).st_mode & 0o040000:
            raise OSError(number, os.strerror(number))
        true(descriptor)

    monkeypatch.setattr(os, "fsync", failing)
    write_file(tmp_path / "a.toml", NEW, expected=None)
    assert (tmp_path / "a.toml").read_bytes() == NEW


class Counter:
    """Lets every call of the system through but one."""

    def __init__(self, monkeypatch, fail_at=None):
        self.calls = []
        self.fail_at = fail_at
        self.on = True
        for name in CALLS:
            if hasattr(os, name):
                monkeypatch.setattr(os, name, self.wrapped(name, getattr(os, name)))

    def wrapped(self, name, true):
        def call(*args, **kwargs):
            if not self.on:
                return true(*args, **kwargs)
            self.calls.append(name)
            if len(self.calls) - 1 == self.fail_at:
                if name == "close":
                    true(*args, **kwargs)
                raise OSError(errno.EIO, "Input/output error")
            return true(*args, **kwargs)

        return call


def save_with(path, before, monkeypatch, fail_at=None):
    """Return the calls of one save, and the problem it ended with."""
    read = None if before is None else stamp(path)
    with monkeypatch.context() as patch:
        counter = Counter(patch, fail_at)
        try:
            write_file(path, NEW, expected=read)
        except UserProblem as problem:
            return counter.calls, problem
        finally:
            counter.on = False
    return counter.calls, None


@pytest.mark.parametrize("before", [OLD, b"old = 1\n", None], ids=["commented", "plain", "new"])
def test_each_call_that_fails_leaves_the_whole_old_or_the_whole_new_file(tmp_path, monkeypatch, before):
    def prepared(number):
        path = tmp_path / str(number) / "deep" / "a.toml"
        if before is not None:
            path.parent.mkdir(parents=True)
            path.write_bytes(before)
        return path

    calls, problem = save_with(prepared("all"), before, monkeypatch)
    assert problem is None
    assert {"open", "write", "fsync", "close", "replace"} <= set(calls)
    for number, name in enumerate(calls):
        path = prepared(number)
        made, problem = save_with(path, before, monkeypatch, number)
        assert made[number] == name
        left = path.read_bytes() if path.exists() else None
        saved = problem is None or isinstance(problem, Unflushed)
        assert left == (NEW if saved else before), (number, name, problem)
        if path.parent.exists():
            assert set(names(path.parent)) <= {"a.toml", "a.toml.bak"}, (number, name)


KILLED = """
import os, sys
from pathlib import Path
from disputecli.store.save import write_file
from disputecli.store.stamp import stamp_of

path, at, calls = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3].split(",")
stamp = stamp_of(path.stat())
count = 0

def wrapped(true):
    def call(*args, **kwargs):
        global count
        count += 1
        if count - 1 == at:
            os._exit(9)
        return true(*args, **kwargs)
    return call

for name in calls:
    if hasattr(os, name):
        setattr(os, name, wrapped(getattr(os, name)))
write_file(path, b"new = 2\\n" * 1000, expected=stamp)
"""


def test_a_kill_at_each_call_leaves_the_whole_old_or_the_whole_new_file(file):
    code, at, seen = 9, 0, []
    while code == 9:
        file.write_bytes(OLD)
        command = [sys.executable, "-c", KILLED, str(file), str(at), ",".join(CALLS)]
        code = subprocess.run(command, check=False, timeout=60).returncode
        seen.append(file.read_bytes())
        at += 1
    assert code == 0
    assert at > 10
    assert set(seen) == {OLD, NEW}
    assert seen == sorted(seen, key=lambda data: data == NEW)


def test_comments_are_kept_beside(file):
    write_file(file, NEW, expected=stamp(file))
    backup = file.with_name("a.toml.bak")
    assert backup.read_bytes() == OLD
    if os.name != "nt":
        assert backup.stat().st_mode & 0o777 == 0o600
    write_file(file, b'a = "# no comment"\n', expected=stamp(file))
    write_file(file, NEW, expected=stamp(file))
    assert backup.read_bytes() == OLD


def test_newer_comments_take_the_older_ones_place(file):
    write_file(file, b"a = 1 # newer\n", expected=stamp(file))
    write_file(file, NEW, expected=stamp(file))
    assert file.with_name("a.toml.bak").read_bytes() == b"a = 1 # newer\n"


@pytest.mark.parametrize("data", [b"# mine\nbroken = \n", b"# \xff\n"], ids=["syntax", "bytes"])
def test_a_broken_file_never_takes_a_good_backups_place(file, data):
    file.with_name("a.toml.bak").write_bytes(b"# good\na = 1\n")
    file.write_bytes(data)
    write_file(file, NEW, expected=stamp(file))
    assert file.with_name("a.toml.bak").read_bytes() == b"# good\na = 1\n"


def test_only_toml_has_comments(tmp_path):
    path = tmp_path / "a.json"
    path.write_bytes(OLD)
    write_file(path, NEW, expected=stamp(path))
    assert names(tmp_path) == ["a.json"]


class BusyError(OSError):
    """What Windows says while another program has the file open."""

    winerror = 32


def test_a_file_that_windows_has_open_for_a_moment_is_waited_for(file, monkeypatch):
    true = os.replace
    waits, tries = [], []

    def replace(*args):
        tries.append(args)
        if len(tries) < 4:
            raise BusyError(13, "The process cannot access the file")
        true(*args)

    monkeypatch.setattr(os, "replace", replace)
    monkeypatch.setattr(save.time, "sleep", waits.append)
    file.write_bytes(b"old = 1\n")
    write_file(file, NEW, expected=stamp(file))
    assert file.read_bytes() == NEW
    assert len(waits) == 3


def test_a_file_that_stays_open_is_given_up_after_a_while(file, monkeypatch):
    waits = []

    def replace(*_args):
        raise BusyError(13, "The process cannot access the file")

    monkeypatch.setattr(os, "replace", replace)
    monkeypatch.setattr(save.time, "sleep", waits.append)
    file.write_bytes(b"old = 1\n")
    with pytest.raises(UserProblem, match="was not saved"):
        write_file(file, NEW, expected=stamp(file))
    assert 2 < sum(waits) < 3
    assert names(file.parent) == ["a.toml"]


def test_ctrl_c_leaves_the_old_file(file, monkeypatch):
    def interrupted(*_args):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "write", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_file(file, NEW, expected=stamp(file))
    assert file.read_bytes() == OLD
    assert names(file.parent) == ["a.toml"]


def test_a_file_is_removed_with_its_comments_kept(file):
    remove_file(file, expected=stamp(file))
    assert names(file.parent) == ["a.toml.bak"]


def test_a_changed_file_is_not_removed(file):
    read = stamp(file)
    file.write_bytes(b"theirs = 1\n")
    with pytest.raises(UserProblem, match="was changed"):
        remove_file(file, expected=read)
    assert file.read_bytes() == b"theirs = 1\n"


@posix
def test_a_link_is_removed_and_not_what_it_points_to(tmp_path, file):
    link = tmp_path / "b.toml"
    link.symlink_to("a.toml")
    remove_file(link, expected=stamp(link))
    assert not link.is_symlink()
    assert file.read_bytes() == OLD

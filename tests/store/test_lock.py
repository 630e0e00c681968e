"""Only one command at a time saves."""

import os
import subprocess
import sys
import threading

import pytest
from disputecli.errors import UserProblem
from disputecli.store import lock
from disputecli.store.lock import locked
from disputecli.store.paths import Places

HOLDER = """
import os, sys
from disputecli.store import lock
from disputecli.store.lock import locked
from disputecli.store.paths import places

with locked(places(os.environ), command="new"):
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def holder(places):
    """Return another process that holds the lock until it is spoken to."""
    environ = {**os.environ, "DISPUTE_HOME": str(places.home)}
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER], env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_the_other_command_is_named(places, holder):
    with pytest.raises(UserProblem) as caught, locked(places, wait=0.1):
        pass
    assert caught.value.sentence == f"Another dispute command (pid {holder.pid}, new) is saving"
    assert "try again" in caught.value.hint


def test_one_who_waits_is_told_for_whom(places, holder, monkeypatch, capsys):
    monkeypatch.setattr(lock, "PATIENCE", 0.05)
    with pytest.raises(UserProblem, match="is saving"), locked(places, wait=0.1):
        pass
    assert capsys.readouterr().err == f"dispute: waiting: another dispute command (pid {holder.pid}, new) is saving\n"


def test_the_waiting_has_an_end():
    assert (lock.PATIENCE, lock.LONGEST) == (1.0, 10.0)


@pytest.mark.parametrize("text", [None, b"", b"no number", b"\xff\xff", b"7 \x1b[2J"])
def test_an_unknown_command_is_still_a_clear_problem(places, holder, text):
    assert holder.poll() is None
    owner = places.state / "ledger.lock.owner"
    owner.unlink()
    if text is not None:
        owner.write_bytes(text)
    with pytest.raises(UserProblem, match=r"^Another dispute command is saving$"), locked(places, wait=0):
        pass


def test_the_lock_is_free_once_the_other_ends(places, holder):
    holder.communicate("go on\n", timeout=60)
    with locked(places, wait=0):
        pass


def test_the_lock_is_free_once_the_other_is_killed(places, holder):
    holder.kill()
    holder.wait(timeout=60)
    with locked(places, wait=0):
        pass


def test_the_lock_is_waited_for(places, holder):
    freed = threading.Timer(0.2, holder.communicate, ["go on\n"])
    freed.start()
    with locked(places, wait=60):
        pass
    freed.join()


def test_inside_itself_it_is_taken_at_once(places, holder):
    holder.communicate("go on\n", timeout=60)
    with locked(places, command="outer"):
        with locked(places, wait=0, command="inner"):
            pass
        assert (places.state / "ledger.lock.owner").read_text(encoding="utf-8") == f"{os.getpid()} outer\n"
        again = subprocess.run(
            [sys.executable, "-c", HOLDER.replace("command=", "wait=0, command=")],
            env={**os.environ, "DISPUTE_HOME": str(places.home)},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert f"Another dispute command (pid {os.getpid()}, outer) is saving" in again.stderr


def test_a_failure_inside_frees_it(places):
    with pytest.raises(ZeroDivisionError), locked(places):
        raise ZeroDivisionError
    assert subprocess.run(
        [sys.executable, "-c", HOLDER.replace("command=", "wait=0, command=")],
        env={**os.environ, "DISPUTE_HOME": str(places.home)},
        input="",
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_its_files_are_the_users_alone(places):
    with locked(places):
        assert places.state.stat().st_mode & 0o777 == 0o700
        for name in ("ledger.lock", "ledger.lock.owner"):
            assert (places.state / name).stat().st_mode & 0o777 == 0o600


def test_a_lock_that_cannot_be_made_is_one_sentence(tmp_path):
    (tmp_path / "state" / "ledger.lock").mkdir(parents=True)
    broken = Places(str(tmp_path), str(tmp_path / "state"), str(tmp_path))
    with pytest.raises(UserProblem, match="can't be locked"), locked(broken, wait=0):
        pass

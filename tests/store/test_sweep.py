"""What interrupted commands left goes away with the next one, and nothing else does."""

import os
import subprocess
import sys
import time

import pytest
from disputecli.store.lock import locked


@pytest.fixture
def dead():
    """The number of a process that has ended."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait(timeout=60)
    return process.pid


def left(folder, *names):
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).touch()
    return [folder / name for name in names]


def swept(places):
    with locked(places):
        pass


@pytest.mark.skipif(os.name == "nt", reason="Windows has no harmless way to ask whether a process lives")
def test_files_of_dead_processes_go_at_once(places, dead):
    folders = (places.open, places.closed, places.state, places.state / "backups" / "a", places.evidence / "a")
    gone = [
        path
        for folder in folders
        for path in left(folder, f".a.toml.{dead}-00c0ffee.tmp", f".{dead}-00c0ffee1234.part")
    ]
    swept(places)
    assert not any(path.exists() for path in gone)


def test_files_of_living_processes_stay_for_a_day(places):
    fresh, old = left(places.open, f".a.toml.{os.getpid()}-00c0ffee.tmp", f".b.toml.{os.getpid()}-00c0ffee.tmp")
    long_ago = time.time() - 25 * 60 * 60
    os.utime(old, (long_ago, long_ago))
    swept(places)
    assert fresh.exists()
    assert not old.exists()


def test_other_files_stay(places, dead):
    theirs = left(places.open, "notes.tmp", ".hidden.tmp", f"a.toml.{dead}-00c0ffee.tmp", "usb (conflicted copy).toml")
    kept = left(places.state / "edits", "usb-20260301T120000-00c0.toml")
    swept(places)
    assert all(path.exists() for path in [*theirs, *kept])

"""Hard places: disks and folders that are full, protected, linked or apart."""

import ctypes
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from tests.faults.child import environment, run
from tests.faults.holds import NOTE, Skipped, shown, took, written
from tests.faults.ledger import copy, state, troubles
from tests.faults.trial import Outcome

CAPABILITIES_3 = 0x20080522  # the version of the call, from linux/capability.h


def read_only_folder(home: Path, outcome: Outcome) -> None:
    """Write-protected; root may write everywhere, so it goes on without that right."""
    folder = home / "ledger" / "open"
    folder.chmod(0o500)
    ended = run(NOTE, environment(home), prepare=_rights_dropper() if os.geteuid() == 0 else None)
    took(outcome, ended)
    outcome.told = outcome.told and ended.code == 1 and "write-protected" in ended.err
    folder.chmod(0o700)
    shown(home, outcome)


def _rights_dropper() -> Callable[[], None]:
    """What makes root one whom modes hold back, though the files are still its own; it can't be undone."""
    capset = getattr(ctypes.CDLL(None, use_errno=True), "capset", None)
    if capset is None:
        raise Skipped("root can't go without its rights here")

    def drop() -> None:
        header, none_of_them = (ctypes.c_uint32 * 2)(CAPABILITIES_3, 0), (ctypes.c_uint32 * 6)()
        if capset(header, none_of_them):
            raise OSError(ctypes.get_errno(), "root's rights can't be dropped")

    return drop


def linked_file(home: Path, outcome: Outcome) -> None:
    """A dispute's file is a link to another folder."""
    path, far = home / "ledger" / "open" / "usb.toml", home.parent / "far.toml"
    path.replace(far)
    path.symlink_to(far)
    written(home, outcome)
    if not path.is_symlink() or "hard" not in far.read_text(encoding="utf-8"):
        outcome.harmed.append("the link is none any more")


def linked_folder(home: Path, outcome: Outcome) -> None:
    """The ledger is a link to a folder on another disk."""
    far = home.parent / "far"
    (home / "ledger").replace(far)
    (home / "ledger").symlink_to(far)
    written(home, outcome)
    ended = run(("log", "lamp", "refund-received", "--amount", "17.40"), environment(home))
    took(outcome, ended)
    if state(home).tables.get("lamp", ("",))[0] != "closed":
        outcome.lost.append("a dispute did not move")


def two_disks(home: Path, outcome: Outcome) -> None:
    """The closed ones are on another disk."""
    far = Path(os.environ.get("TMPDIR", "/var/tmp")) / f"dispute-{os.getpid()}"  # noqa: S108  # another disk than memory's
    if not far.parent.is_dir() or far.parent.stat().st_dev == home.stat().st_dev:
        raise Skipped("there is no second disk")
    shutil.rmtree(far, ignore_errors=True)
    try:
        shutil.copytree(home / "ledger" / "closed", far)
        far.chmod(0o700)
        shutil.rmtree(home / "ledger" / "closed")
        (home / "ledger" / "closed").symlink_to(far)
        ended = run(("log", "lamp", "refund-received", "--amount", "17.40"), environment(home))
        took(outcome, ended)
        if state(home).tables.get("lamp", ("",))[0] != "closed" or (home / "ledger/open/lamp.toml").exists():
            outcome.lost.append(f"a dispute did not move: {ended.err}")
        took(outcome, run(("undo", "--yes"), environment(home)))
        if state(home).tables.get("lamp", ("",))[0] != "open":
            outcome.lost.append("a dispute did not come back")
    finally:
        shutil.rmtree(far, ignore_errors=True)


def hard_link(home: Path, outcome: Outcome) -> None:
    """Somebody keeps the file under a second name: that copy is not written through."""
    path, copy_ = home / "ledger" / "open" / "usb.toml", home.parent / "copy.toml"
    os.link(path, copy_)
    before = copy_.read_bytes()
    written(home, outcome)
    if copy_.read_bytes() != before:
        outcome.harmed.append("the other name was written through")


def disk_full(home: Path, outcome: Outcome) -> None:
    """A disk of one MB that is filled, freed a little, and written to all the while."""
    if os.geteuid() or not shutil.which("mount"):
        raise Skipped("only root can make a small disk")
    disk = home.parent / "disk"
    disk.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m,mode=700", "none", str(disk)], check=False, capture_output=True
    )
    if made.returncode:
        raise Skipped("no small disk can be mounted here")
    try:
        copy(home, disk / "home")
        _fill(disk, outcome)
    finally:
        subprocess.run(["umount", str(disk)], check=False)


def _fill(disk: Path, outcome: Outcome) -> None:
    home = disk / "home"
    filler = disk / "filler"
    acknowledged: set[str] = set()
    for room in (0, 4, 8, 12, 16, 24, 32, 64, 0):
        with filler.open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(b"x" * 4096)
            except OSError:
                file.truncate(max(0, file.tell() - room * 1024))
        for number in range(4):
            text = f"full {room} {number}"
            ended = run(("log", "usb", "note", "--text", text), environment(home))
            took(outcome, ended)
            if not ended.code:
                acknowledged.add(text)
    filler.unlink()
    there = {row.get("text") for row in state(home).tables.get("usb", ("", {}))[1].get("events", ())}
    outcome.lost += [f"{each} was acknowledged and is not there" for each in acknowledged - there]
    written(home, outcome)
    outcome.harmed += troubles(home)

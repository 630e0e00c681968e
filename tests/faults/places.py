"""Hard places: disks, folders, links, names, clocks and surroundings that are not as they should be."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.faults.child import Ended, environment, run
from tests.faults.ledger import copy, state, troubles
from tests.faults.trial import Outcome

NOTE = ("log", "usb", "note", "--text", "hard")
NEWER = 'schema_version = 99\n[order]\nitem = "later"\n'


class Skipped(Exception):  # noqa: N818  # no error: it can't be tried here
    """Why a place can't be tried on this computer."""


def written(home: Path, outcome: Outcome, **env: str) -> None:
    """A note is added, and it is there."""
    ended = run(NOTE, environment(home, **env))
    _took(outcome, ended)
    if ended.code:
        outcome.harmed.append(f"a write fails: {ended.err.strip()[:200]}")
    elif not any(row.get("text") == "hard" for row in state(home).tables["usb"][1].get("events", ())):
        outcome.lost.append("acknowledged, but not there")


def refused(home: Path, outcome: Outcome, words: tuple[str, ...], says: str) -> None:
    """A command is refused with these words, and no file of the ledger is another."""
    before = _bytes(home)
    ended = run(words, environment(home))
    _took(outcome, ended)
    outcome.told = outcome.told and ended.code == 1 and says in " ".join(ended.err.split())
    if _bytes(home) != before:
        outcome.lost.append("a refused command changed the ledger")


def shown(home: Path, outcome: Outcome, says: str = "", **env: str) -> Ended:
    """All that can be read is shown."""
    ended = run(("status", "--all"), environment(home, **env))
    _took(outcome, ended)
    outcome.told = outcome.told and says in " ".join((ended.out + ended.err).split())
    if "kettle" not in ended.out or "usb" not in ended.out + ended.err:
        outcome.lost.append(f"not all is shown: {(ended.out + ended.err)[:300]}")
    return ended


def read_only_folder(home: Path, outcome: Outcome) -> None:
    """Write-protected; root may write everywhere, so it is tried as somebody else."""
    folder = home / "ledger" / "open"
    folder.chmod(0o500)
    nobody = 65534
    if os.geteuid() == 0:
        home.parent.parent.chmod(0o711)
        for path in (home.parent, home, *home.rglob("*")):
            os.chown(path, nobody, nobody)
    ended = run(NOTE, environment(home), prepare=(lambda: os.setuid(nobody)) if os.geteuid() == 0 else None)
    _took(outcome, ended)
    outcome.told = outcome.told and ended.code == 1 and "write-protected" in ended.err
    folder.chmod(0o700)
    shown(home, outcome)


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
    _took(outcome, ended)
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
        _took(outcome, ended)
        if state(home).tables.get("lamp", ("",))[0] != "closed" or (home / "ledger/open/lamp.toml").exists():
            outcome.lost.append(f"a dispute did not move: {ended.err}")
        _took(outcome, run(("undo", "--yes"), environment(home)))
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


def conflict_copy(home: Path, outcome: Outcome) -> None:
    """A folder that is kept in step by another program has a second file of the dispute."""
    path = home / "ledger" / "open" / "usb.toml"
    other = path.with_name("usb (conflicted copy).toml")
    other.write_bytes(path.read_bytes().replace(b"neighbour", b"caretaker"))
    other.chmod(0o600)
    shown(home, outcome, "usb (conflicted copy).toml")
    checked = run(("check",), environment(home))
    outcome.told = outcome.told and "conflicted copy" in checked.out and checked.code == 1
    written(home, outcome)
    if b"caretaker" not in other.read_bytes():
        outcome.lost.append("the copy was changed")


def two_of_one_id(home: Path, outcome: Outcome) -> None:
    """The same id stands in both folders."""
    path = home / "ledger" / "open" / "usb.toml"
    other = home / "ledger" / "closed" / "usb.toml"
    other.write_bytes(path.read_bytes().replace(b"neighbour", b"caretaker"))
    shown(home, outcome, "in open and in closed at once")
    if b"caretaker" not in other.read_bytes() or b"neighbour" not in path.read_bytes():
        outcome.lost.append("one of the two was changed")


def renamed(home: Path, outcome: Outcome) -> None:
    """A file was given another name by hand: that is its id now, and nothing is missing."""
    path = home / "ledger" / "open" / "lamp.toml"
    path.rename(path.with_name("my-lamp.toml"))
    shown(home, outcome, "my-lamp")
    ended = run(("log", "my-lamp", "note", "--text", "x"), environment(home))
    if ended.code:
        outcome.harmed.append(f"it can't be written: {ended.err[:200]}")


def odd_names(home: Path, outcome: Outcome) -> None:
    """The folder's name has spaces, a line end and bytes that are no text."""
    odd = os.fsencode(home.parent) + b"/a b\n\xff\xfe'\"$(x)"
    shutil.copytree(os.fsencode(home), odd)
    ended = run(NOTE, environment(odd))
    _took(outcome, ended)
    seen = run(("status", "--all"), environment(odd))
    checked = run(("check",), environment(odd))
    _took(outcome, seen)
    _took(outcome, checked)
    if (
        ended.code
        or seen.code
        or checked.out
        or b"hard" not in Path(os.fsdecode(odd + b"/ledger/open/usb.toml")).read_bytes()
    ):
        outcome.lost.append(f"nothing was saved there: {ended.err}{checked.out}")


def clock_back(home: Path, outcome: Outcome) -> None:
    """The clock jumps back a year between two commands: the order of the versions is still right."""
    late = environment(home, DISPUTE_NOW="2027-03-10T12:00:00+00:00")
    path = home / "ledger" / "open" / "usb.toml"
    for word in ("one", "two"):
        _took(outcome, run(("log", "usb", "note", "--text", word), late))
    good = path.read_bytes()
    written(home, outcome)
    if run(("undo", "--yes"), environment(home)).code or path.read_bytes() != good:
        outcome.lost.append("undo does not bring back what was before")


def surroundings(name: str, **env: str) -> Callable[[Path, Outcome], None]:
    """Reading and writing with other settings of the computer."""

    def tried(home: Path, outcome: Outcome) -> None:
        written(home, outcome, **env)
        shown(home, outcome, **env)
        checked = run(("check",), environment(home, **env))
        _took(outcome, checked)
        if checked.code or checked.out:
            outcome.harmed.append(f"check says: {checked.out}")

    tried.__name__ = name
    return tried


def no_home(home: Path, outcome: Outcome) -> None:
    """No HOME and no DISPUTE_HOME: never a file in a wrong place."""
    env = {name: value for name, value in environment(home).items() if name not in {"HOME", "DISPUTE_HOME"}}
    ended = run(("path",), env)
    _took(outcome, ended)
    places = [line.split(None, 1)[1] for line in ended.out.splitlines() if line.strip()]
    if not places or not all(place.startswith("/") for place in places):
        outcome.harmed.append(f"the folders are: {ended.out}")


def no_zones(home: Path, outcome: Outcome) -> None:
    """The zones' data is missing on this computer: one sentence, no wrong dates."""

    def without() -> None:
        import zoneinfo

        zoneinfo.reset_tzpath(())
        sys.modules["tzdata"] = None  # type: ignore[assignment]  # as if it were not installed

    ended = run(("status", "--all"), environment(home), prepare=without)
    _took(outcome, ended)
    code = "import disputecli.cli as c; import sys; sys.exit(c.run(['status', '--all']))"
    start = "import zoneinfo, sys; zoneinfo.reset_tzpath(()); sys.modules['tzdata'] = None; "
    done = subprocess.run(
        [sys.executable, "-c", start + code],
        env=environment(home),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    if "Traceback" in done.stderr or (done.returncode and not done.stderr.strip()):
        outcome.told = False
        outcome.said = done.stderr[-600:]


def newer(home: Path, outcome: Outcome) -> None:
    """A file of a later program: shown as such, never written."""
    path = home / "ledger" / "open" / "later.toml"
    path.write_text(NEWER, encoding="utf-8")
    shown(home, outcome, "newer")
    refused(home, outcome, ("log", "later", "note", "--text", "x"), "newer")
    refused(home, outcome, ("undo", "--restore", "later"), "Nothing was ever saved")


def fifo(home: Path, outcome: Outcome) -> None:
    """A pipe lies in the ledger: nobody waits for its other end."""
    os.mkfifo(home / "ledger" / "open" / "pipe.toml", 0o600)
    shown(home, outcome, "is not a file")
    written(home, outcome)


def stolen_lock(home: Path, outcome: Outcome) -> None:
    """The lock's file is a link to something precious: it is not written through."""
    precious = home.parent / "precious"
    precious.write_text("precious", encoding="utf-8")
    for name in ("ledger.lock", "ledger.lock.owner", "unfinished.jsonl", "journal.jsonl"):
        path = home / "state" / name
        path.unlink(missing_ok=True)
        path.symlink_to(precious)
        _took(outcome, run(NOTE, environment(home)))
        path.unlink()
    if precious.read_text(encoding="utf-8") != "precious":
        outcome.harmed.append("a file outside of the ledger was written through a link")


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
            _took(outcome, ended)
            if not ended.code:
                acknowledged.add(text)
    filler.unlink()
    there = {row.get("text") for row in state(home).tables.get("usb", ("", {}))[1].get("events", ())}
    outcome.lost += [f"{each} was acknowledged and is not there" for each in acknowledged - there]
    written(home, outcome)
    outcome.harmed += troubles(home)


def waiting(home: Path, outcome: Outcome) -> None:
    """Another command holds the lock: told after a second for whom, and given up after ten."""
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLDER], env={**os.environ, **environment(home)}, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    with holder:
        assert holder.stdout
        holder.stdout.readline()
        refused(home, outcome, NOTE, f"Another dispute command (pid {holder.pid}, held) is saving")
        outcome.told = outcome.told and "waiting: another dispute command" in outcome.said
        holder.kill()
        holder.wait()
    written(home, outcome)


_HOLDER = """
import os, sys
from disputecli.store.lock import locked
from disputecli.store.paths import places
with locked(places(os.environ), command="held"):
    print("held", flush=True)
    sys.stdin.read()
"""
EVERY: dict[str, Callable[[Path, Outcome], None]] = {
    "a full disk": disk_full,
    "a read-only folder": read_only_folder,
    "a linked file": linked_file,
    "a linked folder": linked_folder,
    "folders on two disks": two_disks,
    "a hard link": hard_link,
    "a conflict copy": conflict_copy,
    "two files of one id": two_of_one_id,
    "a file renamed by hand": renamed,
    "a path of spaces, line ends and odd bytes": odd_names,
    "a clock that jumps back": clock_back,
    "the hour that comes twice": surroundings("dst", TZ="America/Los_Angeles", DISPUTE_NOW="2026-11-01T01:30:00"),
    "the hour that never comes": surroundings("dst", TZ="America/Los_Angeles", DISPUTE_NOW="2027-03-14T02:30:00"),
    "an unknown zone": surroundings("zone", TZ="Nowhere/Land"),
    "a zone without data": no_zones,
    "a locale with commas": surroundings("comma", LC_ALL="de_DE.UTF-8", LANG="de_DE.UTF-8"),
    "no HOME": no_home,
    "no HOME, a folder given": surroundings("home", HOME=""),
    "a file of a newer program": newer,
    "a pipe in the ledger": fifo,
    "links in place of its own files": stolen_lock,
    "a lock that another command holds": waiting,
}


def tried(template: Path, folder: Path) -> Iterator[tuple[str, Outcome | str]]:
    """Each place with its outcome, or why it can't be tried here."""
    for name, place in EVERY.items():
        home = folder / re.sub(r"\W+", "-", name) / "home"
        home.parent.mkdir(mode=0o700)
        copy(template, home)
        outcome = Outcome(name)
        try:
            place(home, outcome)
        except Skipped as why:
            yield name, str(why)
        else:
            yield name, outcome


def _took(outcome: Outcome, ended: Ended) -> None:
    outcome.told = outcome.told and ended.told
    outcome.said += ended.err


def _bytes(home: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted((home / "ledger").rglob("*.toml")) if path.is_file()}

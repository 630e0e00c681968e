"""Hard places: names, clocks, zones, settings and other commands that are not as they should be."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.faults.child import environment, run
from tests.faults.holds import NOTE, refused, shown, took, written
from tests.faults.trial import Outcome

_HOLDER = """
import os, sys
from disputecli.store.lock import locked
from disputecli.store.paths import places
with locked(places(os.environ), command="held"):
    print("held", flush=True)
    sys.stdin.read()
"""


def odd_names(home: Path, outcome: Outcome) -> None:
    """The folder's name has spaces, a line end and bytes that are no text."""
    odd = os.fsencode(home.parent) + b"/a b\n\xff\xfe'\"$(x)"
    shutil.copytree(os.fsencode(home), odd)
    ended = run(NOTE, environment(odd))
    took(outcome, ended)
    seen = run(("status", "--all"), environment(odd))
    checked = run(("check",), environment(odd))
    took(outcome, seen)
    took(outcome, checked)
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
        took(outcome, run(("log", "usb", "note", "--text", word), late))
    good = path.read_bytes()
    written(home, outcome)
    if run(("undo", "--yes"), environment(home)).code or path.read_bytes() != good:
        outcome.lost.append("undo does not bring back what was before")


def other(name: str, **env: str) -> Callable[[Path, Outcome], None]:
    """Reading and writing with other settings of the computer."""

    def tried(home: Path, outcome: Outcome) -> None:
        written(home, outcome, **env)
        shown(home, outcome, **env)
        checked = run(("check",), environment(home, **env))
        took(outcome, checked)
        if checked.code or checked.out:
            outcome.harmed.append(f"check says: {checked.out}")

    tried.__name__ = name
    return tried


def no_home(home: Path, outcome: Outcome) -> None:
    """No HOME and no DISPUTE_HOME: never a file in a wrong place."""
    env = {name: value for name, value in environment(home).items() if name not in {"HOME", "DISPUTE_HOME"}}
    ended = run(("path",), env)
    took(outcome, ended)
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
    took(outcome, ended)
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

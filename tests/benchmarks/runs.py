"""How long does a command take? Whole processes, in turn, on pipes or on a terminal, and what they put out."""

import os
import pty
import select
import shutil
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fcntl import ioctl
from pathlib import Path
from statistics import median
from struct import pack
from termios import TIOCSWINSZ

LINES, COLUMNS = 50, 120
TAKES_INPUT = b"\x1b[?2004h"  # what a prompt switches on when it is ready for the keys
SLOW = ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED")  # some machines set them, and every start pays
PATIENCE = 60.0  # seconds


class WrongOutputError(Exception):
    """What was timed did not say what it should."""


def nothing() -> None:
    """What is done before most runs."""


@dataclass(frozen=True)
class Case:
    """A command to time: its words, what it needs around it, and what its output and exit code have to be."""

    name: str
    words: Sequence[str]
    environ: dict[str, str] = field(default_factory=dict)
    terminal: bool = False
    keys: bytes = b""  # typed at the first prompt; then the time counts from there to the next one
    prompts: int = 0  # the run ends when so many prompts have come up
    says: bytes = b""
    rows: int | None = None  # disputes in the output, each with its id
    codes: tuple[int, ...] = (0,)
    before: Callable[[], None] = nothing


def environment(more: dict[str, str]) -> dict[str, str]:
    """The environment of a run, without what would slow it for reasons of its own or change what it shows."""
    odd = ("PYTHON", "DISPUTE", "COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "TASK")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(odd) and name not in SLOW}
    return {**kept, "TERM": "xterm-256color", "PROMPT_TOOLKIT_NO_CPR": "1", **more}


def timed(case: Case) -> float:
    """Seconds of one run; WrongOutputError where it did not do what it should."""
    case.before()
    if case.prompts:
        return _prompted(case)
    if case.terminal:
        seconds, out, code = _on_terminal(case)
    else:
        begun = time.perf_counter()
        done = subprocess.run(case.words, env=environment(case.environ), capture_output=True, check=False)
        seconds, out, code = time.perf_counter() - begun, done.stdout, done.returncode
    right = case.rows in {None, out.count(b"usb-stick-")} and case.says in out
    if code not in case.codes or not right:
        raise WrongOutputError(f"{case.name}: exit code {code}, {out[-300:]!r}")
    return seconds


def interleaved(cases: Sequence[Case], rounds: int, tell: Callable[[str], None]) -> dict[str, list[float]]:
    """The seconds of every run, one of each case in turn, so that a slow moment hits them all; the first is dropped."""
    seconds: dict[str, list[float]] = {case.name: [] for case in cases}
    for number in range(rounds + 1):
        tell(f"round {number} of {rounds}")
        for case in cases[number % len(cases) :] + cases[: number % len(cases)]:
            seconds[case.name].append(timed(case))
    return {name: runs[1:] for name, runs in seconds.items()}


def ratio(runs: Sequence[float], base: Sequence[float]) -> float:
    """The median of the rounds' ratios."""
    return median(run / bare for run, bare in zip(runs, base, strict=True))


def peak(python: str, code: str, environ: dict[str, str]) -> int:
    """The most memory that a Python held, in kB; it is asked itself, for what starts it would count as well."""
    asked = f"{code}\nimport sys\nsys.stderr.write(open('/proc/self/status').read().partition('VmHWM:')[2].split()[0])"
    words = [python, "-I", "-c", asked]
    done = subprocess.run(words, env=environment(environ), capture_output=True, check=True)
    return int(done.stderr.split()[-1])


def forgetting(home: Path) -> Callable[[], None]:
    """What makes a status work everything out: nothing of it is kept."""
    return lambda: shutil.rmtree(home / "cache", ignore_errors=True)


def _opened(case: Case) -> tuple[subprocess.Popen[bytes], int]:
    ours, theirs = pty.openpty()
    ioctl(theirs, TIOCSWINSZ, pack("HHHH", LINES, COLUMNS, 0, 0))
    process = subprocess.Popen(
        case.words, env=environment(case.environ), stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    )
    os.close(theirs)
    return process, ours


def _read(terminal: int) -> bytes:
    """What has come; nothing at the end, which Linux reports as an error."""
    if not select.select([terminal], [], [], PATIENCE)[0]:
        raise WrongOutputError("nothing came for a minute")
    try:
        return os.read(terminal, 1 << 16)
    except OSError:
        return b""


def _on_terminal(case: Case) -> tuple[float, bytes, int]:
    begun = time.perf_counter()
    process, terminal = _opened(case)
    out = b""
    while piece := _read(terminal):
        out += piece
    code = process.wait()
    os.close(terminal)
    return time.perf_counter() - begun, out, code


def _prompted(case: Case) -> float:
    """Seconds until the first prompt takes keys, or from the keys typed there until the next one does."""
    begun = time.perf_counter()
    process, terminal = _opened(case)
    out, typed = b"", not case.keys
    while out.count(TAKES_INPUT) < case.prompts:
        piece = _read(terminal)
        if not piece:
            raise WrongOutputError(f"{case.name}: it ended, {out[-300:]!r}")
        out += piece
        if not typed and TAKES_INPUT in out:
            typed, begun = True, time.perf_counter()
            os.write(terminal, case.keys)
    seconds = time.perf_counter() - begun
    process.kill()
    process.wait()
    os.close(terminal)
    return seconds

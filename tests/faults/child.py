"""How one command runs in a process of its own, fast: as a copy of this process, which has loaded everything."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

NOW = "2026-03-10T12:00:00+00:00"
LATE = (
    "icalendar", "rich.console", "rich.table", "tomli_w", "filelock", "tomllib", "hashlib", "zoneinfo", "json",
    "_strptime", "difflib", "tzdata", "traceback", "encodings.utf_8_sig",
)  # fmt: skip
LIMIT = 60.0  # seconds; a command that is not done by then hangs
DEVNULL = os.open(os.devnull, os.O_RDWR)


@dataclass(frozen=True)
class Ended:
    """What a command left: its exit code (below 0: the signal that ended it) and what it said."""

    code: int
    out: str
    err: str

    @property
    def told(self) -> bool:
        """True where a failure is a sentence and no traceback, and a success says nothing of a fault of ours."""
        wrong = "Traceback" in self.err or "inside dispute" in self.err
        return not wrong and self.code != -14 and (self.code == 0 or bool(self.err.strip() or self.out.strip()))


@dataclass
class Running:
    """A command that runs."""

    pid: int
    out: IO[bytes]
    err: IO[bytes]

    def end(self, limit: float = LIMIT) -> Ended:
        """What it left once it has ended; one that hangs is killed and has the code -14."""
        until = time.monotonic() + limit
        while True:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                code = os.waitstatus_to_exitcode(status)
                break
            if time.monotonic() > until:
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
                code = -signal.SIGALRM
                break
            time.sleep(0.0005)
        return Ended(code, _text(self.out), _text(self.err))


def preload() -> None:
    """Load everything that a command may need, so that its copies start at once."""
    from disputecli import cli

    cli.whole_app()
    for path in sorted(Path(cli.__file__).parent.rglob("*.py")):
        parts = path.relative_to(Path(cli.__file__).parent.parent).with_suffix("").parts
        if not {"__main__", "wizard"} & set(parts):
            import_module(".".join(part for part in parts if part != "__init__"))
    for name in LATE:
        import_module(name)


def environment(home: Path | bytes, **more: str) -> dict[str, str]:
    """What a command is told: its folder and the clock."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**kept, "DISPUTE_HOME": os.fsdecode(home), "DISPUTE_NOW": NOW, "TZ": "UTC", "COLUMNS": "80", **more}


def start(
    words: Iterable[str], env: Mapping[str, str], *, given: bytes = b"", prepare: Callable[[], None] | None = None
) -> Running:
    """Start a command; `prepare` runs in its process before anything else."""
    out, err = TemporaryFile(), TemporaryFile()  # noqa: SIM115  # closed when they were read
    sys.stdout.flush()
    pid = os.fork()
    if not pid:
        _be(list(words), env, given, (out, err), prepare)
    return Running(pid, out, err)


def run(words: Iterable[str], env: Mapping[str, str], **how) -> Ended:
    """Run a command to its end."""
    return start(words, env, **how).end()


def _be(words: list[str], env: Mapping[str, str], given: bytes, to: tuple[IO[bytes], IO[bytes]], prepare) -> None:
    """Be that command, and never come back."""
    code = 99
    try:
        for number, file in enumerate(to, start=1):
            os.dup2(file.fileno(), number)
        os.dup2(_input(given) if given else DEVNULL, 0)
        for number, mode in enumerate(("r", "w", "w")):
            stream = open(  # noqa: SIM115  # the process ends with it
                number, mode, encoding="utf-8", errors="strict" if number < 2 else "backslashreplace", closefd=False
            )
            setattr(sys, ("stdin", "stdout", "stderr")[number], stream)
        os.environ.clear()
        os.environ.update(env)
        time.tzset()
        sys.argv = ["dispute", *words]  # a status is kept under them
        from disputecli.__main__ import answer as command

        if prepare:
            prepare()
        code = command(words)
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:  # noqa: BLE001  # whatever it is, it is to be seen
        import traceback

        os.write(2, traceback.format_exc().encode())
    finally:
        os._exit(code)


def _input(given: bytes) -> int:
    """A descriptor that these bytes can be read from."""
    file = TemporaryFile()  # noqa: SIM115  # the process ends soon
    file.write(given)
    file.seek(0)
    return os.dup(file.fileno())


def _text(file: IO[bytes]) -> str:
    with file:
        file.seek(0)
        return file.read().decode("utf-8", "surrogateescape")

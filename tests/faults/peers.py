"""The same trials with taskwarrior and todoman, where they are installed, each in a process of its own like a user's.

`TASK` and `TODO` name the commands, if they are not called `task` and `todo` or are not on the path.
"""

import os
import random
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.faults.child import environment
from tests.faults.ledger import make
from tests.faults.trial import Outcome

KEPT = 10  # records that are there before
TODOMAN = """path = {lists!r}
date_format = "%Y-%m-%d"
time_format = "%H:%M"
default_list = "x"
cache_path = {cache!r}
"""


@dataclass(frozen=True)
class Program:
    """A program that keeps records in files: how it is made ready, adds one, lists all, and what its files say."""

    name: str
    ready: Callable[[Path], dict[str, str]]
    add: tuple[str, ...]
    listing: tuple[str, ...]
    texts: Callable[[Path], list[str]]


def compared(folder: Path, short: bool, seed: int) -> Iterator[tuple[str, str, list[Outcome] | str]]:
    """A program's name, a fault, and its outcomes or why it is not tried."""
    for program in _programs():
        if shutil.which(program.add[0]) is None:
            yield program.name, "all", f"{program.add[0]} is not installed"
            continue
        yield program.name, "kill -9 at random", _killed(program, folder / "killed", 12 if short else 200, seed)
        yield program.name, "8 write at once", _crowded(program, folder / "crowded", 2 if short else 25)
        yield program.name, "a full disk", _filled(program, folder / "filled")


def _programs() -> list[Program]:
    ours = (sys.executable, "-m", "disputecli")
    task, todo = os.environ.get("TASK", "task"), os.environ.get("TODO", "todo")
    return [
        Program("dispute", _ledger, (*ours, "log", "usb", "note", "--text"), (*ours, "status"), _notes),
        Program("taskwarrior", _tasks, (task, "add"), (task, "export"), _descriptions),
        Program("todoman", _todos, (todo, "new", "-l", "x"), (todo, "list"), _summaries),
    ]


def _ledger(folder: Path) -> dict[str, str]:
    (folder / "home").mkdir(mode=0o700)
    make(folder / "home")
    return environment(folder / "home")


def _tasks(folder: Path) -> dict[str, str]:
    (folder / "data").mkdir()
    settings = f"data.location={folder / 'data'}\nconfirmation=off\nverbose=nothing\n"
    (folder / "taskrc").write_text(settings, encoding="utf-8")
    return {"TASKRC": str(folder / "taskrc"), "HOME": str(folder), "PATH": os.environ["PATH"]}


def _todos(folder: Path) -> dict[str, str]:
    (folder / "lists" / "x").mkdir(parents=True)
    settings = TODOMAN.format(lists=str(folder / "lists" / "*"), cache=str(folder / "cache.sqlite3"))
    (folder / "config.py").write_text(settings, encoding="utf-8")
    return {"TODOMAN_CONFIG": str(folder / "config.py"), "HOME": str(folder), "PATH": os.environ["PATH"]}


def _found(folder: Path, names: str, pattern: str) -> list[str]:
    files = (path.read_text(encoding="utf-8", errors="replace") for path in sorted(folder.glob(names)))
    return [text for file in files for text in re.findall(pattern, file)]


def _notes(folder: Path) -> list[str]:
    return _found(folder, "home/ledger/*/*.toml", r'text = "(word\d+)"')


def _descriptions(folder: Path) -> list[str]:
    return _found(folder, "data/pending.data", r'description:"(word\d+)"')


def _summaries(folder: Path) -> list[str]:
    return _found(folder, "lists/x/*.ics", r"SUMMARY:(word\d+)")


@dataclass
class _Tried:
    """A program at work in a folder, and which records it said that it has saved."""

    program: Program
    folder: Path
    env: dict[str, str]
    acknowledged: set[str]

    def add(self, number: int, kill_after: float | None = None) -> int:
        """Add a record; its exit code."""
        process = subprocess.Popen(
            [*self.program.add, f"word{number}"], env=self.env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        with process:
            if kill_after is not None:
                time.sleep(kill_after)
                process.kill()
            code = process.wait()
        if not code:
            self.acknowledged.add(f"word{number}")
        return code

    def outcome(self, name: str) -> Outcome:
        """What is gone, and whether the program still reads its files."""
        there = self.program.texts(self.folder)
        lost = [f"{each} is there {there.count(each)} times" for each in self.acknowledged if there.count(each) != 1]
        listed = subprocess.run(
            self.program.listing, env=self.env, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
        )
        trace = "Traceback" in listed.stderr
        return Outcome(name, lost[:3], ["it can't read its files"] if trace else [], told=not trace, said=listed.stderr)


def _at_work(program: Program, folder: Path) -> _Tried:
    place = folder / program.name
    place.mkdir(parents=True, mode=0o700)
    tried = _Tried(program, place, program.ready(place), set())
    for number in range(KEPT):
        tried.add(number)
    return tried


def _killed(program: Program, folder: Path, times: int, seed: int) -> list[Outcome]:
    tried = _at_work(program, folder)
    chance = random.Random(seed)  # noqa: S311  # moments, no secrets
    began = time.perf_counter()
    tried.add(KEPT)
    took = time.perf_counter() - began
    found = []
    for number in range(KEPT + 1, KEPT + 1 + times):
        tried.add(number, chance.uniform(0, took))
        found.append(tried.outcome(f"word{number}"))
        for each in found[-1].lost:  # counted once
            tried.acknowledged.discard(each.split()[0])
    return found


def _crowded(program: Program, folder: Path, times: int) -> list[Outcome]:
    tried = _at_work(program, folder)
    with ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(tried.add, range(100, 100 + 8 * times)))
    there = program.texts(tried.folder)
    return [
        Outcome(f"word{number}", [] if code or there.count(f"word{number}") == 1 else ["acknowledged, not there once"])
        for number, code in enumerate(codes, start=100)
    ]


def _filled(program: Program, folder: Path) -> list[Outcome] | str:
    if os.geteuid() or not shutil.which("mount"):
        return "only root can make a small disk"
    disk = folder / f"{program.name}-disk"
    disk.mkdir(parents=True)
    mount = ["mount", "-t", "tmpfs", "-o", "size=40m,mode=700", "none", str(disk)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        return "no small disk can be mounted here"
    try:
        tried = _at_work(program, disk)
        filler = tried.folder / "filler"
        found = []
        for number, room in enumerate((0, 4, 8, 0, 16, 0), start=50):
            with filler.open("wb", buffering=0) as file:
                try:
                    while file.write(b"x" * 4096):
                        pass
                except OSError:
                    file.truncate(max(0, file.tell() - room * 1024))
            tried.add(number)
            filler.unlink()
            found.append(tried.outcome(f"{room} kB left"))
        return found
    finally:
        subprocess.run(["umount", str(disk)], check=False)

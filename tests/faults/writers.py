"""Eight that write at once, on one dispute and on many, and two that read meanwhile."""

import os
import tomllib
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from tests.faults.child import environment, run
from tests.faults.ledger import make, troubles, unsettled
from tests.faults.trial import Outcome

WRITERS, READERS = 8, 2
READS = (("status", "--all"), ("show", "usb"), ("check",), ("export",))


@dataclass(frozen=True)
class Worker:
    """One of those at work: its number, whether it writes, how often, and on how many disputes all of them do."""

    number: int
    writes: bool
    times: int
    disputes: int


def tried(folder: Path, times: int, disputes: int) -> list[Outcome]:
    """The outcome of each write, and one of each reader."""
    home = folder / "home"
    home.mkdir(parents=True, mode=0o700)
    make(home)
    for number in range(disputes):
        words = ("new", "--no-input", "--item", f"cup {number}", "--received", "no", "--tracking", "stalled")
        assert run(words, environment(home)).code == 0
    workers = [Worker(number, number < WRITERS, times, disputes) for number in range(WRITERS + READERS)]
    with ProcessPoolExecutor(len(workers), mp_context=get_context("fork")) as pool:
        done = list(pool.map(_work, [(home, each) for each in workers]))
    outcomes = [each for found in done for each in found]
    _compare(home, outcomes)
    outcomes[0].harmed += troubles(home) + unsettled(home)
    return outcomes


def _work(given: tuple[Path, Worker]) -> list[Outcome]:
    home, worker = given
    if not worker.writes:
        return [_read(home, worker)]
    return [_written(home, worker, number) for number in range(worker.times)]


def _written(home: Path, worker: Worker, number: int) -> Outcome:
    """One note added; its name is in the ledger if it was acknowledged."""
    text = f"{worker.number}-{number}"
    id_ = "usb" if worker.disputes == 0 else f"cup-{(worker.number + number) % worker.disputes}"
    ended = run(("log", id_, "note", "--text", text), environment(home))
    outcome = Outcome(text, told=ended.told, said=ended.err)
    if ended.code and "is saving" not in ended.err:  # who gives up after ten seconds is told so, and nothing is lost
        outcome.harmed.append(f"refused: {ended.err.strip()[:200]}")
    if ended.code:
        outcome.name = f"refused {text}"
    return outcome


def _read(home: Path, worker: Worker) -> Outcome:
    """Reading again and again while the others write: never a half or a missing dispute."""
    outcome = Outcome("reader")
    for number in range(worker.times * 2):
        words = READS[number % len(READS)]
        ended = run(words, environment(home))
        shown = words[0] == "check" or "usb" in ended.out
        if ended.code or not shown or not ended.told or "kettle" not in ended.out * (words[0] in {"status", "export"}):
            if words[0] in {"show", "check"} and not ended.code and shown:
                continue
            outcome.harmed.append(f"{' '.join(words)} said: {(ended.out + ended.err).strip()[:300]}")
            outcome.told = outcome.told and ended.told
    return outcome


def _compare(home: Path, outcomes: list[Outcome]) -> None:
    """Every acknowledged note is in the ledger, once."""
    texts: list[str] = []
    for path in (home / "ledger").glob("*/*.toml"):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        texts += [row.get("text", "") for row in table.get("events", ())]
    for each in outcomes:
        if each.name[0].isdigit() and not each.harmed and texts.count(each.name) != 1:
            each.lost.append(f"it is there {texts.count(each.name)} times")


def moved(folder: Path, times: int) -> list[Outcome]:
    """One that closes and reopens a dispute, and readers that must see it all the time."""
    home = folder / "home"
    home.mkdir(parents=True, mode=0o700)
    make(home)
    jobs: list[Callable[[], list[Outcome]]] = [
        lambda: _to_and_fro(home, times),
        *[lambda: _seen(home, times)] * READERS,
    ]
    outcomes: list[Outcome] = []
    with ProcessPoolExecutor(len(jobs), mp_context=get_context("fork")) as pool:
        for found in pool.map(_call, range(len(jobs)), [home] * len(jobs), [times] * len(jobs)):
            outcomes += found
    return outcomes


def _call(number: int, home: Path, times: int) -> list[Outcome]:
    return _seen(home, times) if number else _to_and_fro(home, times)


def _to_and_fro(home: Path, times: int) -> list[Outcome]:
    found = []
    for number in range(times):
        closed = run(("log", "lamp", "refund-received", "--amount", "17.40"), environment(home))
        opened = run(("undo", "--yes"), environment(home))
        outcome = Outcome(f"move {number}", told=closed.told and opened.told)
        if closed.code or opened.code:
            outcome.harmed.append(f"refused: {closed.err}{opened.err}"[:300])
        found.append(outcome)
    return found


def _seen(home: Path, times: int) -> list[Outcome]:
    found = []
    for number in range(times * 2):
        ended = run(("status", "--all"), environment(home))
        outcome = Outcome(f"look {number} {os.getpid()}", told=ended.told)
        if ended.code or ended.out.count("lamp") < 1:
            outcome.harmed.append(f"status said: {ended.out}{ended.err}"[:400])
        found.append(outcome)
    return found

"""Every system call of every writing command: failing in each way, cut short, and the last one before a kill."""

import os
import random
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from tests.faults.child import run, start
from tests.faults.commands import commands
from tests.faults.inject import CHANGING, ERRORS, KILL, KILL_AFTER, SHORT, Injection
from tests.faults.ledger import copy
from tests.faults.trial import Case, Outcome, case, judged

FAULTS = (KILL, KILL_AFTER, *ERRORS, SHORT)


@dataclass(frozen=True)
class Trial:
    """One fault at one call of one command; the call -1 stands for a kill after a time in seconds."""

    case: Case
    fault: str
    at: int
    call: str
    after: float = 0.0


def trials(folder: Path, short: bool, seed: int, kills: int) -> Iterator[tuple[str, list[Trial]]]:
    """For each kind of fault its trials; the short form takes every third call, and one of the errors for each."""
    cases = [case(each, folder) for each in commands(folder)]
    listed = [(each, number, call) for each in cases for number, call in _calls(each, folder)]
    changing = [each for each in listed if each[2] in CHANGING]
    chance = random.Random(seed)  # noqa: S311  # moments, no secrets
    durations = [(each, _duration(each, folder)) for each in cases]
    yield (
        "kill -9 at a random moment",
        [Trial(each, KILL, -1, "", chance.uniform(0.0, took)) for each, took in durations for _ in range(kills)],
    )
    faults = (KILL,) if short else (KILL, KILL_AFTER)
    killed = changing[seed % 3 :: 3] if short else changing
    yield "kill -9 at each system call", [Trial(each, fault, n, call) for each, n, call in killed for fault in faults]
    for place, error in enumerate(ERRORS):
        some = changing[place :: 3 * len(ERRORS)] if short else changing if error == "EINTR" else listed
        yield f"{error} at each system call", [Trial(each, error, n, call) for each, n, call in some]
    writes = [each for each in listed if each[2] == "write"]
    yield "a write cut short", [Trial(each, SHORT, n, call) for each, n, call in (writes[::2] if short else writes)]


def tried(found: list[Trial], folder: Path) -> list[Outcome]:
    """The outcomes of the trials, on all cores."""
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("fork")) as pool:
        return list(pool.map(_try, [(each, folder) for each in found], chunksize=8))


def _try(given: tuple[Trial, Path]) -> Outcome:
    trial, folder = given
    command, home = trial.case.command, folder / str(os.getpid()) / "home"
    home.parent.mkdir(exist_ok=True, mode=0o700)
    copy(command.template, home)
    name = f"{command.name}: {trial.fault} at {trial.call or f'{trial.after:.4f} s'} ({trial.at})"
    if trial.at < 0:
        running = start(command.words, command.environment(home))
        ended = running.end(trial.after)
        ended = type(ended)(-9 if ended.code < 0 else ended.code, ended.out, ended.err)
    else:
        injected = Injection(str(home), trial.fault, trial.at)
        ended = run(command.words, command.environment(home), prepare=injected.install)
    return judged(name, trial.case, home, ended)


def _calls(given: Case, folder: Path) -> list[tuple[int, str]]:
    """The system calls that the command makes, in their order."""
    home, listing = folder / "once" / "home", folder / "calls"
    listing.unlink(missing_ok=True)
    copy(given.command.template, home)
    run(
        given.command.words, given.command.environment(home), prepare=Injection(str(home), listing=str(listing)).install
    )
    return list(enumerate(listing.read_text(encoding="utf-8").splitlines()))


def _duration(given: Case, folder: Path) -> float:
    """How long the command takes, in seconds."""
    import time

    home = folder / "once" / "home"
    copy(given.command.template, home)
    began = time.perf_counter()
    run(given.command.words, given.command.environment(home))
    return time.perf_counter() - began

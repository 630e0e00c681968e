"""Files of the ledger that are cut short, flipped, spoilt or not what they should be."""

import os
import random
import re
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from tests.faults.child import environment, run
from tests.faults.ledger import copy
from tests.faults.trial import Outcome

WRONG = (
    '""', '"x"', "7", "-1", "1e400", "nan", "[]", "{}", "true", "[[1]]", "1979-05-27", "9999-12-31T23:59:59Z",
    '"\\u001b[2J"', "0001-01-01", '"' + "9" * 5000 + '"', "9" * 5000, "'''", "'é", "{a = 1}",
)  # fmt: skip


def damaged(good: bytes, short: bool, seed: int) -> Iterator[tuple[str, list[bytes]]]:
    """For each kind of damage what the file then holds."""
    chance = random.Random(seed)  # noqa: S311  # samples, no secrets
    yield "a file cut short", [good[:end] for end in range(0, len(good), 23 if short else 1)]
    flips = [(chance.randrange(len(good)), 1 << chance.randrange(8)) for _ in range(40 if short else 1000)]
    yield "a bit flipped", [good[:at] + bytes([good[at] ^ bit]) + good[at + 1 :] for at, bit in flips]
    zeros = range(0, len(good), 97 if short else 11)
    yield "a part of zeros", [good[:at] + bytes(min(64, len(good) - at)) + good[at + 64 :] for at in zeros]
    lines = list(re.finditer(rb"(?m)^[a-z_0-9]+ = (.*)$", good))
    spoilt = [good[: each.start(1)] + word.encode() + good[each.end(1) :] for each in lines for word in WRONG]
    yield "a key spoilt", chance.sample(spoilt, min(len(spoilt), 40)) if short else spoilt


def tried(template: Path, contents: list[bytes], folder: Path) -> list[Outcome]:
    """The outcomes of reading and writing with such a file, on all cores."""
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("fork")) as pool:
        return list(pool.map(_try, [(template, each, folder) for each in contents], chunksize=4))


def _try(given: tuple[Path, bytes, Path]) -> Outcome:
    template, content, folder = given
    home = folder / str(os.getpid()) / "home"
    home.parent.mkdir(exist_ok=True, mode=0o700)
    copy(template, home)
    path = home / "ledger" / "open" / "usb.toml"
    good = path.read_bytes()
    path.write_bytes(content)
    outcome = Outcome(f"{content[:3000]!r}"[-300:])
    _look(home, path, outcome)
    if path.read_bytes() != content:
        outcome.harmed.append("a reading command changed the file")
    _write(home, path, content, outcome)
    if content != good and not outcome.lost:
        _bring_back(home, path, good, outcome)
    return outcome


def _look(home: Path, path: Path, outcome: Outcome) -> None:
    """The others are shown, and the damaged one is shown too or named with its line and a way back."""
    seen = run(("status", "--all"), environment(home))
    checked = run(("check",), environment(home))
    for ended in (seen, checked):
        outcome.told = outcome.told and ended.told
        outcome.said += ended.err
    text = seen.out + seen.err
    if "kettle" not in text or "lamp" not in text:
        outcome.lost.append("the other disputes are not shown")
    if "\x1b" in text + checked.out + checked.err:
        outcome.harmed.append("an escape sequence reached the terminal")
    if seen.code and "USB stick" not in seen.out:
        shown = run(("show", "usb"), environment(home))
        named = (
            re.search(rf"{re.escape(path.name)}:\d+", shown.err) or "is empty" in shown.err or "is larger" in shown.err
        )
        a_way_on = "--restore usb" in shown.err or "newer dispute" in shown.err
        outcome.told = outcome.told and shown.told and bool(named) and a_way_on
        outcome.said += f" | show: {shown.err}"
    elif not seen.code and "usb" not in seen.out:
        outcome.lost.append("the dispute is not shown, and nothing says so")


def _write(home: Path, path: Path, content: bytes, outcome: Outcome) -> None:
    """A write to another dispute works; one to this refuses and leaves it, or adds to what it still says."""
    other = run(("log", "lamp", "note", "--text", "x"), environment(home))
    if other.code:
        outcome.harmed.append(f"another dispute can't be written: {other.err[:200]}")
    ended = run(("log", "usb", "note", "--text", "x"), environment(home))
    outcome.told = outcome.told and ended.told
    if ended.code and path.read_bytes() != content:
        outcome.lost.append("a refused write changed the file")


def _bring_back(home: Path, path: Path, good: bytes, outcome: Outcome) -> None:
    """What was saved last comes back."""
    if path.read_bytes() == good:
        return
    wrote = run(("undo", "--list"), environment(home)).out.splitlines()[:1]
    if wrote and wrote[0].startswith("log note on usb"):
        return
    ended = run(("undo", "--restore", "usb"), environment(home))
    if ended.code or path.read_bytes() != good:
        outcome.lost.append(f"it does not come back: {ended.err[:200]}")

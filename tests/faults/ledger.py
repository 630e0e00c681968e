"""The ledger that faults are tried on, and what must hold in it whatever happened."""

import hashlib
import json
import os
import shutil
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.faults.child import environment, run

DISPUTES = {
    "open/usb.toml": """# mine: keep this line
schema_version = 1
note = "ask the neighbour"

[order]
order_id = "8100000000000011"
item = "USB stick 64GB"
paid = "9.68"
currency = "USD"
ordered_at = 2026-01-20
shipped_at = 2026-01-22
received_at = 2026-02-25
protection_ends_at = 2026-04-05
[problem]
received = "yes"
text = "the test program finds 6 GB instead of 64"
""",
    "open/lamp.toml": """schema_version = 1

[order]
order_id = "8100000000000012"
item = "Desk lamp"
paid = "17.40"
currency = "EUR"
ordered_at = 2026-01-20
received_at = 2026-02-25
[problem]
received = "yes"
text = "the shade is cracked"

[[events]]
at = 2026-03-01T10:00:00Z
actor = "buyer"
event = "opened"

[[events]]
at = 2026-03-02T10:00:00Z
actor = "seller"
event = "seller-accepted"
type = "refund_only"
amount = "17.40"
""",
    "closed/kettle.toml": """schema_version = 1

[order]
order_id = "8100000000000013"
item = "Kettle"
paid = "24.90"
currency = "USD"
[problem]
received = "no"
tracking = "stalled"

[[events]]
at = 2026-02-01T10:00:00Z
actor = "buyer"
event = "opened"

[[events]]
at = 2026-02-20T10:00:00Z
actor = "buyer"
event = "cancelled"
""",
}
PHOTO = b"\xff\xd8\xff\xe0 a photo " * 40
TEMPORARY = (".tmp", ".part")


@dataclass(frozen=True)
class State:
    """All disputes by id, as their files say; ids that stand in two folders; evidence by its path and digest."""

    tables: dict[str, tuple[str, Any]]
    doubles: tuple[str, ...]
    broken: tuple[str, ...]
    evidence: frozenset[tuple[str, str]]


def make(home: Path) -> None:
    """Write the ledger, and let commands give it a past."""
    for name, text in DISPUTES.items():
        path = home / "ledger" / name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.write_text(text, encoding="utf-8")
    for folder in (home, *(each for each in home.rglob("*") if each.is_dir())):
        folder.chmod(0o700)
    for file in home.rglob("*.toml"):
        file.chmod(0o600)
    (home.parent / "first.jpg").write_bytes(PHOTO + b"0")
    commands = (["log", "usb", "note", "--text", "first"], ["evidence", "usb", "add", str(home.parent / "first.jpg")])
    for words in commands:
        ended = run(words, environment(home))
        assert ended.code == 0, ended.err


def copy(template: Path, home: Path) -> None:
    """Put the ledger back as it was made."""
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(template, home, symlinks=True)


def state(home: Path) -> State:
    """What the files say, read without any of the program's code."""
    tables: dict[str, tuple[str, Any]] = {}
    doubles, broken = [], []
    for folder in ("open", "closed"):
        for path in sorted(each for each in (home / "ledger" / folder).glob("*.toml") if each.is_file()):
            if path.stem in tables:
                doubles.append(path.stem)
            try:
                tables[path.stem] = (folder, tomllib.loads(path.read_text(encoding="utf-8")))
            except ValueError:
                broken.append(path.name)
    files = [path for path in (home / "ledger" / "evidence").glob("*/*") if path.is_file()]
    shown = frozenset((str(path.relative_to(home)), _digest(path)) for path in files if not path.name.startswith("."))
    return State(tables, tuple(doubles), tuple(broken), shown)


def troubles(home: Path) -> list[str]:
    """What is wrong with the files after a fault, however it ended: torn, doubled, open to others, not silent."""
    found, now = [], state(home)
    found += [f"{name} is not whole" for name in now.broken]
    found += [f"{name} stands there twice" for name in now.doubles]
    for path in home.rglob("*"):
        if not path.is_symlink() and path.stat().st_mode & 0o077:
            found.append(f"others can use {path.name}")
    checked = run(["check"], environment(home))
    if checked.code or checked.out or checked.err:
        found.append(f"check says: {(checked.out + checked.err).strip()[:300]}")
    return found


def unsettled(home: Path) -> list[str]:
    """What the next command should have put in order: temporary files, orphans, a journal that knows it otherwise."""
    found = [f"{path.name} was left" for path in home.rglob(".*") if path.name.endswith(TEMPORARY)]
    named: set[str] = set()
    for id_, (_, table) in state(home).tables.items():
        named |= {f"ledger/evidence/{id_}/{row['file']}" for row in table.get("evidence", ())}
    there = {name for name, _ in state(home).evidence}
    found += [f"{name} is in no row" for name in there - named] + [f"{name} is missing" for name in named - there]
    return found + list(_journal_differences(home))


def _journal_differences(home: Path) -> Iterable[str]:
    """Files that are not as the journal's last line about them says, and lines that don't follow one another."""
    last: dict[str, str | None] = {}
    for line in (home / "state" / "journal.jsonl").read_text(encoding="utf-8").splitlines():
        try:
            entry = json.loads(line)
        except ValueError:
            continue  # torn by the kill, as it may be
        if last.get(entry["file"], entry["before"]) != entry["before"]:
            yield f"the journal has a gap before a change of {entry['file']}"
        last[entry["file"]] = entry["after"]
    for name, digest in last.items():
        path = home / "ledger" / name
        if (_digest(path) if path.exists() else None) != digest:
            yield f"the journal knows {name} otherwise"


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def scratch() -> Path:
    """A folder for the trials, in memory where there is such a disk, for they are many."""
    from tempfile import mkdtemp

    fast = Path("/dev/shm")  # noqa: S108  # mkdtemp makes a folder that is ours alone
    return Path(mkdtemp(prefix="dispute-faults-", dir=fast if os.access(fast, os.W_OK) else None))

"""What would a version of the program leave to the next one? A ledger made by its own commands, out of made-up orders.

    python -m tests.older COMMAND tests/data/older/VERSION

COMMAND is the installed `dispute` of that version. Made once for a version that is given out, and never changed again:
`tests/commands/test_older.py` holds today's program to it. `home` was left in peace, with an interview that Ctrl-C
interrupted; in `killed` a command died between two of its steps.
"""

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pexpect

ORDERS = {
    "linen-shirt": """[order]
item = "Linen shirt"
variant = "亚麻, blue"
paid = "31.00"
currency = "USD"
country = "KR"
received_at = 2026-03-01
protection_ends_at = 2026-03-28T10:00:00+09:00
[problem]
received = "yes"
symptom = "wrong_size"
size_ordered_cm = "58"
size_received_cm = "50"
[wish]
extent = "partial"
amount = "12.00"
keep_item = true
""",
    "usb-stick": """[order]
order_id = "8100000000000021"
item = "USB stick"
variant = "black, 64GB"
seller = "Happy Sample Store"
paid = "9.68"
currency = "USD"
payment_method = "card"
country = "BR"
ordered_at = 2026-01-20
shipped_at = 2026-01-22
received_at = 2026-02-25
protection_ends_at = 2026-04-05
[problem]
received = "yes"
text = "the test program finds 6 GB instead of 64"
evidence = ["photo", "test_result"]
[wish]
extent = "full"
""",
    "lamp": """[order]
order_id = "8100000000000022"
item = "Lamp"
paid = "17,40"
currency = "EUR"
country = "EU"
ordered_at = 2026-01-20
received_at = 2026-02-25
[problem]
received = "yes"
text = "the shade is cracked"
package_damaged = true
usable = "partly"
""",
    "kettle": """[order]
item = "Kettle"
quantity = 2
paid = "24.90"
currency = "USD"
ordered_at = 2025-12-01
shipped_at = 2025-12-04
delivery_days = 60
[problem]
received = "no"
tracking = "stalled"
""",
}
CUP = """{"schema_version": 1, "redacted": false, "disputes": [{"id": "cup", "folder": "open", "table": {
"schema_version": 1, "order": {"item": "Cup"}, "problem": {"received": "no", "tracking": "stalled"}, "mine": [1]}}]}"""
PHOTO = b"\xff\xd8\xff\xe0 a photo of nothing "
OWN = '# mine: the neighbour saw it\nnote = "ask the neighbour"\n[mine]\nshelf = 3\n'  # before all that is in the file
HAPPENED = """
5T10 log usb-stick opened --when 2026-03-05
6T10 log usb-stick seller-countered --type refund_only --amount 3.00
6T11 log usb-stick message-received --text "Please cancel the dispute"
6T12 observe usb-stick platform_steps_in "4d 3h"
6T12 observe lamp protection_ends "12d 3h"
6T13 evidence usb-stick add a.jpg b.jpg --caption "the label"
6T14 evidence lamp add c.jpg
6T15 evidence usb-stick remove 2
6T16 draft usb-stick --save
7T09 edit kettle
7T10 log lamp opened
8T11 log lamp seller-accepted --type refund_only --amount 17.40
8T12 log kettle opened
9T11 log lamp refund-received --amount 17.40
9T12 import cup.json
9T13 log kettle note --text "asked the post office"
9T14 undo --yes
"""
DIES = """
import os, sys
from disputecli.__main__ import main
def dying(really):
    def call(path, *more, **named):
        return os._exit(9) if str(path).endswith("open/kettle.toml") else really(path, *more, **named)
    return call
os.rename, os.unlink = dying(os.rename), dying(os.unlink)
sys.exit(main())
"""


def make(command: str, home: Path) -> None:
    """Orders, what happened to them, and an interview that is interrupted."""
    with tempfile.TemporaryDirectory() as folder:
        files = Path(folder)
        for name in "abc":
            (files / f"{name}.jpg").write_bytes(PHOTO + name.encode() * 9)
        (files / "cup.json").write_text(CUP, encoding="utf-8")
        (files / "editor").write_text("#!/bin/sh\nsed -i 's/quantity = 2/quantity = 3/' \"$1\"\n", encoding="utf-8")
        (files / "editor").chmod(0o700)
        for day, (name, text) in enumerate(ORDERS.items(), start=1):
            (files / f"{name}.toml").write_text(text, encoding="utf-8")
            _run(files, home, f"{day}T09", command, "new", "--answers", f"{name}.toml", "--no-input")
        shirt = home / "ledger/open/linen-shirt.toml"
        shirt.write_text(_with_own(shirt.read_text(encoding="utf-8")), encoding="utf-8")
        for when, *words in map(shlex.split, HAPPENED.strip().splitlines()):
            _run(files, home, when, command, *words)
    _interrupt(command, home)


def kill(command: str, home: Path) -> None:
    """A dispute that is about to be put away when the command dies."""
    python = str(Path(command).parent / "python")
    with tempfile.TemporaryDirectory() as folder:
        files = Path(folder)
        (files / "kettle.toml").write_text(ORDERS["kettle"], encoding="utf-8")
        _run(files, home, "1T09", command, "new", "--answers", "kettle.toml", "--no-input")
        _run(files, home, "2T09", command, "log", "kettle", "opened")
        _run(files, home, "3T09", python, "-c", DIES, "log", "kettle", "cancelled", "--yes", code=9)


def _with_own(text: str) -> str:
    """A file as its owner edited it: a comment, a note and a table that no version knows."""
    first, rest = OWN.split("[mine]")
    return f"{first}{text}\n[mine]{rest}"


def _run(files: Path, home: Path, when: str, *words: str, code: int = 0) -> None:
    done = subprocess.run(
        words, cwd=files, env=_environment(home, when, EDITOR=str(files / "editor")), text=True,
        capture_output=True, check=False, input="",
    )  # fmt: skip
    assert done.returncode == code, (words, done)


def _interrupt(command: str, home: Path) -> None:
    child = pexpect.spawn(command, ["new", "--plain"], env=_environment(home, "9T15"), encoding="utf-8", timeout=30)
    for answer in ("Wall clock", "12.50 USD", "1"):
        child.expect(r"(Answer|Number)[^\r\n]*: $")
        child.sendline(answer)
    child.expect(r"Number[^\r\n]*: $")
    child.sendintr()
    child.expect(pexpect.EOF)
    child.close()


def _environment(home: Path, when: str, **more: str) -> dict[str, str]:
    day, hour = when.split("T")
    now = f"2026-03-{int(day):02d}T{hour}:00:00Z"
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    return {**kept, "DISPUTE_HOME": str(home), "DISPUTE_NOW": now, "TZ": "UTC", "TERM": "xterm", **more}


def main() -> None:
    """Make both homes in a new folder, without what is no more than a trace of a run."""
    command, folder = sys.argv[1], Path(sys.argv[2]).absolute()
    folder.mkdir(parents=True)
    make(command, folder / "home")
    kill(command, folder / "killed")
    for path in [*folder.rglob("ledger.lock*"), *folder.rglob("*.marshal")]:
        path.unlink()
    for path in folder.glob("*/cache"):
        shutil.rmtree(path)


if __name__ == "__main__":
    main()

"""The commands that write, each on the same ledger, with what it needs prepared."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.faults.child import environment, run
from tests.faults.ledger import PHOTO, copy, make


@dataclass(frozen=True)
class Command:
    """A command that writes: its words, what it needs in the environment, what was done before it."""

    name: str
    words: tuple[str, ...]
    env: dict[str, str]
    template: Path

    def environment(self, home: Path) -> dict[str, str]:
        """The environment for a run on the ledger at home."""
        return environment(home, **self.env)


NEW = ("new", "--no-input", "--item", "Desk fan", "--paid", "10", "--currency", "USD", "--received", "yes",
       "--received-at", "2026-03-01", "--text", "it does not turn")  # fmt: skip
REFUND = ("log", "lamp", "refund-received", "--amount", "17.40", "--when", "2026-03-09")
BEFORE: dict[str, tuple[tuple[str, ...], ...]] = {
    "undo": (("log", "usb", "note", "--text", "second"),),
    "undo a move": (REFUND,),
    "undo an import": (("import", "{files}/three.json"),),
    "undo evidence": (("evidence", "usb", "add", "{files}/a.jpg", "{files}/b.jpg"),),
}
WORDS: dict[str, tuple[str, ...]] = {
    "new": NEW,
    "log": ("log", "usb", "note", "--text", "second"),
    "log and close": REFUND,
    "observe": ("observe", "usb", "protection_ends", "12d 3h"),
    "edit": ("edit", "usb", "--no-input"),
    "undo": ("undo", "--yes"),
    "undo a move": ("undo", "--yes"),
    "undo an import": ("undo", "--yes"),
    "undo evidence": ("undo", "--yes"),
    "import": ("import", "{files}/three.json"),
    "evidence add": ("evidence", "usb", "add", "{files}/a.jpg", "{files}/b.jpg"),
    "evidence remove": ("evidence", "usb", "remove", "1"),
}


def commands(folder: Path) -> list[Command]:
    """Every command that writes, with its ledger made ready in a folder."""
    files = folder / "files"
    files.mkdir()
    _write_files(files)
    plain = folder / "plain" / "home"
    plain.mkdir(parents=True, mode=0o700)
    make(plain)
    edited = (plain / "ledger/open/usb.toml").read_text(encoding="utf-8").replace("neighbour", "neighbour again")
    (files / "edited.toml").write_text(edited, encoding="utf-8")
    return [_command(name, words, files, plain) for name, words in WORDS.items()]


def _write_files(files: Path) -> None:
    """What the commands read: two photos, and an export of three disputes."""
    (files / "a.jpg").write_bytes(PHOTO + b"a" * 3000)
    (files / "b.jpg").write_bytes(PHOTO + b"b" * 3000)
    table = {"schema_version": 1, "order": {"item": "Cup"}, "problem": {"received": "no", "tracking": "stalled"}}
    rows = [{"id": f"cup-{number}", "folder": "open", "table": table} for number in (1, 2, 3)]
    whole = {"schema_version": 1, "redacted": False, "disputes": rows}
    (files / "three.json").write_text(json.dumps(whole), encoding="utf-8")


def _command(name: str, words: tuple[str, ...], files: Path, plain: Path) -> Command:
    placed: Callable[[tuple[str, ...]], tuple[str, ...]] = lambda each: tuple(  # noqa: E731
        word.replace("{files}", str(files)) for word in each
    )
    template = plain
    if name in BEFORE:
        template = plain.parent.parent / name.replace(" ", "-") / "home"
        template.parent.mkdir(mode=0o700)
        copy(plain, template)
        for before in BEFORE[name]:
            ended = run(placed(before), environment(template))
            assert ended.code == 0, ended.err
    return Command(name, placed(words), {"EDITOR": f"cp {files}/edited.toml"}, template)

"""Hostile text everywhere text comes in: nothing of it acts on the terminal, a spreadsheet, a calendar or the disk."""

import csv
import io
import json
import os
import re
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import tomli_w
from tests.faults.child import Ended, environment, run
from tests.faults.ledger import copy, state
from tests.faults.trial import Outcome

ATTACKS = {
    "clear the screen": "a\x1b[2Jb", "write the clipboard": "\x1b]52;c;ZXZpbA==\x07", "a link": "\x1b]8;;http://e\x1b\\x",
    "a C1 control": "a\x9b31mb", "right to left": "tra\u202egpj.exe", "zero width": "a\u200bb\u2060\ufeff",
    "tags": "a\U000e0041b", "markup": "[bold red]x[/nope] :bomb: [link=http://e]y", "a template": "{0.__class__} {item} %s",
    "a shell": "$(touch owned) `touch owned`; touch owned", "a formula": "=cmd|' /C calc'!A0", "a plus formula": "+1+1",
    "a calendar": "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:owned", "a line separator": "a\u2028b\u0085c",
    "a NUL": "a\0b", "half a character": "a\udcff", "a path": "../../../owned", "an option": "--help",
    "ten thousand lines": "a\n" * 10_000, "a long word": "a" * 200_000, "a million stops": "." * 1_000_000,
    "nested brackets": "[" * 20_000, "a number": "9" * 10_000, "quotes": "'''\"\"\"\\",
}  # fmt: skip
SHORT = (
    "write the clipboard", "right to left", "markup", "a template", "a formula", "a calendar", "a path", "a long word",
)  # fmt: skip
csv.field_size_limit(BIG := 10_000_000)
_RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]")  # fmt: skip
OLD = 1_700_000_000_000_000_000  # nanoseconds
LIMIT = 20.0  # seconds for one command
READING = (
    ("status", "--all"), ("show", "usb"), ("show", "usb", "--json"), ("draft", "usb"), ("draft", "usb", "--list"),
    ("evidence", "usb"), ("check", "--advice"), ("undo", "--list"), ("export",), ("export", "usb", "--redact"),
    ("export", "--format", "csv"), ("export", "--format", "md", "usb"), ("export", "--format", "ics"), ("status", "--json"),
)  # fmt: skip

Attack = Callable[[Path, str, Outcome], None]


def look(ended: Ended, words: tuple[str, ...], outcome: Outcome, *, csv_too: bool = False) -> None:
    """Nothing raw came out, no traceback, no endless wait."""
    outcome.told = outcome.told and ended.told
    text = ended.out.removeprefix("\ufeff").replace("\r\n", "\n") if words[0] == "export" else ended.out
    for where, said in (("stdout", text), ("stderr", ended.err)):
        if found := _RAW.search(said):
            outcome.harmed.append(f"{' '.join(words)[:60]}: {found[0]!r} on {where}")
    if "Traceback" in ended.err or "inside dispute" in ended.err or ended.code < 0:
        outcome.told = False
        outcome.said += f"{' '.join(words)[:60]}: {ended.code} {ended.err[-300:]}"
    if csv_too:
        cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
        outcome.harmed += [
            f"a cell is {cell[:40]!r}" for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))
        ]


def read_all(home: Path, outcome: Outcome) -> None:
    """Every command that shows something of the ledger."""
    for words in READING:
        ended = run(words, environment(home))
        look(ended, words, outcome, csv_too="csv" in words)
        if "ics" in words and len(re.findall("(?m)^BEGIN:VEVENT", ended.out)) != len(
            re.findall("(?m)^UID:", ended.out)
        ):
            outcome.harmed.append("an entry came into the calendar")


def in_ledger(home: Path, attack: str, outcome: Outcome) -> None:
    """In every text of a dispute's file, as another program or a person may have written it."""
    path = home / "ledger" / "open" / "usb.toml"
    text = attack.encode("utf-8", "replace").decode()
    table = state(home).tables["usb"][1]
    spoilt = {**table, "note": text, "order": {**table["order"], "item": text[:5000], "seller": text[:5000]}}
    spoilt["problem"] = {**table["problem"], "text": text}
    spoilt["messages"] = [{"at": table["order"]["received_at"], "kind": "open", "text": text}]
    path.write_text(tomli_w.dumps(spoilt), encoding="utf-8")
    read_all(home, outcome)
    spoilt["events"] = [
        *table["events"],
        {"at": table["events"][0]["at"], "actor": "seller", "event": "message-received", "text": text},
    ]
    path.write_text(
        tomli_w.dumps({**table, "events": spoilt["events"], text[:500] or "x": text[:500]}), encoding="utf-8"
    )
    read_all(home, outcome)


def in_kept_pictures(home: Path, attack: str, outcome: Outcome) -> None:
    """In the text of a status that is kept for the next look: that shows the same, and nothing raw."""
    path = home / "ledger" / "open" / "usb.toml"
    text = attack.encode("utf-8", "replace").decode()
    table = state(home).tables["usb"][1]
    order = {**table["order"], "item": text[:5000], "order_id": text[:5000]}
    path.write_text(tomli_w.dumps({**table, "order": order}), encoding="utf-8")
    for each in home.glob("ledger/**/*"):
        os.utime(each, ns=(OLD, OLD))  # what changed in the last two seconds is not kept
    for words in (("status",), ("status", "--all"), ("status", "--short"), ("status", "--json")):
        before = set(home.glob("cache/picture-*"))
        first, again = run(words, environment(home)), run(words, environment(home))
        look(again, words, outcome)
        if not first.code and again != first:
            outcome.harmed.append(f"{' '.join(words)} does not say the same again")
        if not first.code and set(home.glob("cache/picture-*")) == before:
            outcome.harmed.append(f"{' '.join(words)} was not kept")


def in_options(home: Path, attack: str, outcome: Outcome) -> None:
    """In what is typed: refused, or kept as text."""
    text = attack.replace("\0", "")[:100_000]
    for words in (
        ("new", "--no-input", "--received", "no", f"--item={text}", "--tracking=stalled", f"--text={text}"),
        ("log", "usb", "note", f"--text={text}"), ("log", "usb", "message-received", f"--text={text}"),
        ("log", "usb", text), ("log", text, "note"), ("observe", "usb", text, text), ("show", text), ("draft", "usb", text),
        ("rules", text), (text,), ("status", f"--at={text}"), ("export", f"--format={text}"), ("evidence", "usb", "add", text),
        ("undo", f"--restore={text}"), ("import", text), ("lint", text), ("reply", "usb", text), ("edit", text),
    ):  # fmt: skip
        look(run(words, environment(home)), words, outcome)
    read_all(home, outcome)


def in_pipes(home: Path, attack: str, outcome: Outcome) -> None:
    """In what is read from a pipe: a seller's message, a text to check, answers, an export."""
    given = attack.encode("utf-8", "surrogateescape")
    table = {"order": {"item": attack}, "problem": {"received": "no", "tracking": "stalled", "text": attack}}
    row = {"id": attack, "folder": attack, "table": {"schema_version": 1, **table}}
    fair = {"id": "cup", "folder": "open", "table": {"schema_version": 1, **table, attack: attack}}
    for words, data in (
        (("reply", "-"), given), (("reply", "usb", "-", "--json"), given), (("lint", "-"), given), (("lint", "-", "--json"), given),
        (("new", "--dry-run", "--answers", "-"), given), (("new", "--answers", "-"), _toml(table)),
        (("new", "--dry-run", "--json", "--answers", "-"), _toml(table)), (("draft", "--answers", "-"), _toml(table)),
        (("import", "-"), given), (("import", "-"), _json([row])), (("import", "-"), _json([fair])),
    ):  # fmt: skip
        look(run(words, environment(home), given=data), words, outcome)
    read_all(home, outcome)


def in_file_names(home: Path, attack: str, outcome: Outcome) -> None:
    """In the name of a file of evidence."""
    name = os.fsencode(attack.replace("\0", "").replace("/", "∕")[:60] + ".jpg")
    folder = home.parent / "photos"
    folder.mkdir(exist_ok=True)
    path = os.fsencode(folder) + b"/" + name
    Path(os.fsdecode(path)).write_bytes(b"\xff\xd8\xff photo " + name)
    words = ("evidence", "usb", "add", os.fsdecode(path))
    ended = run(words, environment(home))
    look(ended, words, outcome)
    for kept in (home / "ledger" / "evidence" / "usb").iterdir():
        if _RAW.search(kept.name) or not re.fullmatch(r"\d{3}-[^/\\:*?\"<>|]+", kept.name):
            outcome.harmed.append(f"a file is called {kept.name!r}")
    read_all(home, outcome)


def in_surroundings(home: Path, attack: str, outcome: Outcome) -> None:
    """In the environment, and in the journal."""
    text = attack.replace("\0", "")[:50_000]
    for name in ("DISPUTE_NOW", "TZ", "COLUMNS", "LANG", "TERM", "NO_COLOR"):
        try:
            look(run(("status",), environment(home, **{name: text})), ("status", name), outcome)
        except ValueError:
            continue
    with (home / "state" / "journal.jsonl").open("a", encoding="utf-8") as file:
        entry = {"time": text, "command": text, "id": text, "file": text, "before": None, "after": text, "run": text}
        file.write(json.dumps(entry) + "\n")
    look(run(("undo", "--list"), environment(home)), ("undo", "--list"), outcome)
    look(run(("undo", "--yes"), environment(home)), ("undo", "--yes"), outcome)


def huge(home: Path, outcome: Outcome) -> None:
    """Ten MB in one text, TOML nested a hundred thousand deep, numbers without end."""
    text = "the seller says no refund " * (BIG // 26)
    deep = b"a = " + b"[" * 100_000
    number = b"schema_version = 1\na = " + b"9" * 1_000_000
    cases: list[tuple[tuple[str, ...], bytes]] = [
        (("reply", "-"), text.encode()), (("lint", "-"), text.encode()),
        (("new", "--dry-run", "--answers", "-"), b'[order]\nitem = "x"\n[problem]\nreceived = "yes"\ntext = "' + text.encode() + b'"'),
        (("new", "--dry-run", "--answers", "-"), deep), (("new", "--dry-run", "--answers", "-"), number),
        (("import", "-"), text.encode()), (("import", "-"), b"[" * 1_000_000), (("import", "-"), b'{"a":' * 100_000),
    ]  # fmt: skip
    for words, data in cases:
        began = time.monotonic()
        look(run(words, environment(home), given=data), words, outcome)
        if time.monotonic() - began > LIMIT:
            outcome.harmed.append(f"{' '.join(words)} took {time.monotonic() - began:.0f} s")
    path = home / "ledger" / "open" / "big.toml"
    for content in (
        b"schema_version = 1\nnote = '" + text.encode() + b"'\n[order]\nitem = 'big'\n",
        deep,
        number,
        b"x" * 40_000_000,
    ):
        path.write_bytes(content)
        began = time.monotonic()
        look(run(("status", "--all"), environment(home)), ("status",), outcome)
        if time.monotonic() - began > LIMIT:
            outcome.harmed.append(f"status took {time.monotonic() - began:.0f} s")


WAYS: dict[str, Attack] = {
    "hostile text in a dispute's file": in_ledger,
    "hostile text in what is kept of a status": in_kept_pictures,
    "hostile text in options": in_options,
    "hostile text in pipes and files": in_pipes,
    "hostile names of evidence": in_file_names,
    "hostile surroundings": in_surroundings,
}


def tried(template: Path, folder: Path, way: str, short: bool) -> list[Outcome]:
    """One outcome an attack, by this way in, on all cores."""
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("fork")) as pool:
        return list(pool.map(_try, [(template, folder, way, name) for name in (SHORT if short else ATTACKS)]))


def _try(given: tuple[Path, Path, str, str]) -> Outcome:
    template, folder, way, name = given
    home = folder / f"hostile-{os.getpid()}" / "home"
    home.parent.mkdir(exist_ok=True, mode=0o700)
    copy(template, home)
    outcome = Outcome(name)
    os.chdir(home.parent)
    WAYS[way](home, ATTACKS[name], outcome)
    if made := {path.name for path in home.parent.iterdir()} - {"home", "photos"}:
        outcome.harmed.append(f"files outside of the ledger: {made}")
    if not {"lamp", "kettle"} <= state(home).tables.keys():
        outcome.lost.append("another dispute is gone")
    return outcome


def all_huge(template: Path, folder: Path) -> list[Outcome]:
    """The outcome of what is too large, too deep or too long."""
    home = folder / "huge" / "home"
    home.parent.mkdir(mode=0o700)
    copy(template, home)
    outcome = Outcome("huge")
    huge(home, outcome)
    return [outcome]


def _toml(table: dict[str, object]) -> bytes:
    return tomli_w.dumps(table).encode("utf-8", "replace")


def _json(rows: list[dict[str, object]]) -> bytes:
    return json.dumps({"schema_version": 1, "redacted": False, "disputes": rows}).encode()

"""Whatever stands in a dispute's file or comes in from outside: a sentence, never a traceback, never a raw control.

FUZZ sets the number of examples of each test, for a long run.
"""

import contextlib
import io
import json
import os
import re
from datetime import UTC, date, datetime

import tomli_w
from disputecli.cli import run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.commands.conftest import environment

EXAMPLES = int(os.environ.get("FUZZ", "30"))
RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
GOOD = {
    "schema_version": 1,
    "note": "mine",
    "order": {
        "order_id": "8100000000000011", "item": "USB stick", "paid": "9.68", "currency": "USD", "country": "BR", "quantity": 2,
        "ordered_at": date(2026, 1, 20), "shipped_at": date(2026, 1, 22), "received_at": date(2026, 2, 25),
        "protection_ends_at": date(2026, 4, 5), "delivery_days": 60,
    },
    "problem": {"received": "yes", "text": "it shows 6 GB instead of 64", "usable": "partly", "evidence": ["photo"]},
    "wish": {"extent": "partial", "amount": "4.80", "keep_item": True},
    "claim": {"reason": "quality_problem", "detail": "does_not_work", "type": "refund_only", "extent": "full", "amount": "9.68"},
    "events": [
        {"at": datetime(2026, 3, 1, 10, tzinfo=UTC), "actor": "buyer", "event": "opened"},
        {"at": datetime(2026, 3, 2, 10, tzinfo=UTC), "actor": "seller", "event": "seller-countered", "type": "refund_only", "amount": "3.00", "days": 5},
        {"at": date(2026, 3, 3), "actor": "seller", "event": "message-received", "text": "please cancel, dear friend"},
    ],
    "observed": [{"kind": "answer_due", "due_by": datetime(2026, 3, 12, tzinfo=UTC), "seen_at": datetime(2026, 3, 2, tzinfo=UTC)}],
    "evidence": [{"file": "001-a.jpg", "kind": "photo", "size": 7, "sha256": "0" * 64, "caption": "it"}],
    "messages": [{"at": datetime(2026, 3, 1, tzinfo=UTC), "kind": "open", "text": "Hello"}],
}  # fmt: skip
TEXTS = st.text(max_size=60) | st.sampled_from(
    [
        "",
        " ",
        "\x1b[2J",
        "\u202e",
        "=1+1",
        "[bold]x[/nope]",
        "{0.__class__}",
        "9" * 400,
        "-1",
        "1e9",
        "2026-02-30",
        "../../x",
        "é" * 90,
    ]
)
VALUES = st.recursive(
    TEXTS
    | st.integers(-(2**70), 2**70)
    | st.booleans()
    | st.floats(allow_nan=True)
    | st.dates()
    | st.datetimes(timezones=st.sampled_from([None, UTC]))
    | st.times(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
PATHS = [
    (section, key) for section, keys in GOOD.items() if isinstance(keys, dict) for key in keys
] + [(name, 0, key) for name, rows in GOOD.items() if isinstance(rows, list) for key in rows[0]] + [(name,) for name in GOOD]  # fmt: skip
READING = (
    ("status", "--all"), ("show", "usb"), ("show", "usb", "--json"), ("draft", "usb", "--list"), ("draft", "usb"),
    ("check", "--advice"), ("evidence", "usb"), ("export", "--redact"), ("export", "-f", "csv", "--all"),
    ("export", "-f", "md", "usb"), ("export", "-f", "ics", "--all"),
)  # fmt: skip
fuzzed = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


class Out(io.TextIOWrapper):
    """A stream in memory, as text and as bytes."""

    def __init__(self):
        super().__init__(io.BytesIO(), encoding="utf-8", newline="\n", write_through=True)

    def text(self):
        return self.buffer.getvalue().decode()


def said(words, given=b""):
    """What a command says on both streams; it may be refused, but in words."""
    out, err = Out(), Out()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(words)
    assert code in {0, 1, 2}, (words, code)
    assert "inside dispute" not in err.text(), (words, err.text())
    assert "can't be used" not in err.text(), (words, err.text())
    text = out.text().removeprefix("\ufeff").replace("\r\n", "\n") + err.text()
    assert not RAW.search(text), (words, RAW.search(text))
    return text


def spoilt(paths_and_values):
    table = json.loads(json.dumps(GOOD, default=lambda value: {"$": value.isoformat()}), object_hook=_back)
    for path, value in paths_and_values:
        with contextlib.suppress(IndexError, KeyError, TypeError):  # an earlier change took the place away
            place = table
            for key in path[:-1]:
                place = place[key]
            place[path[-1]] = value
    return table


def _back(table):
    if set(table) != {"$"}:
        return table
    text = table["$"]
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


@fuzzed
@given(st.lists(st.tuples(st.sampled_from(PATHS), VALUES), min_size=1, max_size=4))
def test_a_spoilt_file_is_shown_or_named_and_hides_no_other(tmp_path_factory, changes):
    home = tmp_path_factory.mktemp("fuzz", numbered=True)
    folder = home / "ledger" / "open"
    folder.mkdir(parents=True)
    try:
        content = tomli_w.dumps(spoilt(changes)).encode()
    except (UnicodeEncodeError, TypeError, ValueError):
        return
    (folder / "usb.toml").write_bytes(content)
    (folder / "kettle.toml").write_bytes(tomli_w.dumps(GOOD).encode())
    before = dict(os.environ)
    try:
        os.environ.update(environment(home))
        for words in READING:
            text = said(words)
            if words[0] == "status":
                assert "kettle" in text
                assert "usb" in text
        assert (folder / "usb.toml").read_bytes() == content
    finally:
        os.environ.clear()
        os.environ.update(before)


@fuzzed
@given(st.binary(max_size=400) | st.text(max_size=400).map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes_in_the_ledger_are_shown_or_named(tmp_path_factory, content):
    home = tmp_path_factory.mktemp("fuzz", numbered=True)
    folder = home / "ledger" / "open"
    folder.mkdir(parents=True)
    (folder / "usb.toml").write_bytes(content)
    before = dict(os.environ)
    try:
        os.environ.update(environment(home))
        assert "usb" in said(("status", "--all")) + said(("check",))
        said(("show", "usb"))
    finally:
        os.environ.clear()
        os.environ.update(before)


@fuzzed
@given(
    TEXTS, TEXTS, st.sampled_from(["show", "draft", "log", "observe", "rules", "evidence", "undo", "export", "lint"])
)
def test_any_words_are_answered_in_words(tmp_path_factory, one, other, name):
    home = tmp_path_factory.mktemp("fuzz", numbered=True)
    before = dict(os.environ)
    try:
        os.environ.update(environment(home))
        said(("new", "--no-input", "--received=yes", f"--item={one}", f"--text={other}", "--dry-run"))
        said((name, "--", one, other))
    finally:
        os.environ.clear()
        os.environ.update(before)

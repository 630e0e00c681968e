"""`dispute log` in a real pseudo-terminal: it asks what happened, and wants an acceptance typed back."""

import os
import re
import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

pexpect = pytest.importorskip("pexpect")

DISPUTE = str(Path(sys.executable).parent / "dispute")
READY = "\x1b[?2004h"
ENTER, DOWN = "\r", "\x1b[B"


@pytest.fixture
def env(tmp_path):
    unwanted = {"COLUMNS", "LINES", "ACCESSIBLE", "NO_COLOR"}
    kept = {name: value for name, value in os.environ.items() if name not in unwanted}
    return {
        **kept, "DISPUTE_HOME": str(tmp_path), "DISPUTE_NOW": "2026-03-10T12:00:00+00:00", "TZ": "UTC",
        "TERM": "xterm-256color", "PROMPT_TOOLKIT_NO_CPR": "1",
    }  # fmt: skip


@pytest.fixture
def lamp(env, tmp_path):
    words = ["--item", "lamp", "--received", "yes", "--text", "cracked", "--paid", "17.40", "--currency", "USD"]
    for command in (["new", *words, "--no-input"], ["log", "lamp", "opened", "--when", "2026-03-06"]):
        subprocess.run([DISPUTE, *command], env=env, check=True, capture_output=True)
    return tmp_path / "ledger/open/lamp.toml"


def spawn(env, *words):
    return pexpect.spawn(DISPUTE, list(words), env=env, encoding="utf-8", dimensions=(40, 80), timeout=30)


def code(child):
    child.expect(pexpect.EOF)
    child.close()
    return child.exitstatus


def events(file):
    return [event["event"] for event in tomllib.loads(file.read_text())["events"]]


def test_it_asks_what_happened_with_what_can_happen_first(env, lamp):
    child = spawn(env, "log", "lamp")
    child.expect_exact("What happened?")
    child.expect_exact(READY)
    child.expect_exact("Dispute edited")
    child.send(ENTER)
    assert code(child) == 0
    assert events(lamp) == ["opened", "modified"]


def spaced(text):
    """The words of a text, however the terminal breaks the lines between them."""
    return r"(?:\s|\x1b\[[0-9;?]*[A-Za-z])+".join(map(re.escape, text.split()))


def picks(env, keys):
    child = spawn(env, "log", "lamp")
    child.expect_exact("What happened?")
    child.expect_exact(READY)
    child.expect_exact("Dispute edited")
    child.send(keys)
    return child


def test_letters_mean_the_line_that_begins_with_them(env, lamp):
    assert code(picks(env, "m" + ENTER)) == 0
    assert events(lamp) == ["opened", "message-sent"]


def test_a_receipt_is_confirmed_from_the_list_only_with_a_yes(env, lamp):
    for typed, end in (("n", 1), ("y", 0)):
        child = picks(env, "receipt c" + ENTER)
        child.expect(spaced("That ends your protection"))
        child.expect_exact("Record it?")
        child.sendline(typed)
        assert code(child) == end
        assert events(lamp) == ["opened", "confirmed"][: 2 - end]


def test_a_receipt_named_on_the_command_line_is_recorded_at_once(env, lamp):
    assert code(spawn(env, "log", "lamp", "confirmed")) == 0
    assert events(lamp) == ["opened", "confirmed"]


def test_help_says_what_stopping_means_and_its_enter_answers_nothing(env, lamp):
    child = picks(env, "?" + ENTER)
    child.expect(spaced("Ctrl-C stops; nothing is recorded."))
    child.expect_exact("or Enter twice")
    child.sendcontrol("c")
    assert code(child) == 130
    assert events(lamp) == ["opened"]


def test_told_to_end_nothing_is_said_of_answers(env, lamp):
    child = picks(env, "")
    child.kill(signal.SIGTERM)
    child.expect_exact("Nothing was recorded.")
    assert code(child) == 143
    assert events(lamp) == ["opened"]


def test_an_acceptance_is_typed_back(env, lamp):
    subprocess.run(
        [DISPUTE, "log", "lamp", "seller-countered", "--amount", "9.00"], env=env, check=True, capture_output=True
    )
    for typed, end in (("8", 1), ("9", 0)):
        child = spawn(env, "log", "lamp", "accepted")
        child.expect_exact("Accept these terms?")
        child.sendline("y")
        child.expect_exact("Type the amount")
        child.sendline(typed)
        assert code(child) == end
    assert events(lamp) == ["opened", "seller-countered", "accepted"]


def test_a_no_and_ctrl_c_record_nothing(env, lamp):
    child = spawn(env, "log", "lamp", "cancelled")
    child.expect_exact("Cancel the dispute?")
    child.sendline("n")
    assert code(child) == 1
    child = spawn(env, "log", "lamp", "cancelled")
    child.expect_exact("Cancel the dispute?")
    child.sendcontrol("c")
    assert code(child) == 130
    assert events(lamp) == ["opened"]

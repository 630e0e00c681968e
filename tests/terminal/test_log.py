"""`dispute log` in a real pseudo-terminal: it asks what happened, and wants an acceptance typed back."""

import os
import re
import signal
import subprocess
import sys
import tomllib
from datetime import date, datetime
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


def test_it_asks_what_happened_with_what_can_happen_first_and_when(env, lamp):
    child = picks(env, DOWN + ENTER)
    answer(child, "When was it?", ENTER)
    child.expect(spaced("Wrong? Take it back with: dispute undo"))
    assert code(child) == 0
    assert events(lamp) == ["opened", "modified"]


def test_enter_alone_records_nothing(env, lamp):
    child = picks(env, ENTER)
    child.expect_exact("Nothing was recorded.")
    assert code(child) == 1
    assert events(lamp) == ["opened"]


def test_back_from_its_day_to_another_event(env, lamp):
    child = picks(env, "rej" + ENTER)
    child.expect_exact("Seller rejected the claim")
    answer(child, "When was it?", "<" + ENTER)
    answer(child, "What happened?", "edited" + ENTER)
    answer(child, "When was it?", "2026-03-01" + ENTER)
    answer(child, spaced("only while it is negotiated"), "8 Mar" + ENTER)
    assert code(child) == 0
    assert last(lamp) == {"event": "modified", "actor": "buyer", "at": date(2026, 3, 8)}


def test_a_refusal_by_the_platform_is_said_in_its_own_words(env, lamp):
    child = picks(env, "aliexpress d" + ENTER)
    answer(child, "When was it?", ENTER)
    answer(child, "What did AliExpress decide?", "refused" + ENTER)
    assert code(child) == 0
    assert last(lamp)["outcome"] == "refused"
    assert "amount" not in last(lamp)


@pytest.mark.parametrize("plain", [[], ["--plain"]], ids=["terminal", "plain"])
def test_a_named_decision_asks_what_it_says_and_enter_records_nothing(env, lamp, plain):
    ready = "): " if plain else READY
    child = spawn(env, "log", "lamp", "platform-decided", *plain)
    answer(child, "What did AliExpress decide?", ENTER, ready)
    child.expect_exact("Nothing was recorded.")
    assert code(child) == 1
    child = spawn(env, "log", "lamp", "platform-decided", *plain)
    answer(child, "What did AliExpress decide?", "I keep" + ENTER, ready)
    answer(child, "Which amount", "3 eur" + ENTER, ": " if plain else READY)
    answer(child, spaced("is not USD, in which you paid"), "US $3" + ENTER, ": " if plain else READY)
    assert code(child) == 0
    assert (last(lamp)["type"], last(lamp)["amount"]) == ("refund_only", "3")


@pytest.mark.parametrize(
    ("letters", "question", "typed", "kept"),
    [
        pytest.param("note", "What do you want to note?", "called the post", {"text": "called the post"}, id="note"),
        pytest.param("refund r", "How much money came back?", "5,00 USD", {"amount": "5.00"}, id="refund"),
        pytest.param("aliexpress a", "How many days", "3 days", {"days": 3}, id="evidence asked for"),
    ],
)
def test_what_an_event_is_about_is_asked(env, lamp, letters, question, typed, kept):
    child = picks(env, letters + ENTER)
    answer(child, "When was it?", ENTER)
    answer(child, question, typed + ENTER)
    assert code(child) == 0
    assert kept.items() <= last(lamp).items()


def test_a_note_needs_its_text_and_has_a_way_back_to_its_day(env, lamp):
    child = picks(env, "note" + ENTER)
    answer(child, "When was it?", ENTER)
    answer(child, "What do you want to note?", "<" + ENTER)
    answer(child, "When was it?", ENTER)
    answer(child, "What do you want to note?", ENTER)
    answer(child, "An answer is needed here.", "x" + ENTER)
    assert code(child) == 0
    assert last(lamp)["text"] == "x"


def answer(child, question, keys, ready=READY):
    """Wait until the question takes keys, then press them."""
    child.expect(question if "\\" in question else re.escape(question))
    child.expect_exact(ready)
    child.send(keys)


def last(file):
    """The event that was recorded last, without its moment."""
    event = tomllib.loads(file.read_text())["events"][-1]
    return {key: value for key, value in event.items() if key != "at" or not isinstance(value, datetime)}


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
    child = picks(env, "m" + ENTER)
    answer(child, "When was it?", ENTER)
    answer(child, "What does the message say?", ENTER)
    assert code(child) == 0
    assert events(lamp) == ["opened", "message-sent"]


def test_a_receipt_is_confirmed_from_the_list_only_with_a_yes(env, lamp):
    for typed, end in (("n", 1), ("y", 0)):
        child = picks(env, "receipt c" + ENTER)
        child.expect(spaced("That ends your protection"))
        child.expect_exact("Record it?")
        child.sendline(typed)
        if typed == "y":
            answer(child, "When was it?", ENTER)
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
    for typed, end in (("8", 1), ("9.00 USD", 0)):
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

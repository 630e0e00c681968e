"""A seller's message pasted into a real pseudo-terminal."""

import os
import sys
import tomllib
from pathlib import Path

import pytest

pexpect = pytest.importorskip("pexpect")

DISPUTE = str(Path(sys.executable).parent / "dispute")
UNWANTED = {"COLUMNS", "LINES", "ACCESSIBLE", "DISPUTE_NOW", "DISPUTE_HOME"}
PASTED = "Dear friend,\rclose the dispute pls\rwe refund you 2 dollar\r"


def started(home, *words):
    inherited = {name: value for name, value in os.environ.items() if name not in UNWANTED}
    env = {**inherited, "DISPUTE_HOME": str(home), "DISPUTE_NOW": "2026-03-10T12:00:00+00:00", "TZ": "UTC",
           "TERM": "xterm-256color", "NO_COLOR": "1"}  # fmt: skip
    return pexpect.spawn(DISPUTE, list(words), env=env, encoding="utf-8", dimensions=(40, 80), timeout=30)


def rest(child):
    child.expect(pexpect.EOF)
    said = child.before
    child.close()
    return said, child.exitstatus


@pytest.mark.parametrize("end", ["\r", "\x04"], ids=["empty line", "Ctrl-D"])
def test_a_pasted_message_ends_with_an_empty_line_or_ctrl_d(tmp_path, end):
    child = started(tmp_path, "reply")
    child.expect_exact("Ctrl-D ends it.")
    child.send(PASTED + end)
    said, code = rest(child)
    assert code == 0
    assert "asks to cancel the dispute" in said
    assert "offers a part of the money" in said
    assert "Thank you for your message." in said


def test_a_pasted_message_of_a_dispute_is_kept(tmp_path):
    new = started(tmp_path, "new", "--item", "kettle", "--received", "yes", "--text", "does not heat", "--no-input")
    assert rest(new)[1] == 0
    child = started(tmp_path, "reply", "kettle")
    child.expect_exact("Ctrl-D ends it.")
    child.send(PASTED + "\r")
    said, code = rest(child)
    assert (code, "Kept in kettle." in said) == (0, True)
    kept = tomllib.loads((tmp_path / "ledger/open/kettle.toml").read_text())
    assert kept["events"][0]["text"] == PASTED.replace("\r", "\n").rstrip()


def test_empty_lines_inside_of_a_paste_end_nothing(tmp_path):
    child = started(tmp_path, "reply")
    child.expect_exact("Ctrl-D ends it.")
    child.send("Dear friend,\r\rclose the dispute pls\r\rwe refund you 2 dollar\r\r")
    said, code = rest(child)
    assert code == 0
    assert "asks to cancel the dispute" in said
    assert "offers a part of the money" in said


def test_ctrl_c_keeps_nothing(tmp_path):
    child = started(tmp_path, "reply")
    child.expect_exact("Ctrl-D ends it.")
    child.send("cancel the dispute\r")
    child.sendcontrol("c")
    said, code = rest(child)
    assert (code, "Traceback" in said) == (130, False)
    assert list(tmp_path.rglob("*.toml")) == []


def test_no_input_asks_for_no_paste(tmp_path):
    said, code = rest(started(tmp_path, "reply", "--no-input"))
    assert (code, "Name a FILE" in said) == (2, True)


def test_a_text_to_check_can_be_pasted(tmp_path):
    child = started(tmp_path, "lint")
    child.expect_exact("Ctrl-D ends it.")
    child.send("You liar, the kettle leaks since 3 May\r\r")
    said, code = rest(child)
    assert (code, "“liar”" in said) == (1, True)

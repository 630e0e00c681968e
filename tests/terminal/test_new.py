"""`dispute new` in a real pseudo-terminal, from the first question to the ledger."""

import os
import re
import sys
import termios
import tomllib
from pathlib import Path

import pytest

pexpect = pytest.importorskip("pexpect")

DISPUTE = str(Path(sys.executable).parent / "dispute")
READY = "\x1b[?2004h"  # what a prompt writes when it takes keys
DOWN, ENTER, CTRL_C = "\x1b[B", "\r", "\x03"
QUESTION_LIMITS = {"never came": 8, "defect": 12}
UNWANTED = {"COLUMNS", "LINES", "ACCESSIBLE", "NO_COLOR", "DISPUTE_NOW", "DISPUTE_HOME"}


class Talk:
    """The command in a terminal; answers each question by its words, until the result stands there."""

    def __init__(self, home, *words, **variables):
        inherited = {name: value for name, value in os.environ.items() if name not in UNWANTED}
        env = {
            **inherited, "DISPUTE_HOME": str(home), "DISPUTE_NOW": "2026-03-10T12:00:00+00:00", "TZ": "UTC",
            "TERM": "xterm-256color", "PROMPT_TOOLKIT_NO_CPR": "1", **variables,
        }  # fmt: skip
        self.child = pexpect.spawn(DISPUTE, ["new", *words], env=env, encoding="utf-8", dimensions=(40, 80), timeout=30)
        self.before = termios.tcgetattr(self.child.child_fd)
        self.said = ""
        self.asked = 0

    def until(self, *questions):
        """Read on to the first of some questions and until it takes keys; which one it was."""
        found = self.child.expect_exact(list(questions))
        self.said += self.child.before + self.child.after
        self.child.expect_exact(READY)
        self.said += self.child.before
        return found

    def answer_all(self, answers, end="Are your answers right?"):
        """Answer what is asked, in whatever order, and say yes to the list of answers."""
        questions = list(answers)
        while (found := self.until(*questions, end)) < len(questions):
            self.asked += 1
            self.child.send(answers[questions[found]] + ENTER)
        self.child.send(ENTER)

    def result(self):
        """All that the result says, up to the last question."""
        self.until("What now?")
        return re.sub(r"\s+", " ", re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", self.said))

    def code(self):
        self.child.expect(pexpect.EOF)
        self.said += self.child.before
        self.child.close()
        return self.child.exitstatus


def toml_files(home):
    return {path.name: tomllib.loads(path.read_text()) for path in home.glob("ledger/*/*.toml")}


LOST = {
    "What did you order?": "bike light", "How much did you pay": "13 USD", "Did the parcel arrive?": "",
    "What does the tracking say?": DOWN * 3, "When was it sent?": "2026-01-02",
    "When does the buyer protection end?": "2026-03-04", "When did you order it?": "2026-01-01",
    "What else do you know": "", "country": "US", "How did you pay": "",
}  # fmt: skip
DEAD = {
    "What did you order?": "kettle", "How much did you pay": "24.90 EUR", "Did the parcel arrive?": DOWN,
    "What is wrong with it?": "it does not switch on", "damaged outside?": DOWN * 2, "Can you use it?": DOWN,
    "Is it what the order page shows?": "", "When did it arrive?": "yesterday", "When did you press": "",
    "When does the buyer protection end?": "1 June", "What can you show?": "", "Would you keep it": "",
    "free of charge?": "", "country": "PL", "How did you pay": "", "When did you order it?": "2026-01-01",
}  # fmt: skip


def test_a_parcel_that_never_came(tmp_path):
    talk = Talk(tmp_path)
    talk.answer_all(LOST)
    told = talk.result()
    assert talk.asked <= QUESTION_LIMITS["never came"]
    assert "on the way" in told
    assert "I have not received the parcel" in told
    talk.child.send(ENTER)
    assert talk.code() == 0
    kept = toml_files(tmp_path)["bike-light.toml"]
    assert kept["claim"]["reason"] == "in_transit_overdue"
    assert kept["order"]["paid"] == "13"
    assert "events" not in kept
    assert list(tmp_path.glob("state/interviews/*")) == []


def test_a_dead_device_saved_as_opened(tmp_path):
    talk = Talk(tmp_path)
    talk.answer_all(DEAD)
    told = talk.result()
    assert talk.asked <= QUESTION_LIMITS["defect"]
    assert "Quality problem" in told
    talk.child.send(DOWN + ENTER)
    talk.until("When did you open it?")
    talk.child.send(ENTER)
    assert talk.code() == 0
    kept = toml_files(tmp_path)["kettle.toml"]
    assert (kept["claim"]["reason"], kept["claim"]["detail"]) == ("quality_problem", "does_not_work")
    assert [event["event"] for event in kept["events"]] == ["opened"]
    assert [message["kind"] for message in kept["messages"]] == ["open"]


def test_a_message_sent_to_the_terminals_clipboard_is_not_called_copied(tmp_path):
    talk = Talk(tmp_path, SSH_CONNECTION="1 2 3 4")
    talk.answer_all(DEAD)
    talk.result()
    talk.child.send("c" + ENTER)
    talk.until("What now?")
    assert "Sent to your terminal's clipboard; check that it pastes." in talk.said
    assert "Copied." not in talk.said
    talk.child.send("l" + ENTER)
    assert talk.code() == 0
    assert toml_files(tmp_path) == {}


def test_help_of_a_dry_run_does_not_say_that_answers_are_kept(tmp_path):
    talk = Talk(tmp_path, "--dry-run")
    talk.until("What did you order?")
    told = re.sub(r"(?:\s|\x1b\[[0-9;?]*[A-Za-z])+", " ", talk.said)
    assert "with --dry-run nothing is kept" in told
    assert "answers are kept" not in told
    talk.child.send(CTRL_C)
    assert talk.code() == 130


def test_a_wrong_colour_that_is_what_was_ordered_has_no_ground(tmp_path):
    answers = {**DEAD, "What did you order?": "T-shirt", "What is wrong with it?": "wrong colour, it is blue"}
    talk = Talk(tmp_path)
    talk.answer_all({**answers, "Is it what the order page shows?": DOWN})  # the first choice: yes, the same
    told = talk.result()
    assert "no ground" in told.lower()
    assert "I ask for" not in told
    talk.child.send("leave" + ENTER)
    talk.child.expect_exact("Your answers are kept: dispute new --resume")
    assert talk.code() == 0
    assert toml_files(tmp_path) == {}
    again = Talk(tmp_path, "--resume")
    again.until("Are your answers right?")
    again.child.send(CTRL_C)
    assert again.code() == 130
    assert "T-shirt" in again.said


def test_too_early_names_the_day(tmp_path):
    talk = Talk(tmp_path)
    talk.answer_all({**LOST, "What does the tracking say?": DOWN, "When was it sent?": "2026-03-05",
                     "When does the buyer protection end?": "2026-05-01"})  # fmt: skip
    told = talk.result()
    assert "too early" in told.lower()
    assert "16 Mar 2026" in told
    talk.child.send(ENTER)
    assert talk.code() == 0


@pytest.mark.parametrize("answered", [0, 2])
def test_ctrl_c_in_the_middle_writes_nothing_and_can_be_resumed(tmp_path, answered):
    talk = Talk(tmp_path)
    for question in list(DEAD)[:answered]:
        talk.until(question)
        talk.child.send(DEAD[question] + ENTER)
    talk.until("?")
    talk.child.send(CTRL_C)
    assert talk.code() == 130
    assert "Traceback" not in talk.said
    assert toml_files(tmp_path) == {}
    if answered:
        again = Talk(tmp_path, "--resume")
        again.answer_all({question: keys for question, keys in DEAD.items() if question not in list(DEAD)[:answered]})
        assert "kettle" in again.result()


def test_the_terminal_is_as_it_was_after_ctrl_c(tmp_path):
    talk = Talk(tmp_path)
    talk.until("What did you order?")
    talk.child.send(CTRL_C)
    assert talk.code() == 130
    assert "\x1b[?2004l" in talk.said  # bracketed paste is off again


def test_a_dry_run_in_a_terminal_writes_nothing(tmp_path):
    talk = Talk(tmp_path, "--dry-run")
    talk.answer_all(LOST)
    assert talk.code() == 0
    assert "I have not received the parcel" in re.sub(r"\s+", " ", talk.said)
    assert list(tmp_path.rglob("*.toml")) == []


def test_plain_questions_for_screen_readers(tmp_path):
    talk = Talk(tmp_path, "--plain", "--dry-run", "--item", "lamp", "--paid", "5", "--currency", "USD")
    talk.child.expect_exact("Did the parcel arrive?")
    talk.child.expect_exact("1")
    talk.child.expect_exact("Number: ")  # it takes an answer only now
    talk.child.sendline("1")
    talk.child.expect_exact("tracking")
    talk.child.expect_exact("Number (Enter")
    talk.child.sendcontrol("c")
    assert talk.code() == 130
    assert "\x1b[" not in talk.said


def test_without_ground_the_withdrawal_of_a_buyer_in_the_eu_can_be_copied(tmp_path):
    answers = {**DEAD, "What did you order?": "T-shirt", "What is wrong with it?": "wrong colour, it is blue"}
    talk = Talk(tmp_path, SSH_CONNECTION="1 2 3 4")
    talk.answer_all({**answers, "Is it what the order page shows?": DOWN})
    assert "I withdraw from this purchase" in re.sub(r"\s+", " ", talk.result())
    talk.child.send("c" + ENTER)
    talk.child.expect_exact("Sent to your terminal's clipboard; check that it pastes.")
    talk.child.send("leave" + ENTER)
    assert talk.code() == 0
    assert toml_files(tmp_path) == {}

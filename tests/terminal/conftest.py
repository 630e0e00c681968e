"""A buyer at a terminal with `dispute` in it, who answers alike whichever prompter asks."""

import os
import re
import sys
import termios
import tomllib
from pathlib import Path

import disputecli
import pexpect
import pyte
import pytest

DISPUTE = str(Path(sys.executable).parent / "dispute")
READY = "\x1b[?2004h"  # what a prompt of the terminal prompter writes when it takes keys
DRAWN = "\x1b[?7h"  # the end of what it draws
PLAIN_READY = re.compile(r"(Number|Answer|Numbers, like 1 3)( \(Enter = [^\r\n]*\))?: $")
QUESTIONS = tomllib.loads((Path(disputecli.__file__).parent / "data" / "questions.toml").read_text("utf-8"))["question"]
UNWANTED = {"COLUMNS", "LINES", "ACCESSIBLE", "NO_COLOR", "FORCE_COLOR", "DISPUTE_NOW", "DISPUTE_HOME"}
DOWN, ENTER = "\x1b[B", "\r"
LISTED = ("select", "yesno", "checkbox")


def spaced(text):
    """The words of a text, however a narrow terminal breaks the lines between them."""
    return r"(?:\s|\x1b\[[0-9;?]*[A-Za-z])+".join(map(re.escape, text.split()))


class Buyer:
    """`dispute new` in a terminal of a given size; what is answered, seen and pressed."""

    def __init__(self, home, *words, plain=False, size=(40, 80), **variables):
        environ = {name: value for name, value in os.environ.items() if name not in UNWANTED}
        environ |= {"DISPUTE_HOME": str(home), "DISPUTE_NOW": "2026-03-10T12:00:00+00:00", "TZ": "UTC",
                    "TERM": "xterm-256color", "PROMPT_TOOLKIT_NO_CPR": "1", "PYTHONUTF8": "1", **variables}  # fmt: skip
        self.plain = plain
        self.screen = pyte.Screen(size[1], size[0])
        self.stream = pyte.Stream(self.screen)
        self.raw, self.question, self.pressed, self.shots = "", "", 0, []
        words = [*words, "--plain"] if plain else words
        self.child = pexpect.spawn(DISPUTE, ["new", *words], env=environ, encoding="utf-8", dimensions=size, timeout=30)
        self.child.delaybeforesend = None  # it waits for the prompt instead
        self.child.logfile_read = self
        self.before = termios.tcgetattr(self.child.child_fd)

    def write(self, text):
        self.raw += text
        self.stream.feed(text)

    def flush(self):
        pass

    def see(self, *texts):
        for text in texts:
            self.child.expect(spaced(text))

    def at(self, *questions):
        """Wait until one of the questions takes keys; which one."""
        found = self.child.expect([spaced(each) for each in questions])
        self.question = questions[found]
        self.again()
        return self.question

    def again(self):
        """Wait until the same question takes keys once more."""
        if self.plain:
            self.child.expect(PLAIN_READY)
        else:
            self.child.expect_exact(READY)
            self.child.expect_exact(DRAWN)

    def kind(self):
        return next((each["kind"] for each in QUESTIONS if self.question in each["ask"]), "select")

    def press(self, keys):
        self.child.send(keys)
        self.pressed += 1

    def say(self, words=""):
        """Type an answer, or letters of a line of the list, and press Enter; all but the words of an answer count."""
        self.child.send(words)
        self.pressed += len(words) if self.kind() in LISTED else 0
        self.press(ENTER)

    def anew(self, words):
        """Answer in place of what stands there already: it is selected, so typing replaces it."""
        self.say(words)

    def tick(self, *numbers):
        if self.plain:
            return self.say(", ".join(str(number + 1) for number in numbers))
        at = 0
        for number in numbers:
            for _ in range(number - at):
                self.press(DOWN)
            self.press(" ")
            at = number
        return self.say()

    def sign(self, key):
        """Press `<` or `?`: a list of the terminal prompter takes it at once."""
        self.press(key)
        if self.plain or self.kind() not in LISTED:
            self.press(ENTER)

    def back(self):
        self.sign("<")

    def shown(self):
        return "\n".join(line.rstrip() for line in self.screen.display).rstrip()

    def told(self):
        """All that was written, on one line without the terminal's codes."""
        return re.sub(r"\s+", " ", re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", self.raw))

    def walk(self, *steps):
        """For each step wait for a question (None: the same once more), answer, press < or ?, and see what follows.

        What is on the screen at each of them is kept in `shots`.

        "~" before an answer: in place of what stands there.
        """
        for question, keys, *seen in steps:
            self.at(question) if question else self.again()
            self.shots.append(self.shown())
            if keys in {"<", "?"}:
                self.sign(keys)
            elif keys.startswith("~"):
                self.anew(keys[1:])
            else:
                self.say(keys)
            self.see(*seen)

    def stop(self, way):
        """End it by a key or a signal; the code with which it ends."""
        self.press(way) if isinstance(way, str) else os.kill(self.child.pid, way)
        return self.ended()

    def hang_up(self):
        """Close the window; the code with which the program ends."""
        self.child.ptyproc.fileobj.close()
        self.child.closed = self.child.ptyproc.closed = True
        code = self.child.ptyproc.wait()
        self.child.terminated = True
        return code

    def ended(self):
        self.child.expect(pexpect.EOF)
        self.child.wait()
        self.restored = (  # typing shows again, the cursor is there and a paste is plain text
            termios.tcgetattr(self.child.child_fd) == self.before
            and self.raw.rfind("\x1b[?2004l") >= self.raw.rfind(READY)
            and self.raw.rfind("\x1b[?25l") <= self.raw.rfind("\x1b[?25h")
        )
        self.child.close()
        return self.child.exitstatus if self.child.signalstatus is None else -self.child.signalstatus


def kept_answers(home):
    """The answers of the interrupted interviews, by item, with the keys asked."""
    tables = [tomllib.loads(each.read_text("utf-8")) for each in sorted((home / "state" / "interviews").glob("*.toml"))]
    return {table.get("order", {}).get("item"): table for table in tables}


@pytest.fixture
def kept(tmp_path):
    return lambda: kept_answers(tmp_path)


@pytest.fixture(params=["terminal", "plain"])
def buyer(request, tmp_path):
    opened = []

    def start(*words, **options):
        opened.append(Buyer(tmp_path, *words, plain=request.param == "plain", **options))
        return opened[-1]

    start.plain = request.param == "plain"
    yield start
    for each in opened:
        each.child.close(force=True)

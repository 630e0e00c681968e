"""The interview in a real pseudo-terminal: what the buyer sees, and what stays of the answers and of the terminal."""

import json
import os
import re
import signal
import sys
import termios
import tomllib
from pathlib import Path

import pytest
import questionary
from disputecli.wizard.ask import INK
from disputecli.wizard.keys import prepare
from prompt_toolkit.keys import Keys

pexpect = pytest.importorskip("pexpect")
pyte = pytest.importorskip("pyte")

DRIVER = Path(__file__).with_name("interview_driver.py")
READY = "\x1b[?2004h"  # what a prompt writes when it takes keys
UP, DOWN, END, ESC, ENTER = "\x1b[A", "\x1b[B", "\x1b[F", "\x1b", "\r"
CTRL_B, CTRL_C, CTRL_D, CTRL_U = "\x02", "\x03", "\x04", "\x15"
ITEM, PRICE, ARRIVED, TRACKING = (
    "What did you order?",
    "How much did you pay",
    "Did the parcel arrive?",
    "the tracking say",
)
UNWANTED = {"COLUMNS", "LINES", "ACCESSIBLE", "NO_COLOR"}
REVIEW = "Are your answers right?"


NOTHING_KNOWN = [
    (question, DOWN if question == TRACKING else "")  # the list starts on "I don't know"; its first line comes next
    for question in (PRICE, ARRIVED, TRACKING, "sent?", "protection end?", "order it?", "country")
]


class Terminal:
    """A terminal of a given size with the interview in it, and what its screen shows."""

    def __init__(self, kept, *words, size=(24, 80), env=None):
        inherited = {name: value for name, value in os.environ.items() if name not in UNWANTED}
        environ = {
            **inherited,
            "TERM": "xterm-256color",
            "PROMPT_TOOLKIT_NO_CPR": "1",
            "PYTHONUTF8": "1",
            **(env or {}),
        }
        self.kept = kept
        self.screen = pyte.Screen(size[1], size[0])
        self.stream = pyte.Stream(self.screen)
        self.child = pexpect.spawn(
            sys.executable, [str(DRIVER), str(kept), *words], env=environ, encoding="utf-8", dimensions=size, timeout=20
        )
        self.child.delaybeforesend = None  # it waits for the prompt instead
        self.child.logfile_read = self
        self.raw = ""
        self.before = termios.tcgetattr(self.child.child_fd)

    def write(self, text):
        self.raw += text
        self.stream.feed(text)

    def flush(self):
        pass

    def see(self, text):
        self.child.expect_exact(text)

    def answer(self, question, keys):
        """Wait until the question takes keys, then press them."""
        self.see(question)
        self.see(READY)
        self.child.send(keys)

    def answer_all(self, pairs):
        for question, text in pairs:
            self.answer(question, text + ENTER)

    def shown(self):
        return "\n".join(line.rstrip() for line in self.screen.display)

    def facts(self):
        self.see("FACTS ")
        line = self.child.readline()
        assert self.ended() == 0
        return json.loads(line)

    def ended(self):
        self.child.expect(pexpect.EOF)
        self.child.wait()
        return self.child.exitstatus

    def restored(self):
        """Whether typing shows again, the cursor is there and a paste is plain text."""
        return (
            termios.tcgetattr(self.child.child_fd) == self.before
            and self.child.getecho()
            and self.raw.rfind("\x1b[?2004l") >= self.raw.rfind(READY)
            and self.raw.rfind("\x1b[?25l") <= self.raw.rfind("\x1b[?25h")
        )

    def answers(self):
        table = tomllib.loads(self.kept.read_text(encoding="utf-8"))
        table.pop("interview")
        return table


@pytest.fixture
def terminal(tmp_path):
    opened = []

    def start(*words, **options):
        opened.append(Terminal(tmp_path / "state" / "interview.toml", *words, **options))
        return opened[-1]

    yield start
    for each in opened:
        each.child.close(force=True)


def test_a_parcel_that_never_came(terminal):
    t = terminal()
    t.answer(ITEM, "USB stick" + ENTER)
    t.answer(PRICE, "9,68 EUR" + ENTER)
    t.answer(ARRIVED, ENTER)
    t.answer(TRACKING, DOWN * 4 + UP + ENTER)
    t.answer("When was it sent?", "3 weeks ago" + ENTER)
    t.see("3 weeks ago = Fri 27 Feb 2026")
    t.answer("protection end?", "12d 3h" + ENTER)
    t.see("12d 3h = Wed 1 Apr 2026 17:00")
    t.answer("country", "poland" + ENTER)
    t.answer("How did you pay?", END + ENTER)
    t.answer(REVIEW, ENTER)
    assert t.facts() == {
        "order": {"item": "USB stick", "paid": "9.68", "currency": "EUR", "country": "PL", "shipped_at": "2026-02-27",
                  "protection_ends_at": "2026-04-01 15:00:00+00:00"},
        "problem": {"received": "no", "tracking": "stalled"},
    }  # fmt: skip


def to_the_words(t):
    t.answer(ITEM, "lamp" + ENTER)
    t.answer(PRICE, "20 USD" + ENTER)
    t.answer(ARRIVED, DOWN + ENTER)


def test_a_broken_item_with_boxes_to_tick(terminal):
    t = terminal()
    to_the_words(t)
    t.answer("What is wrong", "it came broken" + ENTER)
    t.answer("damaged outside?", DOWN + ENTER)
    t.answer("Can you use it?", ENTER)
    t.answer("When did it arrive?", "yesterday" + ENTER)
    t.answer("Confirm received", ENTER)
    t.see("not pressed")
    t.answer("protection end?", ENTER)
    t.see("I don't know")
    t.answer("What can you show?", " " + DOWN + DOWN + " " + ENTER)
    t.see("Photo of the item, Video of the opening")
    t.answer("country", ENTER)
    t.answer(REVIEW, ENTER)
    facts = t.facts()
    assert facts["problem"]["evidence"] == ["photo", "unboxing_video"]
    assert facts["problem"]["package_damaged"] is True
    assert "protection_ends_at" not in facts["order"]


@pytest.mark.parametrize("key", [ESC, CTRL_B], ids=["Esc", "Ctrl-B"])
def test_back_offers_the_last_answer_again(terminal, key):
    t = terminal()
    t.answer(ITEM, "lmp" + ENTER)
    t.answer(PRICE, key)
    t.answer(ITEM, CTRL_U + "lamp" + ENTER)
    t.answer(PRICE, "20 usd" + ENTER)
    t.answer(ARRIVED, DOWN + ENTER)
    t.answer("What is wrong", key)
    t.see(ARRIVED)
    t.see(READY)
    t.see("»")
    t.child.send(ENTER)
    t.answer("What is wrong", "x" + CTRL_C)
    assert t.ended() == 130
    assert t.answers() == {"order": {"item": "lamp", "paid": "20", "currency": "USD"}, "problem": {"received": "yes"}}


@pytest.mark.parametrize(
    ("question", "wrong", "said", "right", "echo"),
    [
        ("pay", "9.68", "The currency is missing.", "9.68 USD", ">  9.68 USD"),
        ("pay", "$5", "can be several currencies", "US $5", "US $5 = 5 USD"),
        ("pay", "5 dollars", "Write 5 USD, 5 CAD or so.", "25,50 euro", "25,50 euro = 25.50 EUR"),
        ("pay", "1,234 USD", "is not an amount", "€1,23", "€1,23 = 1.23 EUR"),
        ("pay", "9.685 USD", "more decimals than USD has", "9.68 USD", ">  9.68 USD"),
        ("pay", "5 potatoes", "is not known", "5 zł", "5 zł = 5 PLN"),
        ("sent?", "03/04/2026", "can mean two different days", "2 Mar", "2 Mar = Mon 2 Mar 2026"),
        ("sent?", "02/03/2026", "Write 3 Feb 2026 or 2 Mar 2026.", "20/02/2026", "= Fri 20 Feb 2026"),
        ("sent?", "tomorrow", "It can be today or earlier", "today", "= Fri 20 Mar 2026"),
        ("sent?", "2027-01-01", "is in the future", "2026-01-02", "= Fri 2 Jan 2026"),
        ("end?", "soon", "Write it like 21 Mar, or 12d 3h.", "2d 4h", "2d 4h = Sun 22 Mar 2026 17:00 (CET)"),
        ("country", "Polnd", "Did you mean Poland?", "pl", "pl = Poland"),
        ("country", "united", "Which one? United Arab Emirates", "united k", "united k = United Kingdom"),
    ],
)
def test_what_can_not_be_is_said_and_asked_again(terminal, question, wrong, said, right, echo):
    t = terminal()
    t.answer(ITEM, "lamp" + ENTER)
    for asked, keys in (
        (PRICE, ENTER),
        (ARRIVED, ENTER),
        (TRACKING, DOWN + ENTER),
        ("sent?", ENTER),
        ("end?", ENTER),
        ("order it?", ENTER),
        ("country", ""),
    ):
        if question in asked:
            break
        t.answer(asked, keys)
    t.answer(question, wrong + ENTER)
    t.answer(said, CTRL_U + right + ENTER)
    t.see(echo)


def test_a_currency_alone_completes_the_amount_that_lacked_it(terminal):
    t = terminal()
    t.answer(ITEM, "lamp" + ENTER)
    t.answer(PRICE, "9.68" + ENTER)
    t.answer("The currency is missing.", "8" + ENTER)
    t.answer("Write 8 USD", " EUR" + ENTER)
    t.see("EUR = 8 EUR")


def test_enter_behind_a_refused_answer_says_nothing_known(terminal):
    t = terminal()
    t.answer(ITEM, "lamp" + ENTER)
    t.answer(PRICE, "yes" + ENTER)
    t.answer("is not an amount", ENTER)
    t.see(">  I don't know")
    t.answer(ARRIVED, CTRL_C)
    t.ended()
    assert t.answers() == {"order": {"item": "lamp"}}


def test_a_long_refused_answer_stays_to_be_corrected_and_ctrl_u_empties_it(terminal):
    t = terminal()
    t.answer(ITEM, f"lamp{'p' * 40}\u202e" + ENTER)
    t.answer("hidden character", END + "\x7f" + ENTER)
    t.see("lamppp")
    t.answer(PRICE, f"{'9' * 40}" + ENTER)
    t.answer("is not an amount", CTRL_U + ENTER)
    t.see(">  I don't know")


def test_typing_replaces_the_old_answer_behind_help_too(terminal):
    t = terminal()
    t.answer_all([(ITEM, "lamp"), (PRICE, "20 USD")])
    t.answer(ARRIVED, ESC)
    t.answer(PRICE, "?" + ENTER)
    t.answer("Ctrl-C stops", "30 USD" + ENTER)
    t.see(">  30 USD")


def test_a_date_that_contradicts_another_is_said_without_keys(terminal):
    t = terminal()
    t.answer(ITEM, "lamp" + ENTER)
    t.answer(PRICE, ENTER)
    t.answer(ARRIVED, ENTER)
    t.answer(TRACKING, DOWN + ENTER)
    t.answer("sent?", "2 Mar" + ENTER)
    t.answer("end?", "2026-01-02" + ENTER)
    t.see("The end of the protection before the shipping")
    t.answer("2026-01-02", "")
    assert "order." not in t.shown()
    assert "“Sent on”" in t.shown()


def test_an_answer_that_is_needed_can_not_be_left_out(terminal):
    t = terminal()
    t.answer(ITEM, ENTER)
    t.see("An answer is needed here.")
    t.see(READY)
    t.child.send("lamp" + ENTER)
    t.answer(PRICE, ENTER)
    t.see("I don't know")
    t.see(ARRIVED)
    t.see("Only a part of it came")
    assert "I don't know" not in t.shown().partition(ARRIVED)[2]


def test_without_words_the_kind_of_problem_is_chosen_from_a_list(terminal):
    t = terminal()
    to_the_words(t)
    t.answer("What is wrong", ENTER)
    t.answer("Which of these is it?", DOWN * 6 + ENTER)
    t.see("Wrong colour")
    t.answer("order page shows?", CTRL_C)
    assert t.answers()["problem"]["symptom"] == "wrong_colour"


def test_kill_int_stops_a_list_too(terminal):
    t = terminal()
    t.answer(ITEM, "lamp" + ENTER)
    t.answer(PRICE, ENTER)
    t.answer(ARRIVED, "")
    os.kill(t.child.pid, signal.SIGINT)
    assert t.ended() == 130
    assert t.restored()


@pytest.mark.parametrize("plain", [[], ["plain"]], ids=["terminal", "plain"])
def test_told_to_quit_the_terminal_is_restored_first(terminal, plain):
    t = terminal(*plain)
    t.see(ITEM)
    t.see("Answer: " if plain else READY)
    t.child.send("lamp" + ENTER)
    t.see("I don't know): " if plain else READY)
    os.kill(t.child.pid, signal.SIGQUIT)
    t.see("ENDED Your answers are kept")
    assert t.ended() == 131
    assert t.restored()
    assert t.answers() == {"order": {"item": "lamp"}}


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D], ids=["Ctrl-C", "Ctrl-D"])
def test_words_that_were_not_sent_yet_are_kept_too(terminal, key):
    t = terminal()
    to_the_words(t)
    t.answer("What is wrong", "it does not wo")
    t.see("wo")
    t.child.send(key)
    assert t.ended() == 130
    t = terminal("resume")
    t.answer("What is wrong", "rk" + ENTER)
    t.answer("Can you use it?", CTRL_C)
    t.ended()
    assert t.answers()["problem"]["text"] == "it does not work"


def test_letters_find_a_line_and_a_letter_too_many_finds_nothing_else(terminal):
    t = terminal()
    to_the_words(t)
    t.answer("What is wrong", ENTER)
    t.answer("Which of these is it?", "colouqx" + ENTER)
    t.see("Wrong colour")
    t.answer("order page shows?", ESC)
    t.answer("Which of these is it?", "si\x7f\x7f" + END + ENTER)
    t.see("It is fine, I don't want it")
    t.child.send(CTRL_C)
    t.ended()
    assert t.answers()["problem"]["symptom"] == "changed_mind"


@pytest.mark.parametrize(
    ("letters", "chosen"),
    [("d", "delivered"), ("do", "delivered"), ("don", "delivered"), ("kn", "unknown"), ("moved", "stalled"),
     ("v", "unknown")],
)  # fmt: skip
def test_letters_mean_the_beginning_of_a_line_then_of_a_word(terminal, letters, chosen):
    t = terminal()
    t.answer_all([(ITEM, "lamp"), (PRICE, ""), (ARRIVED, "")])
    t.answer(TRACKING, letters + ENTER)
    t.answer("When was it sent?", CTRL_C)
    t.ended()
    assert t.answers()["problem"].get("tracking", "unknown") == chosen


def test_the_enter_behind_help_is_no_answer_and_the_next_one_is(terminal):
    t = terminal()
    t.answer_all([(ITEM, "lamp"), (PRICE, "")])
    t.answer(ARRIVED, "?" + ENTER)
    t.see("or Enter twice")
    t.see("Only a part of it came")
    t.child.send(DOWN + ENTER)
    t.answer("What is wrong", "it came broken" + ENTER)
    t.answer("damaged outside?", "?" + ENTER + ENTER)
    t.answer("Can you use it?", "?" + DOWN + ENTER)
    t.answer("arrive?", CTRL_C)
    t.ended()
    assert t.answers()["problem"] == {"received": "yes", "text": "it came broken", "usable": "no"}


def test_a_sum_may_have_the_currency_that_was_paid_in_beside_it(terminal):
    t = terminal()
    t.answer(ITEM, "lamp" + ENTER)
    t.answer(PRICE, "20 EUR" + ENTER)
    t.answer(ARRIVED, "yes" + ENTER)
    t.answer("What is wrong", "broken" + ENTER)
    for question in ("damaged outside?", "Can you use it?", "arrive?", "Confirm received", "protection end?",
                     "What can you show?", "country"):  # fmt: skip
        t.answer(question, ENTER)
    t.answer(REVIEW, "add" + ENTER)
    t.answer("What do you want to add?", "cost" + ENTER)
    t.answer("What would it cost", "20 USD" + ENTER)
    t.answer("is not EUR, in which you paid", "20 eur" + ENTER)
    t.see("= 20")


def test_help_is_said_once_for_a_question(terminal):
    t = terminal()
    t.answer(ITEM, "?" + ENTER)
    t.answer("The thing this is about", "?" + ENTER)
    t.see(READY)
    t.child.send("lamp" + ENTER)
    t.see(PRICE)
    assert t.shown().count("The thing this is about") == 1


def test_a_list_that_is_higher_than_the_window_says_so(terminal):
    t = terminal(size=(12, 80))
    to_the_words(t)
    t.answer("What is wrong", ENTER)
    t.see("Which of these is it?")
    t.see(" lines, more below; arrows or letters;")
    t.child.send(CTRL_C)
    t.ended()
    t = terminal("resume", size=(60, 80))
    t.see("Which of these is it?")
    t.see("(arrows or letters;")


def test_the_enter_behind_help_ticks_nothing(terminal):
    t = terminal()
    to_the_words(t)
    t.answer("What is wrong", "broken" + ENTER)
    for question in ("damaged outside?", "Can you use it?", "arrive?", "Confirm received", "protection end?"):
        t.answer(question, ENTER)
    t.answer("What can you show?", "?" + ENTER + " " + ENTER)
    t.see("Photo of the item")
    t.answer("country", CTRL_C)
    t.ended()
    assert t.answers()["problem"]["evidence"] == ["photo"]


def test_letters_find_a_line_of_boxes_and_tick_none(terminal):
    t = terminal()
    to_the_words(t)
    t.answer("What is wrong", "broken" + ENTER)
    for question in ("damaged outside?", "Can you use it?", "arrive?", "Confirm received", "protection end?"):
        t.answer(question, ENTER)
    t.answer("What can you show?", "Italia" + ENTER)
    t.see(">  nothing yet")
    t.answer("country", ESC)
    t.answer("What can you show?", "let " + ENTER)
    t.see("Letter from the post office")
    t.answer("country", CTRL_C)
    t.ended()
    assert t.answers()["problem"]["evidence"] == ["carrier_letter"]


@pytest.mark.parametrize("plain", [[], ["plain"]], ids=["terminal", "plain"])
def test_a_receipt_not_confirmed_is_said_with_a_no(terminal, plain):
    t = terminal(*plain)
    t.see("What did you order?")
    for question, words in (
        ("", "lamp"), (PRICE, ""), (ARRIVED, "yes"), ("What is wrong", "broken"), ("damaged outside?", ""),
        ("Can you use it?", ""), ("arrive?", ""), ("Confirm received", "I didn't"),
    ):  # fmt: skip
        t.see(question)
        t.see(": " if plain else READY)
        t.child.send(words + ENTER)
    t.see("not pressed")
    t.see("protection end?")


@pytest.mark.parametrize("words", ["not sure", "I dont know", "dont know", "I don’t know.", "NO IDEA"])
@pytest.mark.parametrize("plain", [[], ["plain"]], ids=["terminal", "plain"])
def test_other_words_for_not_knowing(terminal, plain, words):
    t = terminal(*plain)
    t.see(ITEM)
    t.see("Answer: " if plain else READY)
    t.child.send("lamp" + ENTER)
    t.see("I don't know): " if plain else READY)
    t.child.send(words + ENTER)
    t.see("= I don't know" if plain else ">  I don't know")
    t.see(ARRIVED)
    t.see("Number: " if plain else READY)
    t.child.send(CTRL_C)
    assert t.ended() == 130
    assert t.answers() == {"order": {"item": "lamp"}}


def test_what_the_terminal_itself_answers_is_not_taken_for_letters():
    app = questionary.select("", ["one", "two"]).application
    prepare(app)
    bound = app.key_bindings.get_bindings_for_keys((Keys.CPRResponse,))
    assert not [each for each in bound if each.eager()], "the prompt would say that there is no cursor position"


def test_names_of_any_script_keep_the_columns(terminal):
    t = terminal(size=(24, 40))
    item = "台灯 💡 折叠式台灯折叠式 מנורה قابلة للطي"
    t.answer_all([(ITEM, item), *NOTHING_KNOWN])
    t.answer(REVIEW, "")
    t.see("Add something else")
    assert re.search(r"^   Item: 台 ?灯", t.shown(), re.MULTILINE)
    assert re.search(r"^   Paid: I don't know$", t.shown(), re.MULTILINE)
    t.child.send(ENTER)
    assert t.facts()["order"]["item"] == item


def test_a_paste_of_three_lines_is_one_answer(terminal):
    t = terminal()
    to_the_words(t)
    t.answer("What is wrong", "\x1b[200~does not\n work\r\nat all\x1b[201~")
    t.see("at all")
    t.child.send(ENTER)
    t.answer("Can you use it?", CTRL_C)
    t.ended()
    assert t.answers()["problem"]["text"] == "does not work at all"


def test_hidden_characters_are_refused(terminal):
    t = terminal()
    t.answer(ITEM, "\x1b[200~la\u202emp\x1b[201~" + ENTER)
    t.see("“Item” has a hidden character (U+202E")
    assert "\u202e" not in t.raw.rpartition("hidden character")[2]


def test_any_answer_can_be_changed_at_the_end(terminal):
    t = terminal()
    t.answer_all([(ITEM, "lamp"), *NOTHING_KNOWN])
    t.answer(REVIEW, DOWN + ENTER)
    t.answer(ITEM, CTRL_U + "big lamp" + ENTER)
    t.answer(REVIEW, END + ENTER)
    t.answer("What do you want to add?", DOWN + ENTER)
    t.answer("order number", "8123" + ENTER)
    t.answer(REVIEW, DOWN + DOWN + ENTER)
    t.answer(PRICE, ESC)
    t.answer(REVIEW, ENTER)
    assert t.facts()["order"] == {"item": "big lamp", "order_id": "8123"}


def test_a_resize_in_the_middle_of_a_list_leaves_it_readable(terminal):
    t = terminal()
    t.answer(ITEM, "lamp" + ENTER)
    t.answer(PRICE, ENTER)
    t.answer(ARRIVED, "")
    t.see("Only a part of it came")
    t.screen.resize(20, 40)
    t.child.setwinsize(20, 40)
    t.see("Only a part of it came")
    t.child.send(DOWN)
    t.see("»")
    assert "» Yes, I have it" in t.shown()
    t.screen.resize(30, 120)
    t.child.setwinsize(30, 120)
    t.see("Only a part of it came")
    t.child.send(ENTER)
    t.see("What is wrong")


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"NO_COLOR": ""}], ids=["NO_COLOR", "colour"])
def test_colour_only_where_it_is_wanted(terminal, env):
    t = terminal(env=env)
    t.answer(ITEM, ENTER)
    t.see("An answer is needed here.")
    t.see(READY)
    codes = {int(code) for found in re.findall(r"\x1b\[([\d;]+)m", t.raw) for code in found.split(";")}
    assert codes <= {0, 1, 31, 39}, "none but bold and colours of the terminal's own 16"
    assert (31 in codes) == (not env["NO_COLOR"])


def luminance(red, green, blue):
    parts = [part / 3294.6 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in (red, green, blue)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


@pytest.mark.parametrize("background", [(0, 0, 0), (255, 255, 255)], ids=["dark", "light"])
def test_the_only_colour_stands_out_from_a_dark_and_a_light_background(background):
    assert {colour for colour in INK.values() if colour != "ansidefault"} == {"ansired"}
    xterm_red = (205, 0, 0)
    low, high = sorted((luminance(*xterm_red), luminance(*background)))
    assert (high + 0.05) / (low + 0.05) >= 3, "WCAG's least for signs of a screen"


@pytest.mark.parametrize(
    ("words", "env"),
    [
        ([], {"ACCESSIBLE": "1"}),
        ([], {"TERM": "dumb"}),
        ([], {"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii:replace"}),
    ],
    ids=["ACCESSIBLE", "TERM=dumb", "ASCII"],
)
def test_plain_lines_have_numbers_and_no_escapes(terminal, words, env):
    t = terminal(*words, env=env)
    t.see(ITEM)
    for said, typed in (
        ("Answer: ", "?"),
        ("Ctrl-C stops", None),
        ("Answer: ", "lamp"),
        ("Answer (Enter = I don't know): ", "9,68"),
        ("The currency is missing.", "9,68 eur"),
        ("= 9.68 EUR", None),
        ("1. No, nothing came", None),
        ("Number: ", "7"),
        ("Type a number from 1 to 3.", "2"),
        ("= Yes, I have it", None),
        ("Answer (Enter = choose from a list): ", "back"),
        ("keep ", ""),
        ("What is wrong", "it does not work"),
        ("Can you use it?", "only partly"),
        ("= Only partly", None),
        ("arrive?", ""),
        ("Confirm received", ""),
        ("end?", ""),
        ("Numbers, like 1 3", "1, 3"),
        ("= Photo of the item, Video of the opening", None),
        ("Number (", "1"),
        ("country", ""),
        (REVIEW, None),
        ("Number (Enter = 1): ", ""),
    ):
        t.see(said)
        if typed is not None:
            t.child.sendline(typed)
    assert t.facts()["problem"]["evidence"] == ["photo", "unboxing_video"]
    assert "\x1b" not in t.raw


def test_a_state_folder_that_can_not_be_written_stops_nothing(terminal, tmp_path):
    (tmp_path / "state").write_text("a file where the folder should be")
    t = terminal()
    t.answer(ITEM, "lamp" + ENTER)
    t.see("Your answers can't be kept for later")
    t.answer(PRICE, ENTER)
    t.answer(ARRIVED, CTRL_C)
    assert t.raw.count("can't be kept") == 1


def test_a_pipe_is_never_taken_for_keys(tmp_path):
    import subprocess

    found = subprocess.run(
        [sys.executable, DRIVER, tmp_path / "x"], input="lamp\n", capture_output=True, text=True, check=False
    )
    assert (found.returncode, found.stdout) == (2, "")

"""The interview as a whole, the same for both prompters: nothing typed is lost, a way back, help, any width."""

import itertools
import os
import signal
import stat
import sys
from pathlib import Path

import pytest

LISTED = ("select", "yesno")
SNAPSHOTS = Path(__file__).with_name("snapshots")
ITEM, PRICE, ARRIVED, WRONG = "What did you order?", "How much did you pay", "Did the parcel arrive?", "What is wrong"
REVIEW, NOW = "Are your answers right?", "What now?"
CTRL_C, CTRL_D = "\x03", "\x04"
LONGEST = {
    ITEM: "T-shirt, 3 pieces", PRICE: "30 EUR", ARRIVED: "Yes", WRONG: "wrong colour",
    "Is it what the order page shows?": "No", "Which one did you order?": "black", "Which one came?": "white",
    "When did it arrive?": "yesterday", "When did you press": "", "When does the buyer protection end?": "2d 4h",
    "What can you show?": "", "Would you keep it": "No", "free of charge?": "", "country": "Brazil",
    "When did you order it?": "2 months ago",
}  # fmt: skip
LOST = {
    ITEM: "bike light", PRICE: "13 USD", ARRIVED: "No", "What does the tracking say?": "still",
    "When was it sent?": "2026-01-02", "When does the buyer protection end?": "4 Mar",
    "When did you order it?": "2026-01-01", "What else do you know": "", "country": "US", "How did you pay": "PayP",
}  # fmt: skip
DEAD = {
    ITEM: "kettle", PRICE: "24.90 EUR", ARRIVED: "Yes", WRONG: "it does not switch on", "damaged outside?": "No",
    "Can you use it?": "No", "Is it what the order page shows?": "Yes", "When did it arrive?": "yesterday",
    "When did you press": "", "When does the buyer protection end?": "1 June", "What can you show?": (1,),
    "Would you keep it": "No", "free of charge?": "No", "country": "PL", "How did you pay": "PayP",
    "When did you order it?": "2026-01-01",
}  # fmt: skip
CODES = {CTRL_C: 130, signal.SIGTERM: 143, CTRL_D: 130, signal.SIGHUP: 129, signal.SIGKILL: -signal.SIGKILL}
KEY_PRESSES = {"never came": 25, "defect": 35}


def answer(buyer, words):
    return buyer.tick(*words) if isinstance(words, tuple) else buyer.say(words)


def answer_all(buyer, answers):
    """Answer what is asked until the list of answers stands there; the questions that were asked."""
    asked = []
    while (question := buyer.at(*answers, REVIEW)) != REVIEW:
        asked.append(question)
        answer(buyer, answers[question])
    return asked


@pytest.mark.parametrize(("answers", "kind"), [(LOST, "never came"), (DEAD, "defect")], ids=["never came", "defect"])
def test_few_key_presses_from_the_command_to_the_saved_dispute(buyer, answers, kind, tmp_path, capsys):
    b = buyer()
    answer_all(b, answers)
    b.say()
    b.at(NOW)
    b.say()
    assert b.ended() == 0
    assert len(list(tmp_path.glob("ledger/open/*.toml"))) == 1
    assert list(tmp_path.glob("state/interviews/*")) == []
    with capsys.disabled():
        sys.stdout.write(f"\n{'plain' if b.plain else 'terminal'}, {kind}: {b.pressed} key presses\n")
    assert b.pressed <= KEY_PRESSES[kind]


@pytest.mark.parametrize("ways", [[CTRL_C], [*CODES]], ids=["by Ctrl-C", "in every way in turn"])
def test_stopped_at_each_question_of_the_longest_interview_all_answers_are_there(buyer, kept, tmp_path, ways):
    answered, question = [], ""
    for way in itertools.cycle(ways):
        b = buyer(*(["--resume"] if answered else []))
        stopped_at, question = question, b.at(*LONGEST, REVIEW)
        if question == stopped_at != REVIEW:
            answer(b, LONGEST[question])
            answered.append(question)
            question = b.at(*[each for each in LONGEST if each not in answered], REVIEW)
        assert b.stop(way) == CODES[way]
        assert way == signal.SIGKILL or b.restored
        assert [len(each["interview"]["asked"]) for each in kept().values()] == [len(answered)][: len(answered)]
        if question == REVIEW:
            break
    assert len(answered) >= 12
    modes = {stat.S_IMODE(each.stat().st_mode) for each in tmp_path.glob("state/interviews/*")}
    assert modes == {0o600}
    table = kept()["T-shirt, 3 pieces"]
    assert table["order"] | {"paid": "30"} == table["order"]
    told = {key for section in ("order", "problem", "wish") for key in table[section]}
    assert told >= {"variant", "received_variant", "matches_order", "received_at", "protection_ends_at", "keep_item"}
    assert table["problem"]["text"] == "wrong colour"


def test_a_closed_window_leaves_the_answers_and_no_crash(buyer, kept, tmp_path):
    for question in (PRICE, ARRIVED):
        b = buyer(*([] if question == PRICE else ["--resume"]))
        b.walk((ITEM, "lamp") if question == PRICE else (PRICE, "5 USD"))
        b.at(question)
        assert b.hang_up() == 129
    assert kept()["lamp"]["order"] == {"item": "lamp", "paid": "5", "currency": "USD"}
    assert [each.name for each in (tmp_path / "state").iterdir()] == ["interviews"]


def interrupted_at(buyer, question, *steps, words=(), **options):
    b = buyer(*words, **options)
    b.walk(*steps)
    b.at(question)
    assert b.stop(CTRL_C) == 130


def test_several_interrupted_interviews_are_told_apart(buyer, kept, tmp_path):
    interrupted_at(buyer, PRICE, (ITEM, "red lamp"), DISPUTE_NOW="2026-03-09T10:00:00Z")
    begin = ("An interview was interrupted.", "Begin a new one")
    interrupted_at(buyer, PRICE, begin, (ITEM, "blue lamp"), DISPUTE_NOW="2026-03-10T11:30:00Z")
    broken = tmp_path / "state" / "interviews" / "broken.toml"
    broken.write_text("no [toml")
    b = buyer()
    b.see("can't be read", "To forget it: dispute new --discard")
    b.at("2 interviews were interrupted.")
    assert "Go on: red lamp, 1 answer, Mon 9 Mar 2026 10:00" in b.told()
    assert "Go on: blue lamp, 1 answer, Tue 10 Mar 2026 11:30" in b.told()
    b.say("red")
    b.walk((PRICE, "5 USD"))
    b.at(ARRIVED)
    assert b.stop(CTRL_C) == 130
    interrupted_at(buyer, ITEM, ("Which one shall be forgotten?", "broken", "forgotten"), words=["--discard"])
    assert kept()["red lamp"]["order"]["paid"] == "5"
    assert "paid" not in kept()["blue lamp"]["order"]
    interrupted_at(buyer, ITEM, ("Which one shall be forgotten?", "blue", "forgotten"), words=["--discard"])
    assert list(kept()) == ["red lamp"]


@pytest.mark.parametrize("asked", ["5", '[["order.item"]]', '"order.item"', "[1]"])
def test_a_damaged_interview_hides_no_other(buyer, kept, tmp_path, asked):
    interrupted_at(buyer, PRICE, (ITEM, "red lamp"))
    broken = tmp_path / "state" / "interviews" / "20260310T120000-1.toml"
    broken.write_text(f'[interview]\nschema_version = 1\nasked = {asked}\n[order]\nitem = "cup"\n')
    b = buyer()
    b.see("can't be read", "To forget it: dispute new --discard")
    b.walk(("An interview was interrupted.", "red"))
    b.at(PRICE)
    assert b.stop(CTRL_C) == 130
    assert broken.exists()


def test_back_at_the_choice_of_an_interview_takes_none(buyer, kept):
    interrupted_at(buyer, PRICE, (ITEM, "red lamp"), DISPUTE_NOW="2026-03-09T10:00:00Z")
    begin = ("An interview was interrupted.", "Begin a new one")
    interrupted_at(buyer, PRICE, begin, (ITEM, "blue lamp"))
    which = "Which one do you want to go on with?"
    b = buyer("--resume")
    b.walk((which, "<", "This is the first question."), (which, "red"), (PRICE, "5 USD"))
    b.at(ARRIVED)
    assert b.stop(CTRL_C) == 130
    assert kept()["red lamp"]["order"]["paid"] == "5"


def test_a_saved_dispute_is_no_interrupted_interview_though_its_answers_could_not_be_written(buyer, tmp_path):
    answers = tmp_path / "answers.toml"
    b = buyer("--save-answers", str(answers))
    answer_all(b, LOST)
    b.say()
    b.at(NOW)
    answers.write_text("somebody else's")
    b.say()
    assert b.ended() == 1
    assert "was saved all the same" in b.told()
    assert len(list(tmp_path.glob("ledger/open/*.toml"))) == 1
    assert list(tmp_path.glob("state/interviews/*")) == []


def test_back_help_and_refusals_in_one_interview(buyer, tmp_path):
    b = buyer()
    b.walk(
        (ITEM, "<", "This is the first question."),
        (ITEM, "?", "The thing this is about", "On the site: Account > My Orders", "Example: USB stick 64 GB"),
        (None, "lmp"),
        (PRICE, "9.68", "The currency is missing."),
        (None, "<"),  # from an answer that was refused
        (ITEM, "~lamp"),
        (PRICE, "~20 usd"),
        (ARRIVED, "?", "Whether you hold the parcel"),
        (None, "<"),
        (PRICE, ""),  # the answer stands there still
        (ARRIVED, "Yes, I have it"),
        (WRONG, "only 3 of 5 came"),
        ("How many pieces did you order?", "5"),
        ("How many pieces came?", "I don't know"),
        ("When did it arrive?", "03/04/2026", "can mean two different days"),
        (None, "~3 days ago", "Sat 7 Mar 2026 (UTC)"),
        ("When did you press", "<"),
        ("When did it arrive?", "<"),
        ("How many pieces came?", "<"),
        ("How many pieces did you order?", "<"),
        (WRONG, "~it does not switch on"),
        ("When did it arrive?", ""),  # the pieces mean nothing any more, the day does
    )
    assert "When did it arrive?" not in answer_all(b, dict(list(DEAD.items())[4:]))
    b.say("Item")
    b.walk((ITEM, "~big lamp"), (REVIEW, "<"))
    b.at(*list(DEAD)[4:])
    b.say()
    b.walk((REVIEW, ""), (NOW, "<"), (REVIEW, ""), (NOW, ""))
    assert b.ended() == 0
    text = (tmp_path / "ledger" / "open" / "big-lamp.toml").read_text("utf-8")
    assert "it does not switch on" in text
    assert "received_at = 2026-03-07" in text
    assert "pieces_ordered" not in text


def test_answers_of_the_last_dispute_with_the_seller_are_offered_and_marked(buyer, tmp_path):
    first = {**LOST, "country": "Poland"}
    b = buyer("--seller", "Happy Store")
    answer_all(b, first)
    b.say()
    b.at(NOW)
    b.say()
    assert b.ended() == 0
    b = buyer("--seller", "happy store", "--item", "cup", "--received", "no", "--tracking", "stalled")
    answers = {key: LOST[key] for key in LOST if key not in {"country", "How did you pay"}}
    while b.at(*answers, "country") != "country":
        b.say(answers[b.question])
    assert "As in your last dispute with Happy Store (bike-light); change it" in b.told()
    b.say()
    b.see("Poland")
    b.at("How did you pay")
    b.say()
    b.see("PayPal")
    b.at(REVIEW)
    b.stop(CTRL_C)


@pytest.mark.parametrize("size", [(24, 40), (24, 80), (50, 200)], ids=["40", "80", "200"])
def test_what_stands_on_the_screen(buyer, size):
    b = buyer(size=size)
    b.walk(
        (ITEM, "bike light"),
        (PRICE, "13 USD"),
        (ARRIVED, "No"),
        ("What does the tracking say?", "?"),
        (None, "still"),
        ("When was it sent?", "<"),
        ("What does the tracking say?", ""),
        ("When was it sent?", "3 weeks ago"),
        ("When does the buyer protection end?", "03/04/2026"),
        (None, "~2d 4h"),
        ("country", "poland"),
        ("How did you pay", "PayP"),
        (REVIEW, "Item"),
        (ITEM, ""),
    )
    b.at(REVIEW)
    last = buyer(size=size) if b.stop(CTRL_C) == 130 else None
    last.at("An interview was interrupted.")
    shots = [*b.shots, b.shown(), last.shown()]
    found = "\n".join(f"{'=' * 20}\n{shot}" for shot in shots) + "\n"
    file = SNAPSHOTS / f"interview-{size[1]}-{'plain' if b.plain else 'terminal'}.txt"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(found, encoding="utf-8")
    assert found == file.read_text(encoding="utf-8")

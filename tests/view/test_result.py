"""The result of `dispute new`, in panels and as plain text."""

import re
from dataclasses import replace
from io import StringIO

import pytest
from disputecli.core.advice import Caution, Why
from disputecli.core.assess import Gap
from disputecli.core.messages import Letter
from disputecli.view.console import console
from disputecli.view.result import Result, plain_result, result

CODES = re.compile(r"\x1b\[[0-9;]*m")


class Terminal(StringIO):
    encoding = "utf-8"

    def isatty(self):
        return True


def screen(found, rules, scene, *, colour=False):
    stream = Terminal()
    console(stream, {"TERM": "xterm"}, not colour, scene.width).print(result(found, rules, scene))
    return stream.getvalue()


@pytest.mark.parametrize("colour", [False, True], ids=["plain", "colour"])
@pytest.mark.parametrize("width", [80, 50])
def test_whole_result(found, rules, scene, snapshot, width, colour):
    snapshot(f"new-{width}-{'colour' if colour else 'plain'}", screen(found, rules, scene(width), colour=colour))


@pytest.mark.parametrize("width", [80, 30])
def test_whole_result_for_a_pipe(found, rules, scene, snapshot, width):
    snapshot(f"new-{width}-pipe", plain_result(found, rules, scene(width)))


def test_sections_come_in_order(found, rules, scene):
    text = screen(found, rules, scene())
    titles = (
        "Yes: open a dispute", "Reason on the form", "What to ask for", "Dates", "Evidence to collect", "Careful",
        "Not known", "Message to paste", "On the site",
    )  # fmt: skip
    places = [text.index(title) for title in titles]
    assert places == sorted(places)


def test_verdict_date_reason_and_claim_stand_in_the_first_lines(found, rules, scene):
    head = "\n".join(screen(found, rules, scene()).splitlines()[:9])
    for words in ("Yes: open a dispute", "Mon 30 Nov 09:00 (in 6d 17h)", "Does not work properly", "9.68 USD"):
        assert words in head


def test_plain_text_has_no_boxes_and_the_message_as_it_is(found, rules, scene):
    text = plain_result(found, rules, scene())
    assert not re.search("[\u2500-\u257f\x1b]", text)
    assert found.letter is not None
    assert found.letter.text in text


def test_message_lines_begin_with_the_message(found, rules, scene):
    lines = screen(found, rules, scene()).splitlines()
    first = next(i for i, text in enumerate(lines) if text.startswith("Message to paste")) + 1
    last = next(i for i, text in enumerate(lines) if text.startswith("To copy it"))
    assert " ".join(" ".join(lines[first:last]).split()) == " ".join(found.letter.text.split())


def test_evidence_says_with_words_what_is_there_and_what_is_required(found, rules, scene):
    text = plain_result(found, rules, scene())
    assert "[x] photo (required)" in text
    assert "[ ] video (required)" in text
    assert "[ ] screenshot of the chat (helpful)" in text


def test_dates_come_soonest_first_and_unknown_ones_last(found, rules, scene):
    text = plain_result(found, rules, scene())
    dates = text[text.index("DATES") : text.index("EVIDENCE")]
    titles = ("Last day to open", "Buyer protection ends", "chargeback", "You can open")
    places = [dates.index(title) for title in titles]
    assert places == sorted(places)
    assert "unknown: the day the parcel was shipped is not known" in dates


@pytest.mark.parametrize("verdict", ["too_early", "wait", "too_late", "no_ground"])
def test_every_verdict_has_its_headline(found, rules, scene, words, verdict):
    known = replace(found.assessment, verdict=verdict)
    assert words.verdicts[verdict].headline.upper() in plain_result(replace(found, assessment=known), rules, scene(120))


def test_no_ground_shows_no_empty_sections(found, rules, scene):
    known = replace(
        found.assessment, verdict="no_ground", reason=None, rivals=(), claim=None, deadlines=(), evidence=(),
        cautions=(), gaps=(), verdict_why=Why("You got what you ordered."),
    )  # fmt: skip
    text = plain_result(Result(known), rules, scene())
    assert text == "NO: THERE IS NO GROUND FOR A DISPUTE\nYou got what you ordered.\n"


def test_dry_run_names_no_command_for_an_id_that_does_not_exist(found, rules, scene):
    assert "dispute draft" not in plain_result(replace(found, id=None), rules, scene())


def test_hostile_texts_harm_nothing(found, rules, scene, hostile):
    known = replace(
        found.assessment, verdict_why=Why(hostile), cautions=(Caution("x", hostile),), gaps=(Gap(hostile, hostile),)
    )
    bad = Result(known, Letter("open", hostile, hostile), (hostile,), hostile)
    for text in (screen(bad, rules, scene()), plain_result(bad, rules, scene())):
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", text)
        assert "[bold]not bold[/]" in text
        assert ":bomb:" in text


def test_colour_only_adds_codes(found, rules, scene):
    assert CODES.sub("", screen(found, rules, scene(), colour=True)) == screen(found, rules, scene())

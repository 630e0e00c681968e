"""What sellers' messages try: each kind with its own examples, negation, places in the text, hostile texts."""

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from disputecli.core.course import read_moves as read_events
from disputecli.core.dispute import Claimed, Dispute, Event
from disputecli.core.lint import check
from disputecli.core.messages import read_templates
from disputecli.core.moves import draft, moves, read_moves
from disputecli.core.offers import Offer, offers
from disputecli.core.order import Facts, Order, Problem
from disputecli.core.policy import read_rules
from disputecli.core.stage import standing
from disputecli.core.stakes import stakes
from disputecli.core.text import cleaned
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core import scoring_words as scoring

BOOK, LINT = scoring.move_book(), scoring.lint_book()
ROWS = scoring.table("moves")["move"]
REPLIES = scoring.rows(scoring.TEXTS / "replies.toml")
KINDS = [
    "wait_more", "asks_to_cancel", "asks_to_change_reason", "off_platform_refund", "coupon_offer", "partial_offer",
    "resend_promise", "repair_offer", "demands_return", "demands_impossible_evidence", "pity", "accuses",
    "review_pressure",
]  # fmt: skip
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
WORDS = read_templates(
    {path.stem: scoring.table(f"messages/{path.stem}") for path in (scoring.DATA / "messages").glob("*.toml")}
).words


def test_every_kind_of_the_rulebook_is_there():
    assert sorted(BOOK.kinds) == sorted(KINDS)


@pytest.mark.parametrize(("kind", "text"), [(row["kind"], text) for row in ROWS for text in row["for"]])
def test_an_example_is_found(kind, text):
    assert kind in scoring.kinds(BOOK, text)


@pytest.mark.parametrize(("kind", "text"), [(row["kind"], text) for row in ROWS for text in row["against"]])
def test_a_counter_example_is_not(kind, text):
    assert kind not in scoring.kinds(BOOK, text)


@pytest.mark.parametrize("row", [row for row in REPLIES if row["kind"] not in {"silent", "other"}])
def test_the_main_kind_of_a_real_reply_is_found(row):
    assert row["kind"] in scoring.kinds(BOOK, row["text"])


def test_the_real_replies_meet_the_goals():
    shares, _ = scoring.reply_figures(BOOK, REPLIES)
    assert shares["recall"] >= 0.90
    assert shares["precision"] >= 0.85


def test_moves_are_found_in_texts_that_nothing_was_chosen_by():
    shares, _ = scoring.reply_figures(BOOK, scoring.rows(scoring.TEXTS / "replies_unseen.toml"))
    assert shares["recall"] >= 0.88  # reached: 0.895
    assert shares["precision"] >= 0.84  # reached: 0.854


def test_one_text_can_have_several_moves():
    text = "cancel the dispute pls, we refund 5 dollar by paypal and send you a coupon"
    assert scoring.kinds(BOOK, text) >= {"asks_to_cancel", "off_platform_refund", "coupon_offer"}


def test_a_phrase_does_not_reach_across_a_negation():
    assert "asks_to_cancel" in scoring.kinds(BOOK, "close the window and the dispute")
    assert "asks_to_cancel" not in scoring.kinds(BOOK, "close the window, you need not close the dispute")


def test_words_that_no_phrase_knows_are_weighed():
    text = "My director is going to be upset with me and I feed two little ones with this work, be kind"
    without = replace(BOOK, weights=replace(BOOK.weights, worth={}))
    assert "pity" in scoring.kinds(BOOK, text)
    assert scoring.kinds(without, text) == set()


def test_a_phrase_that_the_other_words_speak_against_is_no_move():
    text = "you must close the dispute"
    against = {"dispute": [("asks_to_cancel", -99.0)]}
    assert scoring.kinds(BOOK, text) == {"asks_to_cancel"}
    assert scoring.kinds(replace(BOOK, weights=replace(BOOK.weights, worth=against)), text) == set()


def test_a_line_that_is_wrapped_is_one_line():
    assert scoring.kinds(BOOK, "we can give you 3\nusd") == {"partial_offer"}


def test_a_quote_stands_where_it_says():
    text = "\x1b[31mHello\x1b[0m\r\nplease\u200b cancel the dispute\u202e, friend"
    (move,) = moves(BOOK, text)
    assert move.kind == "asks_to_cancel"
    assert cleaned(text)[move.start : move.end] == move.quote == "please cancel the dispute"


def test_nothing_is_found_in_nothing():
    for text in ("", "   \n", "Hello, nice to meet you."):
        assert moves(BOOK, text) == ()
        assert draft(BOOK, ()) == ""


HOSTILE = st.lists(
    st.sampled_from([
        "cancel the dispute ", "not ", "\x1b[31m", "\u202e", "\u200b", "\ud800", "\r\n", "\n\n", "5 $ ", "💩", "'", "é",
        "%", "don't ", "refund ", ".", ",", "\x00", "[bold]", "{paid}",
    ]),
    max_size=40,
).map("".join)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(HOSTILE | st.text(max_size=200))
def test_hostile_texts_give_valid_places_and_harmless_words(text):
    read = cleaned(text)
    found = moves(BOOK, text, {"paid": "9.68 USD"})
    for each in found:
        assert 0 <= each.start < each.end <= len(read)
        assert read[each.start : each.end] == each.quote
        assert cleaned(each.quote + each.why) == each.quote + each.why
    assert len(draft(BOOK, found)) <= BOOK.reply.limit


@pytest.mark.parametrize("piece", ["send you ", "5 usd ", "not ", "\x1b[", "please cancel ", "!", "a@", "1-"])
def test_a_megabyte_takes_no_longer_than_two_seconds(piece):
    text = piece * (1_000_000 // len(piece))
    start = time.perf_counter()
    moves(BOOK, text)
    assert time.perf_counter() - start < 2


def test_what_stands_behind_the_limit_is_not_read():
    text = f"{'word ' * BOOK.read_at_most}cancel the dispute"
    assert moves(BOOK, text) == ()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("known", [(), ("unopened",), ("opened", "claimed", "paid", "exhibits", "refund_only")])
def test_every_answer_is_clean_and_short(kind, known):
    slots = dict.fromkeys(known, "9.68 USD")
    row = next(row for row in ROWS if row["kind"] == kind)
    found = [move for text in row["for"] for move in moves(BOOK, text, slots) if move.kind == kind][:1]
    answer = draft(BOOK, found, slots)
    assert check(LINT, answer) == ()
    assert len(answer) <= 500


def test_an_answer_to_all_moves_at_once_fits_and_keeps_the_most_important():
    found = [move for row in ROWS for move in moves(BOOK, row["for"][0]) if move.kind == row["kind"]]
    assert len(found) == len(KINDS)
    answer = draft(BOOK, found)
    assert len(answer) <= 500
    assert answer.startswith("Thank you for your message. I can accept a refund through AliExpress only.")
    assert check(LINT, answer) == ()


def test_the_order_of_the_moves_does_not_change_the_answer():
    found = moves(BOOK, "my boss will cut my salary. Please cancel the dispute. Give me your paypal.")
    assert draft(BOOK, found) == draft(BOOK, reversed(found))


def dispute(**order):
    events = (Event(NOW - timedelta(days=1), "buyer", "opened"),)
    facts = Facts(Order(item="kettle", paid=Decimal("24.90"), currency="USD", **order), Problem(received="yes"))
    return Dispute("kettle", facts, Claimed("quality_problem", None, "refund_only", "full", Decimal("24.90")), events)


def slots_at(now, **order):
    rules, events = read_rules(scoring.table("policies/aliexpress")), read_events(scoring.table("events"))
    case = dispute(**order)
    return stakes(WORDS, case, standing(rules, events, case, now), now, ZoneInfo("UTC"))


def test_why_names_the_disputes_own_dates():
    slots = slots_at(NOW, protection_ends_at=NOW - timedelta(days=3), shipped_at=NOW - timedelta(days=60))
    by_kind = {move.kind: move for move in moves(BOOK, "wait some days. cancel the dispute. I give 2 usd", slots)}
    assert "24.90 USD" in by_kind["partial_offer"].why
    assert "ended 3 days ago" in by_kind["asks_to_cancel"].why
    unopened = {name: text for name, text in slots.items() if name != "opened"}
    assert "ended 3 days ago" in moves(BOOK, "wait some days", unopened)[0].why
    late = slots_at(NOW + timedelta(days=30), protection_ends_at=NOW - timedelta(days=3))
    assert "can't open it again" in moves(BOOK, "cancel the dispute", late)[0].why


def test_a_cancel_is_called_final_whatever_the_dates():
    for days in (-30, -3, 3, 30):
        slots = slots_at(NOW, protection_ends_at=NOW + timedelta(days=days), shipped_at=NOW - timedelta(days=60))
        why = moves(BOOK, "cancel the dispute", slots)[0].why
        assert "as final" in why or "can't open it again" in why


def test_while_a_dispute_is_open_nobody_is_told_of_a_protection_that_runs_out():
    slots = slots_at(NOW, protection_ends_at=NOW + timedelta(days=3), shipped_at=NOW - timedelta(days=60))
    found = moves(BOOK, "please wait some days", slots)
    assert "The dispute is open" in found[0].why
    answer = draft(BOOK, found, slots)
    assert "The dispute stays open; I will wait for your answer there." in answer
    assert "protection" not in answer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("we refund you 2 dollars", [Offer("seller-countered", Decimal("2.00"))], id="dollars"),
        pytest.param("accept 3usd", [Offer("seller-countered", Decimal("3.00"))], id="no space"),
        pytest.param("refund $4.5 ok?", [Offer("seller-countered", Decimal("4.50"))], id="sign before"),
        pytest.param("I give 30% refund", [Offer("seller-countered", Decimal("7.47"))], id="share of what was paid"),
        pytest.param("refund you 3 eur", [], id="another currency"),
        pytest.param("we will give full refund", [], id="full refund"),
        pytest.param("we extended the protection 10 days", [Offer("protection-extended", days=10)], id="days"),
        pytest.param("wait 10 days", [], id="days of waiting are nothing to record"),
    ],
)
def test_what_an_offer_could_be_recorded_as(text, expected):
    assert list(offers(BOOK, text, dispute().facts.order, 2)) == expected


@pytest.mark.parametrize(
    ("key", "value", "named"),
    [
        ("kind_of", "x", "kind_of"),
        ("why", [{"text": "ended {open_gone}"}], "needs a slot"),
        ("phrases", ["<x> y"], "<x>"),
    ],
)
def test_a_typo_in_the_book_is_named(key, value, named):
    table = scoring.table("moves")
    table["move"][0][key] = value
    with pytest.raises(ValueError, match=named):
        read_moves(table, scoring.table("weights/moves"))

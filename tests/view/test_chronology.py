"""The account for someone outside: dated, neutral, and nothing in it that Markdown obeys."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from disputecli.core.dispute import Event, Message
from disputecli.view.chronology import Told, chronology, plain
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


def rendered(text):
    """The texts and tags of a CommonMark rendering, tables and strikethrough included."""
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)


@pytest.fixture
def told(shown, scene):
    made = scene()
    dispute = replace(shown.dispute, messages=(Message(NOW - timedelta(days=2), "reject_offer", "No, thanks."),))
    return Told(dispute, shown.standing, shown.moves, "Quality problems", made.words, made.zone)


def test_it_has_all_parts_in_order(told):
    text = chronology(told, NOW)
    heads = re.findall(r"^## (.*)$", text, re.MULTILINE)
    assert heads == [
        "The parties and the order", "The problem", "What happened", "Attempts to solve it", "Where it stands",
        "What is asked", "Exhibits",
    ]  # fmt: skip
    assert "- Seller: Happy Store, on AliExpress" in text
    assert "- Paid: 9.68 USD" in text
    assert "- Amount claimed: 9.68 USD" in text
    assert "Message (reject offer): “No, thanks.”" in text
    assert "1. 001-charger.jpg, photo: no light\n2. 002.mp4" in text


def test_the_timeline_is_in_order_with_the_distance_from_utc(told):
    part = chronology(told, NOW).split("## What happened")[1].split("##")[0]
    lines = [line for line in part.splitlines() if line]
    assert lines[0].startswith("- Tue 30 Dec 2025. Seller:")
    assert lines[1] == "- Sun 20 Sep 2026. Buyer: the order was placed"
    assert lines[2] == "- Tue 17 Nov 2026 16:00 (UTC+01:00). Buyer: dispute opened"
    assert "Seller made an offer (Refund only, 2.00 USD) “take 2”" in part


def test_it_never_speaks_to_the_buyer(told):
    assert not re.search(r"\byou(?!r name and address)", chronology(told, NOW), re.IGNORECASE)


def test_what_was_refunded_is_taken_off(told):
    course = replace(told.standing.course, refunded=Decimal("2.00"))
    text = chronology(replace(told, standing=replace(told.standing, course=course)), NOW)
    assert "Refunded so far: 2.00 USD" in text
    assert "Amount still open: 7.68 USD" in text


ATTACKS = [
    "# head", "- list", "1. one", "1) one", "> quote", "*bold*", "_it_", "`code`", "[a](http://b)", "![a](b)",
    "<b>x</b>", "<script>", "a | b", "~~gone~~", "&lt;b&gt;", "+ plus", "=====", "---", "\\*x\\*", "two\n\n# lines",
    "```\ncode", "[a]: http://b", "<http://b>", "http://<b>",
]  # fmt: skip


def only_text(text):
    tokens = rendered(f"- Item: {plain(text)}\n\n{plain(text)}\n\n“{plain(text)}”")
    kinds = {token.type for token in tokens} | {child.type for token in tokens for child in token.children or ()}
    return kinds <= {
        "bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close", "paragraph_open",
        "paragraph_close", "inline", "text", "text_special",
    }  # fmt: skip


@pytest.mark.parametrize("text", ATTACKS)
def test_markdown_and_html_in_words_stay_words(text):
    assert only_text(text)


@given(st.text(alphabet=st.sampled_from("ab1 .)(#*_`[]<>!|~&-+=\\\n:/"), max_size=30))
def test_no_text_becomes_markup(text):
    assert only_text(text) or not text.strip()


def test_hostile_texts_harm_nothing(told, hostile):
    order = replace(told.dispute.facts.order, item=hostile, seller=hostile, order_id=hostile)
    events = (Event(NOW, hostile, hostile, text=hostile, tracking=hostile),)
    bad = replace(told.dispute, id=hostile, events=events, facts=replace(told.dispute.facts, order=order))
    text = chronology(replace(told, dispute=bad), NOW)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", text)

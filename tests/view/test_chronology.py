"""The account for someone outside: dated, neutral, and nothing in it that Markdown obeys."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import product

import pytest
from disputecli.core.dispute import EVENT_NAMES, Event, Message
from disputecli.core.matter import Matter
from disputecli.core.messages import read_templates
from disputecli.core.order import TRACKING, YES_NO_PARTLY, Facts, Order, Problem
from disputecli.store.shipped import shipped_tables
from disputecli.view.chronology import Sentences, Told, chronology, plain
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
    matter = Matter(dispute.facts, None, None, "not_as_described", None, None, None, events=dispute.events)
    sentences = Sentences(read_templates(shipped_tables("messages")), matter)
    return Told(dispute, shown.standing, sentences, "Quality problems", made.words, made.zone)


def about(told, *, events=(), messages=(), **problem):
    """The account of another problem, other events and texts."""
    facts = replace(told.dispute.facts, problem=Problem(**problem))
    dispute = replace(told.dispute, facts=facts, events=events, messages=messages)
    matter = replace(told.sentences.matter, facts=facts, events=events)
    return chronology(replace(told, dispute=dispute, sentences=replace(told.sentences, matter=matter)), NOW)


def part(text, head):
    return [line[2:] for line in text.split(f"## {head}")[1].split("##")[0].splitlines() if line]


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
    assert "Text written by the buyer, kept with the dispute (reject offer): “No, thanks.”" in text
    assert "1. 001-charger.jpg, photo: no light\n2. 002.mp4" in text


def test_the_timeline_is_in_order_with_the_distance_from_utc(told):
    lines = part(chronology(told, NOW), "What happened")
    assert lines[0].startswith("Tue 30 Dec 2025. The seller ")
    assert lines[1] == "Sun 20 Sep 2026. The buyer placed the order"
    assert lines[2] == "Tue 17 Nov 2026 16:00 (UTC+01:00). The buyer opened a dispute on AliExpress"
    assert any(line.endswith("The seller made an offer (Refund only, 2.00 USD): “take 2”") for line in lines)


@pytest.mark.parametrize(
    ("problem", "wanted"),
    [
        ({"received": "no", "tracking": "stalled", "text": "it never came"},
         ["The parcel was not received.", "The tracking has stopped: it shows no new movement of the parcel.",
          "In the buyer's words: “it never came”"]),
        ({"received": "no", "tracking": "delivered"},
         ["The parcel was not received.", "The tracking shows the parcel as delivered."]),
        ({"received": "no", "tracking": "unknown"}, ["The parcel was not received."]),
        ({"received": "partly", "pieces_ordered": 5, "pieces_received": 3},
         ["Only a part of the order was received.", "3 of 5 pieces were received, 2 are missing."]),
        ({"received": "yes", "tracking": "delivered", "size_ordered_cm": Decimal(20), "size_received_cm": Decimal(12)},
         ["The parcel was received.", "Size ordered: 20 cm. Size measured: 12 cm."]),
        ({"received": "yes", "package_damaged": True, "usable": "no"},
         ["The parcel was received.", "The package was damaged.", "The item cannot be used."]),
    ],
)  # fmt: skip
def test_the_problem_is_told_in_facts(told, problem, wanted):
    assert part(about(told, **problem), "The problem") == ["Reason stated on the form: Quality problems", *wanted]


def test_no_sentence_of_the_account_is_dead(told):
    orders = (Order(variant="red", received_at=NOW, protection_ends_at=NOW, quantity=4), Order())
    sizes = {"size_ordered_cm": Decimal(20), "size_received_cm": Decimal(12)}
    problems = [
        Problem(received=received, tracking=tracking, **more)
        for received, tracking in product(YES_NO_PARTLY, TRACKING)
        for more in (
            {"package_damaged": True, "usable": "no", "pieces_received": 2, **sizes},
            {"package_damaged": False, "usable": "partly", "pieces_ordered": 5, "pieces_received": 2},
            {"matches_order": False, "received_variant": "blue"},
        )
    ]
    marks = [
        (None, None),
        ("no_tracking", None),
        ("returned_by_carrier", None),
        ("customs", None),
        (None, "empty_parcel"),
    ]
    cases = (
        replace(told.sentences.matter, facts=Facts(order, problem), reason=reason, detail=detail)
        for order, problem, (reason, detail) in product(orders, problems, marks)
    )
    seen = "\n".join({line for case in cases for line in replace(told.sentences, matter=case).named("problem")})
    asked = [each.text for each in told.sentences.templates.kinds["chronology"].sentence if each.name == "problem"]
    dead = [text for text in asked if not re.search(re.sub(r"\\{\w+\\}", ".+", re.escape(text)), seen)]
    assert len(asked) > 20
    assert dead == []


def test_each_event_has_a_name_that_says_who_did_it(told):
    events = tuple(Event(NOW, "buyer", name) for name in EVENT_NAMES)
    lines = part(about(told, events=events, received="no"), "What happened")[-len(events) :]
    unnamed = [line for line in lines if not re.search(r"(?:T|t)he (?:buyer|seller|dispute)|AliExpress", line)]
    assert unnamed == []


def test_who_wrote_a_message_is_plain_and_a_text_stands_once(told):
    wrote = (
        Event(NOW, "buyer", "message-sent", text="Where is it?"),
        Event(NOW, "seller", "message-received", text="Please wait"),
        Event(NOW, "platform", "message-received", text="We look at it"),
    )
    kept = (Message(NOW, "received", "Please wait"), Message(NOW, "received", "An older one"))
    text = about(told, events=wrote, messages=kept, received="no")
    stamp = "Mon 23 Nov 2026 16:00 (UTC+01:00)."
    assert part(text, "What happened")[-3:] == [
        f"{stamp} The buyer wrote to the seller: “Where is it?”",
        f"{stamp} The seller wrote to the buyer: “Please wait”",
        f"{stamp} AliExpress wrote to the buyer: “We look at it”",
    ]
    assert part(text, "Attempts to solve it") == [
        f"{stamp} The buyer wrote to the seller: “Where is it?”",
        f"{stamp} The seller wrote to the buyer: “An older one”",
    ]


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

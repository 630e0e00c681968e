"""What an outgoing text should not say: each rule with its own examples, measures, contradictions, hostile texts."""

import time
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from disputecli.core.findings import CODES, FACT, read_lint
from disputecli.core.lint import blocking, check
from disputecli.core.order import Facts, Order, Problem, Wish
from disputecli.core.text import cleaned
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core import scoring_words as scoring

BOOK = scoring.lint_book()
ROWS = [row for row in scoring.table("lint")["rule"] if row["code"] != FACT]
MESSAGES = scoring.rows(scoring.TEXTS / "messages.toml")
FACTS = Facts(
    Order(item="kettle", order_id="8123456789012345", paid=Decimal("24.90"), currency="USD",
          ordered_at=date(2026, 3, 3), received_at=date(2026, 4, 12)),
    Problem(received="yes", evidence=("photo",)),
    Wish(amount=Decimal("24.90")),
)  # fmt: skip
LOST = Facts(Order(item="kettle"), Problem(received="no"))


def codes(text, facts=None, kind=None):
    return {finding.code for finding in check(BOOK, text, facts, kind)}


@pytest.mark.parametrize(("code", "text"), [(row["code"], text) for row in ROWS for text in row["for"]])
def test_an_example_is_found(code, text):
    assert code in codes(text)


@pytest.mark.parametrize("text", [text for row in ROWS for text in row["against"]])
def test_a_counter_example_is_clean(text):
    assert codes(text) <= {"vague"}


@pytest.mark.parametrize("row", [row for row in MESSAGES if row["quality"] == "good"])
def test_a_good_message_is_clean(row):
    assert codes(row["text"]) == set()


@pytest.mark.parametrize("row", [row for row in MESSAGES if row["quality"] == "bad"])
def test_a_bad_message_is_caught(row):
    assert codes(row["text"]) & set(row["faults"])


def test_texts_that_nothing_was_chosen_by_meet_the_goals():
    shares, _ = scoring.message_figures(BOOK, scoring.rows(scoring.TEXTS / "messages_unseen.toml"))
    assert shares["clean_good"] >= 0.94  # reached: 0.967
    assert shares["caught_bad"] >= 0.90  # reached: 0.963


@pytest.mark.parametrize(
    ("code", "text"),
    [
        pytest.param("emotional", "The kettle of 5 May is broken!!", id="two marks"),
        pytest.param("emotional", "The kettle leaks 😡, photo attached", id="angry sign"),
        pytest.param("emotional", "The kettle came cracked, bad bad bad photo 3", id="repeated"),
        pytest.param("all_caps", "I WANT MY REFUND of 5 USD for the kettle", id="words in capitals"),
        pytest.param("all_caps", "НЕ РАБОТАЕТ ВЕРНИТЕ", id="capitals of another alphabet"),
        pytest.param("not_english", "Товар не пришел, верните 5 USD", id="Cyrillic"),
        pytest.param("not_english", "El paquete no ha llegado, quiero mi dinero 5 USD", id="Spanish"),
        pytest.param("not_english", "商品坏了, 请退款 5 USD", id="Chinese"),
        pytest.param("vague", "Bad quality, I want my money back", id="no fact"),
        pytest.param("vague", "It doesn't work", id="general words"),
        pytest.param("too_long", "The kettle leaks at the seam. " * 18, id="501 characters"),
        pytest.param("personal_data", "Refund 5 USD to DE89370400440532013000", id="account number"),
        pytest.param("personal_data", "Send the lid to Musterstrasse 12", id="street"),
        pytest.param("personal_data", "Send the 2 lids to 5 Oak Tree Road", id="English street"),
        pytest.param("contradiction", "I ask for 5 USD for the lid. Please refund 7 USD.", id="two amounts"),
        pytest.param("contradiction", "I paid 5 USD for the lid and ask for 9 USD", id="more than paid"),
        pytest.param("contradiction", "I opened it on 3 May; it arrived on 9 May", id="opened before it came"),
        pytest.param("contradiction", "I ordered 6 forks, received 4, so 3 forks are missing.", id="pieces"),
        pytest.param(
            "contradiction", "I ordered 6 forks and 4 came, so three are missing.", id="pieces before the verb"
        ),
        pytest.param("contradiction", "I bought the 64 GB stick, it is dead. My order was 32 GB.", id="two capacities"),
        pytest.param(
            "contradiction", "I ordered the blue hat. A hole is in it. I chose green, photo 1", id="two colours"
        ),
        pytest.param("contradiction", "My order says L for the coat. I ordered M, 5 USD", id="two sizes"),
        pytest.param("contradiction", "The lamp came on 3 May. It only came on 9 May, cracked.", id="came on two days"),
        pytest.param("contradiction", "I accept 4 USD for the lamp. I will not accept 4 USD", id="accepted and not"),
        pytest.param(
            "contradiction", "A video is attached. I am not able to make a video of the lamp", id="video and none"
        ),
        pytest.param("personal_data", "For customs: passport AB 0123456, lamp of 20 USD", id="passport"),
        pytest.param("admission", "The lamp fell off my desk, the glass has a crack of 6 cm", id="fell off the desk"),
        pytest.param("contradiction", "I ask for 40% of the price. I claim 60% for the lamp.", id="two shares"),
        pytest.param("contradiction", "The lamp arrived on 3 May. I received it on 9 May, cracked.", id="two days"),
        pytest.param("contradiction", "The jeans have not arrived yet. They are too small.", id="not here, and tried"),
        pytest.param("contradiction", "The fan works perfectly. It does not turn on, video 3.", id="works and not"),
        pytest.param("contradiction", "The package was intact. The package was crushed, photo 2.", id="one package"),
        pytest.param("all_caps", "éﬃREFUND", id="capitals within a word"),
        pytest.param("vague", "You broke my heart, how can anyone be so cruel", id="only feelings"),
        pytest.param("contradiction", "I ordered blue and received blue, the wrong colour", id="the same"),
    ],
)
def test_what_is_measured(code, text):
    assert code in codes(text)


def test_a_shout_is_quoted_whole():
    text = "order of 3 May: IT IS BAD, I WANT 5 USD back"
    assert [each.quote for each in check(BOOK, text) if each.code == "all_caps"] == ["IT IS BAD, I WANT"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The USB HDMI adapter BC-1208 of order 8123456789012345 shows no LED light.", id="abbreviations"),
        pytest.param("The XIAOMI REDMI phone restarts 5 times a day, video attached.", id="names in capitals"),
        pytest.param("Tracking LP00512345678901 shows no movement since 14 April.", id="tracking number"),
        pytest.param("The sensor 51-71-8-204-858 does not click in, photo attached.", id="number of a part"),
        pytest.param("The Angry Birds backpack has a torn strap, photo attached.", id="feeling in a name"),
        pytest.param("The café table of 3 May has a scratch, photo attached.", id="one accent"),
        pytest.param("Please refund the price of the two missing items, 6.40 USD of 20 USD paid.", id="paid and asked"),
        pytest.param("Two parcels: the first arrived on 2 May, the second has not arrived.", id="part of it"),
        pytest.param("I ordered 6 forks, received 4, so 2 forks are missing.", id="pieces that add up"),
        pytest.param("I ordered size M and received size S, the wrong size. 3 May.", id="two sizes"),
        pytest.param("You offered 15% for the lamp. I ask for 40%.", id="an offer and a wish"),
        pytest.param("The first lamp arrived on 3 May, the second arrived on 9 May.", id="days of two parcels"),
        pytest.param("The box was intact, the glass inside is broken.", id="box and content"),
        pytest.param("I ordered the blue hat. The blue hat has a hole, and a red thread.", id="one colour"),
        pytest.param(
            "I ordered 2 lamps of 5 W each. Received 1 lamp of 5 W, 1 lamp is missing.", id="values that agree"
        ),
        pytest.param("I ordered the 64 GB stick. Another order was 32 GB, it is fine.", id="another order"),
        pytest.param('The poster "The Thief of Bagdad" came with a fold, photo 1.', id="a title"),
        pytest.param("Sensor 0261230109 came instead of 0261230147.", id="numbers of parts"),
        pytest.param("Both doors of the model fell off in the box, photo 2.", id="parts that fell off"),
    ],
)
def test_what_is_no_fault(text):
    assert codes(text) == set()


@pytest.mark.parametrize(
    ("text", "facts", "hint"),
    [
        pytest.param("I ask for 30 USD for the kettle.", FACTS, "24.90", id="more than paid"),
        pytest.param("I ask for 5 USD for the kettle.", FACTS, "claim", id="another amount than claimed"),
        pytest.param("I have not received the kettle, refund 24.90 USD.", FACTS, "was received", id="received"),
        pytest.param("The kettle arrived broken, photo of the lid.", LOST, "nothing was received", id="not received"),
        pytest.param("I ordered the kettle on 9 March.", FACTS, "3 March 2026", id="date of the order"),
        pytest.param("The kettle came cracked, a video is attached.", FACTS, "evidence", id="evidence"),
        pytest.param("Order 8123456789012346: the lid is cracked.", FACTS, "8123456789012345", id="order number"),
    ],
)
def test_what_the_facts_contradict(text, facts, hint):
    assert codes(text) == set()
    (found,) = check(BOOK, text, facts)
    assert (found.code, hint in found.hint) == ("contradiction", True)


@pytest.mark.parametrize(
    "text",
    [
        "Order 8123456789012345 of 3 March: the kettle arrived on 12 April with a crack. Photo attached.",
        "I paid on 4 March. I ask for 24.90 USD for the cracked kettle.",
    ],
)
def test_what_agrees_with_the_facts_is_clean(text):
    assert codes(text, FACTS) == set()


def test_unknown_facts_contradict_nothing():
    nothing = Facts()
    assert codes("I have not received the kettle of 3 March, video attached, refund 99 USD.", nothing) == set()
    unknown = replace(FACTS, problem=Problem(received="yes"))
    assert codes("The kettle came cracked, a video is attached.", unknown) == set()


def test_some_kinds_of_message_may_be_longer():
    text = "The kettle leaks at the seam, see photo 3. " * 20
    assert codes(text) == {"too_long"}
    assert codes(text, kind="appeal") == codes(text, kind="chronology") == set()


def test_some_findings_block_a_text():
    found = check(BOOK, "You liar, I will call the police about the kettle of 3 May.")
    assert [each.code for each in blocking(BOOK, found)] == ["threat"]
    assert BOOK.blocks <= set(CODES)


def test_a_finding_stands_where_it_says():
    text = "The kettle of 3 May leaks.\r\nYou \x1b[31mliar\x1b[0m\u202e."
    (found,) = check(BOOK, text)
    assert cleaned(text)[found.start : found.end] == found.quote == "liar"


HOSTILE = st.lists(
    st.sampled_from([
        "liar ", "not ", "REFUND ", "\x1b[31m", "\u202e", "\u200b", "\ud800", "\r\n", "\n\n", "5 $ ", "💩", "'", "é",
        "!!", "i ask for 5 usd ", "received ", "order 81234567890123456", "3 may ", ".", "\x00", "[bold]", "{paid}",
        "@", "+49 1", "DE89370400440532013000 ", "ordered x and got x wrong size ", "ﬃ", "İ",
    ]),
    max_size=40,
).map("".join)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(HOSTILE | st.text(max_size=200))
def test_hostile_texts_give_valid_places_and_harmless_words(text):
    read = cleaned(text)
    for each in check(BOOK, text, FACTS):
        assert each.code in CODES
        assert 0 <= each.start <= each.end <= len(read)
        assert read[each.start : each.end] == each.quote
        assert cleaned(each.quote + each.hint) == each.quote + each.hint


@pytest.mark.parametrize(
    "piece", ["not ", "1 ", "+1", "a@", "!", "?!", "\x1b[", "liar ", "i ask for 5 usd ", "order x got x "]
)
def test_a_megabyte_takes_no_longer_than_two_seconds(piece):
    text = piece * (1_000_000 // len(piece))
    start = time.perf_counter()
    check(BOOK, text, FACTS)
    assert time.perf_counter() - start < 2


def test_what_stands_behind_the_limit_is_not_read():
    found = check(BOOK, f"{'The kettle of 3 May leaks. ' * 400}You liar!!", kind="chronology")
    assert found == ()


@pytest.mark.parametrize(
    "change", [{"code": "rood"}, {"phrase": ["x"]}, {"phrases": ["<nope> x"]}, {"phrases": ["the x"]}]
)
def test_a_typo_in_the_book_is_named(change):
    table = scoring.table("lint")
    table["rule"][0] |= change
    with pytest.raises(ValueError, match=r"rood|phrase|nope|the"):
        read_lint(table, scoring.table("words/languages"))

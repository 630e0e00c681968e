"""Do the buyer's words mean what people mean by them? Negation, contrast, the item's own words, hostile texts."""

import pytest
from disputecli.core.symptoms import read_book, rows_of, signals
from tests.core import scoring

BOOK = scoring.book()


def reasons(text, item=None):
    return {signal.reason for signal in signals(BOOK, text, item) if signal.reason}


def ids(text, item=None):
    return {signal.symptom for signal in signals(BOOK, text, item)}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param("the screen is cracked", "damaged", id="cracked"),
        pytest.param("doesn't turn on", "quality_problem", id="does not turn on"),
        pytest.param("the wrong colour came", "description_mismatch", id="wrong colour"),
        pytest.param("remote control missing", "missing_parts", id="part missing"),
        pytest.param("three pieces are missing", "quantity_shortage", id="pieces missing"),
        pytest.param("it's a replica", "counterfeit", id="replica"),
        pytest.param("changed my mind", "changed_mind", id="changed mind"),
        pytest.param("never arrived", "in_transit_overdue", id="never arrived"),
        pytest.param("tracking number does not exist", "no_tracking", id="number unknown"),
        pytest.param("held at customs", "customs", id="customs"),
        pytest.param("went back to the sender", "returned_by_carrier", id="went back"),
        pytest.param("delivered to another city", "wrong_address", id="another city"),
        pytest.param("says delivered but nothing came", "delivered_not_received", id="says delivered"),
        pytest.param("DOESN’T WORK", "quality_problem", id="capitals and a typographic apostrophe"),
    ],
)
def test_words_name_their_reason(text, wanted):
    assert wanted in reasons(text)


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        pytest.param("not broken, too small", "damaged", id="not broken"),
        pytest.param("no damage at all", "damaged", id="no damage"),
        pytest.param("without any scratches or cracks", "damaged", id="without cracks"),
        pytest.param("nothing broken, only the colour is wrong", "damaged", id="nothing broken"),
        pytest.param("it isn't a fake", "counterfeit", id="isn't a fake"),
    ],
)
def test_a_negated_word_is_no_symptom(text, absent):
    assert absent not in reasons(text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param("not only broken", "damaged", id="not only"),
        pytest.param("not broken on the outside, but the glass is cracked", "damaged", id="another clause"),
        pytest.param("does not work, cracked", "damaged", id="the negation belongs to another phrase"),
    ],
)
def test_a_negation_reaches_no_further_than_its_clause(text, wanted):
    assert wanted in reasons(text)


def test_the_package_speaks_of_the_package():
    found = signals(BOOK, "the box was fine but the glass is cracked", None)
    assert {"package_fine", "broken"} <= {signal.symptom for signal in found}
    assert "broken" not in ids("the box was not damaged")


@pytest.mark.parametrize(
    ("text", "item", "symptom", "named"),
    [
        pytest.param("the broken screen removal tool came", "broken screen removal tool", "broken", False, id="name"),
        pytest.param(
            "screen removal tool arrived broken", "broken screen removal tool", "broken", True, id="complaint"
        ),
        pytest.param("charger missing", "phone", "part_missing", True, id="part of a phone"),
        pytest.param("shell came without the blade", "key shell with blade", "part_missing", True, id="with a blade"),
    ],
)
def test_words_of_the_item_name_are_no_complaint(text, item, symptom, named):
    found = ids(text, item)
    assert (symptom in found or f"{symptom}_in_transit" in found) is named


def test_a_quote_is_the_text_itself():
    text = "Hello. It DOESN’T turn on; sorry."
    signal = next(each for each in signals(BOOK, text, None) if each.symptom == "dead")
    assert text[signal.start : signal.end] == signal.quote == "DOESN’T turn"


@pytest.mark.parametrize(
    "text", ["a " * 50_000, "not " * 25_000, "broken " * 15_000, "1 of " * 20_000, "9" * 100_000, ""]
)
def test_hostile_text_ends(text):
    assert all(signal.end <= 4_000 for signal in signals(BOOK, text, text))


@pytest.mark.parametrize(
    ("table", "change"),
    [
        pytest.param("symptoms", {"phrase": []}, id="unknown key of symptoms"),
        pytest.param("reasons", {"reason_": []}, id="unknown key of reasons"),
        pytest.param("claims", {"returns": {}}, id="unknown key of claims"),
    ],
)
def test_unknown_keys_of_the_data_are_refused(table, change):
    tables = {name: scoring.table(f"{name}.toml") for name in ("reasons", "symptoms", "claims")}
    tables[table] = tables[table] | change
    with pytest.raises(ValueError, match=next(iter(change))):
        read_book(**tables)


@pytest.mark.parametrize(
    ("phrase", "said"),
    [
        pytest.param("<nosuch> thing", "nosuch", id="unknown class"),
        pytest.param("the thing", "the", id="filler word"),
        pytest.param(".. thing", "begin", id="loose beginning"),
    ],
)
def test_a_phrase_that_can_never_match_is_refused(phrase, said):
    symptoms = scoring.table("symptoms.toml")
    symptoms["symptom"][0]["phrases"] = phrase
    with pytest.raises(ValueError, match=said):
        list(read_book(scoring.table("reasons.toml"), symptoms, scoring.table("claims.toml")).index.values())


def test_every_phrase_of_the_table_can_match():
    assert all(phrases for phrases in BOOK.index.values())


def test_the_table_has_words_enough_and_every_reason():
    rows = [phrase for each in scoring.table("symptoms.toml")["symptom"] for phrase in rows_of(each["phrases"])]
    assert len(rows) >= 250
    assert {each.reason for each in BOOK.symptoms.values() if each.reason} == set(BOOK.reasons.reasons)

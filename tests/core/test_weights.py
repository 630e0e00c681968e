"""How likely texts say something: features, parts of long texts, and whether the shipped weights are fresh."""

import pytest
from disputecli.core.passages import words_of
from disputecli.core.weights import features, likely, read_weights
from tests import weigh
from tests.core import scoring_words as scoring

PHRASES = scoring.move_book().phrases
TABLE = {
    "phrase": 300,
    "taken_back": -450,
    "shape": {"endings": "ing s", "shortest": 3, "reach": 2, "part": 4},
    "start": {"rain": -100, "snow": -100},
    "worth": {"rain": "cloud=150 sun+shin=200 sun=-400 #=60", "snow": "flak=50"},
}


def words(text):
    return words_of(PHRASES, text)


def odds(text, kind="rain"):
    return likely(read_weights(TABLE), words(text))[kind].odds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("table", -1.0, id="nothing known"),
        pytest.param("clouds", 0.5, id="a word without its ending"),
        pytest.param("clouds cloud", 0.5, id="a word counts once"),
        pytest.param("sun shining", -3.0, id="a pair and a word"),
        pytest.param("sun table apple shining", -5.0, id="a pair too far apart"),
        pytest.param("sun. Shining", -5.0, id="no pair across sentences"),
        pytest.param("7 clouds", 1.1, id="a number"),
    ],
)
def test_weights_add_up(text, expected):
    assert odds(text) == pytest.approx(expected)


def test_what_one_part_of_a_long_text_says_does_not_speak_against_another():
    assert odds("sun table apple garden pear. Clouds") == pytest.approx(0.5)
    assert odds("sun table. Clouds") == pytest.approx(-3.5)


def test_the_clause_that_speaks_most_for_a_kind_is_named():
    text = "a table, with clouds above, and an apple"
    tokens = words(text)
    found = likely(read_weights(TABLE), tokens)["rain"]
    assert text[tokens[found.first].start : tokens[found.last].end] == "clouds above"


def test_no_words_say_nothing():
    assert likely(read_weights(TABLE), ()) == {}


def test_an_unknown_key_is_named():
    with pytest.raises(ValueError, match="raech"):
        read_weights({**TABLE, "shape": {**TABLE["shape"], "raech": 1}})


def differing(shipped, anew):
    """The features of either that are not worth the same in both, but for what is too small to be written."""
    pairs = [{name: dict(found) for name, found in worth.items()} for worth in (shipped, anew)]
    unlike = []
    for name in sorted(pairs[0].keys() | pairs[1].keys()):
        one, other = (worth.get(name, {}) for worth in pairs)
        kinds = one.keys() | other.keys()
        if any(abs(one.get(kind, 0) - other.get(kind, 0)) > weigh.SMALLEST / 100 + 0.01 for kind in kinds):
            unlike.append(name)
    return unlike


def test_the_shipped_weights_are_those_of_the_texts():
    book = scoring.move_book()
    shipped, anew = book.weights, weigh.weigh(book, weigh.texts())
    assert shipped.start == pytest.approx(anew.start, abs=0.02)
    assert differing(shipped.worth, anew.worth) == []


def test_the_features_of_a_text_name_their_place():
    shape = read_weights(TABLE).shape
    assert ("sun+shin", 0) in list(features(shape, words("sun shining")))

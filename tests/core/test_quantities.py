"""Are numbers in words paired into what came and what was stated?"""

from decimal import Decimal

import pytest
from disputecli.core.quantities import PIECES, SIZE, STORAGE, quantities
from disputecli.core.wording import tokens_of
from tests.core import scoring

BOOK = scoring.book()


def found(text):
    tokens = tokens_of(text, BOOK.vocabulary, "gadgets")
    return [(each.kind, each.got, each.stated) for each in quantities(text, tokens, BOOK.vocabulary, BOOK.units)]


@pytest.mark.parametrize(
    ("text", "kind", "got", "stated"),
    [
        pytest.param("2 of 6 pieces came", PIECES, "2", "6", id="2 of 6"),
        pytest.param("two of six came", PIECES, "2", "6", id="two of six"),
        pytest.param("3 instead of 5", PIECES, "3", "5", id="3 instead of 5"),
        pytest.param("3/5 arrived", PIECES, "3", "5", id="3/5"),
        pytest.param("8 out of 10 arrived", PIECES, "8", "10", id="out of"),
        pytest.param("1 missing of 4", PIECES, "3", "4", id="1 missing of 4"),
        pytest.param("ordered five, received three", PIECES, "3", "5", id="ordered five, received three"),
        pytest.param("sent three, paid for five", PIECES, "3", "5", id="sent three, paid for five"),
        pytest.param("counted 86, should be 100", PIECES, "86", "100", id="counted"),
        pytest.param("29.28 GB shown of 32 GB", STORAGE, "29.28", "32", id="GB of GB"),
        pytest.param("931 GB in windows for a 1TB drive", STORAGE, "931", "1000", id="GB of TB"),
        pytest.param("real 8gb, advertised 64gb", STORAGE, "8", "64", id="units without a space"),
        pytest.param("600 lumen instead of 5000", "light", "600", "5000", id="one unit for both"),
        pytest.param("5000 lumen in the title, measured about 600 lumen", "light", "600", "5000", id="stated first"),
        pytest.param("900 mAh instead of 5 Ah", "charge", "900", "5000", id="mAh of Ah"),
        pytest.param("50 cm instead of 58", SIZE, "50", "58", id="50 cm instead of 58"),
        pytest.param("2 cm of 58", SIZE, "56", "58", id="a difference of 2 cm"),
        pytest.param("5,5 cm instead of 7 cm", SIZE, "5.5", "7", id="decimal comma"),
        pytest.param("183 pieces instead of 200", PIECES, "183", "200", id="large counts"),
        pytest.param("150 instead of 250", PIECES, "150", "250", id="round numbers are counts"),
        pytest.param("50 gadgets stated, counted 41", PIECES, "41", "50", id="no sizes, for they are of things"),
        pytest.param("2400 MHz modules instead of 3200", "rate", "2400", "3200", id="a unit before a part"),
        pytest.param("under 10% of advertised", "share", "10", "100", id="percent"),
    ],
)
def test_pairs(text, kind, got, stated):
    assert found(text)[0] == (kind, Decimal(got), Decimal(stated))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("not delivered in 70 days", id="days"),
        pytest.param("worked two days then nothing", id="two days"),
        pytest.param("the wrong one came", id="wrong one"),
        pytest.param("1 of 5 stars", id="stars"),
        pytest.param("2 screws missing", id="parts"),
        pytest.param("iphone 13", id="a name"),
        pytest.param("140x200 delivered, 180x200 ordered", id="measures"),
        pytest.param("DDR3 came, DDR4 ordered", id="names with numbers"),
        pytest.param("608 bearings instead of 688", id="numbers of models"),
        pytest.param("18650 instead of 21700", id="long numbers of models"),
        pytest.param("808 chip in it", id="a number before a model's noun"),
        pytest.param("top speed 18, advertised 35", id="a number behind a property"),
        pytest.param("3000K, 6000K chosen", id="kelvin"),
        pytest.param("", id="empty"),
    ],
)
def test_numbers_that_count_no_pieces(text):
    assert not [each for each in found(text) if each[0] == PIECES]

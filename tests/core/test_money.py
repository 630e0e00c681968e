from decimal import Decimal

import pytest
from disputecli.core.money import parse_amount, parse_price, rounded, share
from disputecli.errors import UserProblem
from hypothesis import given
from hypothesis import strategies as st

LEGAL = [
    ("9.68", "9.68"), ("9,68", "9.68"), (" 9.68 ", "9.68"), ("0", "0"), ("0.00", "0.00"), ("7", "7"), ("007", "7"),
    ("9,6", "9.6"), ("1.234", "1.234"), ("999999999999.99", "999999999999.99"), ("0.00000001", "0.00000001"),
    ("\u00a09.68", "9.68"),
]  # fmt: skip
ILLEGAL = [
    "", " ", "1,234", "1,2,3", "1.2.3", "1,234.56", "1.234,56", "-1", "+1", "1e3", "1E3", "NaN", "nan", "sNaN",
    "Infinity", "inf", ".5", "5.", ",5", "5,", "٣", "٩.٦٨", "９.68", "²", "Ⅷ", "1_000", "1 000", "$5", "5 USD", "0x10",
    "9.68\x00", "9\n68", "9.123456789", "1" * 13, "1" * 100_000, "1\u202e2", "twelve", "½",
]  # fmt: skip


@pytest.mark.parametrize(("text", "amount"), LEGAL, ids=[repr(text) for text, _ in LEGAL])
def test_amounts(text, amount):
    assert parse_amount(text) == Decimal(amount)


@pytest.mark.parametrize("text", ILLEGAL, ids=[repr(text[:20]) for text in ILLEGAL])
def test_what_is_no_amount(text):
    with pytest.raises(UserProblem) as caught:
        parse_amount(text)
    assert len(caught.value.sentence) < 120
    assert "\x00" not in caught.value.sentence


@pytest.mark.parametrize(
    ("text", "amount", "sign"),
    [("9.68", "9.68", ""), ("9,68 EUR", "9.68", "EUR"), ("€1,23", "1.23", "€"), ("US $ 5", "5", "US $"),
     ("25,50 euro", "25.50", "euro"), ("5zł", "5", "zł")],
)  # fmt: skip
def test_prices(text, amount, sign):
    assert parse_price(text) == (Decimal(amount), sign)


@pytest.mark.parametrize("text", [each for each in ILLEGAL if each not in {"$5", "5 USD"}], ids=ascii)
def test_what_is_no_price(text):
    with pytest.raises(UserProblem, match="is not an amount"):
        parse_price(text)


@given(st.decimals(min_value=0, max_value=999_999, places=2))
def test_an_amount_reads_back(amount):
    assert parse_amount(f"{amount:f}") == amount
    assert parse_amount(f"{amount:f}".replace(".", ",")) == amount


@pytest.mark.parametrize(
    ("amount", "digits", "text"),
    [("1.005", 2, "1.01"), ("1.004", 2, "1.00"), ("0.5", 0, "1"), ("1", 3, "1.000"), ("2.345", 2, "2.35")],
)
def test_halves_go_up(amount, digits, text):
    assert str(rounded(Decimal(amount), digits)) == text


@given(
    st.decimals(min_value="0.01", max_value=99_999, places=2),
    st.integers(1, 1000),
    st.integers(1, 1000),
    st.sampled_from([0, 2, 3]),
)
def test_a_share_is_never_more_than_exact(amount, part, whole, digits):
    found = share(amount, part, whole, digits)
    assert found * whole <= amount * part
    assert (amount * part) / whole - found < Decimal(1).scaleb(-digits)

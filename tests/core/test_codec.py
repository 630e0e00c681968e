from datetime import UTC, date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from disputecli.core.codec import answer, facts_table, read_facts, with_answer
from disputecli.core.order import FIELDS, Facts, Order, Problem, Wish
from disputecli.core.values import Reading
from disputecli.frozen import replace
from disputecli.store.books import countries, names
from hypothesis import given
from hypothesis import strategies as st

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
READING = Reading(NOW, ZoneInfo("Europe/Berlin"), {"damaged", "wrong_size"}, {"USD", "EUR", "JPY"}, {"BR", "DE", "EU"})


class Anything(frozenset):
    def __contains__(self, _):
        return True


LEDGER = Reading(NOW, UTC, Anything(), Anything(), Anything())
GOOD = {
    "order.order_id": "8100000000000001", "order.item": "USB stick", "order.variant": "black", "order.quantity": 2,
    "order.seller": "Store", "order.paid": "9.68", "order.currency": "USD", "order.payment_method": "card",
    "order.country": "BR", "order.profile": "br", "order.ordered_at": date(2026, 1, 2),
    "order.paid_at": date(2026, 1, 2), "order.shipped_at": date(2026, 1, 5), "order.delivery_days": 75,
    "order.protection_ends_at": date(2026, 3, 21), "order.received_at": date(2026, 2, 1),
    "order.confirmed_at": date(2026, 2, 2), "problem.received": "yes", "problem.tracking": "unknown",
    "problem.text": "one LED dead", "problem.symptom": "damaged", "problem.usable": "partly",
    "problem.package_damaged": False, "problem.matches_order": True, "problem.received_variant": "white",
    "problem.pieces_ordered": 5, "problem.pieces_received": 0, "problem.size_ordered_cm": "58",
    "problem.size_received_cm": "50.5", "problem.evidence": ["photo", "video"], "wish.extent": "full",
    "wish.amount": "4.80", "wish.keep_item": True, "wish.local_return": False, "wish.return_cost": "20",
}  # fmt: skip
ODD = {
    "int": 3, "minus": -1, "zero": 0, "large": 10**20, "huge": 1 << 20_000, "float": 1.5, "nan": float("nan"),
    "inf": float("inf"), "yes": True, "no": False, "list": [], "numbers": [1, 2], "lists": [[], {}],
    "huge list": [1 << 20_000], "words": ["x"], "table": {}, "tables": {"a": {"b": 1}}, "date": date(2026, 3, 2),
    "year 1": date(1, 1, 1), "year 9999": date(9999, 12, 31), "first instant": datetime(1, 1, 1, tzinfo=UTC),
    "last instant": datetime(9999, 12, 31, 23, 59, tzinfo=ZoneInfo("Etc/GMT+12")),
    "local": datetime.fromisoformat("2026-03-02 09:00"), "local year 1": datetime.fromisoformat("0001-01-01 00:00"),
    "time": time(9), "text": "word", "blank": " ", "dot": ".", "comma": ",", "escape": "\x1b[31m", "nul": "a\x00",
    "bidi": "a\u202eb", "newline": "a\nb", "100 kB": "x" * 100_000, "digits": "9" * 5_000, "arabic": "٣",
    "exponent": "1e3", "not a number": "NaN", "surrogate": "\ud800", "markup": "[bold]",
}  # fmt: skip


def read(key, value, reading=READING):
    section, name = key.split(".")
    return read_facts({section: {name: value}}, reading)


def test_every_key_has_a_good_value_here():
    assert set(GOOD) == set(FIELDS)


@pytest.mark.parametrize("key", FIELDS)
def test_good_values_are_read_and_written_back(key):
    facts, faults = read(key, GOOD[key])
    assert faults == []
    again, _ = read_facts(facts_table(facts), READING)
    assert again == facts
    assert answer(facts, key) not in (None, ())


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("key", FIELDS)
@pytest.mark.parametrize("reading", [READING, LEDGER], ids=["answers", "ledger"])
def test_any_value_is_read_or_a_fault(key, odd, reading):
    facts, faults = read(key, ODD[odd], reading)
    assert len(faults) <= 1
    for fault in faults:
        assert fault.where == key
        assert len(fault.problem) < 250
        assert not set(fault.problem + fault.hint) & {"\x1b", "\x00", "\u202e", "\n"}
        assert answer(facts, key) in (None, ())
    again, wrong = read_facts(facts_table(facts), reading)
    assert (again, wrong) == (facts, [])


TYPED = replace(READING, named=names, typed=True, countries=countries())


@pytest.mark.parametrize(
    ("key", "typed", "same"),
    [("order.country", "Italia", "IT"), ("order.country", "UK", "GB"), ("order.country", "br", "BR"),
     ("order.paid", "25,50 euro", "25.50 EUR"),
     ("order.protection_ends_at", "12d 3h", datetime(2026, 3, 22, 15, tzinfo=UTC)),
     ("order.protection_ends_at", "21 Mar", date(2026, 3, 21))],
)  # fmt: skip
def test_names_and_time_left_are_read_as_the_questions_do(key, typed, same):
    facts, faults = read(key, typed, TYPED)
    assert faults == []
    assert answer(facts, key) == answer(read(key, same, TYPED)[0], key)


@pytest.mark.parametrize(
    ("order", "currency"),
    [({"paid": "5 EUR"}, "EUR"), ({"paid": "5 EUR", "currency": "USD"}, "USD"),
     ({"currency": "USD", "paid": "5 EUR"}, "USD"), ({"paid": "5"}, None)],
)  # fmt: skip
def test_a_price_brings_its_currency_unless_that_is_said(order, currency):
    facts, faults = read_facts({"order": order}, TYPED)
    assert (faults, facts.order.paid, facts.order.currency) == ([], Decimal(5), currency)


def test_time_left_is_no_date_where_it_was_not_typed_just_now():
    """In a file that is read again and again it would never run down."""
    assert read("order.protection_ends_at", "12d 3h", LEDGER)[1]


@pytest.mark.parametrize("odd", ["escape", "nul", "bidi", "surrogate"])
@pytest.mark.parametrize("key", FIELDS)
def test_hidden_characters_are_refused(key, odd):
    _, faults = read(key, ODD[odd])
    assert [fault.where for fault in faults] == [key]


@pytest.mark.parametrize("key", [key for key, known in FIELDS.items() if known.kind == "line"])
def test_a_line_is_one_line(key):
    facts, faults = read(key, " a\n\n b\tc ")
    assert (answer(facts, key), faults) == ("a b c", [])


def test_a_story_keeps_its_lines_and_its_markup():
    facts, _ = read("problem.text", " [bold]a\nb ")
    assert facts.problem.text == "[bold]a\nb"


@pytest.mark.parametrize(("value", "seen"), [("unknown", None), ("", None), ("  ", None), (None, None)])
@pytest.mark.parametrize("key", ["problem.symptom", "problem.usable", "problem.package_damaged", "order.profile"])
def test_not_knowing_is_an_answer(key, value, seen):
    facts, faults = read(key, value)
    assert (answer(facts, key), faults) == (seen, [])


def case(name, *values):
    return pytest.param(*values, id=name)


@pytest.mark.parametrize(
    ("key", "value", "found"),
    [
        case("number as text", "order.quantity", " 3 ", 3),
        case("largest", "order.quantity", 1_000_000, 1_000_000),
        case("too large", "order.quantity", 1_000_001, None),
        case("none", "order.quantity", 0, None),
        case("none received", "problem.pieces_received", 0, 0),
        case("true is no number", "order.quantity", True, None),
        case("float is no number", "order.quantity", 2.0, None),
        case("arabic digit", "order.quantity", "٣", None),
        case("longest delivery", "order.delivery_days", 1_000, 1_000),
        case("longer delivery", "order.delivery_days", 1_001, None),
        case("amount with a comma", "order.paid", "9,68", Decimal("9.68")),
        case("amount as a float", "order.paid", 9.68, None),
        case("thousands", "order.paid", "1,234", None),
        case("negative", "order.paid", "-1", None),
        case("prize", "order.paid", "0", Decimal(0)),
        case("length with its unit", "problem.size_ordered_cm", "58 CM", Decimal(58)),
        case("length of nothing", "problem.size_ordered_cm", "0", None),
        case("yes as a word", "problem.package_damaged", "Yes", True),
        case("no as a word", "wish.keep_item", "n", False),
        case("neither", "wish.keep_item", "maybe", None),
        case("true for yes", "problem.received", True, "yes"),
        case("false for no", "problem.usable", False, "no"),
        case("true is no symptom", "problem.symptom", True, None),
        case("true is no card", "order.payment_method", True, None),
        case("words with spaces", "problem.tracking", "Never moved", "never_moved"),
        case("words in one text", "problem.evidence", "photo, video, photo", ("photo", "video")),
        case("an unknown word among them", "problem.evidence", ["photo", "selfie"], ()),
        case("small letters", "order.currency", "usd", "USD"),
        case("no currency", "order.currency", "XXX", None),
        case("long s", "order.currency", "uſd", None),
        case("country", "order.country", "eu", "EU"),
        case("an id is text", "order.order_id", 8100000000000001, None),
        case("long line", "order.seller", "x" * 2_000, "x" * 2_000),
        case("longer line", "order.seller", "x" * 2_001, None),
        case("date as typed", "order.ordered_at", "2 Mar", date(2026, 3, 2)),
        case("past", "order.ordered_at", "11 Mar", date(2025, 3, 11)),
        case("ahead", "order.protection_ends_at", "11 Mar", date(2026, 3, 11)),
        case("local time", "order.ordered_at", ODD["local"], datetime(2026, 3, 2, 8, tzinfo=UTC)),
        case("first year", "order.ordered_at", date(2000, 1, 1), date(2000, 1, 1)),
        case("before", "order.ordered_at", date(1999, 12, 31), None),
        case("last year", "order.ordered_at", date(2100, 12, 31), date(2100, 12, 31)),
        case("after", "order.ordered_at", date(2101, 1, 1), None),
    ],
)
def test_values(key, value, found):
    facts, faults = read(key, value)
    assert answer(facts, key) == found
    assert bool(faults) is (found in (None, ()))


@pytest.mark.parametrize("key", ["order.currency", "order.country"])
@pytest.mark.parametrize("value", ["U\nS", "ABCD", "١٢", "$$"])
def test_a_code_of_the_ledger_is_letters(key, value):
    _, faults = read(key, value, LEDGER)
    assert [fault.where for fault in faults] == [key]


def test_all_faults_at_once():
    table = {"order": {"itm": "x", "quantity": 0, "paid": 1.5}, "problem": [], "ordr": {}, "wish": {"amount": "-1"}}
    facts, faults = read_facts(table, READING)
    assert [fault.where for fault in faults] == [
        "order.itm", "order.quantity", "order.paid", "problem", "ordr", "wish.amount",
    ]  # fmt: skip
    assert [fault.hint for fault in faults if fault.where in {"order.itm", "ordr"}] == [
        "Did you mean order.item?",
        "Did you mean order?",
    ]
    assert facts == Facts()


def test_a_fault_spares_what_is_right():
    facts, faults = read_facts({"order": {"item": "stick", "quantity": "many"}}, READING)
    assert (facts.order.item, len(faults)) == ("stick", 1)


def test_one_answer_at_a_time():
    facts = with_answer(Facts(Order(item="a"), Problem(), Wish()), "wish.keep_item", value=True)
    assert (facts.order.item, answer(facts, "wish.keep_item")) == ("a", True)


@given(st.permutations(list(GOOD)))
def test_the_order_of_keys_does_not_matter(keys):
    assert read_facts(tables(keys), READING) == read_facts(tables(GOOD), READING)


def tables(keys):
    found: dict[str, dict[str, object]] = {}
    for key in keys:
        section, name = key.split(".")
        found.setdefault(section, {})[name] = GOOD[key]
    return found


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates() | st.datetimes(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=4,
)


@given(st.sampled_from(list(FIELDS)), VALUES)
def test_no_value_makes_it_fail(key, value):
    read(key, value)
    read(key, value, LEDGER)

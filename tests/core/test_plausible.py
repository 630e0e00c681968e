from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from disputecli.core.codec import with_answer
from disputecli.core.order import FIELDS, Facts
from disputecli.core.plausible import NOT_BEFORE, PAST_KEYS, flag_of, impossible, missing

NOW = datetime(2026, 3, 10, 23, 30, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
DIGITS = {"USD": 2, "JPY": 0, "KWD": 3}


def facts(**answers):
    found = Facts()
    for name, value in answers.items():
        key = next(key for key in FIELDS if key.endswith(f".{name}"))
        found = with_answer(found, key, value)
    return found


def wrong(zone=UTC, **answers):
    return [fault.where for fault in impossible(facts(**answers), NOW, zone, DIGITS)]


def case(name, *values):
    return pytest.param(*values, id=name)


@pytest.mark.parametrize("key", PAST_KEYS)
@pytest.mark.parametrize(
    ("when", "zone", "future"),
    [
        case("today", date(2026, 3, 10), UTC, False),
        case("tomorrow", date(2026, 3, 11), UTC, True),
        case("tomorrow there is today here", date(2026, 3, 11), BERLIN, False),
        case("later today", datetime(2026, 3, 10, 23, 59, tzinfo=UTC), UTC, False),
        case("an instant of tomorrow", datetime(2026, 3, 11, 0, 0, 1, tzinfo=UTC), UTC, True),
    ],
)
def test_the_future_begins_tomorrow(key, when, zone, future):
    assert wrong(zone, **{key.split(".")[1]: when}) == ([key] if future else [])


def test_the_protection_ends_in_the_future():
    assert wrong(protection_ends_at=date(2027, 1, 1)) == []


@pytest.mark.parametrize(("later", "earlier", "what"), NOT_BEFORE, ids=[what for *_, what in NOT_BEFORE])
def test_order_of_dates(later, earlier, what):
    names = later.split(".")[1], earlier.split(".")[1]
    assert wrong(**dict(zip(names, (date(2026, 1, 1), date(2026, 1, 2)), strict=True))) == [later]
    assert wrong(**dict(zip(names, (date(2026, 1, 2), date(2026, 1, 2)), strict=True))) == []
    instants = datetime(2026, 1, 2, 9, tzinfo=UTC), datetime(2026, 1, 2, 10, tzinfo=UTC)
    assert wrong(**dict(zip(names, instants, strict=True))) == [later]
    assert wrong(**dict(zip(names, (date(2026, 1, 2), instants[1]), strict=True))) == []
    assert what


@pytest.mark.parametrize(
    ("answers", "keys"),
    [
        case("a claim of nothing", {"amount": Decimal(0)}, ["wish.amount"]),
        case("more than paid", {"amount": Decimal("9.69"), "paid": Decimal("9.68")}, ["wish.amount"]),
        case("all that was paid", {"amount": Decimal("9.68"), "paid": Decimal("9.68")}, []),
        case("a prize", {"paid": Decimal(0)}, []),
        case("too many decimals", {"paid": Decimal("9.685"), "currency": "USD"}, ["order.paid"]),
        case("zeros behind", {"paid": Decimal("9.6800"), "currency": "USD"}, []),
        case("no decimals", {"paid": Decimal("9.6"), "currency": "JPY"}, ["order.paid"]),
        case("hundreds", {"paid": Decimal("9E+2"), "currency": "JPY"}, []),
        case("three decimals", {"paid": Decimal("9.685"), "currency": "KWD"}, []),
        case("currency not known", {"paid": Decimal("9.68555")}, []),
        case("nothing came, with a day", {"received": "no", "received_at": date(2026, 1, 2)}, ["order.received_at"]),
        case("came, with a day", {"received": "yes", "received_at": date(2026, 1, 2)}, []),
    ],
)
def test_sums_and_contradictions(answers, keys):
    assert wrong(**answers) == keys


def test_small_sums_are_written_out():
    found = impossible(facts(paid=Decimal("0.00000001"), currency="USD"), NOW, UTC, DIGITS)
    assert "0.00000001" in found[0].problem


def test_all_faults_at_once():
    assert wrong(ordered_at=date(2027, 1, 1), shipped_at=date(2026, 1, 1), amount=Decimal(0)) == [
        "order.ordered_at",
        "order.shipped_at",
        "wish.amount",
    ]


@pytest.mark.parametrize(
    ("answers", "keys"),
    [
        case("nothing", {}, ("order.item", "problem.received")),
        case("item", {"item": "stick"}, ("problem.received",)),
        case("came", {"item": "stick", "received": "yes"}, ("problem.text",)),
        case("came, tracking", {"item": "stick", "received": "yes", "tracking": "moving"}, ("problem.text",)),
        case("not come, tracking", {"item": "stick", "received": "no", "tracking": "moving"}, ()),
        case("words", {"item": "stick", "received": "yes", "text": "dead"}, ()),
        case("symptom", {"item": "stick", "received": "yes", "symptom": "damaged"}, ()),
    ],
)
def test_what_is_missing(answers, keys):
    assert missing(facts(**answers)) == keys


def test_flags():
    assert flag_of("order.paid_at") == "--paid-at"

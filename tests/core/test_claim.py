"""Is the claim what the rules carry, and never more than was paid?"""

from decimal import Decimal
from fractions import Fraction

import pytest
from disputecli.core.claim import FULL, PARTIAL, REFUND_ONLY, RETURN, Harm, advise_claim
from disputecli.core.order import Facts, Order, Problem, Wish
from tests.core import scoring

RULES = scoring.book().claims
SIZE = Harm("description_mismatch", "wrong_size", received=True)
SIZE_FULL = Harm("description_mismatch", "wrong_size", received=True, extent=FULL)
USELESS = Harm("description_mismatch", "wrong_size", received=True, extent=FULL, useless=True)
POOR = Harm("quality_problem", "poor_quality", received=True)
DEAD = Harm("quality_problem", "does_not_work", received=True)
MISSING = Harm("quantity_shortage", "fewer_pieces", received=True, share=Fraction(2, 3))
EMPTY = Harm("quantity_shortage", "empty_parcel", received=True, share=Fraction(1))
FAKE = Harm("counterfeit", None, received=True)
LOST = Harm("in_transit_overdue", None, received=False)


def claim(harm, paid="50", currency="USD", usable=None, digits=2, **wish):
    amounts = {key: Decimal(value) if key in ("amount", "return_cost") else value for key, value in wish.items()}
    order = Order(item="thing", paid=Decimal(paid) if paid else None, currency=currency)
    return advise_claim(RULES, Facts(order, Problem(received="yes", usable=usable), Wish(**amounts)), harm, digits)


@pytest.mark.parametrize(
    ("harm", "told", "kind", "extent", "amount"),
    [
        pytest.param(LOST, {}, REFUND_ONLY, FULL, "50.00", id="not received"),
        pytest.param(LOST, {"keep_item": False}, REFUND_ONLY, FULL, "50.00", id="nothing to send back"),
        pytest.param(DEAD, {}, REFUND_ONLY, FULL, "50.00", id="dead: too little can't be mended"),
        pytest.param(DEAD, {"usable": "partly"}, REFUND_ONLY, PARTIAL, None, id="works partly: ask the amount"),
        pytest.param(DEAD, {"usable": "no"}, REFUND_ONLY, FULL, "50.00", id="useless"),
        pytest.param(FAKE, {"usable": "yes"}, REFUND_ONLY, FULL, "50.00", id="a fake, usable or not"),
        pytest.param(EMPTY, {}, REFUND_ONLY, FULL, "50.00", id="empty parcel"),
        pytest.param(
            SIZE_FULL, {"keep_item": True}, REFUND_ONLY, PARTIAL, None, id="kept, however large the difference"
        ),
        pytest.param(
            USELESS, {"keep_item": True}, REFUND_ONLY, FULL, "50.00", id="kept, but the words say that it is useless"
        ),
        pytest.param(POOR, {"keep_item": True}, REFUND_ONLY, PARTIAL, None, id="kept, nothing says useless"),
        pytest.param(DEAD, {"keep_item": True}, REFUND_ONLY, FULL, "50.00", id="kept, though it does not work"),
        pytest.param(MISSING, {"paid": "285.3"}, REFUND_ONLY, PARTIAL, "190.20", id="4 of 6 missing"),
        pytest.param(
            MISSING, {"paid": "100", "digits": 0}, REFUND_ONLY, PARTIAL, "66", id="no small unit, rounded down"
        ),
        pytest.param(MISSING, {"extent": FULL}, REFUND_ONLY, FULL, "50.00", id="full wished"),
        pytest.param(SIZE, {}, RETURN, FULL, "50.00", id="wrong size, worth more than the postage"),
        pytest.param(SIZE, {"paid": "20"}, REFUND_ONLY, FULL, "20.00", id="postage eats it: 20 of 20"),
        pytest.param(SIZE, {"paid": "20.01"}, RETURN, FULL, "20.01", id="postage is just below"),
        pytest.param(SIZE, {"paid": "20", "local_return": True}, RETURN, FULL, "20.00", id="local return"),
        pytest.param(SIZE, {"return_cost": "60"}, REFUND_ONLY, FULL, "50.00", id="postage told"),
        pytest.param(SIZE, {"currency": "RUB"}, REFUND_ONLY, FULL, "50.00", id="postage unknown in roubles"),
        pytest.param(SIZE, {"keep_item": True}, REFUND_ONLY, PARTIAL, None, id="keeps it for less"),
        pytest.param(SIZE, {"keep_item": True, "extent": FULL}, REFUND_ONLY, FULL, "50.00", id="keeps it, all back"),
        pytest.param(DEAD, {"keep_item": False}, RETURN, FULL, "50.00", id="does not want to keep it"),
        pytest.param(DEAD, {"keep_item": False, "paid": "9"}, REFUND_ONLY, FULL, "9.00", id="not worth the postage"),
        pytest.param(DEAD, {"amount": "12.345"}, REFUND_ONLY, PARTIAL, "12.35", id="amount wished, rounded"),
        pytest.param(DEAD, {"amount": "50"}, REFUND_ONLY, FULL, "50.00", id="all that was paid"),
        pytest.param(DEAD, {"amount": "70"}, REFUND_ONLY, FULL, "50.00", id="never more than paid"),
        pytest.param(DEAD, {"paid": None}, REFUND_ONLY, FULL, None, id="paid unknown"),
        pytest.param(DEAD, {"paid": "0"}, REFUND_ONLY, FULL, None, id="a prize"),
    ],
)
def test_claims(harm, told, kind, extent, amount):
    found, _ = claim(harm, **told)
    assert (found.type, found.extent) == (kind, extent)
    assert found.amount == (Decimal(amount) if amount else None)
    assert found.why
    assert found.max_amount is None or found.amount is None or found.amount <= found.max_amount


@pytest.mark.parametrize(
    ("harm", "told", "code", "there"),
    [
        pytest.param(DEAD, {}, "bonus", True, id="bonus instead of money"),
        pytest.param(SIZE, {}, "keeps_value", True, id="wrong size keeps value"),
        pytest.param(DEAD, {}, "keeps_value", False, id="a dead one does not"),
        pytest.param(SIZE, {}, "own_cost_return", True, id="who pays the return"),
        pytest.param(DEAD, {}, "own_cost_return", False, id="no return, no postage"),
        pytest.param(MISSING, {"amount": "10"}, "claims_too_little", True, id="below the missing share"),
        pytest.param(MISSING, {"amount": "40"}, "claims_too_little", False, id="above the missing share"),
        pytest.param(DEAD, {"amount": "10"}, "claims_too_little", True, id="below the full amount"),
        pytest.param(DEAD, {"amount": "70"}, "never_more", True, id="above what was paid"),
        pytest.param(
            SIZE, {"paid": "9", "local_return": True}, "return_costs_more", True, id="costs more than it brings"
        ),
    ],
)
def test_cautions(harm, told, code, there):
    _, cautions = claim(harm, **told)
    assert (code in {caution.code for caution in cautions}) is there
    assert all(caution.sources and "{" not in caution.text for caution in cautions)


@pytest.mark.parametrize(
    ("share", "paid", "amount"), [((1, 3), "3.00", "1.00"), ((1, 3), "10", "3.33"), ((1, 400), "1", None)]
)
def test_a_share_is_exact_and_rounded_down(share, paid, amount):
    found, _ = claim(Harm("quantity_shortage", None, received=True, share=Fraction(*share)), paid=paid)
    assert found.amount == (Decimal(amount) if amount else None)

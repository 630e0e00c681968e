"""Checks over one dispute; each finding names its key."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from disputecli.core.checks import CHECKS, Against, amounts, events_order, evidence_fits_reason, unknown_words
from disputecli.core.dispute import Claimed, Dispute, Event, Exhibit
from disputecli.core.order import Facts, Order, Problem
from disputecli.store import books
from disputecli.store.shipped import shipped_table

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
FACTS = Facts(Order(item="x", paid=Decimal("9.68"), ordered_at=date(2026, 1, 2)), Problem(received="yes"))
OPENED = Event(date(2026, 3, 2), "buyer", "opened")


@pytest.fixture
def against():
    guide = books.guide()
    return Against(NOW, UTC, books.currency_digits(), guide.rules, books.moves(), guide.proofs, books.symptom_words())


def dispute(*events, claim=None, evidence=()):
    return Dispute("usb", FACTS, claim or Claimed(), events, evidence=evidence)


def test_every_check_has_its_words():
    assert [check.name for check in CHECKS] == [each["name"] for each in shipped_table("checks.toml")["check"]]
    assert all(each["title"] and each["hint"] for each in shipped_table("checks.toml")["check"])


@pytest.mark.parametrize(
    ("whens", "wrong"),
    [
        ((date(2026, 3, 2), date(2026, 3, 2)), []),
        ((datetime(2026, 3, 2, 9, tzinfo=UTC), date(2026, 3, 2)), []),
        ((datetime(2026, 3, 2, 9, tzinfo=UTC), datetime(2026, 3, 2, 8, 59, tzinfo=UTC)), [1]),
        ((date(2026, 3, 3), date(2026, 3, 2)), [1]),
        ((date(2026, 1, 2), date(2026, 3, 10)), []),
        ((date(2026, 1, 1), date(2026, 3, 11)), [0, 1]),
    ],
)
def test_events_stand_in_order(against, whens, wrong):
    events = [Event(when, "buyer", "opened" if place == 0 else "note") for place, when in enumerate(whens)]
    assert [found.path[1] for found in events_order(dispute(*events), against)] == wrong


@pytest.mark.parametrize(
    ("names", "missing"),
    [
        (("opened", "seller-countered", "rejected"), None),
        (("opened", "rejected"), "rejected stands there without an offer above it"),
        (("seller-rejected",), "seller-rejected stands there without opened above it"),
        (("shipped", "received", "note", "message-sent", "closed"), None),
        (("opened", "cancelled", "opened"), None),
    ],
)
def test_an_event_stands_after_its_cause(against, names, missing):
    found = [each.problem for each in events_order(dispute(*(Event(NOW, "buyer", name) for name in names)), against)]
    assert found == ([missing] if missing else [])


@pytest.mark.parametrize(("amount", "wrong"), [("9.68", 0), ("9.69", 1), ("0", 1), ("0.00", 1), ("0.01", 0)])
def test_a_claim_is_between_nothing_and_what_was_paid(against, amount, wrong):
    assert len(list(amounts(dispute(claim=Claimed(amount=Decimal(amount))), against))) == wrong


def test_a_refund_may_hold_a_bonus(against):
    refund = Event(NOW, "platform", "refund-received", amount=Decimal(12))
    assert list(amounts(dispute(OPENED, refund), against)) == []


def test_an_unknown_word_has_a_near_one(against):
    (found,) = unknown_words(dispute(claim=Claimed(reason="damged")), against)
    assert (found.path, found.hint) == (("claim", "reason"), "Did you mean damaged?")


@pytest.mark.parametrize(
    ("kinds", "wrong"), [((), 2), (("video",), 1), (("test_result",), 1), (("video", "test_result"), 0)]
)
def test_evidence_fits_the_reason(against, kinds, wrong):
    claim = Claimed(reason="description_mismatch", detail="wrong_specification")
    shown = dispute(OPENED, claim=claim, evidence=tuple(Exhibit("a", kind) for kind in kinds))
    assert len(list(evidence_fits_reason(shown, against))) == wrong


def test_no_evidence_is_asked_for_once_it_is_over(against):
    claim = Claimed(reason="description_mismatch", detail="wrong_specification")
    assert list(evidence_fits_reason(dispute(OPENED, Event(NOW, "buyer", "cancelled"), claim=claim), against)) == []

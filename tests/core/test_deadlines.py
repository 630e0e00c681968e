import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from disputecli.core.course import Clock
from disputecli.core.deadlines import deadline, observed
from disputecli.core.dispute import Observation
from disputecli.core.order import Facts, Order, Problem
from disputecli.core.policy import read_rules
from disputecli.core.time import PACIFIC

TESTS = Path(__file__).parents[1]
DATA = TESTS.parent / "disputecli" / "data"
RULES = read_rules(tomllib.loads((DATA / "policies" / "aliexpress.toml").read_text(encoding="utf-8")))
CASES = tomllib.loads((TESTS / "data" / "deadlines.toml").read_text(encoding="utf-8"))["case"]
NOW = datetime(2026, 6, 2, tzinfo=UTC)


def instant(value):
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.replace(tzinfo=PACIFIC)
    return value


def found_for(case):
    order = Order(**{key: instant(value) for key, value in case.get("order", {}).items()})
    facts = Facts(order, Problem(tracking=case.get("tracking")))
    clock = Clock(case["kind"], instant(case.get("at")), case.get("days"))
    return deadline(RULES, clock, facts, case.get("family", "not_as_described"))


def test_ids_are_unique():
    assert len({case["id"] for case in CASES}) == len(CASES)


def test_every_rule_has_a_case():
    assert {case["kind"] for case in CASES} == set(RULES.rules)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_deadline(case):
    found = found_for(case)
    if case.get("none"):
        assert found is None
        return
    assert found is not None
    for name in ("due_by", "act_by", "earliest", "latest"):
        assert getattr(found, name) == instant(case.get(name)), name
    assert found.source == case.get("source", "computed")
    assert case.get("why", "") in found.why
    assert bool(found.why) == bool(case.get("why"))
    of = case.get("of")
    rule = f"{case.get('rule', case['kind'])}/{case.get('profile', 'general')}/{of}" if of else ""
    assert found.rule == rule
    if found.act_by and found.due_by:
        assert found.act_by <= found.due_by


START = datetime(2026, 6, 1, 12, tzinfo=UTC)
BY_HAND = Order(protection_ends_at=START, payment_method="card", paid_at=START, shipped_at=START - timedelta(days=40))


def seen(kind, days, *, age=timedelta(hours=1), order=BY_HAND, family="not_received", tracking="moving"):
    facts = Facts(order, Problem(tracking=tracking))
    found = deadline(RULES, Clock(kind, START), facts, family)
    reading = Observation(kind, START + timedelta(days=days), NOW - age)
    return found, observed(RULES, found, reading, NOW)


def test_observed_wins_and_keeps_the_computed_one_beside_it():
    computed, found = seen("evidence_due", 5)
    assert found.source == "observed"
    assert found.due_by == START + timedelta(days=5)
    assert found.computed_due_by == computed.due_by == START + timedelta(days=3)


@pytest.mark.parametrize(
    ("kind", "days", "margin"),
    [
        pytest.param("answer_due", 2, timedelta(hours=12), id="a quarter of the observed window"),
        pytest.param("answer_due", 4, timedelta(days=1), id="as the given number"),
        pytest.param("return_ship_by", 18, timedelta(hours=48), id="48 h of a long window"),
        pytest.param("return_ship_by", 1, timedelta(hours=6), id="never before a short window opens"),
        pytest.param("evidence_due", -1, timedelta(0), id="before its start no margin at all"),
        pytest.param("open_by", 60, timedelta(hours=48), id="open_by"),
    ],
)
def test_margin_of_an_observed_limit(kind, days, margin):
    _, found = seen(kind, days)
    assert found.due_by - found.act_by == margin


def test_an_observed_limit_to_open_of_received_goods_is_followed():
    order = replace(BY_HAND, received_at=START - timedelta(days=20))
    _, found = seen("open_by", 60, order=order, family="not_as_described")
    assert found.act_by == START + timedelta(days=58)


def test_an_observed_limit_needs_no_facts():
    _, found = seen("open_by", 5, order=Order())
    assert (found.source, found.why, found.computed_due_by) == ("observed", "", None)
    assert found.due_by - found.act_by == timedelta(hours=48)


@pytest.mark.parametrize("kind", ["open_from", "in_transit_block"])
def test_an_observed_wait_of_the_buyer_moves_its_earliest_moment(kind):
    _, found = seen(kind, 5)
    assert (found.earliest, found.due_by, found.act_by) == (START + timedelta(days=5), None, None)


@pytest.mark.parametrize("kind", ["refund_expected", "platform_decision_expected"])
def test_an_observed_wait_for_others_has_an_end_only(kind):
    _, found = seen(kind, 5)
    assert (found.latest, found.earliest, found.due_by) == (START + timedelta(days=5), None, None)


@pytest.mark.parametrize("kind", ["seller_response_due", "platform_steps_in"])
def test_an_observed_limit_of_others_has_no_day_to_act(kind):
    _, found = seen(kind, 5)
    assert (found.due_by, found.act_by) == (START + timedelta(days=5), None)


@pytest.mark.parametrize(
    ("age", "days", "stale"),
    [
        pytest.param(timedelta(days=3), 9, False, id="3 days old"),
        pytest.param(timedelta(days=3, seconds=1), 9, True, id="a second older"),
        pytest.param(timedelta(days=9), 0, False, id="older, but passed"),
    ],
)
def test_stale(age, days, stale):
    _, found = seen("return_ship_by", days, age=age)
    assert found.stale is stale


def test_nothing_seen_changes_nothing():
    found, _ = seen("answer_due", 1)
    assert observed(RULES, found, None, NOW) is found


@pytest.mark.parametrize("kind", sorted(RULES.rules))
@pytest.mark.parametrize("profile", ["general", "br", "kr", "eu"])
@pytest.mark.parametrize("family", ["not_received", "not_as_described", "personal"])
@pytest.mark.parametrize("day", [date(2000, 1, 1), date(2016, 12, 31), date(2020, 12, 31), date(2100, 12, 31), None])
def test_no_date_makes_it_fail(kind, profile, family, day):
    order = Order(
        profile=profile, ordered_at=day, shipped_at=day, received_at=day, delivery_days=1_000, payment_method="paypal"
    )
    facts = Facts(order, Problem(tracking="moving"))
    found = deadline(RULES, Clock(kind, day), facts, family)
    if found and found.source == "unknown":
        assert found.why
        assert [found.due_by, found.act_by, found.earliest, found.latest] == [None] * 4

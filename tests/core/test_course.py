import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from disputecli.core.allowed import allowed
from disputecli.core.course import course, read_moves
from disputecli.core.dispute import OUTCOMES, Claimed, Dispute, Event
from disputecli.core.order import Facts, Order, Problem
from disputecli.core.policy import read_rules
from disputecli.core.stage import standing
from disputecli.core.step import BEFORE_OPENING, OUTSIDE, URGENCIES
from hypothesis import given, settings
from hypothesis import strategies as st

DATA = Path(__file__).parents[2] / "disputecli" / "data"
MOVES = read_moves(tomllib.loads((DATA / "events.toml").read_text(encoding="utf-8")))
RULES = read_rules(tomllib.loads((DATA / "policies" / "aliexpress.toml").read_text(encoding="utf-8")))
STAGES = {"watching", "negotiation", "platform_review", "return", "refund", "appeal", "external", "closed"}
STATUSES = {
    "draft", "too_early", "ready_to_open", "awaiting_seller", "awaiting_buyer", "under_review",
    "awaiting_return_shipment", "return_in_transit", "refund_pending", "closed",
}  # fmt: skip
NEGOTIATED = ("seller_response_due", "platform_steps_in", "prepare_by")
START = datetime(2026, 3, 2, 10, tzinfo=UTC)
ORDER = Order(paid=Decimal(20), paid_at=START - timedelta(days=40), received_at=date(2026, 2, 20))


def event(text, number=0):
    """An event written as `name key=value …`, a day after the one before."""
    name, *pairs = text.split()
    keys = dict(pair.split("=") for pair in pairs)
    values = {key: Decimal(value) if key == "amount" else value for key, value in keys.items()}
    if "final" in keys:
        values["final"] = True
    return Event(START + timedelta(days=number), MOVES[name].actor, name, **values)


def dispute_of(told, *, paid="20", claim=None, method=None):
    order = replace(ORDER, paid=None if paid is None else Decimal(paid), payment_method=method)
    events = tuple(event(text, number) for number, text in enumerate(told))
    claim = claim or Claimed("damaged", type="refund_only", extent="full", amount=Decimal(20))
    return Dispute("x", Facts(order, Problem(received="yes")), claim, events)


def state_of(told, **more):
    return course(MOVES, dispute_of(told, **more), ())


def case(name, told, stage, status, running, outcome=None):
    return pytest.param(told.split(", "), stage, status, running.split(), outcome, id=name)


DECISION = "platform-decided type=refund_only amount=12"
REFUSAL = "platform-decided outcome=refused"
PROPOSAL = "platform-proposed type=refund_only amount=12"
OFFER = "seller-countered type=refund_only amount=5"
REVIEW = "platform_decision_expected"
RETURN = "seller-accepted type=return_and_refund"
ROWS = [
    case("facts", "shipped, received, confirmed, protection-extended", "watching", "", ""),
    case("opened", "opened", "negotiation", "awaiting_seller", " ".join(NEGOTIATED)),
    case("modified", "opened, modified", "negotiation", "awaiting_seller", " ".join(NEGOTIATED)),
    case("seller-rejected", "opened, seller-rejected", "negotiation", "awaiting_buyer", "platform_steps_in prepare_by"),
    case("seller-countered", f"opened, {OFFER}", "negotiation", "awaiting_buyer", "platform_steps_in prepare_by"),
    case("countered later", f"opened, platform-stepped-in, {OFFER}", "platform_review", "awaiting_buyer", REVIEW),
    case("seller-accepted", "opened, seller-accepted", "refund", "refund_pending", "refund_expected appeal_by"),
    case("seller-accepted a return", f"opened, {RETURN}", "return", "awaiting_return_shipment", "return_ship_by"),
    case("rejected", f"opened, {OFFER}, rejected", "negotiation", "awaiting_seller", "platform_steps_in prepare_by"),
    case("rejected later", f"opened, {PROPOSAL}, rejected", "platform_review", "under_review", REVIEW),
    case("accepted", f"opened, {OFFER}, accepted", "refund", "refund_pending", "refund_expected appeal_by"),
    case("accepted a proposal", f"opened, {PROPOSAL}, accepted", "platform_review", "under_review", REVIEW),
    case(
        "accepted what is not known",
        "opened, accepted amount=5",
        "refund",
        "refund_pending",
        "refund_expected appeal_by",
    ),
    case(
        "accepted what is not known, later",
        "opened, platform-stepped-in, accepted",
        "platform_review",
        "under_review",
        REVIEW,
    ),
    case("platform-stepped-in", "opened, platform-stepped-in", "platform_review", "under_review", REVIEW),
    case(
        "evidence-requested",
        "opened, evidence-requested",
        "platform_review",
        "awaiting_buyer",
        f"evidence_due {REVIEW}",
    ),
    case("platform-proposed", f"opened, {PROPOSAL}", "platform_review", "awaiting_buyer", f"answer_due {REVIEW}"),
    case("evidence-added", "opened, evidence-requested, evidence-added", "platform_review", "under_review", REVIEW),
    case("evidence nobody asked for", "opened, evidence-added", "negotiation", "awaiting_seller", " ".join(NEGOTIATED)),
    case(
        "evidence late",
        f"opened, evidence-requested, {PROPOSAL}, evidence-added",
        "platform_review",
        "awaiting_buyer",
        f"answer_due {REVIEW}",
    ),
    case("platform-decided", f"opened, {DECISION}", "refund", "refund_pending", "refund_expected appeal_by"),
    case(
        "decided a return",
        "opened, platform-decided type=return_and_refund",
        "return",
        "awaiting_return_shipment",
        "return_ship_by appeal_by",
    ),
    case("refused", f"opened, {REFUSAL}", "appeal", "awaiting_buyer", "appeal_by", "refused"),
    case("refused by 0.00", "opened, platform-decided amount=0.00", "appeal", "awaiting_buyer", "appeal_by", "refused"),
    case("return-shipped", f"opened, {RETURN}, return-shipped", "return", "return_in_transit", ""),
    case(
        "return-received",
        f"opened, {RETURN}, return-shipped, return-received",
        "refund",
        "refund_pending",
        "refund_expected",
    ),
    case("refund-received", "opened, seller-accepted, refund-received", "closed", "closed", "", "refunded_full"),
    case("refund of a silent seller", "opened, refund-received amount=20", "closed", "closed", "", "refunded_full"),
    case(
        "more than paid", "opened, seller-accepted, refund-received amount=21", "closed", "closed", "", "refunded_full"
    ),
    case(
        "part of it",
        "opened, seller-accepted, refund-received amount=19.99",
        "refund",
        "refund_pending",
        "refund_expected appeal_by",
        "refunded_partial",
    ),
    case(
        "two parts",
        "opened, seller-accepted, refund-received amount=12, refund-received amount=8",
        "closed",
        "closed",
        "",
        "refunded_full",
    ),
    case("as agreed", f"opened, {OFFER}, accepted, refund-received", "closed", "closed", "", "refunded_partial"),
    case("as decided", f"opened, {DECISION}, refund-received", "closed", "closed", "appeal_by", "refunded_partial"),
    case("appealed", f"opened, {REFUSAL}, appealed", "appeal", "under_review", "", "refused"),
    case("appeal won", f"opened, {REFUSAL}, appealed, {DECISION}", "refund", "refund_pending", "refund_expected"),
    case("appeal lost", f"opened, {REFUSAL}, appealed, {REFUSAL}", "closed", "closed", "", "refused"),
    case("cancelled", f"opened, {OFFER}, cancelled", "closed", "closed", "reopen_by", "cancelled_by_buyer"),
    case("opened again", f"opened, {OFFER}, cancelled, opened", "negotiation", "awaiting_seller", " ".join(NEGOTIATED)),
    case("cancelled, closed", "opened, cancelled, closed", "closed", "closed", "reopen_by", "cancelled_by_buyer"),
    case("refused, closed", f"opened, {REFUSAL}, closed", "closed", "closed", "appeal_by", "refused"),
    case(
        "closed while a refund is due",
        f"opened, {DECISION}, closed",
        "refund",
        "refund_pending",
        "refund_expected appeal_by",
    ),
    case("closed unheard", "opened, closed", "closed", "closed", "appeal_by"),
    case("closed twice", "closed, closed", "closed", "closed", ""),
    case("closed for good", f"opened, {REFUSAL}, closed final=yes", "closed", "closed", "", "refused"),
    case("closed, replaced", "opened, closed outcome=replaced", "closed", "closed", "", "replaced"),
    case(
        "note and messages",
        "opened, note, message-sent, message-received",
        "negotiation",
        "awaiting_seller",
        " ".join(NEGOTIATED),
    ),
]


@pytest.mark.parametrize(("told", "stage", "status", "running", "outcome"), ROWS)
def test_row_of_the_table(told, stage, status, running, outcome):
    state = state_of(told)
    assert (state.stage, state.status, state.outcome) == (stage, status, outcome)
    assert sorted(clock.kind for clock in state.clocks) == sorted(running)


@pytest.mark.parametrize(
    ("told", "kind", "number"),
    [
        pytest.param(["opened", "modified"], "seller_response_due", 1, id="an edit starts the seller's days anew"),
        pytest.param(["opened", "modified"], "prepare_by", 0, id="and nothing else"),
        pytest.param(
            ["opened", "evidence-requested", PROPOSAL], REVIEW, 1, id="the first event that implies it counts"
        ),
        pytest.param(["opened", PROPOSAL, "rejected", PROPOSAL], "answer_due", 3, id="the last proposal counts"),
        pytest.param(["opened", REFUSAL, "closed"], "appeal_by", 1, id="a closing gives no later limit"),
        pytest.param(["opened", "cancelled", "opened"], "prepare_by", 2, id="opened again"),
    ],
)
def test_what_a_clock_counts_from(told, kind, number):
    clocks = [clock for clock in state_of(told).clocks if clock.kind == kind]
    assert [clock.anchor for clock in clocks] == [START + timedelta(days=number)]


def test_days_that_an_event_names_are_of_its_own_deadline():
    told = Dispute("x", events=(event("opened"), replace(event("evidence-requested", 1), days=8)))
    days = {clock.kind: clock.days for clock in course(MOVES, told, ()).clocks}
    assert days == {"evidence_due": 8, REVIEW: None}


@pytest.mark.parametrize(
    ("told", "kind", "how", "by"),
    [
        pytest.param(["opened", OFFER], "seller_response_due", "met", "seller-countered", id="answered"),
        pytest.param(["opened", "modified"], "seller_response_due", "superseded", "modified", id="anew"),
        pytest.param(
            ["opened", "evidence-requested", "evidence-added"], "evidence_due", "met", "evidence-added", id="sent"
        ),
        pytest.param(
            ["opened", "evidence-requested", PROPOSAL], "evidence_due", "superseded", "platform-proposed", id="not sent"
        ),
        pytest.param(["opened", "platform-stepped-in"], "prepare_by", "superseded", "platform-stepped-in", id="judged"),
        pytest.param(["opened", RETURN, "return-received"], "return_ship_by", "met", "return-received", id="arrived"),
    ],
)
def test_what_became_of_a_clock(told, kind, how, by):
    ended = [each for each in state_of(told).past if each.clock.kind == kind]
    assert [(each.how, each.event) for each in ended] == [(how, by)]


@pytest.mark.parametrize(
    ("told", "paid", "claim", "outcome"),
    [
        pytest.param("refund-received amount=20", None, None, None, id="paid sum not known"),
        pytest.param("refund-received", "20", Claimed(), None, id="refund not known"),
        pytest.param("refund-received", "20", Claimed(extent="full"), "refunded_full", id="all was claimed"),
        pytest.param("refund-received", "20", Claimed(amount=Decimal(5)), "refunded_partial", id="a part was claimed"),
        pytest.param("refund-received amount=0", "0", None, "refunded_full", id="a prize"),
    ],
)
def test_outcome_against_what_was_paid(told, paid, claim, outcome):
    assert state_of(["opened", told], paid=paid, claim=claim).outcome == outcome


@pytest.mark.parametrize(
    ("told", "amount"),
    [
        (["opened", "seller-accepted"], 20),
        (["opened", OFFER, "accepted"], 5),
        (["opened", OFFER, "accepted amount=6"], 6),
    ],
)
def test_agreed_terms(told, amount):
    assert state_of(told).agreed.amount == amount


PERMISSIONS = [
    ("", "opened", ""),
    ("", "note", ""),
    ("", "received", ""),
    ("", "closed", ""),
    ("", "modified", "only while it is negotiated"),
    ("", "cancelled", "that runs"),
    ("", "appealed", "nothing to appeal"),
    ("", "accepted", "nothing to answer"),
    ("", "seller-accepted", "open dispute"),
    ("", "refund-received", "No refund"),
    ("", "evidence-added", "open dispute"),
    ("", "platform-stepped-in", "negotiated"),
    ("", "return-shipped", "No return"),
    ("opened", "opened", "only a cancelled one"),
    ("opened", "modified", ""),
    ("opened", "cancelled", ""),
    ("opened", "accepted", "no offer"),
    ("opened", "rejected", "no offer"),
    ("opened", "closed", "Nothing is decided"),
    ("opened", "appealed", "nothing to appeal"),
    ("opened", "refund-received", ""),
    ("opened", "platform-decided", ""),
    (f"opened, {OFFER}", "accepted", ""),
    (f"opened, {OFFER}", "rejected", ""),
    ("opened, seller-rejected", "rejected", ""),
    (f"opened, {OFFER}, rejected", "accepted", "no offer"),
    (f"opened, {OFFER}, accepted", "rejected", "nothing to answer"),
    (f"opened, {PROPOSAL}, accepted", "rejected", "no offer"),
    (f"opened, {PROPOSAL}", "modified", "negotiated"),
    (f"opened, {PROPOSAL}", "platform-stepped-in", "negotiated"),
    (f"opened, {PROPOSAL}", "refund-received", "No refund"),
    (f"opened, {REFUSAL}", "appealed", ""),
    (f"opened, {REFUSAL}", "closed", ""),
    (f"opened, {REFUSAL}", "opened", "only"),
    (f"opened, {REFUSAL}, appealed", "appealed", "once only"),
    (f"opened, {REFUSAL}, appealed", "platform-decided", ""),
    (f"opened, {DECISION}", "appealed", ""),
    (f"opened, {DECISION}, closed", "refund-received", ""),
    (f"opened, {DECISION}, refund-received", "appealed", ""),
    ("opened, cancelled", "opened", ""),
    ("opened, cancelled", "appealed", "nothing to appeal"),
    (f"opened, {RETURN}", "return-shipped", ""),
    (f"opened, {RETURN}", "appealed", "nothing to appeal"),
    ("opened, seller-accepted, refund-received", "opened", "only"),
    ("opened, seller-accepted, refund-received", "appealed", "nothing to appeal"),
]


@pytest.mark.parametrize(
    ("told", "name", "why"), PERMISSIONS, ids=[f"{name} after {told or 'nothing'}" for told, name, _ in PERMISSIONS]
)
def test_what_can_happen_now(told, name, why):
    dispute = dispute_of(told.split(", ") if told else [])
    now = START + timedelta(days=len(dispute.events))
    found = standing(RULES, MOVES, dispute, now)
    permission = {each.event: each for each in allowed(MOVES, found.course, found.deadlines)}[name]
    assert permission.ok is not bool(why)
    assert why in permission.why
    assert bool(permission.why) is bool(why)


@pytest.mark.parametrize(
    ("told", "name", "seconds", "ok"),
    [
        pytest.param(["opened", REFUSAL], "appealed", 8 * 86_400 - 1, True, id="last second to appeal"),
        pytest.param(["opened", REFUSAL], "appealed", 8 * 86_400, False, id="too late to appeal"),
    ],
)
def test_a_permission_ends_with_its_limit(told, name, seconds, ok):
    found = standing(RULES, MOVES, dispute_of(told), START + timedelta(seconds=seconds))
    permission = {each.event: each for each in allowed(MOVES, found.course, found.deadlines)}[name]
    assert permission.ok is ok
    assert ok or "over" in permission.why


def test_opening_again_ends_with_its_limit():
    dispute = dispute_of(["opened", "cancelled"])
    dispute = replace(dispute, facts=replace(dispute.facts, order=replace(ORDER, protection_ends_at=START)))
    end = START + timedelta(days=15)
    for moment, ok in ((end - timedelta(seconds=1), True), (end, False)):
        found = standing(RULES, MOVES, dispute, moment)
        permission = {each.event: each for each in allowed(MOVES, found.course, found.deadlines)}["opened"]
        assert permission.ok is ok


def test_without_deadlines_limits_are_left_out_of_account():
    assert all(each.ok for each in allowed(MOVES, state_of(["opened", REFUSAL])) if each.event == "appealed")


def test_an_event_of_another_version_changes_nothing():
    known = state_of(["opened"])
    stranger = Event(START, "buyer", "teleported")
    dispute = dispute_of(["opened"])
    assert course(MOVES, replace(dispute, events=(*dispute.events, stranger)), ()) == known


EVENTS = st.builds(
    Event,
    at=st.datetimes(datetime.fromisoformat("2010-01-01"), datetime.fromisoformat("2040-01-01"), timezones=st.just(UTC))
    | st.dates(date(2010, 1, 1), date(2040, 1, 1)),
    actor=st.sampled_from(["buyer", "seller", "platform"]),
    event=st.sampled_from(sorted(MOVES)),
    type=st.none() | st.sampled_from(["refund_only", "return_and_refund"]),
    amount=st.none() | st.decimals(0, 50, places=2),
    days=st.none() | st.integers(1, 365),
    outcome=st.none() | st.sampled_from(OUTCOMES),
    final=st.booleans(),
)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(EVENTS, max_size=12),
    st.sampled_from([None, "card", "paypal"]),
    st.sampled_from([None, "general", "br", "kr", "eu"]),
    st.sampled_from(["yes", "no"]),
    st.sampled_from([None, "damaged", "changed_mind"]),
)
def test_any_story_has_one_stage_one_status_and_no_deadline_twice(events, method, profile, received, reason):
    order = replace(ORDER, payment_method=method, profile=profile)
    dispute = Dispute("x", Facts(order, Problem(received=received, tracking="moving")), Claimed(reason), tuple(events))
    found = standing(RULES, MOVES, dispute, START)
    assert found.stage in STAGES
    assert found.status in STATUSES
    assert found.outcome is None or found.outcome in OUTCOMES
    assert (found.status == "closed") is (found.stage == "closed")
    kinds = [each.kind for each in found.deadlines]
    assert len(kinds) == len(set(kinds))
    assert not set(kinds) & {each.deadline.kind for each in found.past if each.how == "passed"}
    assert found.next is None or found.next.urgency in URGENCIES
    assert found.next is None or found.next.action
    for each in found.deadlines:
        assert each.due_by is None or each.act_by is None or each.act_by <= each.due_by
        assert each.source != "unknown" or each.why
    for permission in allowed(MOVES, found.course, found.deadlines):
        assert permission.ok is not bool(permission.why)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(sorted(MOVES)), max_size=12))
def test_every_clock_that_ran_runs_or_is_past(names):
    dispute = Dispute("x", events=tuple(event(name, number) for number, name in enumerate(names)))
    before = (*BEFORE_OPENING, *OUTSIDE)
    state = course(MOVES, dispute, before)
    running = [clock.kind for clock in state.clocks]
    assert len(running) == len(set(running))
    assert set(before) <= {*running, *(each.clock.kind for each in state.past)}
    assert not {id(each.clock) for each in state.past} & {id(clock) for clock in state.clocks}


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 40), max_size=10))
def test_events_that_are_allowed_never_leave_the_table(picks):
    told, state = [], state_of([])
    for pick in picks:
        possible = [each.event for each in allowed(MOVES, state) if each.ok]
        assert {"note", "shipped"} <= set(possible)
        told.append(possible[pick % len(possible)])
        state = state_of(told)
        assert state.stage in STAGES
        assert state.appealed is ("appealed" in told)
        assert told.count("appealed") <= 1


@pytest.mark.parametrize("last", ["accepted", "seller-accepted", "rejected", DECISION, REFUSAL, "cancelled"])
def test_an_offer_is_gone_when_it_is_answered_or_overtaken(last):
    assert state_of(["opened", OFFER]).offer is not None
    assert state_of(["opened", OFFER, last]).offer is None


@pytest.mark.parametrize(
    ("told", "stage"),
    [
        pytest.param(["opened", "cancelled"], "closed", id="cancelled"),
        pytest.param(["opened", REFUSAL, "closed final=yes"], "closed", id="closed for good"),
        pytest.param(["opened", REFUSAL, "appealed", REFUSAL], "external", id="appeal lost"),
        pytest.param(["opened", REFUSAL, "closed"], "appeal", id="appeal possible"),
    ],
)
def test_where_it_goes_on_with_paypal(told, stage):
    found = standing(RULES, MOVES, dispute_of(told, method="paypal"), START + timedelta(days=4))
    assert found.stage == stage

import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from disputecli.core.course import read_moves
from disputecli.core.deadlines import Deadline
from disputecli.core.dispute import Claimed, Dispute, Event, Observation
from disputecli.core.order import Facts, Order, Problem
from disputecli.core.policy import read_rules
from disputecli.core.record import read_dispute
from disputecli.core.stage import family_of, opening_deadlines, standing, verdict, watching_status
from disputecli.core.step import Next, mover_of, shown_urgency, urgency
from disputecli.core.time import PACIFIC, limit_start, utc
from disputecli.core.values import Reading

TESTS = Path(__file__).parents[1]
DATA = TESTS.parent / "disputecli" / "data"


def table(path):
    return tomllib.loads(path.read_text(encoding="utf-8"))


RULES = read_rules(table(DATA / "policies" / "aliexpress.toml"))
MOVES = read_moves(table(DATA / "events.toml"))
STORIES = table(TESTS / "data" / "stories.toml")["story"]
PACIFIC_READING = Reading(datetime(2026, 12, 1, tzinfo=UTC), PACIFIC, {"damaged"}, {"USD"}, {"BR"})
STEPS = [
    pytest.param(story, number, id=f"{story['id']}: {number + 1} {step['event']}")
    for story in STORIES
    for number, step in enumerate(story["step"])
]
OWN = {"stage", "status", "next", "running", "now", "action", "urgency", "due_by", "outcome", "decided"}


def told(story, count):
    rows = []
    for step in story["step"][:count]:
        row = {key: value for key, value in step.items() if key not in OWN}
        row["actor"] = MOVES[step["event"]].actor
        rows.append(row | ({"outcome": step["decided"]} if "decided" in step else {}))
    problem = {"received": "yes", **story.get("problem", {})}
    given = {"order": story["order"], "problem": problem, "claim": story["claim"], "events": rows}
    dispute, faults = read_dispute("story", given, PACIFIC_READING)
    assert faults == []
    return dispute


def moment(value):
    return value.replace(tzinfo=PACIFIC) if isinstance(value, datetime) else value


@pytest.mark.parametrize(("story", "number"), STEPS)
def test_story(story, number):
    step = story["step"][number]
    dispute = told(story, number + 1)
    now = moment(step["now"]) if "now" in step else limit_start(dispute.events[-1].at) + timedelta(seconds=1)
    found = standing(RULES, MOVES, dispute, now)
    assert (found.stage, found.status, found.outcome) == (step["stage"], step["status"], step.get("outcome"))
    assert (found.next.kind if found.next else "") == step["next"]
    assert sorted(each.kind for each in found.deadlines) == sorted(step["running"])
    if found.next:
        assert step.get("action", "") in found.next.action
        assert found.next.action
        assert found.next.urgency == step.get("urgency", found.next.urgency)
        assert found.next.deadline.due_by == utc(moment(step.get("due_by"))) if "due_by" in step else True


def test_every_event_of_the_course_is_in_a_story():
    told_of = {step["event"] for story in STORIES for step in story["step"]}
    facts_only = {"shipped", "received", "confirmed", "message-sent", "message-received", "seller-rejected"}
    assert set(MOVES) - told_of == facts_only


NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
LIMIT = Deadline("open_by", "buyer", due_by=NOW)


def ahead(seconds):
    return NOW + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("deadlines", "word"),
    [
        pytest.param([Deadline("open_by", "buyer", due_by=ahead(0))], "too_late", id="at the limit"),
        pytest.param([Deadline("open_by", "buyer", due_by=ahead(1))], "open_now", id="a second before the limit"),
        pytest.param([Deadline("open_from", "buyer", earliest=ahead(1))], "too_early", id="a second too early"),
        pytest.param([Deadline("open_from", "buyer", earliest=ahead(0))], "open_now", id="to the second"),
        pytest.param([Deadline("in_transit_block", "buyer", earliest=ahead(1))], "wait", id="blocked for a second"),
        pytest.param([Deadline("in_transit_block", "buyer", earliest=ahead(0))], "open_now", id="block over"),
        pytest.param(
            [Deadline(kind, "buyer", earliest=ahead(1)) for kind in ("in_transit_block", "open_from")],
            "too_early",
            id="both",
        ),
        pytest.param([Deadline("open_by", "buyer", source="unknown")], "open_now", id="unknown"),
        pytest.param([], "open_now", id="nothing"),
    ],
)
def test_verdict_to_the_second(deadlines, word):
    assert verdict(deadlines, NOW) == word


@pytest.mark.parametrize(
    ("word", "reason", "status"),
    [
        ("open_now", None, "draft"),
        ("too_early", "damaged", "too_early"),
        ("wait", "damaged", "too_early"),
        ("open_now", "damaged", "ready_to_open"),
        ("too_late", "damaged", "ready_to_open"),
    ],
)
def test_status_before_opening(word, reason, status):
    assert watching_status(word, reason) == status


DAY = 86_400


@pytest.mark.parametrize(
    ("found", "word"),
    [
        pytest.param({"due_by": ahead(0)}, "overdue", id="at the limit"),
        pytest.param({"due_by": ahead(1)}, "today", id="a second"),
        pytest.param({"due_by": ahead(DAY - 1)}, "today", id="under 24 h"),
        pytest.param({"due_by": ahead(DAY)}, "soon", id="24 h"),
        pytest.param({"due_by": ahead(3 * DAY - 1)}, "soon", id="under 72 h"),
        pytest.param({"due_by": ahead(3 * DAY)}, "later", id="72 h"),
        pytest.param({"due_by": ahead(9 * DAY), "act_by": ahead(0)}, "today", id="safe day passed"),
        pytest.param({"due_by": ahead(9 * DAY), "act_by": ahead(1)}, "later", id="safe day ahead"),
        pytest.param({"act_by": ahead(-9)}, "today", id="safe day alone is never overdue"),
        pytest.param({"act_by": ahead(9 * DAY)}, "later", id="safe day alone"),
        pytest.param({"party": "seller", "due_by": ahead(-9)}, "waiting", id="others are never red"),
        pytest.param({"earliest": ahead(9)}, "waiting", id="a day has to come"),
        pytest.param({"source": "unknown"}, "none", id="unknown"),
    ],
)
def test_urgency_to_the_second(found, word):
    assert urgency(Deadline(**{"kind": "x", "party": "buyer", **found}), NOW) == word


@pytest.mark.parametrize(
    ("received", "received_at", "reason", "family"),
    [
        ("no", None, "customs", "not_received"),
        ("no", date(2026, 1, 1), "customs", "not_as_described"),
        ("partly", None, "damaged", "not_as_described"),
        ("yes", None, "changed_mind", "personal"),
        (None, None, None, "not_as_described"),
    ],
)
def test_family(received, received_at, reason, family):
    assert family_of(Facts(Order(received_at=received_at), Problem(received=received)), reason) == family


OPENED = datetime(2026, 3, 2, 10, tzinfo=UTC)
BASE = Dispute(
    "x",
    Facts(Order(protection_ends_at=date(2026, 4, 1), received_at=date(2026, 2, 20)), Problem(received="yes")),
    Claimed("damaged"),
    (Event(OPENED, "buyer", "opened"),),
)


def by_kind(dispute, now):
    return {each.kind: each for each in standing(RULES, MOVES, dispute, now).deadlines}


@pytest.mark.parametrize(
    ("seen", "counts"),
    [
        pytest.param(timedelta(0), True, id="when it began"),
        pytest.param(timedelta(seconds=-1), False, id="of an earlier one"),
        pytest.param(timedelta(days=1), True, id="later"),
    ],
)
def test_an_observation_counts_for_the_clock_that_ran(seen, counts):
    reading = Observation("prepare_by", OPENED + timedelta(days=9), OPENED + seen)
    found = by_kind(replace(BASE, observed=(reading,)), OPENED + timedelta(days=1))["prepare_by"]
    assert (found.source == "observed") is counts


def test_the_newest_observation_counts():
    readings = tuple(
        Observation("prepare_by", OPENED + timedelta(days=d), OPENED + timedelta(hours=d)) for d in (9, 8, 7)
    )
    found = by_kind(replace(BASE, observed=readings), OPENED + timedelta(days=1))["prepare_by"]
    assert found.due_by == OPENED + timedelta(days=9)


def test_an_observation_on_the_day_of_a_bare_date_counts_east_of_the_site():
    dispute = replace(BASE, events=(Event(date(2026, 3, 2), "buyer", "opened"),))
    morning_in_berlin = datetime(2026, 3, 2, 7, tzinfo=UTC)
    reading = Observation("seller_response_due", morning_in_berlin + timedelta(days=4), morning_in_berlin)
    found = by_kind(replace(dispute, observed=(reading,)), morning_in_berlin)["seller_response_due"]
    assert found.source == "observed"


def test_an_extension_outdates_what_was_seen_before_it():
    seen = Observation("protection_ends", OPENED + timedelta(days=2), OPENED - timedelta(days=2))
    extended = Event(OPENED - timedelta(days=1), "seller", "protection-extended", days=10)
    before = replace(BASE, events=(), observed=(seen,))
    assert by_kind(before, OPENED)["protection_ends"].source == "observed"
    after = by_kind(replace(before, events=(extended,)), OPENED)["protection_ends"]
    assert (after.source, after.due_by) == ("entered", limit_start(date(2026, 4, 11)))


def test_a_past_deadline_keeps_what_was_seen_and_what_followed():
    seen = Observation("seller_response_due", OPENED + timedelta(days=3), OPENED + timedelta(hours=1))
    later = Observation("seller_response_due", OPENED + timedelta(days=8), OPENED + timedelta(days=2))
    answered = Event(OPENED + timedelta(days=1), "seller", "seller-rejected")
    dispute = replace(BASE, events=(*BASE.events, answered), observed=(seen, later))
    past = {each.deadline.kind: each for each in standing(RULES, MOVES, dispute, OPENED + timedelta(days=2)).past}
    found = past["seller_response_due"]
    assert (found.how, found.by, found.at) == ("met", "seller-rejected", answered.at)
    assert found.deadline.due_by == seen.due_by
    assert past["open_by"].how == "met"


def test_what_lapses_goes_to_the_past():
    dispute = replace(BASE, events=())
    end = limit_start(date(2026, 4, 1))
    before = standing(RULES, MOVES, dispute, end - timedelta(seconds=1))
    assert "protection_ends" in {each.kind for each in before.deadlines}
    after = standing(RULES, MOVES, dispute, end)
    assert "protection_ends" not in {each.kind for each in after.deadlines}
    assert [(each.deadline.kind, each.how) for each in after.past] == [("protection_ends", "passed")]


def test_a_limit_of_the_buyer_stays_overdue():
    found = standing(RULES, MOVES, BASE, OPENED + timedelta(days=90))
    assert (found.next.kind, found.next.urgency) == ("prepare_by", "overdue")


def test_a_wait_that_passed_asks_to_look():
    dispute = replace(BASE, events=(*BASE.events, Event(OPENED + timedelta(days=1), "platform", "platform-stepped-in")))
    found = standing(RULES, MOVES, dispute, OPENED + timedelta(days=90))
    assert found.next.action == RULES.rules["platform_decision_expected"].passes


@pytest.mark.parametrize("method", [None, "card", "paypal"])
def test_a_case_without_a_date_is_to_be_opened(method):
    facts = Facts(Order(payment_method=method), Problem(received="yes"))
    found = standing(RULES, MOVES, Dispute("x", facts, Claimed("damaged")), NOW)
    assert (found.next.kind, found.next.left, found.next.urgency) == ("open_by", None, "none")
    assert found.next.action == "Open the dispute on the site"


@pytest.mark.parametrize(
    ("found", "left", "word", "mover"),
    [
        pytest.param(replace(LIMIT, act_by=NOW - timedelta(1)), 2, "now", "buyer", id="the safe day is over"),
        pytest.param(replace(LIMIT, act_by=NOW + timedelta(1)), 2, "today", "buyer", id="it is ahead"),
        pytest.param(Deadline("card_ask_by", "buyer", latest=NOW), 9, "later", "buyer", id="the bank has no fixed day"),
        pytest.param(Deadline("open_from", "buyer", earliest=NOW), 9, "waiting", "buyer", id="the button has to come"),
        pytest.param(Deadline("seller_response_due", "seller", NOW), 9, "waiting", "seller", id="the seller's time"),
        pytest.param(Deadline("seller_response_due", "seller", NOW), -1, "waiting", "buyer", id="it is over: look"),
    ],
)
def test_whose_move_is_shown_and_how_urgent(found, left, word, mover):
    coded = "today" if found.kind == "open_by" else "waiting"
    step = Next(found.kind, found.party, "", found, timedelta(left), coded)
    assert (shown_urgency(step, NOW), mover_of(step)) == (word, mover)


def test_opening_deadlines_keep_passed_ones():
    kinds = [each.kind for each in opening_deadlines(RULES, BASE.facts, "not_as_described")]
    assert kinds == ["protection_ends", "open_by"]

import copy
from datetime import UTC, date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from disputecli.core.advice import Choice, Claim
from disputecli.core.dispute import EVENT_NAMES, Event, Message, in_order
from disputecli.core.order import Facts, Order
from disputecli.core.record import event_row, message_row, new_table, read_dispute, with_row
from disputecli.core.values import Reading
from hypothesis import given
from hypothesis import strategies as st

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
READING = Reading(NOW, ZoneInfo("Europe/Berlin"), {"damaged"}, {"USD"}, {"BR"})
WHOLE = {
    "schema_version": 1,
    "note": "mine",
    "order": {"item": "stick", "paid": "9.68", "note": "kept"},
    "problem": {"received": "yes"},
    "claim": {"reason": "damaged", "type": "refund_only", "extent": "partial", "amount": "4.80"},
    "events": [
        {"at": datetime(2026, 3, 1, 9, tzinfo=UTC), "actor": "buyer", "event": "opened"},
        {
            "at": date(2026, 3, 3), "actor": "platform", "event": "platform-proposed", "text": "half",
            "type": "refund_only", "amount": "4.80", "days": 3, "tracking": "LP1",
            "outcome": "refunded_partial", "final": False,
        },
    ],
    "observed": [
        {"kind": "answer_due", "due_by": datetime(2026, 3, 7, tzinfo=UTC), "seen_at": datetime(2026, 3, 4, tzinfo=UTC)}
    ],
    "evidence": [{"file": "a.jpg", "kind": "photo", "caption": "crack", "size": 10, "sha256": "ab"}],
    "messages": [{"at": date(2026, 3, 1), "kind": "open", "text": "Hello\nthere"}],
}  # fmt: skip
ODD = {
    "int": 3, "minus": -1, "zero": 0, "huge": 1 << 20_000, "float": 1.5, "nan": float("nan"), "yes": True,
    "list": [], "numbers": [1], "table": {}, "date": date(2026, 3, 2), "year 1": date(1, 1, 1),
    "last instant": datetime(9999, 12, 31, 23, 59, tzinfo=ZoneInfo("Etc/GMT+12")),
    "first local": datetime.fromisoformat("0001-01-01 00:00"), "local": datetime.fromisoformat("2026-03-02 09:00"),
    "time": time(9), "text": "word", "empty": "", "escape": "\x1b[31m", "nul": "a\x00", "bidi": "a\u202eb",
    "newline": "a\nb", "100 kB": "x" * 100_000, "surrogate": "\ud800",
}  # fmt: skip
PLACES = [
    *((name, 0, key) for name in ("observed", "evidence", "messages") for key in WHOLE[name][0]),
    *(("events", 1, key) for key in WHOLE["events"][1]),
]
NEEDED = {"at", "actor", "event", "kind", "due_by", "seen_at", "file", "text"}


def spoilt(name, number, key, value):
    table = copy.deepcopy(WHOLE)
    table[name][number][key] = value
    return table


def test_a_whole_dispute():
    dispute, faults = read_dispute("stick", WHOLE, READING)
    assert faults == []
    assert (dispute.id, dispute.facts.order.item, dispute.claim.amount) == ("stick", "stick", Decimal("4.80"))
    assert [each.event for each in dispute.events] == ["opened", "platform-proposed"]
    assert dispute.events[1].days == 3
    assert (dispute.observed[0].kind, dispute.evidence[0].size, dispute.messages[0].text) == (
        "answer_due", 10, "Hello\nthere",
    )  # fmt: skip
    assert [each.event for each in dispute.named("opened")] == ["opened"]


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize(("name", "number", "key"), PLACES, ids=str)
def test_any_value_is_read_or_a_fault_at_its_place(name, number, key, odd):
    dispute, faults = read_dispute("stick", spoilt(name, number, key, ODD[odd]), READING)
    for fault in faults:
        assert fault.where == f"{name}.{number}.{key}"
        assert len(fault.problem) < 200
        assert not set(fault.problem + fault.hint) & {"\x1b", "\x00", "\u202e", "\n"}
    assert len(faults) <= 1
    for event in dispute.events:
        assert event.text is None or not set(event.text) & {"\x1b", "\x00", "\u202e"}


@pytest.mark.parametrize("key", WHOLE["claim"])
@pytest.mark.parametrize("odd", ODD)
def test_any_claim_is_read_or_a_fault(key, odd):
    _, faults = read_dispute("stick", {"claim": {key: ODD[odd]}}, READING)
    assert [fault.where for fault in faults] in ([], [f"claim.{key}"])


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("name", ["order", "problem", "wish", "claim", "events", "observed", "evidence", "messages"])
def test_any_section_is_read_or_a_fault(name, odd):
    _, faults = read_dispute("stick", {name: ODD[odd]}, READING)
    assert all(fault.where.split(".")[0] == name for fault in faults)
    fits = "list" if name in {"events", "observed", "evidence", "messages"} else "table"
    assert bool(faults) is (odd != fits)


@pytest.mark.parametrize(("name", "number", "key"), PLACES, ids=str)
def test_a_missing_key_is_named(name, number, key):
    table = copy.deepcopy(WHOLE)
    del table[name][number][key]
    _, faults = read_dispute("stick", table, READING)
    needed = key in {"events": {"at", "actor", "event"}, "evidence": {"file"}}.get(name, NEEDED)
    assert [fault.where for fault in faults] == ([f"{name}.{number}.{key}"] if needed else [])


@pytest.mark.parametrize(
    ("key", "value", "hint"),
    [
        ("event", "oppened", "Did you mean opened?"),
        ("event", "platform-decide", "Did you mean platform-decided?"),
        ("event", "xyzzy", "It can be: shipped"),
        ("actor", "seler", "Did you mean seller?"),
        ("type", "refund", "Did you mean refund_only?"),
        ("outcome", "won", "It can be: refunded_full"),
        ("days", 0, "1 to 365"),
        ("days", 366, "1 to 365"),
        ("amount", 4.8, "in quotes"),
        ("at", date(9999, 12, 31), "2000 to 2100"),
    ],
)
def test_a_wrong_word_is_a_fault_with_what_was_meant(key, value, hint):
    _, faults = read_dispute("stick", spoilt("events", 1, key, value), READING)
    assert [fault.where for fault in faults] == [f"events.1.{key}"]
    assert hint in faults[0].hint


@pytest.mark.parametrize("name", EVENT_NAMES)
def test_every_event_is_known(name):
    assert read_dispute("stick", spoilt("events", 1, "event", name), READING)[1] == []


def test_all_faults_at_once():
    table = {
        "order": {"paid": 1.5},
        "events": [{"event": "opend"}, 3],
        "claim": [],
        "observed": [{"kind": "answer_due", "due_by": date(2026, 3, 2), "seen_at": NOW}],
        "evidence": "a.jpg",
    }
    _, faults = read_dispute("stick", table, READING)
    assert {fault.where for fault in faults} == {
        "order.paid", "events.0.event", "events.0.at", "events.0.actor", "events.1", "claim", "observed.0.due_by",
        "evidence",
    }  # fmt: skip


def test_unknown_keys_are_left_alone():
    table = {**WHOLE, "extra": {"a": 1}, "claim": {**WHOLE["claim"], "mine": 1}}
    assert read_dispute("stick", table, READING)[1] == []


def test_what_someone_else_wrote_is_cleaned():
    dispute, faults = read_dispute("stick", spoilt("messages", 0, "text", "\x1b[31mred\u202e\nnext"), READING)
    assert (dispute.messages[0].text, faults) == ("red\nnext", [])


def at(text, name="note"):
    when = date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    return Event(when, "buyer", name)


@pytest.mark.parametrize(
    "events",
    [
        pytest.param(["2026-03-02T10:00Z", "2026-03-01T10:00Z"], id="instants"),
        pytest.param(["2026-03-02", "2026-03-01"], id="dates"),
        pytest.param(["2026-03-02T10:00Z", "2026-03-01"], id="both"),
        pytest.param(["2026-03-02T10:00+01:00", "2026-03-02T09:30+01:00"], id="zones"),
        pytest.param(["2026-03-02T05:00Z", "2026-03-02T04:00Z"], id="same day"),
    ],
)
def test_events_stand_as_they_happened(events):
    names = [each.at for each in in_order([at(each) for each in events], READING.zone)]
    assert names == [at(each).at for each in reversed(events)]


@pytest.mark.parametrize(
    "events",
    [
        pytest.param(["2026-03-02", "2026-03-02"], id="same date"),
        pytest.param(["2026-03-02T10:00Z", "2026-03-02T10:00Z"], id="same instant"),
        pytest.param(["2026-03-02", "2026-03-02T00:30+01:00"], id="a date is the start of the user's day"),
        pytest.param(["2026-03-02T10:00Z", "2026-03-02"], id="a date stays behind what stands before it that day"),
        pytest.param(["2026-03-02T10:00Z", "2026-03-02", "2026-03-02T11:00Z"], id="and before what comes later"),
    ],
)
def test_ties_stay_as_given(events):
    given_ = [at(each, name) for each, name in zip(events, EVENT_NAMES, strict=False)]
    assert list(in_order(given_, READING.zone)) == given_


@given(st.permutations(range(6)))
def test_events_at_different_moments_may_be_written_in_any_order(order):
    rows = [{"at": datetime(2026, 3, 1 + day, tzinfo=UTC), "actor": "buyer", "event": "note"} for day in range(6)]
    shuffled, _ = read_dispute("x", {"events": [rows[number] for number in order]}, READING)
    assert shuffled.events == read_dispute("x", {"events": rows}, READING)[0].events


def test_rows_read_back():
    dispute, _ = read_dispute("stick", WHOLE, READING)
    table = {"events": [], "messages": []}
    for event in dispute.events:
        table = with_row(table, "events", event_row(event))
    table = with_row(table, "messages", message_row(dispute.messages[0]))
    again, faults = read_dispute("stick", table, READING)
    assert (again.events, again.messages, faults) == (dispute.events, dispute.messages, [])
    assert all(not isinstance(value, Decimal) for row in table["events"] for value in row.values())


def test_a_message_is_kept_to_the_second():
    assert message_row(Message(datetime(2026, 3, 1, 9, 0, 5, 400, tzinfo=UTC), "open", "x"))["at"].microsecond == 0
    assert message_row(Message(date(2026, 3, 1), "open", "x"))["at"] == date(2026, 3, 1)


def test_a_new_table_reads_back_and_has_no_decimals():
    choice = Choice("damaged", None, "not_as_described", "Damaged", (), (), ())
    claim = Claim("refund_only", "full", Decimal("9.68"), Decimal("9.68"), "USD", ())
    table = new_table(Facts(Order(item="stick", paid=Decimal("9.68"))), choice, claim)
    assert table["claim"] == {"reason": "damaged", "type": "refund_only", "extent": "full", "amount": "9.68"}
    dispute, faults = read_dispute("stick", table, READING)
    assert (dispute.claim.amount, dispute.facts.order.paid, faults) == (Decimal("9.68"), Decimal("9.68"), [])
    assert "claim" not in new_table(Facts(), None, None)

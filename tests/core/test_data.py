import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from disputecli.core.course import read_moves
from disputecli.core.deadlines import STARTS
from disputecli.core.dispute import ACTORS, CLAIM_TYPES, EVENT_NAMES, OUTCOMES
from disputecli.core.evidence import read_proofs
from disputecli.core.order import EVIDENCE_KINDS, PROFILES
from disputecli.core.policy import read_rules
from disputecli.core.sources import read_sources, source_of

DATA = Path(__file__).parents[2] / "disputecli" / "data"
STAGES = {"watching", "negotiation", "platform_review", "return", "refund", "appeal", "external", "closed"}
STATUSES = {
    "draft", "too_early", "ready_to_open", "awaiting_seller", "awaiting_buyer", "under_review",
    "awaiting_return_shipment", "return_in_transit", "refund_pending", "closed",
}  # fmt: skip
FAMILIES = {"not_received", "not_as_described", "personal"}
KINDS = [
    "open_from", "in_transit_block", "protection_ends", "open_by", "withdraw_by", "seller_response_due",
    "platform_steps_in", "prepare_by", "evidence_due", "answer_due", "platform_decision_expected", "return_ship_by",
    "refund_expected", "appeal_by", "reopen_by", "paypal_open_by", "card_ask_by",
]  # fmt: skip
FILES = sorted(path.relative_to(DATA).as_posix() for path in DATA.rglob("*.toml"))


def table(name):
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


SOURCES = read_sources(table("sources.toml"))
RULES = read_rules(table("policies/aliexpress.toml"))
MOVES = read_moves(table("events.toml"))
PROOFS = read_proofs(table("evidence.toml"))


def cites(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from inner if key in {"sources", "cites"} else cites(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from cites(inner)


@pytest.mark.parametrize("name", FILES)
def test_every_cite_resolves(name):
    wrong = []
    for cite in cites(table(name)):
        try:
            source_of(SOURCES, cite)
        except LookupError as error:
            wrong.append(str(error))
    assert wrong == []


@pytest.mark.parametrize(
    ("cited", "key", "line"),
    [
        ("D332", "D", 332),
        ("D3", "D3", None),
        ("A86", "A", 86),
        ("X16", "X", 16),
        ("PP", "PP", None),
        ("IEC 80000-13", "IEC 80000-13", None),
    ],
)
def test_cite_names_source(cited, key, line):
    found = source_of(SOURCES, cited)
    assert (found.key, found.line) == (key, line)


@pytest.mark.parametrize(
    "cited", ["D299", "D367", "A2", "A190", "F1", "S18", "", "d332", "D٣٣٢", "D332 ", "X32", "X0", "S1-S3", "E0"]
)
def test_cite_of_nothing_is_refused(cited):
    with pytest.raises(LookupError):
        source_of(SOURCES, cited)


def test_sources_say_what_they_are():
    assert all(each.title and each.year and each.is_ and each.trust for each in SOURCES.values())
    assert {"A", "B", "C", "D", "E", "X"} == {each.key for each in SOURCES.values() if each.lines}


@pytest.mark.parametrize("row", [{"key": "A"}, {"key": "Z", "tilte": "x"}], ids=["twice", "typo"])
def test_wrong_sources_are_named(row):
    with pytest.raises(ValueError, match=row["key"]):
        read_sources({"source": [*table("sources.toml")["source"], row]})


def test_no_order_number_of_a_person_is_in_the_sources():
    digits = "".join(char if char.isdigit() else " " for char in (DATA / "sources.toml").read_text(encoding="utf-8"))
    assert max(len(each) for each in digits.split()) < 8


def test_rules_are_all_there_once():
    assert [each["kind"] for each in table("policies/aliexpress.toml")["rule"]] == KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_rule_is_whole(kind):
    rule = RULES.rules[kind]
    assert rule.party in ACTORS
    assert rule.title
    assert rule.action
    assert rule.passes
    assert set(rule.families) <= FAMILIES
    started = {name for move in MOVES.values() for name in move.starts}
    assert rule.start in STARTS or kind in started | {"return_ship_by", "appeal_by", "refund_expected"}


@pytest.mark.parametrize("kind", KINDS)
def test_versions_are_dated_sourced_and_in_order(kind):
    seen = set()
    for each in RULES.rules[kind].versions:
        assert each.confidence in {"A", "B", "C"}
        assert each.sources or each.none
        assert each.profile in PROFILES
        assert set(each.families) <= FAMILIES
        assert (each.since.month, each.since.day) == (1, 1)
        assert (each.profile, each.families, each.since) not in seen
        seen.add((each.profile, each.families, each.since))
    assert any(each.profile == "general" for each in RULES.rules[kind].versions)


@pytest.mark.parametrize("kind", KINDS)
def test_a_number_in_business_days_says_that_holidays_are_left_out(kind):
    for each in RULES.rules[kind].versions:
        if each.business_days or each.earliest_business_days:
            assert "holidays" in each.says


def test_a_typo_does_not_switch_a_rule_off():
    spoilt = table("policies/aliexpress.toml")
    spoilt["rule"][0]["version"][0]["dyas"] = 3
    with pytest.raises(ValueError, match="dyas"):
        read_rules(spoilt)


def test_events_are_those_of_the_ledger():
    assert tuple(sorted(MOVES)) == tuple(sorted(EVENT_NAMES))
    assert len(table("events.toml")["event"]) == len(EVENT_NAMES)


@pytest.mark.parametrize("name", sorted(EVENT_NAMES))
def test_event_names_only_what_exists(name):
    move = MOVES[name]
    assert move.actor in ACTORS
    assert move.title
    assert set(move.stages) <= STAGES | {"any", "cancelled"}
    assert move.stage in STAGES | {""}
    assert move.status in STATUSES | {""}
    named = {*move.starts, *move.meets, *move.supersedes, move.within, move.days_for} - {""}
    assert named <= set(KINDS)
    assert not set(move.starts) & {*move.meets, *move.supersedes}
    assert not set(move.meets) & set(move.supersedes)
    assert move.stages


@pytest.mark.parametrize("name", sorted(EVENT_NAMES))
def test_every_refusal_has_its_sentence(name):
    move = MOVES[name]
    assert "any" in move.stages or move.why_stage.endswith(".")
    assert not move.needs_offer or move.why_offer.endswith(".")
    assert not move.within or move.why_late.endswith(".")


def test_a_typo_in_an_event_is_named():
    with pytest.raises(ValueError, match="stges"):
        read_moves({"event": [{"name": "x", "actor": "buyer", "title": "X", "stges": []}]})


def test_words_of_the_ledger():
    assert CLAIM_TYPES == ("refund_only", "return_and_refund")
    assert len(OUTCOMES) == 6


def test_proofs_name_known_kinds_reasons_and_details():
    reasons = table("reasons.toml")["reason"]
    codes = {each["code"] for each in reasons}
    details = {detail["code"] for each in reasons for detail in each.get("detail", ())}
    for proof in PROOFS:
        assert {proof.kind, *proof.also} <= set(EVIDENCE_KINDS)
        assert set(proof.reasons) <= codes
        assert set(proof.details) <= details
        assert set(proof.families) <= FAMILIES
        assert proof.sources


def test_only_received_goods_require_a_picture():
    required = [proof for proof in PROOFS if proof.required]
    assert [proof.families for proof in required] == [("not_as_described", "personal")]

"""Plain words for every code of the program."""

import pytest
from disputecli.core.order import EVIDENCE_KINDS
from disputecli.core.step import URGENCIES
from disputecli.store.shipped import shipped_table
from disputecli.view.scene import URGENCY_STYLES
from disputecli.view.words import label, read_words


def test_every_code_has_a_label(words):
    assert set(words.urgencies) == {*URGENCIES, "now"} == set(URGENCY_STYLES)
    assert set(words.evidence) == set(EVIDENCE_KINDS)
    assert set(words.verdicts) == {"open_now", "too_early", "wait", "too_late", "no_ground", "withdraw"}
    assert set(words.marks) == {"observed", "entered", "computed", "unknown", "stale"}
    assert set(words.types) == {"refund_only", "return_and_refund"}


def test_every_limit_of_the_buyer_has_a_word_for_the_prompt(words):
    rules = shipped_table("policies/aliexpress.toml")["rule"]
    waits = {"open_from", "in_transit_block"}
    mine = {rule["kind"] for rule in rules if rule["party"] == "buyer"} - waits
    assert mine <= set(words.prompt)


def test_every_status_names_a_known_party_or_nobody(words):
    assert {status.party for status in words.statuses.values()} <= {"", *words.parties}


def test_unknown_code_is_shown_as_it_is(words):
    assert label(words.types, "store_credit") == "store credit"


@pytest.mark.parametrize("spoil", [lambda table: table.pop("marks"), lambda table: table.update(colours={})])
def test_missing_and_unknown_sections_are_named(spoil):
    table = dict(shipped_table("words.toml"))
    spoil(table)
    with pytest.raises(ValueError, match=r"marks|colours"):
        read_words(table)

"""`dispute rules` as users run it: what was in force when, for whom, and why."""

import json
import re
import tomllib
from pathlib import Path

import jsonschema
import pytest
from disputecli.core.sources import read_sources, source_of

DATA = Path(__file__).parents[2] / "disputecli" / "data"
SCHEMA = jsonschema.Draft202012Validator(json.loads((DATA / "schemas/rules.json").read_text(encoding="utf-8")))
POLICY = tomllib.loads((DATA / "policies/aliexpress.toml").read_text(encoding="utf-8"))
EXPLAINED = tomllib.loads((DATA / "policies/aliexpress-explained.toml").read_text(encoding="utf-8"))
SOURCES = read_sources(tomllib.loads((DATA / "sources.toml").read_text(encoding="utf-8")))
KINDS = [rule["kind"] for rule in POLICY["rule"]]


def values(done, kind):
    """The values of one kind in the JSON, with profile, families and first day."""
    rows = [row for row in done.json()["rules"] if row["kind"] == kind]
    return [(row["value"], row["profile"], tuple(row["families"]), row["since"]) for row in rows]


def test_every_version_of_every_rule_is_in_the_table_with_its_source(dispute):
    done = dispute("rules", "--json")
    assert done.code == 0
    SCHEMA.validate(done.json())
    shown = {(row["kind"], row["profile"], row["since"], tuple(row["sources"])) for row in done.json()["rules"]}
    for rule in POLICY["rule"]:
        for version in rule["version"]:
            profile = version.get("profile", "general")
            assert (rule["kind"], profile, str(version["since"]), tuple(version["sources"])) in shown
    assert len(done.json()["rules"]) == sum(len(rule["version"]) for rule in POLICY["rule"])


@pytest.mark.parametrize(
    ("kind", "day", "value"),
    [
        ("open_from", "2026-03-01", "10 days, from the 11th"),
        ("open_by", "2026-03-01", "15 days"),
        ("evidence_due", "2016-12-31", "7 business days"),
        ("evidence_due", "2017-01-01", "3 days"),
        ("platform_steps_in", "2016-12-31", "15 days"),
        ("platform_steps_in", "2017-01-01", "7 to 8 days"),
        ("platform_decision_expected", "2016-05-01", "unknown"),
        ("platform_decision_expected", "2017-12-31", "hours to 7 days"),
        ("platform_decision_expected", "2018-01-01", "hours to 60 days, typically 14"),
        ("refund_expected", "2016-05-01", "7 to 10 business days"),
        ("refund_expected", "2026-03-01", "1 to 15 days"),
        ("appeal_by", "2016-05-01", "no such limit"),
        ("appeal_by", "2026-03-01", "7 days"),
        ("answer_due", "2026-03-01", "4 days, act by day 3"),
        ("reopen_by", "2026-03-01", "as open_by"),
        ("card_ask_by", "2026-03-01", "up to 120 days"),
        ("in_transit_block", "2026-03-01", "from its end on"),
        ("protection_ends", "2026-03-01", "when it ends"),
    ],
)
def test_only_the_version_of_that_day_counts(dispute, kind, day, value):
    done = dispute("rules", kind, "--at", day, "--profile", "general", "--json")
    assert [each[0] for each in values(done, kind)] == [value]


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "Pacific/Honolulu"])
@pytest.mark.parametrize(("day", "value"), [("2016-12-31", "15 days"), ("2017-01-01", "7 to 8 days")])
def test_a_day_is_the_same_in_every_zone(dispute, day, value, zone):
    done = dispute("rules", "platform_steps_in", "--at", day, "--json", TZ=zone)
    assert [each[0] for each in values(done, "platform_steps_in")] == [value]


def test_a_profile_shows_its_own_rules_and_general_ones_where_it_has_none(dispute):
    brazil = dispute("rules", "--profile", "br", "--at", "2026-03-01", "--json")
    assert values(brazil, "open_by") == [
        ("15 days", "general", ("not_received",), "2021-01-01"),
        ("7 days", "br", ("personal",), "2021-01-01"),
        ("90 days", "br", ("not_as_described",), "2021-01-01"),
    ]
    assert {row["kind"] for row in brazil.json()["rules"]} == set(KINDS)
    korea = dispute("rules", "--profile", "kr", "--json")
    assert [each[:2] for each in values(korea, "open_by")] == [("15 days", "general"), ("90 days", "kr")]
    first = next(row for row in korea.json()["rules"] if row["kind"] == "open_by")
    assert (first["since"], first["until"]) == ("2010-01-01", "2020-12-31")


def test_before_its_first_day_a_profile_follows_the_general_rule(dispute):
    done = dispute("rules", "--profile", "br", "--at", "2018-06-01", "--json")
    assert [each[:2] for each in values(done, "open_by")] == [("15 days", "general")]


def test_a_country_is_a_profile_too(dispute):
    assert dispute("rules", "--profile", "PL", "--json").json()["profile"] == "eu"


def test_business_days_say_that_holidays_are_not_modelled(dispute):
    note = "Chinese public holidays are not modelled"
    assert note in " ".join(dispute("rules", "evidence_due", "--at", "2016-05-01").out.split())
    assert note not in " ".join(dispute("rules", "evidence_due", "--at", "2026-05-01").out.split())


def test_first_days_of_an_era_are_said_to_be_a_convention(dispute):
    assert "first days of an era" in dispute("rules").out
    assert "this project's convention" in " ".join(dispute("rules").out.split())


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_explained_whole(dispute, kind):
    done = dispute("rules", kind)
    assert done.code == 0
    heads = ("Counted:", "When it passes:", "Value and dates", "What the articles say", "What was decided, and why")
    assert all(head in done.out for head in (*heads, "The sources", "What is known of 2020-2026"))
    found = dispute("rules", kind, "--json").json()
    SCHEMA.validate(found)
    assert found["explained"]["decided"]


def test_an_article_that_says_nothing_is_named(dispute):
    assert "Nothing about it: C, D" in dispute("rules", "open_by").out
    assert "Nothing about it: A, B, C, D, E" in dispute("rules", "paypal_open_by").out


def test_open_by_says_where_the_articles_disagree_and_what_was_made_of_it(dispute):
    text = " ".join(dispute("rules", "open_by").out.split())
    assert "X17 Where the 15 days start" in text
    assert "[A86 E437 B216]" in text
    assert "counts from the day of the order" in text  # Brazil
    assert "Order page, refund list and API notes of a buyer in Brazil" in text


def test_every_sentence_of_the_explanations_cites_a_source():
    sections = {"counts", "passes", "articles", "today", "differ", "decided"}
    kinds = {name: said for name, said in EXPLAINED.items() if set(said) & sections}
    assert set(kinds) == set(KINDS)
    for kind, said in kinds.items():
        assert set(said) <= sections, kind
        for each in (each for name in said for each in said[name]):
            assert each["cites"], each["text"]
            assert each["text"].endswith("."), each["text"]
            for cite in each["cites"]:
                source_of(SOURCES, cite)
        assert all(each["by"] in {cite[0] for cite in each["cites"]} for each in said["articles"]), kind
        assert all(each["x"] in EXPLAINED["conflicts"] for each in said.get("differ", ())), kind


def test_every_start_of_a_rule_has_its_words():
    starts = {rule["from"] for rule in POLICY["rule"]} | {
        version["from"] for rule in POLICY["rule"] for version in rule["version"] if "from" in version
    }
    assert starts <= set(EXPLAINED["starts"])


@pytest.mark.parametrize("width", [80, 50, 30])
@pytest.mark.parametrize("words", [(), ("refund_expected",), ("--profile", "br")], ids=["all", "one", "profile"])
def test_no_line_is_wider_than_the_screen(dispute, width, words):
    done = dispute("rules", *words, COLUMNS=str(width))
    assert max(len(line) for line in done.out.splitlines()) <= width
    assert not re.search("[\u2500-\u257f\x1b]", done.out)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("open_bye",), "open_by"),
        (("apeal",), "appeal_by"),
        (("open",), "open_from or open_by"),
        (("zzz",), "The kinds are: open_from"),
        (("",), "The kinds are"),
        (("--profile", "fr2"), "br, eu, general, kr"),
        (("--at", "03/04/2026"), "two different days"),
        (("--at", "someday"), "not a date"),
    ],
    ids=["near", "near too", "two starts", "far", "empty", "profile", "two readings", "no date"],
)
def test_what_is_not_known_is_wrong_usage_with_a_hint(dispute, words, says):
    done = dispute("rules", *words)
    assert (done.code, done.out) == (2, "")
    assert says in done.err


def test_the_start_of_a_kind_and_hyphens_are_enough(dispute):
    assert dispute("rules", "appeal").out == dispute("rules", "appeal-by").out == dispute("rules", "appeal_by").out


def test_before_all_rules_nothing_is_in_force(dispute):
    done = dispute("rules", "--at", "2005-01-01", "--json")
    assert (done.code, done.json()["rules"]) == (0, [])
    assert "No rule" in dispute("rules", "--at", "2005-01-01").out


def test_it_writes_nothing(dispute, files):
    dispute("rules", "open_by")
    assert files() == {}

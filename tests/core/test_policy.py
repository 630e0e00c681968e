import tomllib
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from disputecli.core.order import Order, profile_of
from disputecli.core.policy import read_rules, rule_name, version_at

DATA = Path(__file__).parents[2] / "disputecli" / "data"
TABLE = tomllib.loads((DATA / "policies" / "aliexpress.toml").read_text(encoding="utf-8"))
RULES = read_rules(TABLE)


def test_margins():
    assert (RULES.margin, RULES.window_share, RULES.stale_after) == (
        timedelta(hours=48),
        Decimal("0.25"),
        timedelta(days=3),
    )


@pytest.mark.parametrize(
    ("kind", "day", "profile", "family", "name"),
    [
        ("seller_response_due", date(2016, 12, 31), "general", "", "seller_response_due/general/2010-01-01"),
        ("seller_response_due", date(2017, 1, 1), "general", "", "seller_response_due/general/2017-01-01"),
        ("seller_response_due", date(2018, 1, 1), "kr", "", "seller_response_due/general/2017-01-01"),
        ("seller_response_due", date(2019, 1, 1), "br", "", "seller_response_due/general/2017-01-01"),
        ("seller_response_due", date(2020, 12, 31), "eu", "", "seller_response_due/general/2017-01-01"),
        ("seller_response_due", date(2021, 1, 1), "general", "", "seller_response_due/general/2021-01-01"),
        (
            "seller_response_due",
            datetime(2021, 1, 1, 7, 59, 59, tzinfo=UTC),
            "",
            "",
            "seller_response_due/general/2017-01-01",
        ),
        ("seller_response_due", datetime(2021, 1, 1, 8, tzinfo=UTC), "", "", "seller_response_due/general/2021-01-01"),
        ("platform_decision_expected", date(2017, 12, 31), "", "", "platform_decision_expected/general/2017-01-01"),
        ("platform_decision_expected", date(2018, 1, 1), "", "", "platform_decision_expected/general/2018-01-01"),
        ("open_by", date(2026, 1, 1), "general", "personal", "open_by/general/2021-01-01"),
        ("open_by", date(2026, 1, 1), "br", "not_as_described", "open_by/br/2021-01-01"),
        ("open_by", date(2026, 1, 1), "br", "not_received", "open_by/general/2021-01-01"),
        ("open_by", date(2020, 12, 31), "br", "personal", "open_by/general/2010-01-01"),
        ("open_by", date(2026, 1, 1), "kr", "not_received", "open_by/kr/2021-01-01"),
        ("open_by", date(2026, 1, 1), "eu", "personal", "open_by/general/2021-01-01"),
        ("withdraw_by", date(2026, 1, 1), "eu", "personal", "withdraw_by/eu/2021-01-01"),
        ("withdraw_by", date(2020, 12, 31), "eu", "personal", "withdraw_by/general/2010-01-01"),
        ("open_by", date(2009, 12, 31), "general", "", None),
    ],
)
def test_the_version_in_force(kind, day, profile, family, name):
    rule = RULES.rules[kind]
    found = version_at(rule, day, profile, family)
    assert (rule_name(rule, found) if found else None) == name


@pytest.mark.parametrize(
    ("order", "profile"),
    [
        (Order(country="BR"), "br"),
        (Order(country="br"), "br"),
        (Order(country="KR"), "kr"),
        (Order(country="DE"), "eu"),
        (Order(country="EU"), "eu"),
        (Order(country="GB"), "general"),
        (Order(country="CH"), "general"),
        (Order(), "general"),
        (Order(country="BR", profile="kr"), "kr"),
    ],
    ids=str,
)
def test_the_profile_of_a_country(order, profile):
    assert profile_of(order, RULES.profiles) == profile


def test_the_union_has_27_members():
    assert sum(profile == "eu" for profile in RULES.profiles.values()) == 28  # and EU itself


@pytest.mark.parametrize("where", ["policy", "rule", "version"])
def test_a_typo_is_named(where):
    table = {**TABLE, "rule": [{**TABLE["rule"][0], "version": [dict(TABLE["rule"][0]["version"][0])]}]}
    place = {"policy": table, "rule": table["rule"][0], "version": table["rule"][0]["version"][0]}[where]
    place["tpyo"] = 1
    with pytest.raises(ValueError, match="tpyo"):
        read_rules(table)

"""What scripts get, held against the published schemas."""

import json
from copy import deepcopy
from dataclasses import replace
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

import jsonschema
import pytest
from disputecli.core.allowed import Permission
from disputecli.core.site import SitePath
from disputecli.core.stage import Past
from disputecli.store.records import Unreadable
from disputecli.store.shipped import shipped_text
from disputecli.view.json import dispute_json, life_json, new_json
from tests.view.conftest import status_text

UNREADABLE = (Unreadable("open/kettle.toml", 7, "is no TOML"), Unreadable("open", None, "can't be read"))


def schema(name):
    found = json.loads(shipped_text(f"schemas/{name}.json"))
    jsonschema.Draft202012Validator.check_schema(found)
    return jsonschema.Draft202012Validator(found)


def written(value):
    return json.loads(json.dumps(value, ensure_ascii=False).encode("utf-8"))


@pytest.fixture
def status(rows, scene):
    past = Past(rows[0].standing.deadlines[0], "met", scene().now, "opened")
    rows[1] = replace(rows[1], standing=replace(rows[1].standing, past=(past,)))
    return json.loads(status_text(rows, scene(), "json", unreadable=UNREADABLE))


@pytest.fixture
def new(found, scene):
    return written(new_json(found.assessment, found.letter, found.id, scene().now, found.steps))


def test_status_keeps_its_schema(status):
    schema("status").validate(status)


@pytest.mark.parametrize("path", [None, SitePath(("offer",), "Answer", date(2019, 1, 1), ("Reject.",), ("D310",))])
def test_show_keeps_its_schema(rows, shown, scene, path):
    permissions = (Permission("opened", ok=True), Permission("closed", ok=False, why="Nothing is decided."))
    life = life_json(shown.dispute, permissions, path)
    for row in rows:
        schema("show").validate(written({"schema_version": 1, **dispute_json(row, scene().now), **life}))


def test_new_keeps_its_schema(new):
    schema("new").validate(new)


def test_no_ground_keeps_its_schema(found, scene):
    none = replace(found.assessment, verdict="no_ground", reason=None, rivals=(), claim=None, deadlines=())
    value = written(new_json(none, None, None, scene().now))
    schema("new").validate(value)
    assert value["reason"] is value["claim"] is value["runner_up"] is value["message"] is value["id"] is None


def objects(value, path=()):
    """Every table inside a value, by its path."""
    if isinstance(value, dict):
        yield path
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, member in members:
        yield from objects(member, (*path, key))


def inside(value, path):
    for key in path:
        value = value[key]
    return value


@pytest.mark.parametrize("name", ["status", "new"])
def test_schemas_refuse_a_missing_and_an_unknown_key_everywhere(request, name):
    good, checks = request.getfixturevalue(name), schema(name)
    free = {("unknown_leaves",)}
    for path in (path for path in objects(good) if path not in free):
        for key in inside(good, path):
            spoiled = deepcopy(good)
            del inside(spoiled, path)[key]
            assert not checks.is_valid(spoiled), f"{path}: {key} may be left out"
        spoiled = deepcopy(good)
        inside(spoiled, path)["stranger"] = 1
        assert not checks.is_valid(spoiled), f"{path}: takes any key"


def test_schemas_refuse_other_instants_and_money(new):
    for key, value in (("amount", "9,68"), ("amount", 9.68)):
        spoiled = deepcopy(new)
        spoiled["claim"][key] = value
        assert not schema("new").is_valid(spoiled)
    spoiled = deepcopy(new)
    spoiled["deadlines"][0]["due_by"] = "2026-03-21T07:00:00"
    assert not schema("new").is_valid(spoiled)


def test_instants_are_utc_with_offset_and_seconds_are_counted_to_the_limit(status):
    first = status["disputes"][0]
    assert status["now"] == "2026-11-23T15:00:00+00:00"
    assert first["next"]["due_by"] == first["deadlines"][0]["due_by"] == "2026-11-23T10:00:00+00:00"
    assert first["next"]["seconds_left"] == first["deadlines"][0]["seconds_left"] == -18_000
    assert first["next"]["urgency"] == first["deadlines"][0]["urgency"] == "overdue"


def test_instants_of_another_zone_are_put_out_in_utc(rows, scene):
    local = scene().now.astimezone(ZoneInfo("America/Los_Angeles"))
    assert json.loads(status_text(rows, replace(scene(), now=local), "json"))["now"] == "2026-11-23T15:00:00+00:00"


def test_past_deadline_runs_no_more(status):
    past = status["disputes"][1]["past"][0]
    assert (past["how"], past["by"], past["urgency"], past["seconds_left"]) == ("met", "opened", "none", None)
    assert past["at"] == "2026-11-23T15:00:00+00:00"


def test_observed_deadline_keeps_the_computed_one(status):
    observed = status["disputes"][2]["deadlines"][0]
    assert observed["source"] == "observed"
    assert observed["computed_due_by"] == "2026-11-26T15:00:00+00:00"


def test_money_is_written_as_a_decimal_string(found, scene):
    claim = replace(found.assessment.claim, amount=Decimal("1E+2"), max_amount=None)
    value = new_json(replace(found.assessment, claim=claim), found.letter, None, scene().now)
    assert value["claim"]["amount"] == "100"
    assert value["claim"]["max_amount"] is None


def test_new_names_reason_rivals_and_gaps(new):
    assert new["reason"]["path"][-1] == "Does not work properly"
    assert new["reason"]["why"] == ["Your words “dead” mean: Does not work properly."]
    assert new["runner_up"] == {
        "code": "damaged",
        "detail": None,
        "would_need": "Harm done on the way: a hurt package.",
    }
    assert [each["code"] for each in new["alternatives"]] == ["damaged", "description_mismatch"]
    assert new["unknown"] == ["order.shipped_at"]
    assert new["unknown_leaves"] == {"order.shipped_at": "until when the protection runs"}
    assert new["message"]["text"].count("\n") == 2


def test_lone_surrogates_and_escapes_do_not_reach_the_output(rows, scene, hostile):
    row = replace(rows[0], item=hostile, order_id=hostile)
    text = status_text([row], scene(), "json", unreadable=(Unreadable(hostile, 1, hostile),))
    text.encode("utf-8")
    assert "\u202e" not in text
    assert "\x9b" not in text

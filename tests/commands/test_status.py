"""`dispute status`: order, urgency, filters, exit codes and the short line."""

import pytest

BASE = ["--item", "lamp", "--received", "yes", "--text", "the glass is cracked", "--protection-ends-at"]
NEAR, FAR, OVER = "2026-03-12", "2026-06-01", "2026-02-20"


def test_an_empty_ledger_says_what_to_type(dispute):
    for words in (["status"], []):
        done = dispute(*words)
        assert done.code == 0
        assert "dispute new" in done.out


def test_what_is_closed_or_interrupted_is_not_gone(dispute, home):
    assert "No disputes yet." in dispute("status").out
    interviews = home / "state" / "interviews"
    interviews.mkdir(parents=True, exist_ok=True)
    (interviews / "20260310T100000-7.toml").write_text("", encoding="utf-8")
    assert "dispute new --resume" in dispute("status").out
    dispute("new", *BASE, FAR)
    dispute("log", "lamp", "closed", "--final", "--yes")
    done = dispute("status").out
    assert "No open disputes." in done
    assert "dispute status --all  see the closed one" in done
    assert "go on with the interview that was interrupted" in " ".join(done.split())
    assert "lamp" in dispute("status", "--all").out


def test_the_most_urgent_comes_first(dispute):
    for end in (FAR, NEAR, OVER):
        dispute("new", *BASE, end)
    found = dispute("status", "--json").json()["disputes"]
    assert [each["id"] for each in found] == ["lamp-3", "lamp-2", "lamp"]
    assert [each["next"]["urgency"] for each in found] == ["overdue", "soon", "later"] or found[0]["next"][
        "urgency"
    ] == "overdue"


@pytest.mark.parametrize(
    ("end", "code"),
    [
        pytest.param(OVER, 4, id="a limit has passed"),
        pytest.param(NEAR, 3, id="a limit is near"),
        pytest.param(FAR, 0, id="all far"),
    ],
)
def test_exit_codes_for_scripts(dispute, end, code):
    dispute("new", *BASE, end)
    assert dispute("status").code == 0
    assert dispute("status", "--exit-code").code == code


def test_within_filters_and_widens_the_exit_code(dispute):
    dispute("new", *BASE, FAR)
    assert dispute("status", "--json", "--within", "7d").json()["disputes"] == []
    assert len(dispute("status", "--json", "--within", "100d").json()["disputes"]) == 1
    assert dispute("status", "--within", "100d", "--exit-code").code == 3


def test_the_short_line_is_empty_when_nothing_is_due(dispute):
    assert dispute("status", "--short").out == ""
    dispute("new", *BASE, FAR)
    assert dispute("status", "--short").out == ""
    dispute("new", *BASE, NEAR)
    assert dispute("status", "--short").out.count("\n") == 1
    assert "lamp-2" in dispute("status", "--short").out


def test_limit_and_all(dispute):
    for end in (FAR, NEAR):
        dispute("new", *BASE, end)
    assert [each["id"] for each in dispute("status", "--json", "--limit", "1").json()["disputes"]] == ["lamp-2"]


def test_the_clock_can_be_set(dispute):
    dispute("new", *BASE, FAR)
    late = dispute("status", "--json", "--at", "2026-06-20").json()["disputes"][0]["next"]
    assert late["urgency"] == "overdue"


def test_the_zone_is_the_users(dispute):
    dispute("new", *BASE, FAR)
    here = dispute("status", TZ="UTC").out
    there = dispute("status", TZ="Asia/Tokyo").out
    assert here != there
    assert dispute("status", "--json", TZ="UTC").json() == dispute("status", "--json", TZ="Asia/Tokyo").json()


def test_status_writes_nothing(dispute, files):
    dispute("new", *BASE, FAR)
    before = files()
    for words in (["status"], ["status", "--json"], ["show", "lamp"], ["draft", "lamp"], ["path"]):
        dispute(*words)
    assert {name for name in files() if "ledger/" in name} == {name for name in before if "ledger/" in name}
    assert files()["ledger/open/lamp.toml"] == before["ledger/open/lamp.toml"]


def test_no_colour_in_a_pipe_and_none_with_no_color(dispute):
    dispute("new", *BASE, NEAR)
    assert "\x1b" not in dispute("status").out
    assert "\x1b" in dispute("status", FORCE_COLOR="1").out
    assert "\x1b" not in dispute("status", FORCE_COLOR="1", NO_COLOR="1").out
    assert "\x1b" not in dispute("status", "--no-color", FORCE_COLOR="1").out


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_a_pipe_that_carries_few_characters(dispute, encoding):
    dispute("new", "--item", "лампа → ✓ 灯", "--received", "yes", "--text", "cracked", "--protection-ends-at", NEAR)
    for words in (
        ["status"],
        ["show"],
        ["draft", "--short"],
        ["status", "--json"],
        ["new", "--item", "→ 灯", "--received", "no", "--tracking", "moving", "--dry-run"],
    ):
        assert dispute(*words, PYTHONIOENCODING=encoding).code == 0


def test_nothing_within_the_span_is_not_an_empty_ledger(dispute):
    dispute("new", "--item", "lamp", "--received", "yes", "--text", "dead", "--protection-ends-at", "2026-12-30")
    done = dispute("status", "--within", "24h")
    assert (done.code, done.out.strip()) == (
        0, "Nothing is due within that time; 1 dispute has later dates. See: dispute status",
    )  # fmt: skip


def test_within_counts_to_the_safe_day_as_the_exit_code_does(dispute):
    dispute("new", "--item", "lamp", "--received", "yes", "--text", "dead", "--protection-ends-at", "2026-03-20")
    first = dispute("status", "--json").json()["disputes"][0]["next"]["act_by"]
    near = f"--at={first[:10]} 00:00"
    assert dispute("status", "--exit-code", "--within", "24h", near).code == 3
    assert "lamp" in dispute("status", "--within", "24h", near).out


@pytest.mark.parametrize("columns", ["9" * 5_000, "²", "-1", "0"], ids=["endless", "no digit", "less than none", "0"])
def test_a_width_that_is_none_is_passed_over(dispute, columns):
    dispute("new", "--item", "lamp", "--received", "yes", "--text", "dead")
    assert dispute("status", COLUMNS=columns).out == dispute("status").out

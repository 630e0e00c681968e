"""`dispute new` by options and by an answers file: what it decides, what it keeps, and what it refuses."""

import os
import tomllib

import pytest

DEAD = """\
[order]
item = "Electric kettle"
order_id = "8100000000000001"
paid = "24,90"
currency = "EUR"
country = "PL"
ordered_at = 2026-01-29
received_at = 2026-02-25
protection_ends_at = 2026-03-25
[problem]
received = "yes"
text = "does not heat, the lamp stays dark"
usable = "no"
evidence = ["video"]
"""


def test_a_dead_device_is_a_quality_problem_with_its_dates_and_message(dispute):
    found = dispute("new", "--answers", "-", "--dry-run", "--json", text=DEAD).json()
    assert found["verdict"] == "open_now"
    assert (found["reason"]["code"], found["reason"]["detail"]) == ("quality_problem", "does_not_work")
    assert found["claim"] == {**found["claim"], "type": "refund_only", "extent": "full", "amount": "24.90"}
    limit = next(each for each in found["deadlines"] if each["kind"] == "open_by")
    assert (limit["due_by"], limit["act_by"]) == ("2026-04-09T07:00:00+00:00", "2026-03-12T08:00:00+00:00")
    assert "24.90 EUR" in found["message"]["text"]
    assert found["id"] is None


def test_a_dry_run_writes_nothing(dispute, files):
    assert dispute("new", "--answers", "-", "--dry-run", text=DEAD).code == 0
    assert files() == {}


def test_what_is_kept_is_facts_and_the_claim(dispute, home):
    done = dispute("new", "--answers", "-", text=DEAD)
    assert done.code == 0
    table = tomllib.loads((home / "ledger/open/electric-kettle.toml").read_text())
    assert table["order"]["paid"] == "24.90"
    assert table["claim"] == {
        "reason": "quality_problem", "detail": "does_not_work", "type": "refund_only", "extent": "full",
        "amount": "24.90",
    }  # fmt: skip
    assert set(table) == {"schema_version", "order", "problem", "claim"}


def test_the_same_item_twice_gets_another_id(dispute, home):
    for _ in range(2):
        dispute("new", "--answers", "-", text=DEAD)
    assert {path.stem for path in (home / "ledger/open").glob("*.toml")} == {"electric-kettle", "electric-kettle-2"}


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX")
def test_files_are_for_the_user_alone(dispute, home):
    dispute("new", "--answers", "-", text=DEAD)
    file = home / "ledger/open/electric-kettle.toml"
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_options_win_over_the_file(dispute):
    found = dispute("new", "--answers", "-", "--dry-run", "--json", "--paid", "9.68", text=DEAD).json()
    assert found["claim"]["amount"] == "9.68"


def test_options_take_what_the_questions_take(dispute, tmp_path):
    kept = tmp_path / "answers.toml"
    words = ("--item", "lamp", "--received", "no", "--tracking", "moving", "--save-answers", str(kept), "--dry-run")
    given = ("--country", "Italia", "--paid", "25,50 euros", "--protection-ends-at", "12d 3h")
    assert dispute("new", *words, *given, DISPUTE_NOW="2026-03-10T12:00:00+00:00").code == 0
    order = tomllib.loads(kept.read_text())["order"]
    assert (order["country"], order["paid"], order["currency"]) == ("IT", "25.50", "EUR")
    assert order["protection_ends_at"].isoformat() == "2026-03-22T15:00:00+00:00"


def test_saved_answers_can_be_given_again(dispute, tmp_path):
    kept = tmp_path / "answers.toml"
    first = dispute("new", "--answers", "-", "--dry-run", "--json", "--save-answers", str(kept), text=DEAD)
    again = dispute("new", "--answers", str(kept), "--dry-run", "--json")
    assert again.json() == first.json()


def test_saved_answers_go_over_no_other_file(dispute, tmp_path):
    kept = tmp_path / "answers.toml"
    kept.write_text("mine")
    assert dispute("new", "--answers", "-", "--dry-run", "--save-answers", str(kept), text=DEAD).code == 1
    assert kept.read_text() == "mine"


def test_without_a_terminal_every_missing_option_is_named(dispute):
    done = dispute("new")
    assert done.code == 2
    assert "--item" in done.err
    assert "--received" in done.err
    assert dispute("new", "--item", "x", "--received", "yes").code == 2


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        pytest.param(
            "--received no --tracking never_moved --shipped-at 2026-03-01", "too_early", id="tenth day not over"
        ),
        pytest.param(
            "--received no --tracking never_moved --shipped-at 2026-02-20", "open_now", id="after the tenth day"
        ),
        pytest.param(
            "--received no --tracking moving --shipped-at 2026-02-01 --protection-ends-at 2026-03-21",
            "wait",
            id="moving",
        ),
        pytest.param(
            "--received no --tracking moving --shipped-at 2026-02-01", "wait", id="moving, nobody knows until when"
        ),
        pytest.param("--received yes --text broken --confirmed-at 2026-02-01", "too_late", id="15 days over"),
        pytest.param("--received yes --symptom changed_mind", "no_ground", id="changed mind"),
    ],
)
def test_verdicts(dispute, words, verdict):
    found = dispute("new", "--item", "lamp", *words.split(), "--dry-run", "--json").json()
    assert found["verdict"] == verdict
    assert (found["reason"] is None) == (verdict == "no_ground")
    assert (found["message"] is None) == (verdict == "no_ground")


def test_a_passed_limit_names_its_rule_and_the_order_page(dispute):
    text = dispute("new", "--item", "x", "--received", "yes", "--text", "broken", "--confirmed-at", "2026-02-01").out
    assert "15 days after" in text
    assert "order page" in text


def test_no_ground_is_not_kept_and_gets_no_message(dispute, files):
    done = dispute("new", "--item", "lamp", "--received", "yes", "--text", "I changed my mind")
    assert done.code == 0
    assert "I ask for" not in done.out
    assert not any(name.endswith(".toml") for name in files())


def test_a_markup_an_emoji_and_a_very_long_text_are_shown_as_typed(dispute):
    done = dispute(
        "new", "--item", "[bold]lamp[/bold] :bomb: 👍", "--received", "yes", "--text", "cracked " * 12_500, "--dry-run"
    )
    assert done.code == 0
    assert "[bold]lamp[/bold] :bomb: 👍" in done.out
    assert len(done.out) < 20_000


@pytest.mark.parametrize(
    ("received", "text", "code"),
    [
        pytest.param("yes", "the parcel never arrived", "words_contradiction", id="here, and never came"),
        pytest.param("no", "it is broken and the colour is wrong", "words_contradiction", id="not here, and broken"),
        pytest.param("yes", "La cover e arrivata rotta, manca il vetro", "words_not_english", id="Italian"),
    ],
)
def test_words_that_can_not_be_sent_so_are_a_warning(dispute, received, text, code):
    found = dispute("new", "--dry-run", "--json", "--item", "lamp", "--received", received, "--text", text).json()
    assert code in {each["code"] for each in found["warnings"]}


def test_a_note_that_is_no_sentence_is_no_warning(dispute):
    words = ["--item", "lamp", "--received", "yes", "--text", "dead cell, charger blinks red"]
    found = dispute("new", "--dry-run", "--json", *words).json()
    assert not [each for each in found["warnings"] if each["code"].startswith("words_")]


def test_the_message_is_checked_with_its_words(dispute):
    words = ["--item", "lamp", "--received", "yes", "--text", "it does not light, the seller is a thief"]
    found = dispute("new", "--dry-run", "--json", *words).json()["message"]
    (rude,) = found["findings"]
    assert (rude["code"], found["text"][rude["start"] : rude["end"]]) == ("rude", "thief")
    assert "! rude “thief”" in dispute("new", "--dry-run", *words).out


def test_the_verdict_and_its_box_name_one_day(dispute):
    words = ["--item", "lamp", "--received", "no", "--tracking", "stalled", "--protection-ends-at", "2026-03-20"]
    out = dispute("new", "--dry-run", *words, "--ordered-at", "2026-01-02", "--shipped-at", "2026-01-03").out
    assert f"Act by   {out.split('Do it by ')[1][:10]}" in out


def test_a_safe_day_that_has_passed_is_no_day_to_act_by(dispute):
    words = ["--item", "lamp", "--received", "yes", "--text", "dead", "--received-at", "2025-12-18"]
    found = dispute("new", "--dry-run", "--json", *words, "--confirmed-at", "2026-03-08").json()
    assert found["verdict"] == "open_now"
    assert "do it today" in found["verdict_why"]
    assert "Do it by" not in found["verdict_why"]


UNWANTED = [
    "--item",
    "scarf",
    "--received",
    "yes",
    "--text",
    "I changed my mind",
    "--paid",
    "9.68",
    "--currency",
    "EUR",
]
IN_TIME = [*UNWANTED, "--received-at", "2026-03-01", "--protection-ends-at", "2026-04-10"]


def test_a_change_of_mind_in_the_eu_is_told_how_to_withdraw(dispute, files):
    done = dispute("new", *IN_TIME, "--country", "IT")
    said = " ".join(done.out.split())
    assert "NO DISPUTE, BUT IN THE EU YOU MAY SEND IT BACK WITHOUT A REASON" in said
    assert "tell the seller by Fri 13 Mar" in said
    assert "in your calendar" in said
    assert "I withdraw from this purchase" in said
    assert "Last day to open the dispute" not in said
    assert files() == {}
    found = dispute("new", *IN_TIME, "--country", "IT", "--json").json()
    assert (found["verdict"], found["reason"], found["claim"], found["id"]) == ("no_ground", None, None, None)
    assert found["message"] is None
    assert found["withdrawal"]["kind"] == "first_contact"
    assert found["withdrawal"]["findings"] == []
    assert "full refund" not in found["withdrawal"]["text"]
    assert {"withdraw_by", "open_by"} <= {each["kind"] for each in found["deadlines"]}


def test_where_the_day_it_came_is_not_known_the_withdrawal_is_counted_in_words(dispute):
    done = dispute("new", *UNWANTED, "--country", "EU")
    assert "within 14 days of the day it came" in " ".join(done.out.split())


@pytest.mark.parametrize(
    "more",
    [
        pytest.param(["--country", "US"], id="elsewhere"),
        pytest.param(["--country", "IT", "--at", "2026-03-20"], id="over"),
    ],
)
def test_no_withdrawal_elsewhere_or_after_it(dispute, more):
    done = dispute("new", *IN_TIME, *more)
    assert "NO: THERE IS NO GROUND FOR A DISPUTE" in done.out
    assert "withdraw from this purchase" not in done.out


HALF_DEAD = [
    "--item", "headphones", "--received", "yes", "--usable", "partly", "--text", "the left side does not work",
    "--currency", "EUR",
]  # fmt: skip


def test_a_partial_claim_without_a_sum_never_says_all(dispute):
    found = dispute("new", *HALF_DEAD, "--paid", "39.68", "--dry-run", "--json").json()
    assert (found["claim"]["extent"], found["claim"]["amount"]) == ("partial", None)
    assert "all that you paid" not in " ".join(found["steps"])
    assert "the sum that you name yourself" in " ".join(found["steps"])
    assert "amount_open" in {each["code"] for each in found["warnings"]}


def test_a_sum_of_the_buyers_is_in_the_steps_and_in_the_message(dispute):
    found = dispute("new", *HALF_DEAD, "--paid", "39.68", "--amount", "15", "--dry-run", "--json").json()
    assert "Refund amount: 15.00 EUR" in " ".join(found["steps"])
    assert "15.00 EUR" in found["message"]["text"]
    assert "amount_open" not in {each["code"] for each in found["warnings"]}


def test_a_full_claim_of_an_unknown_price_says_all(dispute):
    found = dispute("new", "--item", "kettle", "--received", "yes", "--text", "does not heat", "--json", "--dry-run")
    assert "Refund amount: all that you paid." in " ".join(found.json()["steps"])

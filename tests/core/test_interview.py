import tomllib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import product
from pathlib import Path

import disputecli
import pytest
from disputecli.core.advice import Choice, Claim, Suggestion, Why
from disputecli.core.codec import answer, with_answer
from disputecli.core.interview import (
    Progress,
    answered,
    current_question,
    extra_questions,
    next_question,
    pruned,
    question_of,
    record,
    revised,
    rewound,
    set_aside,
)
from disputecli.core.order import FIELDS, Facts
from disputecli.core.questions import CHOSEN, read_questions

DATA = Path(disputecli.__file__).parent / "data"
TABLE = tomllib.loads((DATA / "questions.toml").read_text(encoding="utf-8"))
QUESTIONS = read_questions(TABLE)
REASONS = tomllib.loads((DATA / "reasons.toml").read_text(encoding="utf-8"))["reason"]
CODES = {each["code"] for each in REASONS} | {detail["code"] for each in REASONS for detail in each.get("detail", [])}
FAMILIES = {each["family"] for each in REASONS}
COUNTRIES = tomllib.loads((DATA / "codes.toml").read_text(encoding="utf-8"))["countries"]["codes"]
DAY = date(2026, 3, 2)
DONT_KNOW = None


def advice(code, detail=None, *, family="not_as_described", claim="refund_only", extent="full", apart=None):
    reason = Choice(code, detail, family, "", (), (), ()) if code else None
    wanted = Claim(claim, extent, None, None, None, ())
    return Suggestion(reason, None if code else Why("as ordered"), (), wanted, (), apart)


def told(hint, **answers):
    """The keys asked, in order, by a buyer who gives these answers and a made-up one to everything else."""
    progress, given = Progress(Facts()), {key.replace("__", "."): value for key, value in answers.items()}
    while question := next_question(
        QUESTIONS, progress.facts, progress.asked, hint(progress.facts) if callable(hint) else hint
    ):
        assert question.key not in progress.asked, "asked twice"
        assert answer(progress.facts, question.key) in (None, ()), "known already"
        value = given.get(question.key, made_up(question))
        assert value is not DONT_KNOW or not question.required
        progress = record(progress, question, value)
        assert len(progress.asked) < 30
    return progress


def made_up(question):
    if question.kind == "price":
        return Decimal("9.68"), "USD"
    if question.kind == "yesno":
        return False
    if question.kind == "checkbox":
        return (question.choices[0].value,)
    if question.kind in CHOSEN:
        return question.choices[0].value
    return {"date": DAY, "number": 3, "amount": Decimal(3), "country": "PL"}.get(question.kind, "black")


OVERDUE = advice("in_transit_overdue", family="not_received")
NEVER_CAME = ["order.item", "order.paid", "problem.received", "problem.tracking", "order.shipped_at"]


def test_a_parcel_that_never_came_is_told_in_eight_questions():
    progress = told(OVERDUE, problem__received="no", problem__tracking="stalled")
    assert list(progress.asked) == [
        *NEVER_CAME, "order.protection_ends_at", "order.country", "order.payment_method",
    ]  # fmt: skip


@pytest.mark.parametrize("tracking", FIELDS["problem.tracking"].choices)
def test_whatever_is_unknown_a_parcel_that_never_came_takes_at_most_eight(tracking):
    dates = ("order.shipped_at", "order.protection_ends_at")
    unknowns = [(), *[(each,) for each in dates], (*dates, "order.paid", "problem.text", "order.country")]
    for unknown, country in product(unknowns, ["PL", "KR", "BR"]):
        given = {"problem.received": "no", "problem.tracking": tracking, "order.country": country}
        assert len(told(OVERDUE, **given | dict.fromkeys(unknown)).asked) <= 8


def test_the_promised_days_are_asked_where_the_end_of_the_protection_is_unknown():
    asked = told(
        OVERDUE, **{"problem.received": "no", "problem.tracking": "moving", "order.protection_ends_at": None}
    ).asked
    assert "order.delivery_days" in asked
    assert "order.ordered_at" not in asked


def test_the_day_of_the_order_is_asked_where_the_shipping_is_unknown():
    asked = told(
        OVERDUE, **{"problem.received": "no", "order.shipped_at": None, "order.protection_ends_at": None}
    ).asked
    assert "order.ordered_at" in asked
    assert "order.delivery_days" not in asked


def test_customs_asks_for_the_buyers_own_words():
    customs = advice("customs", family="not_received")
    asked = told(customs, **{"problem.received": "no", "problem.tracking": "customs"}).asked
    assert "problem.text" in asked
    assert len(asked) <= 8


def test_a_dead_device_is_told_in_twelve_questions():
    progress = told(advice("quality_problem", "does_not_work"), problem__received="yes", problem__usable="no",
                    order__confirmed_at=None)  # fmt: skip
    assert list(progress.asked) == [
        "order.item", "order.paid", "problem.received", "problem.text", "problem.usable", "order.received_at",
        "order.confirmed_at", "order.protection_ends_at", "problem.evidence", "order.country",
    ]  # fmt: skip


def test_a_wrong_colour_is_held_against_the_order_first():
    hint = advice("description_mismatch", "wrong_colour")
    asked = told(hint, problem__received="yes", order__confirmed_at=None).asked
    assert asked[4:7] == ("problem.matches_order", "order.variant", "problem.received_variant")
    assert "problem.usable" not in asked
    assert "wish.keep_item" in asked
    assert len(asked) <= 12


def test_goods_as_ordered_end_the_interview_soon():
    def hint(facts):
        return advice(None if facts.problem.matches_order else "description_mismatch", "wrong_colour")

    asked = told(hint, problem__received="yes", problem__matches_order=True).asked
    assert not {"problem.evidence", "wish.keep_item", "order.variant"} & set(asked)


def test_too_few_pieces_are_counted():
    asked = told(advice("quantity_shortage", "fewer_pieces"), problem__received="partly").asked
    assert asked[4:6] == ("problem.pieces_ordered", "problem.pieces_received")
    assert len(asked) <= 12


REASONS_WITH_DETAILS = [
    (each["code"], detail["code"]) for each in REASONS for detail in each.get("detail", [{"code": None}])
]


@pytest.mark.parametrize("reason", REASONS_WITH_DETAILS, ids=str)
def test_whatever_came_it_takes_at_most_twelve(reason):
    unknowns = [
        (),
        ("problem.text",),
        ("order.confirmed_at",),
        ("problem.text", "order.confirmed_at", "problem.usable", "problem.size_ordered_cm"),
    ]
    claims = [("refund_only", "partial"), ("return_and_refund", "full")]
    apart = [None, "problem.package_damaged", "problem.matches_order", "problem.usable"]
    for unknown, (claim, extent), key in product(unknowns, claims, apart):
        hint = advice(*reason, claim=claim, extent=extent, apart=key)
        given = {"problem.received": "yes", "problem.usable": "partly", "order.country": "BR"} | dict.fromkeys(unknown)
        assert len(told(hint, **given).asked) <= 12


def test_the_question_that_tells_two_reasons_apart_comes_right_after_the_words():
    hint = advice("quality_problem", "does_not_work", apart="problem.package_damaged")
    asked = told(hint, problem__received="yes").asked
    assert asked[:5] == ("order.item", "order.paid", "problem.received", "problem.text", "problem.package_damaged")


def test_it_is_not_asked_of_another_kind_of_case():
    hint = advice("in_transit_overdue", family="not_received", apart="problem.package_damaged")
    assert "problem.package_damaged" not in told(hint, problem__received="no").asked


def test_without_words_the_kind_of_problem_is_required():
    facts = with_answer(with_answer(Facts(), "order.item", "lamp"), "problem.received", "yes")
    question = next_question(QUESTIONS, facts, ["order.paid", "problem.text"], advice(None))
    assert (question.key, question.required) == ("problem.symptom", True)


def test_with_words_it_may_be_left_open():
    facts = with_answer(with_answer(Facts(), "order.item", "lamp"), "problem.received", "yes")
    facts = with_answer(facts, "problem.text", "it is bad")
    question = next_question(QUESTIONS, facts, ["order.paid"], advice("quality_problem", apart="problem.symptom"))
    assert (question.key, question.required) == ("problem.symptom", False)


def test_an_answer_that_is_known_is_not_asked():
    facts = with_answer(with_answer(Facts(), "order.item", "lamp"), "order.paid", Decimal(3))
    assert next_question(QUESTIONS, facts, (), None).key == "order.currency"
    facts = with_answer(facts, "order.currency", "EUR")
    assert next_question(QUESTIONS, facts, (), None).key == "problem.received"


def test_a_price_sets_the_sum_and_the_currency():
    question = question_of(QUESTIONS, Facts(), "order.paid")
    facts = record(Progress(Facts()), question, (Decimal("9.68"), "USD")).facts
    assert (facts.order.paid, facts.order.currency) == (Decimal("9.68"), "USD")


def test_i_dont_know_is_asked_but_unknown():
    question = question_of(QUESTIONS, Facts(), "order.paid")
    progress = record(Progress(Facts()), question, DONT_KNOW)
    assert progress == Progress(Facts(), ("order.paid",))


def test_a_fact_that_is_set_aside_is_as_if_it_was_never_given():
    facts = with_answer(with_answer(Facts(), "problem.evidence", ("photo",)), "order.item", "lamp")
    assert set_aside(set_aside(facts, "problem.evidence"), "order.item") == Facts()


def test_going_back_all_the_way_and_forth_again_keeps_every_answer():
    hint = advice("quality_problem", "does_not_work")
    told_all = told(hint, problem__received="yes")
    progress, put = told_all, []
    for _ in told_all.asked:
        progress = rewound(progress)
        put.append(current_question(QUESTIONS, progress, hint).key)
        assert (progress.facts, progress.asked) == (told_all.facts, told_all.asked)
    assert put == list(reversed(told_all.asked))
    assert rewound(progress) == progress
    for _ in told_all.asked:
        question = current_question(QUESTIONS, progress, hint)
        same = answer(progress.facts, question.key)
        progress = revised(QUESTIONS, progress, question, same, lambda _: hint)
    assert progress == told_all


def by_words(facts):
    kinds = {"few": ("quantity_shortage", "fewer_pieces"), "dead": ("quality_problem", "does_not_work")}
    return advice(*kinds[facts.problem.text or "dead"])


def test_going_back_to_the_words_drops_only_what_is_about_another_problem():
    progress = told(by_words, problem__received="yes", problem__text="few")
    assert "problem.pieces_received" in progress.asked
    while progress.step is None or progress.asked[progress.step] != "problem.text":
        progress = rewound(progress)
    after = revised(QUESTIONS, progress, question_of(QUESTIONS, progress.facts, "problem.text"), "dead", by_words)
    dropped = {"problem.pieces_ordered", "problem.pieces_received"}
    assert after.asked == tuple(key for key in progress.asked if key not in dropped)
    assert after.facts.problem.pieces_received is None
    assert (after.facts.order.received_at, after.facts.order.country) == (DAY, "PL")
    assert after.asked[after.step] == "order.received_at"
    at_the_end = record(replace(after, step=None), question_of(QUESTIONS, after.facts, "order.country"), "PL")
    assert next_question(QUESTIONS, at_the_end.facts, at_the_end.asked, by_words(at_the_end.facts)).key == (
        "problem.usable"
    )


def test_words_given_only_now_take_the_place_of_the_choice_from_the_list():
    hint = advice("quality_problem")
    progress = told(hint, problem__received="yes", problem__text=None, problem__symptom="wrong_colour")
    words = question_of(QUESTIONS, progress.facts, "problem.text")
    after = revised(QUESTIONS, progress, words, "it is dead", lambda _: hint)
    assert (after.facts.problem.symptom, after.facts.problem.text) == (None, "it is dead")
    both = record(after, question_of(QUESTIONS, after.facts, "problem.symptom"), "does_not_work")
    again = revised(QUESTIONS, both, words, "it is quite dead", lambda _: hint)
    assert again.facts.problem.symptom == "does_not_work", "a choice on top of words stays"


def test_a_changed_answer_takes_with_it_what_means_nothing_any_more():
    progress = told(advice("quality_problem", "does_not_work"), problem__received="yes")
    changed = record(progress, question_of(QUESTIONS, progress.facts, "problem.received"), "no")
    after = pruned(QUESTIONS, changed)
    assert after.facts.problem.usable is None
    assert after.facts.order.received_at is None
    assert after.facts.problem.text is None
    assert (after.facts.order.item, after.facts.order.country) == ("black", "PL")
    assert "order.received_at" not in after.asked
    assert next_question(QUESTIONS, after.facts, after.asked, OVERDUE).key == "problem.tracking"


def test_answers_given_as_flags_are_left_when_another_is_changed():
    facts = with_answer(with_answer(Facts(), "problem.received", "no"), "problem.usable", "no")
    assert pruned(QUESTIONS, Progress(facts, ("problem.received",))).facts == facts


def test_the_list_at_the_end_has_each_answer_once():
    progress = told(advice("description_mismatch", "wrong_colour"), problem__received="yes", order__paid=None)
    keys = [each.key for each in answered(QUESTIONS, progress)]
    assert sorted(keys) == sorted(set(progress.asked))


def test_words_that_a_choice_made_up_for_are_not_in_the_list():
    progress = told(advice("quality_problem"), problem__received="yes", problem__text=None)
    keys = [each.key for each in answered(QUESTIONS, progress)]
    assert "problem.symptom" in keys
    assert "problem.text" not in keys


def test_what_there_was_no_room_to_ask_is_offered_at_the_end():
    given = {"problem.received": "no", "problem.tracking": "customs", "order.protection_ends_at": None}
    progress = told(OVERDUE, **given)
    assert len(progress.asked) == 8
    offered = [each.key for each in extra_questions(QUESTIONS, progress.facts, progress.asked, OVERDUE)]
    assert {"order.country", "order.payment_method", "order.order_id"} <= set(offered)
    assert not set(offered) & set(progress.asked)
    assert len(offered) <= 12


def test_every_fact_can_be_told():
    """Either asked or offered at the end, in one of the two kinds of case."""
    reachable = {each.also for each in QUESTIONS} - {""}
    for received in ("yes", "no"):
        facts = with_answer(Facts(), "problem.received", received)
        reachable |= {each.key for each in extra_questions(QUESTIONS, facts, (), None)}
    reachable |= {each.key for each in QUESTIONS if not each.extra}
    assert reachable == set(FIELDS)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda each: each.key)
def test_a_question_fits_its_key(question):
    field = FIELDS[question.key]
    assert question.ask.endswith("?")
    assert question.why.endswith((".", "?"))
    assert len(question.ask) <= 60
    assert len(question.why) <= 100
    assert len(question.label) <= 15
    assert question.required == (question.key in {"order.item", "problem.received", "problem.symptom"})
    kinds = {"date": {"past", "when"}, "amount": {"amount"}, "price": {"price"},
             "number": {"count", "number", "length"}, "yesno": {"yesno"}, "checkbox": {"choices"},
             "select": {"choice", "symptom"}, "country": {"country"}, "text": {"text", "line", "currency"}}  # fmt: skip
    assert field.kind in kinds[question.kind]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda each: each.key)
def test_every_question_has_help(question):
    assert question.meaning.endswith(".")
    assert question.where.startswith(("On the site: ", "Not on the site: "))
    assert question.required or question.dont_know.endswith(".")
    assert all(len(line) <= 110 for line in (question.meaning, question.where, question.dont_know))
    assert question.like or question.kind in CHOSEN


@pytest.mark.parametrize("question", [each for each in QUESTIONS if each.kind in CHOSEN], ids=lambda each: each.key)
def test_choices_are_allowed_values_in_short_words(question):
    values = [option.value for option in question.choices]
    allowed = {"yesno": ("yes", "no"), "choice": FIELDS[question.key].choices, "choices": FIELDS[question.key].choices,
               "symptom": CODES}[FIELDS[question.key].kind]  # fmt: skip
    assert set(values) <= set(allowed)
    assert len(set(values)) == len(values)
    assert all(len(option.label) <= 35 for option in question.choices), "a choice has to fit into 40 columns"
    assert len({option.label for option in question.choices}) == len(values)


@pytest.mark.parametrize("key", [key for key, field in FIELDS.items() if field.choices])
def test_every_allowed_value_has_its_words(key):
    offered = {option.value for each in QUESTIONS if each.key == key for option in each.choices}
    assert offered == set(FIELDS[key].choices)


def test_every_country_has_a_name():
    question = question_of(QUESTIONS, Facts(), "order.country")
    assert {option.value for option in question.choices} == set(COUNTRIES)
    names = [option.label.casefold() for option in question.choices]
    assert len(set(names)) == len(names)


def test_conditions_speak_of_known_reasons_and_values():
    for question in QUESTIONS:
        for condition in question.when:
            assert set(condition.about) <= CODES | FAMILIES, question.key
            assert set(condition.claim) <= {"return_and_refund", "refund_only", "full", "partial", "amount_open"}
            for key, values in condition.facts:
                field = FIELDS[key]
                allowed = {"yesno": {True, False}, "country": set(COUNTRIES)}.get(field.kind, set(field.choices))
                assert set(values) <= allowed, question.key


@pytest.mark.parametrize(
    ("spoilt", "named"),
    [
        ({"question": [{"key": "order.item", "kind": "text", "hint": "x"}]}, "hint"),
        ({"question": [{**TABLE["question"][0], "key": "order.itme"}]}, "order.itme"),
        ({"question": [{**TABLE["question"][0], "kind": "essay"}]}, "essay"),
        ({"question": [{**TABLE["question"][0], "when": [{"order.itme": ["x"]}]}]}, "order.itme"),
        ({"question": [{**TABLE["question"][0], "when": [{"knwon": ["order.paid"]}]}]}, "knwon"),
        ({"questions": []}, "questions"),
        ({**TABLE, "help": {"order.itme": {}}}, "order.itme"),
        ({**TABLE, "help": {"order.item": {"meanign": ""}}}, "meanign"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_a_slip_in_the_data_is_refused(spoilt, named):
    with pytest.raises(ValueError, match=named):
        read_questions(spoilt)

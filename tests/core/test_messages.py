"""Do the messages say what is known, all that is asked, and nothing else, within the length that fits?"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from itertools import count, product

import pytest
from disputecli.core.course import Course
from disputecli.core.dispute import Event
from disputecli.core.matter import MARKS, day_name, marks_of
from disputecli.core.messages import Letter, Matter, compose, fitting, read_templates
from disputecli.core.order import EVIDENCE_KINDS, TRACKING, USABLE, YES_NO_PARTLY, Facts, Order, Problem
from disputecli.core.quote import calm, cut, personal, quoted
from disputecli.store.shipped import shipped_tables

TABLES = shipped_tables("messages")
TEMPLATES = read_templates(TABLES)
KINDS = ("open", "first_contact", "extend_protection")
NOT_RECEIVED = (
    "in_transit_overdue", "no_tracking", "returned_by_carrier", "customs", "wrong_address", "delivered_not_received",
)  # fmt: skip
DETAILS = {
    "description_mismatch": (
        None, "wrong_size", "wrong_colour", "wrong_material", "wrong_model", "wrong_item", "wrong_specification",
        "wrong_style", "wrong_function",
    ),
    "quality_problem": (None, "does_not_work", "factory_defect", "poor_quality", "stopped_working"),
    "damaged": (None,), "quantity_shortage": (None, "fewer_pieces", "empty_parcel"), "missing_parts": (None,),
    "counterfeit": (None,),
}  # fmt: skip
REASONS = [
    *(("not_received", code, None) for code in NOT_RECEIVED),
    *(("not_as_described", code, detail) for code, details in DETAILS.items() for detail in details),
    ("personal", "changed_mind", None),
    ("not_as_described", None, None),
]
CLAIMS = [
    ("refund_only", "full"), ("refund_only", "partial"), ("refund_only", None), ("return_and_refund", "full"),
    ("return_and_refund", "partial"), (None, None),
]  # fmt: skip
FACTS = {
    "item": (None, "USB stick 64GB"), "variant": (None, "black, 64GB"), "quantity": (None, 1, 5),
    "order_id": (None, "8123456789012345"), "currency": (None, "EUR"), "ordered_at": (None, date(2026, 1, 2)),
    "shipped_at": (None, date(2026, 1, 5)), "received_at": (None, date(2026, 2, 1)), "delivery_days": (None, 1, 75),
    "protection_ends_at": (None, date(2026, 3, 21)),
}  # fmt: skip
PROBLEMS = {
    "text": (None, "two of the eight sockets give no current", "broken"), "usable": (None, *USABLE),
    "tracking": (None, *TRACKING), "received": YES_NO_PARTLY, "package_damaged": (None, True, False),
    "matches_order": (None, False), "received_variant": (None, "white, 64GB"),
    "pieces_ordered": (None, 6), "pieces_received": (None, 0, 2), "size_ordered_cm": (None, Decimal(58)),
    "size_received_cm": (None, Decimal("50.0")),
    "evidence": ((), ("photo",), ("video", "label_photo"), EVIDENCE_KINDS),
}  # fmt: skip
AMOUNTS = (None, Decimal(22), Decimal("4.8"))


def matter(order=None, problem=None, *, family="not_as_described", reason=None, **claim) -> Matter:
    facts = Facts(Order(**(order or {})), Problem(**(problem or {})))
    asked = {"claim_type": "refund_only", "extent": "full", "amount": Decimal(22), "detail": None, **claim}
    return Matter(facts=facts, family=family, reason=reason, **asked)


def shuffled(choices: dict, step: int, start: int) -> Iterator[dict]:
    """Every `step`-th combination of the choices, so that all pairs of values meet over many starts."""
    total = 1
    for values in choices.values():
        total *= len(values)
    for turn in count():
        number, found = (start + turn * step) % total, {}
        for key, values in choices.items():
            number, place = divmod(number, len(values))
            found[key] = values[place]
        yield found


def cases() -> Iterator[Matter]:
    claims = list(product(REASONS, CLAIMS, AMOUNTS))
    orders, problems = shuffled(FACTS, 1_009, 7), shuffled(PROBLEMS, 400_009, 11)
    for (family, reason, detail), (claim, extent), amount in claims * 6:
        case = {"family": family, "reason": reason, "detail": detail, "claim_type": claim, "extent": extent}
        yield matter(next(orders), next(problems), amount=amount, **case)


@pytest.fixture(scope="module")
def letters() -> list[tuple[Matter, Letter]]:
    many = [(case, compose(TEMPLATES, kind, case)) for case in cases() for kind in KINDS]
    assert len(many) > 9_000
    return many


def texts(letter: Letter) -> tuple[str, str]:
    return letter.text, letter.short


def test_every_text_fits_and_the_short_one_is_no_longer(letters):
    for case, letter in letters:
        assert 0 < len(letter.text) <= 500, case
        assert 0 < len(letter.short) <= 200, case


def test_every_text_is_clean_sentences(letters):
    flaw = re.compile(r"None\b|[{}]|  |\s[.,;:?]|\.\.|,\.|: *\.|\(\)|\n|!|[a-z]\.[A-Z]")
    for case, letter in letters:
        for text in texts(letter):
            assert not flaw.search(text), (text, case)
            assert re.fullmatch(r"[A-Z\d].*[.…]", text), (text, case)
            for sentence in re.split(r"(?<=[.…]) ", text):
                assert re.fullmatch(r"[A-Z\d][^.]*(\.\d[^.]*)*[.…]", sentence), (text, case)


def test_every_text_asks_for_what_is_claimed(letters):
    for case, letter in letters:
        for text in texts(letter):
            if letter.kind == "extend_protection":
                assert text.count("Please extend the buyer protection") == 1, (text, case)
                assert "refund" not in text, (text, case)
                continue
            assert text.count("I ask for a") == 1, (text, case)
            received = case.family != "not_received" and case.detail != "empty_parcel"
            assert ("a partial refund" in text) == (case.extent == "partial"), (text, case)
            assert ("a full refund" in text) == (
                case.extent == "full" or (case.extent is None and case.amount is None)
            ), (text, case)
            returned = received and case.claim_type == "return_and_refund"
            assert ("after I return the item" in text) == returned, (text, case)
            assert ("return label" in text) == (returned and case.family != "personal"), (text, case)
            assert ("will keep" in text) == (received and not returned and case.extent == "partial"), (text, case)


def test_the_amount_is_the_claimed_one_with_its_currency(letters):
    figures = {Decimal(22): "22.00", Decimal("4.8"): "4.80"}
    for case, letter in letters:
        for text in texts(letter):
            asked = case.amount is not None and letter.kind != "extend_protection"
            assert re.findall(r"\d+\.\d+", text) == ([figures[case.amount]] if asked else []), (text, case)
            currency = case.facts.order.currency
            assert ("EUR" in text) == (asked and currency is not None), (text, case)
            assert ("in the currency of the order" in text) == (asked and currency is None), (text, case)


def test_only_given_evidence_is_named(letters):
    seen = set()
    for case, letter in letters:
        given = case.facts.problem.evidence
        for text in texts(letter):
            assert given or "ttach" not in text, (text, case)
            if found := re.search(r"(?:Attached:|I attach) ([^.]*)\.", text):
                named = set(re.split(r", | and ", found[1])) - {f"{more} more" for more in range(14)}
                assert named <= {TEMPLATES.words.evidence[kind] for kind in given}, (text, case)
                seen |= named
    assert seen == set(TEMPLATES.words.evidence.values())


def test_only_given_facts_are_told(letters):
    told = {
        "item": "USB stick", "variant": "black, 64GB", "order_id": "8123456789012345", "ordered_at": "2 January 2026",
        "shipped_at": "5 January 2026", "received_at": "1 February 2026", "protection_ends_at": "21 March 2026",
        "delivery_days": "delivery time",
    }  # fmt: skip
    seen = set()
    for case, letter in letters:
        for text in texts(letter):
            for fact, words in told.items():
                if words in text:
                    assert getattr(case.facts.order, fact) is not None, (text, case)
                    seen.add((fact, letter.kind))
            assert ("two of the eight" in text.lower()) <= (case.facts.problem.text is not None)
            assert ("white, 64GB" in text) <= (case.facts.problem.received_variant is not None)
            assert "1 pieces" not in text
            assert "1 days" not in text
    assert ("order_id", "open") not in seen
    assert {fact for fact, _ in seen} == set(told)


def test_what_was_ordered_and_the_buyers_words_are_told_where_known(letters):
    for case, letter in letters:
        order, problem = case.facts.order, case.facts.problem
        assert (order.item is None) or order.item in letter.text, case
        own = problem.text and problem.text != "broken" and case.family != "personal"
        assert not own or "Two of the eight sockets give no current." in letter.text, case
        if letter.kind == "open":
            assert not own or "Two of the eight sockets" in letter.short, case
            assert not problem.evidence or "Attached: " in letter.text, case


def test_no_sentence_of_the_data_is_dead(letters):
    """Every finding and request is met by some case, else its conditions are wrong."""
    seen = "\n".join([*(text for _, letter in letters for text in texts(letter)), *texts(withdrawal())])
    for kind in KINDS:
        for sentence in TEMPLATES.kinds[kind].sentence:
            start = sentence.text.split("{", maxsplit=1)[0]
            assert start in seen, (kind, sentence.text)
    for phrase in TEMPLATES.phrases:
        parts = [part for part in re.split(r"\{\w+\}", phrase.text) if part.strip()]
        assert "event" in phrase.when or all(part.rstrip(".") in seen for part in parts), phrase


def withdrawal() -> Letter:
    """The first word to the seller where a purchase in the EU can be withdrawn from."""
    case = matter(ARRIVED, {"received": "yes"}, family="personal", amount=None, extent=None, claim_type=None)
    return compose(
        TEMPLATES, "first_contact", replace(case, limits=(("withdraw_on", datetime(2026, 2, 15, tzinfo=UTC)),))
    )


def test_a_withdrawal_names_its_last_day_and_claims_nothing():
    for text in texts(withdrawal()):
        assert "I withdraw from this purchase." in text
        assert "my last day is 15 February 2026." in text
        assert "Please refund the price and the standard shipping." in text
        assert "I ask for" not in text
    assert len(withdrawal().short) <= 200


def test_the_words_stay_polite():
    rude = re.compile(
        r"\b(review|rating|star|feedback|scam|cheat|lie|liar|police|court|sue|angry|terrible|disappoint\w*|must|"
        r"immediately|at once|paypal|whatsapp|e-?mail)s?\b",
        re.IGNORECASE,
    )
    for table in TABLES.values():
        for each in (*table.get("sentence", ()), *table.get("phrase", ())):
            assert not rude.search(each["text"]), each
            assert not re.search(r"\b[A-Z]{2,}\b", each["text"]), each


def test_conditions_ask_for_reasons_that_exist():
    details = {detail for found in DETAILS.values() for detail in found}
    values = {"reason": {code for _, code, _ in REASONS}, "detail": details}
    for table in TABLES.values():
        for each in (*table.get("sentence", ()), *table.get("phrase", ()), *table.get("fits", ())):
            for mark, asked in {**each.get("when", {}), **each.get("unless", {})}.items():
                assert set(asked) <= values.get(mark, set(asked)), each


ORDER = {
    "order_id": "8123456789012345", "item": "USB stick 64GB", "variant": "black, 64GB", "quantity": 1,
    "currency": "EUR", "ordered_at": date(2026, 1, 2), "shipped_at": date(2026, 1, 5),
}  # fmt: skip
ARRIVED = {**ORDER, "received_at": date(2026, 2, 1)}

GOLDEN = {
    "on the way": (
        "open",
        matter(
            ORDER,
            {"received": "no", "tracking": "stalled", "text": "last scan 40 days ago", "evidence": ("carrier_letter",)},
            family="not_received", reason="in_transit_overdue",
        ),
        ("On 2 January 2026 I ordered: USB stick 64GB (black, 64GB), 1 piece. It was shipped on 5 January 2026. "
        "I have not received the parcel. The tracking has stopped. Last scan 40 days ago. "
        "Attached: a letter from the carrier. I ask for a full refund of 22.00 EUR."),
        ("I have not received the parcel. The tracking has stopped. Last scan 40 days ago. Evidence is attached. "
        "I ask for a full refund of 22.00 EUR."),
    ),
    "nothing but not received": (
        "open",
        matter({"item": "fake plants"}, {"text": "never arrived!!"}, family="not_received",
               reason="in_transit_overdue", amount=None),
        "I ordered: fake plants. I have not received the parcel. I ask for a full refund.",
        "I have not received the parcel. I ask for a full refund.",
    ),
    "a friendly word about a parcel that may still come": (
        "first_contact",
        matter(ORDER, {"tracking": "moving"}, family="not_received", reason="in_transit_overdue"),
        ("Hello. On 2 January 2026 I ordered: USB stick 64GB (black, 64GB), 1 piece. Order number: 8123456789012345. "
        "It was shipped on 5 January 2026. I have not received the parcel. The tracking shows that it is still on the "
        "way. Please check where the parcel is. If it does not arrive in time, I ask for a full refund of 22.00 EUR. "
        "Thank you."),
        ("Hello. I have not received the parcel. The tracking shows that it is still on the way. "
        "If it does not arrive in time, I ask for a full refund of 22.00 EUR. Thank you."),
    ),
    "more protection for a parcel on the way": (
        "extend_protection",
        matter({**ORDER, "protection_ends_at": date(2026, 3, 21)}, {"tracking": "moving"}, family="not_received",
               reason="in_transit_overdue"),
        ("Hello. On 2 January 2026 I ordered: USB stick 64GB (black, 64GB), 1 piece. Order number: 8123456789012345. "
        "It was shipped on 5 January 2026. The parcel has not arrived yet. The tracking shows that it is still on the "
        "way. The buyer protection ends on 21 March 2026. Please extend the buyer protection so that the parcel has "
        "time to arrive. Please confirm it here. Thank you."),
        ("The parcel has not arrived yet. The tracking shows that it is still on the way. The buyer protection ends on "
        "21 March 2026. Please extend the buyer protection so that the parcel has time to arrive."),
    ),
    "works in part, kept for less": (
        "open",
        matter(ARRIVED, {"text": "one LED dead", "usable": "partly", "evidence": ("photo", "video")},
               reason="quality_problem", detail="does_not_work", extent="partial", amount=Decimal("4.80")),
        ("On 2 January 2026 I ordered: USB stick 64GB (black, 64GB), 1 piece. The parcel arrived on 1 February 2026. "
        "The item does not work properly. One LED dead. It can be used only in part. Attached: a photo and a video. "
        "I ask for a partial refund of 4.80 EUR and will keep the item."),
        ("The item does not work properly. One LED dead. Evidence is attached. "
        "I ask for a partial refund of 4.80 EUR and will keep the item."),
    ),
    "smaller, and goes back": (
        "open",
        matter({"item": "hooded jacket", "variant": "blue, XL", "currency": "EUR"},
               {"text": "ordered XL, it is like M", "size_ordered_cm": Decimal(58), "size_received_cm": Decimal(50)},
               reason="description_mismatch", detail="wrong_size", claim_type="return_and_refund"),
        ("I ordered: hooded jacket (blue, XL). The size is not as described. Size ordered: 58 cm. "
        "Size measured: 50 cm. Ordered XL, it is like M. "
        "I ask for a full refund of 22.00 EUR after I return the item with a free return label."),
        ("The size is not as described. Size ordered: 58 cm. Size measured: 50 cm. Ordered XL, it is like M. "
        "I ask for a full refund of 22.00 EUR after I return the item with a free return label."),
    ),
    "fewer pieces": (
        "open",
        matter({"item": "clay pots", "quantity": 1, "currency": "USD"},
               {"pieces_ordered": 6, "pieces_received": 2, "evidence": ("photo",)},
               reason="quantity_shortage", detail="fewer_pieces", extent="partial", amount=Decimal(8)),
        ("I ordered: clay pots. 2 of 6 pieces arrived, 4 are missing. Attached: a photo. "
        "I ask for a partial refund of 8.00 USD and will keep what arrived."),
        ("2 of 6 pieces arrived, 4 are missing. Evidence is attached. "
        "I ask for a partial refund of 8.00 USD and will keep what arrived."),
    ),
    "all but one": (
        "open",
        matter({}, {"pieces_ordered": 5, "pieces_received": 4}, reason="quantity_shortage", extent="partial",
               amount=None),
        "4 of 5 pieces arrived, 1 is missing. I ask for a partial refund and will keep what arrived.",
        "4 of 5 pieces arrived, 1 is missing. I ask for a partial refund and will keep what arrived.",
    ),
    "empty, so nothing to keep or return": (
        "open",
        matter({"currency": "JPY"}, {"text": "Sealed box, 5 grams"}, reason="quantity_shortage",
               detail="empty_parcel", amount=Decimal(2200)),
        "The parcel was empty. Sealed box, 5 grams. I ask for a full refund of 2200 JPY.",
        "The parcel was empty. Sealed box, 5 grams. I ask for a full refund of 2200 JPY.",
    ),
    "broken on the way": (
        "open",
        matter({"item": "teapot"}, {"package_damaged": True, "evidence": ("package_photo",), "text": "handle off."},
               reason="damaged", amount=None),
        ("I ordered: teapot. The item arrived damaged. Handle off. The package was damaged. "
        "Attached: a photo of the package. I ask for a full refund without return."),
        "The item arrived damaged. Handle off. Evidence is attached. I ask for a full refund without return.",
    ),
    "not wanted": (
        "first_contact",
        matter({"item": "pram", "currency": "EUR"}, {"text": "I changed my mind"}, family="personal",
               reason="changed_mind", claim_type="return_and_refund"),
        ("Hello. I ordered: pram. I would like to return the item. Please tell me how I can return it. "
        "I ask for a full refund of 22.00 EUR after I return the item. Thank you."),
        ("Hello. I would like to return the item. I ask for a full refund of 22.00 EUR after I return the item. "
        "Thank you."),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", GOLDEN)
def test_golden_texts(name):
    kind, case, text, short = GOLDEN[name]
    assert compose(TEMPLATES, kind, case) == Letter(kind, text, short)


HOSTILE = {
    "100 kB": "word " * 20_000, "100 kB without a space": "x" * 100_000, "markup": "[bold]red[/bold] [link=x]y",
    "braces": "{amount} {0} {words!r} {{}} {", "emoji": "🤡👍🏽 lamp 🇩🇪", "cjk": "水筒 64GB 黒色" * 40,
    "newline": "first\nsecond\r\n\tthird", "escape": "a\x1b[31mred\x1b[0m\x00b\u202ec", "percent": "100% %s %(x)s \\1",
    "quotes": "19\" rack 'x' \"y\"", "stops": "Co. Ltd...", "only stops": "...!!!", "spaces": "  \u00a0 \u3000 ",
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("reason", ["damaged", "in_transit_overdue", "description_mismatch", "changed_mind"])
@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_texts_come_out_harmless(hostile, reason, kind):
    text = HOSTILE[hostile]
    family = {"damaged": "not_as_described", "description_mismatch": "not_as_described", "changed_mind": "personal"}
    case = matter(
        {"item": text, "variant": text, "order_id": text, "currency": text, "quantity": 10**6},
        {"text": text, "received_variant": f"{text} x", "evidence": EVIDENCE_KINDS},
        family=family.get(reason, "not_received"), reason=reason, claim_type="return_and_refund",
    )  # fmt: skip
    letter = compose(TEMPLATES, kind, case)
    assert len(letter.text) <= 500
    assert len(letter.short) <= 200
    for each in texts(letter):
        assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202e]|  ", each)
        assert each.endswith((".", "…"))
        assert ("I ask for a full refund" in each) != ("Please extend the buyer protection" in each)


def test_braces_markup_and_foreign_letters_stay_as_typed():
    case = matter({"item": "{words} [bold] 水筒 🤡"}, {"text": "{amount} écran noir {x}"}, reason="damaged")
    text = compose(TEMPLATES, "open", case).text
    assert "I ordered: {words} [bold] 水筒 🤡. " in text
    assert " {amount} écran noir {x}. " in text


def test_a_long_story_is_cut_and_the_request_is_whole():
    case = matter({"item": "lamp " * 99, "currency": "EUR"}, {"text": "It leaks at the seam and " * 99},
                  reason="damaged", claim_type="return_and_refund")  # fmt: skip
    for text in texts(compose(TEMPLATES, "open", case)):
        assert "It leaks at the seam" in text
        assert "… I ask for a full refund of 22.00 EUR after I return the item with a free return label." in text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SCREEN DEAD ON ARRIVAL!!!", "Screen dead on arrival."),
        ("IT CAME BROKEN AND DOESNT WORK", "It came broken and doesnt work"),
        ("I'M SURE THE USB PORT IS DEAD", "I'm sure the USB port is dead"),
        ("the LED is COMPLETELY dead", "The LED is completely dead"),
        ("size XXL, DVB-T2 and 64GB HDMI", "Size XXL, DVB-T2 and 64GB HDMI"),
        ("iPhone cable , 2 m", "iPhone cable, 2 m"),
        ("What?! No sound!", "What. No sound."),
        ("no sound. write to me: ann@mail.example.com", "No sound."),
        ("no sound, call me +7 916 123-45-67, left side only", "No sound, left side only"),
        ("card 4111 1111 1111 1111 was charged; zip broken", "Zip broken"),
        ("ann@mail.example.com", ""),
        ("phone arrived 2026-03-02 09:00, dead", "Phone arrived 2026-03-02 09:00, dead"),
        ("tracking number 420123456789012 shows nothing", "Tracking number 420123456789012 shows nothing"),
        ("RB123456789CN never scanned", "RB123456789CN never scanned"),
        ("pas de son à gauche", "Pas de son à gauche"),
        ("!!! 🤡 ???", ""),
        ("", ""),
    ],
)
def test_the_buyers_words_are_calm_and_without_personal_data(text, expected):
    capitals = TEMPLATES.words.capitals
    found = quoted(text, capitals)
    assert found == expected
    assert personal(found) is None


def test_a_name_in_capitals_stays_when_the_order_has_it():
    case = matter({"item": "SAMSUNG charger"}, {"text": "the SAMSUNG logo is PAINTED"}, reason="counterfeit")
    assert "The SAMSUNG logo is painted." in compose(TEMPLATES, "open", case).text
    assert calm("the PAINTED logo") == "the painted logo"


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [("one two three", 13, "one two three"), ("one two three", 12, "one two…"), ("one two three", 8, "one two…"),
     ("onetwothree", 8, "onetwot…"), ("a, bc, de", 6, "a, bc…"), ("", 5, "")],
)  # fmt: skip
def test_cut_behind_a_word(text, width, expected):
    assert cut(text, width) == expected
    assert len(cut(text, width)) <= width


@pytest.mark.parametrize(
    ("when", "zone", "expected"),
    [
        (date(2026, 3, 2), None, "2 March 2026"),
        (datetime(2026, 3, 2, 23, 30, tzinfo=UTC), timezone(timedelta(hours=3)), "3 March 2026"),
        (datetime(2026, 3, 2, 23, 30, tzinfo=UTC), None, "2 March 2026"),
    ],
)
def test_days_are_the_buyers(when, zone, expected):
    assert day_name(when, zone) == expected


@pytest.mark.parametrize(
    ("amount", "currency", "expected"),
    [
        (Decimal("9.6"), "USD", " of 9.60 USD"), (Decimal(100), "KRW", " of 100 KRW"),
        (Decimal("1E+2"), "EUR", " of 100.00 EUR"), (Decimal("0.005"), "EUR", " of 0.005 EUR"),
        (Decimal(0), "EUR", ""), (Decimal("NaN"), "EUR", ""), (Decimal("1E+99"), "EUR", ""),
        (Decimal("12345678901.25"), None, " of 12345678901.25 in the currency of the order"),
    ],
)  # fmt: skip
def test_amounts(amount, currency, expected):
    case = matter({"currency": currency}, family="not_received", reason="no_tracking", amount=amount)
    assert compose(TEMPLATES, "open", case).text.endswith(f"I ask for a full refund{expected}.")


EARLY = {"stage": "watching", "status": "too_early"}
READY = {"stage": "watching", "status": "ready_to_open"}


@pytest.mark.parametrize(
    ("family", "order", "problem", "stands", "expected"),
    [
        ("not_as_described", {}, {}, READY, ["open", "first_contact", "extend_protection"]),
        ("not_as_described", {}, {}, {"status": "draft"}, ["open", "first_contact", "extend_protection"]),
        ("not_received", {}, {"tracking": "moving"}, EARLY, ["extend_protection", "first_contact", "open"]),
        ("not_received", {}, {"tracking": "stalled"}, EARLY, ["first_contact", "extend_protection", "open"]),
        ("not_received", {"confirmed_at": date(2026, 2, 2)}, {}, READY, ["open", "first_contact"]),
        ("personal", {}, {}, READY, ["first_contact"]),
        ("not_received", {}, {}, {"stage": "negotiation", "status": "awaiting_seller"}, ["open"]),
        ("not_received", {}, {}, {"stage": "closed", "status": "closed"}, []),
    ],
)
def test_the_kinds_that_fit_best_first(family, order, problem, stands, expected):
    case = replace(matter(order, problem, family=family, reason="x"), **stands)
    fits = [fit for fit in fitting(TEMPLATES, case) if fit.kind in KINDS]
    assert [fit.kind for fit in fits] == expected
    assert all(fit.why.endswith(".") for fit in fits)


def test_a_cancelled_dispute_can_be_written_again():
    events = (Event(date(2026, 3, 1), "buyer", "opened"), Event(date(2026, 3, 4), "buyer", "cancelled"))
    case = replace(matter(reason="damaged"), stage="closed", status="closed", events=events)
    assert "open" in [fit.kind for fit in fitting(TEMPLATES, case)]


def test_events_and_exhibits_can_be_spoken_of():
    """Kinds that come later as data: offers, returns, a timeline without a limit."""
    kind = {
        "title": "Chronology", "limit": 0, "joined": "\n",
        "sentence": [
            {"text": "{timeline}"}, {"text": "Offer of {offer_amount} on {offer_on}.", "when": {"offer": ["seller"]}},
            {"text": "Sent with {return_shipped_tracking}: {exhibits}."}, {"text": "{appealed_on}", "short": True},
        ],
    }  # fmt: skip
    events = (
        Event(date(2026, 3, 1), "buyer", "opened"),
        Event(date(2026, 3, 3), "seller", "seller-countered", amount=Decimal(2)),
        Event(date(2026, 3, 9), "buyer", "return-shipped", tracking="RB1"),
    )
    case = replace(matter({"currency": "USD"}), events=events, exhibits=("box.jpg", "label.jpg"))
    case = replace(case, course=Course(offer=events[1]))
    letter = compose(read_templates({**TABLES, "chronology": kind}), "chronology", case)
    assert letter.text.splitlines() == [
        "1 March 2026: I opened the dispute.",
        "3 March 2026: the seller made an offer: 2.00 USD.",
        "9 March 2026: I sent the item back: tracking number RB1.",
        "Offer of 2.00 USD on 3 March 2026.",
        "Sent with RB1: box.jpg; label.jpg.",
    ]
    assert letter.short == ""


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"sentence": [{"text": "Hello {itme}."}]}, "itme"),
        ({"sentence": [{"text": "Hello {Item}."}]}, "Item"),
        ({"sentence": [{"text": "Hello.", "pririty": 3}]}, "pririty"),
        ({"sentence": [{"text": "Hello.", "when": {"resaon": ["damaged"]}}]}, "resaon"),
        ({"fits": [{"rank": 1, "why": "x", "unless": {"stge": ["closed"]}}]}, "stge"),
        ({"titel": "x"}, "titel"),
    ],
)
def test_a_typo_in_the_data_is_named(change, named):
    with pytest.raises(ValueError, match=named):
        read_templates({**TABLES, "broken": {"title": "x", "sentence": [{"text": "Hello."}], **change}})


def test_every_mark_is_answered():
    assert set(marks_of(matter(), ())) == set(MARKS)


def test_a_kind_that_there_is_not():
    with pytest.raises(KeyError):
        compose(TEMPLATES, "poem", matter())

"""Hand-made disputes in every state, and the pictures that the screens are held against."""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from disputecli.core.advice import Caution, Choice, Claim, Rival, Why
from disputecli.core.assess import Assessment, Gap
from disputecli.core.course import Course, Move
from disputecli.core.deadlines import Deadline
from disputecli.core.dispute import Claimed, Dispute, Event, Exhibit
from disputecli.core.evidence import Item
from disputecli.core.messages import Letter
from disputecli.core.order import Facts, Order, Problem
from disputecli.core.policy import Rule, Rules
from disputecli.core.stage import Past, Standing
from disputecli.core.step import Next
from disputecli.store.shipped import shipped_table
from disputecli.store.snapshot import filled
from disputecli.view.drawn import Manner, horizon, put_together, share_of, with_text
from disputecli.view.result import Result
from disputecli.view.scene import Scene
from disputecli.view.show import Shown
from disputecli.view.status import Row
from disputecli.view.words import Words, read_words

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
STALE_AFTER = timedelta(days=3)
SNAPSHOTS = Path(__file__).parent / "snapshots"
HOSTILE = "\x1b[31mred\x1b]0;title\x07 [bold]not bold[/] [/nope] :bomb: "
HOSTILE += "\u202eevil\u202c 漢字漢字漢字 👨\u200d👩\u200d👧 \ud800 \x9b"


def at(days: float, hours: float = 0) -> datetime:
    return NOW + timedelta(days=days, hours=hours)


def limit(due: datetime | None, act: datetime | None = None, **keys: Any) -> Deadline:
    keys = {"kind": "open_by", "party": "buyer", "rule": "open_by/general/2021-01-01", "confidence": "A", **keys}
    return Deadline(due_by=due, act_by=act, sources=keys.pop("sources", ("A86", "E437", "S1")), **keys)


def step(urgency: str, action: str, deadline: Deadline, end: datetime | None = None) -> Next:
    end = end or deadline.due_by or deadline.act_by or deadline.latest
    return Next(deadline.kind, deadline.party, action, deadline, end - NOW if end else None, urgency)


def row(id_: str, item: str | None, status: str, step_: Next | None = None, **keys: Any) -> Row:
    keys = {"stage": "negotiation", "outcome": None, "past": (), **keys}
    deadlines = (step_.deadline,) if step_ else ()
    standing = Standing(status=status, deadlines=deadlines, next=step_, course=Course(), **keys)
    return Row(id_, "8100000000000001", item, standing)


def buyers_rows() -> list[Row]:
    answer = limit(at(0, -5), at(-1, -5), kind="answer_due", rule="answer_due/general/2021-01-01")
    upload = limit(at(0, 15), at(-1, 3), kind="prepare_by")
    soon = limit(at(2, 20), at(0, 20), source="observed", seen_at=at(-1), computed_due_by=at(3))
    entered = limit(datetime(2027, 1, 19, 8, tzinfo=UTC), datetime(2027, 1, 17, 8, tzinfo=UTC), source="entered")
    return [
        row("usb-charger", "USB charger 20W", "awaiting_buyer", step("overdue", "Answer the proposal", answer)),
        row(
            "kids-winter-coat-waterproof-hooded-size-58", "Kids winter coat, waterproof, hooded, size 58 cm",
            "awaiting_seller", step("today", "Upload all evidence; then leave the dispute alone", upload),
        ),
        row("led-strip-5m", "LED strip 5 m", "ready_to_open", step("soon", "Open the dispute on the site", soon)),
        row("bike-lamp", None, "ready_to_open", step("later", "Open the dispute on the site", entered)),
    ]  # fmt: skip


def others_rows() -> list[Row]:
    seller = limit(at(3, 8), kind="seller_response_due", party="seller", source="observed", seen_at=at(-4), stale=True)
    decides = limit(None, kind="platform_decision_expected", party="platform", earliest=at(-3), latest=at(57))
    opens = limit(None, kind="open_from", earliest=at(4, 2))
    wait = "Wait; don't edit the dispute without need: an edit gives the seller 5 new days"
    return [
        row("ceramic-mug", "Ceramic mug", "awaiting_seller", step("waiting", wait, seller)),
        row("phone-case", "Phone case", "under_review", step("waiting", "Wait; look at the page", decides)),
        row("tent", "Tent 漢字漢字漢字漢字漢字", "too_early", step("waiting", "Wait for the button", opens, at(4, 2))),
        row("socks", "Socks", "closed", stage="closed", outcome="refunded_full"),
        row("lamp-without-facts", "Lamp", "draft", stage="watching"),
        row("hostile", HOSTILE, "refund_pending", stage="refund"),
    ]


def status_text(
    rows: list[Row], scene: Scene, kind: str = "table", *, colour: bool = False, unreadable: Any = ()
) -> str:
    """A status as the command puts it out."""
    manner = Manner(kind, colour)
    ahead = horizon(scene, manner, STALE_AFTER)
    shares = [with_text(share_of(row, scene, manner, ahead), row, scene, manner) for row in rows]
    text, limits = put_together(shares, unreadable, scene, manner)
    return filled(text, limits, scene.now.timestamp())


RULE_TITLES = {
    "open_by": "Last day to open the dispute",
    "open_from": "You can open the dispute",
    "protection_ends": "Buyer protection ends",
    "answer_due": "Answer AliExpress's proposal",
    "card_ask_by": "Ask your bank about a chargeback",
}
PATH = ("Did you receive the item? Yes", "Quality problems", "Does not work properly")


def made_assessment() -> Assessment:
    many = ("A70", "B193", "D364", "D4", "S1")
    deadlines = (
        limit(at(12, 17), at(10, 17), kind="protection_ends", source="entered", sources=many),
        limit(at(27, 17), at(6, 17)),
        limit(None, kind="open_from", source="unknown", why="the day the parcel was shipped is not known"),
        limit(None, kind="card_ask_by", latest=at(80), sources=("CB",)),
    )  # fmt: skip
    return Assessment(
        facts=Facts(Order(item="USB stick 64GB"), Problem(received="yes")),
        verdict="open_now",
        verdict_why=Why("You can open the dispute now. Do it by Mon 30 Nov 2026 09:00.", ("A86", "E437")),
        family="not_as_described",
        reason=Choice(
            "quality_problem", "does_not_work", "not_as_described", "Quality problems", PATH,
            (Why("Your words “dead” mean: Does not work properly.", ("D344", "D345")),), ("D344",),
        ),
        rivals=(
            Rival("damaged", None, "Harm done on the way: a hurt package."),
            Rival("description_mismatch", "wrong_function", "A function that the listing names."),
        ),
        claim=Claim(
            "refund_only", "full", Decimal("9.68"), Decimal("9.68"), "USD",
            (Why("It is useless as it is: the full amount.", ("D314",)),),
        ),
        deadlines=deadlines,
        evidence=(
            Item("photo", "At least one clear photo or video", required=True, have=True, sources=("E406",)),
            Item("video", "One uncut video of 15-30 seconds", required=True, have=False, sources=("A143",)),
            Item("chat_screenshot", "The seller's words", required=False, have=False, sources=("A135",)),
        ),
        cautions=(Caution("dont_confirm", 'Don\'t press "Confirm received" until this is solved.', ("B193",)),),
        gaps=(Gap("order.shipped_at", "until when the protection runs"),),
        tells_apart="problem.package_damaged",
    )  # fmt: skip


LETTER = Letter(
    "open",
    "I ordered: USB stick 64GB, order 8100000000000001. It does not work: no computer finds it, I tried 3 of them. "
    "A video of 25 seconds is attached.\n\nI ask for a full refund of 9.68 USD without return.",
    "It does not work, see the video. I ask for a full refund of 9.68 USD.",
)
STEPS = ('My Orders > this order > "Returns/refunds".', 'Choose "Refund only".', "Paste the message, press Submit.")
MOVES = {
    name: Move(name, actor, title)
    for name, actor, title in (
        ("opened", "buyer", "Dispute opened"),
        ("seller-countered", "seller", "Seller made an offer"),
        ("platform-proposed", "platform", "AliExpress proposed a solution"),
    )
}


def made_dispute(item: str) -> Dispute:
    order = Order(
        "8100000000000001", item, "black", 1, "Happy Store", Decimal("9.68"), "USD", ordered_at=date(2026, 9, 20)
    )
    return Dispute(
        "usb-charger",
        Facts(order, Problem(received="yes", text="does not charge anything")),
        Claimed("quality_problem", "does_not_work", "refund_only", "full", Decimal("9.68")),
        (
            Event(date(2025, 12, 30), "seller", "shipped"),
            Event(at(-6), "buyer", "opened"),
            Event(at(-5), "seller", "seller-countered", type="refund_only", amount=Decimal("2.00"), text="take 2"),
            Event(at(-4), "platform", "platform-proposed", type="refund_only", amount=Decimal("4.00"), days=4),
            Event(at(-1), "buyer", "unheard-of", tracking="LB123", outcome="refused"),
        ),
        evidence=(Exhibit("001-charger.jpg", "photo", "no light"), Exhibit("002.mp4")),
    )  # fmt: skip


@pytest.fixture
def words() -> Words:
    return read_words(shipped_table("words.toml"))


@pytest.fixture
def scene(words: Words) -> Callable[..., Scene]:
    def make(width: int = 80, encoding: str = "utf-8") -> Scene:
        return Scene(words, NOW, ZoneInfo("Europe/Warsaw"), width, encoding)

    return make


@pytest.fixture
def rows() -> list[Row]:
    return [*buyers_rows(), *others_rows()]


@pytest.fixture
def rules() -> Rules:
    made = {kind: Rule(kind, "buyer", "opened", title, "", "", ()) for kind, title in RULE_TITLES.items()}
    return Rules(made, {}, timedelta(hours=48), Decimal("0.25"), STALE_AFTER)


@pytest.fixture
def assessment() -> Assessment:
    return made_assessment()


@pytest.fixture
def found(assessment: Assessment) -> Result:
    return Result(assessment, LETTER, STEPS, "usb-stick-64gb")


@pytest.fixture
def shown() -> Shown:
    answer = limit(at(0, -5), at(-1, -5), kind="answer_due", rule="answer_due/general/2021-01-01")
    seen = limit(at(9), at(7), source="observed", seen_at=at(-4), computed_due_by=at(10), stale=True)
    past = Past(limit(at(-2), at(-3), kind="protection_ends"), "met", at(-6), "opened")
    base = row("usb-charger", "x", "awaiting_buyer", step("overdue", "Answer the proposal", answer), past=(past,))
    standing = replace(base.standing, deadlines=(answer, seen), stage="platform_review")
    return Shown(made_dispute("USB charger 20W"), standing, made_assessment().evidence, MOVES)


@pytest.fixture
def hostile() -> str:
    return HOSTILE


@pytest.fixture
def snapshot() -> Callable[[str, str], None]:
    """Hold a screen against its file; UPDATE_SNAPSHOTS=1 writes the file instead."""

    def hold(name: str, screen: str) -> None:
        file = SNAPSHOTS / f"{name}.txt"
        text = "".join(f"{line.rstrip()}\n" for line in screen.replace("\x1b", "␛").splitlines())
        if os.environ.get("UPDATE_SNAPSHOTS"):
            file.write_text(text, encoding="utf-8", newline="\n")
        expected = file.read_text(encoding="utf-8") if file.exists() else "no such snapshot"
        assert text == expected, f"{file.name} looks different; UPDATE_SNAPSHOTS=1 accepts it"

    return hold

"""What happened, told to someone outside? A dated, neutral account for a bank, PayPal or a consumer body."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, tzinfo

from disputecli.core.dispute import Dispute, Event, Message
from disputecli.core.messages import Matter, Templates, compose
from disputecli.core.order import Order
from disputecli.core.stage import Standing
from disputecli.core.text import cleaned
from disputecli.core.time import When, day_name, limit_start, moment_name
from disputecli.frozen import dataclass, replace
from disputecli.view.words import Words, label

KIND = "chronology"
DATES = ("ordered_at", "paid_at", "shipped_at", "received_at", "confirmed_at")
LOGGED = {"sent": "message-sent", "received": "message-received"}
ATTEMPTS = frozenset(
    {"opened", "modified", "rejected", "evidence-added", "message-sent", "appealed", "return-shipped", "accepted"}
)
_MARKS = re.compile(r"([\\`*_\[\]|~#$>])")
_ENTITY = re.compile(r"&(?=#?\w{1,40};)")  # any other & is one to Markdown too
_LEADING = re.compile(r"^(\d+)([.)])(?=\s|$)|^([-+=])")


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of the account, and the case that they are filled with."""

    templates: Templates
    matter: Matter

    def named(self, name: str, *events: Event) -> tuple[str, ...]:
        """The sentences of one name that hold, a line each; about these events alone where some are given."""
        kind = self.templates.kinds[KIND]
        chosen = tuple(replace(each, full=True) for each in kind.sentence if each.name == name)
        account = replace(self.templates, kinds={KIND: replace(kind, sentence=chosen)})
        matter = replace(self.matter, events=events) if events else self.matter
        return tuple(compose(account, KIND, matter).text.splitlines())


@dataclass(frozen=True, slots=True)
class Told:
    """One dispute to tell of: as kept, where it stands, its sentences, the labels and the reader's zone.

    `redacted`: it goes to strangers, so it has no place for the buyer's name.
    """

    dispute: Dispute
    standing: Standing
    sentences: Sentences
    reason: str
    words: Words
    zone: tzinfo
    redacted: bool = False


def chronology(told: Told, now: datetime) -> str:
    """The account: parties, what was paid, the problem, the timeline, the attempts, what is asked, the exhibits."""
    parts = (
        ("The parties and the order", _order(told)),
        ("The problem", _problem(told)),
        ("What happened", _timeline(told)),
        ("Attempts to solve it", _attempts(told)),
        ("Where it stands", _state(told)),
        ("What is asked", _asked(told)),
        ("Exhibits", _exhibits(told)),
    )
    title = f"# Account of a dispute: {plain(told.dispute.facts.order.item or told.dispute.id)}"
    intro = f"Prepared by the buyer on {_when(now, told.zone)}. Facts and dates only; times are the buyer's local time."
    text = [title, intro]
    for head, lines in parts:
        if found := list(lines):
            text += [f"## {head}", "\n".join(found)]
    return "\n\n".join(text) + "\n"


def plain(text: str) -> str:
    """A person's text on one line, with nothing in it that Markdown or HTML would obey."""
    line = _ENTITY.sub("&amp;", " ".join(cleaned(text).split())).replace("<", "&lt;")
    marked = _MARKS.sub(r"\\\1", line)
    return _LEADING.sub(lambda found: f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[3]}", marked)


def _order(told: Told) -> Iterator[str]:
    order = told.dispute.facts.order
    yield f"- Buyer: {'(left out)' if told.redacted else '(your name and address)'}"
    for name, value in (
        ("Seller", f"{order.seller}, on AliExpress" if order.seller else "a seller on AliExpress"),
        ("Order number", order.order_id),
        ("Item", ", ".join(each for each in (order.item, order.variant) if each)),
        ("Quantity", str(order.quantity) if order.quantity else ""),
        ("Paid", _paid(order)),
        ("Country of delivery", order.country),
    ):
        if value:
            yield f"- {name}: {plain(value)}"


def _paid(order: Order) -> str:
    amount = "" if order.paid is None else f"{order.paid:f} {order.currency or ''}".strip()
    return f"{amount} by {order.payment_method}" if amount and order.payment_method else amount


def _problem(told: Told) -> Iterator[str]:
    problem = told.dispute.facts.problem
    if told.reason:
        yield f"- Reason stated on the form: {plain(told.reason)}"
    yield from (f"- {plain(each)}" for each in told.sentences.named("problem"))
    if problem.text:
        yield f"- In the buyer's words: “{plain(problem.text)}”"


def _timeline(told: Told) -> Iterator[str]:
    """Facts of the order and events, oldest first; of the same moment in the order in which they stand."""
    order = told.dispute.facts.order
    dates = ((getattr(order, name), name) for name in DATES)
    entries = [(when, " ".join(told.sentences.named(name))) for when, name in dates if when]
    entries += [(event.at, _event(event, told)) for event in told.dispute.events]
    for when, text in sorted(entries, key=lambda each: limit_start(each[0])):
        yield f"- {_when(when, told.zone)}. {text}"


def _event(event: Event, told: Told) -> str:
    currency = told.dispute.facts.order.currency or ""
    facts = [
        label(told.words.types, event.type) if event.type else "",
        f"{event.amount:f} {currency}".strip() if event.amount is not None else "",
        f"{event.days} days" if event.days else "",
        label(told.words.outcomes, event.outcome) if event.outcome else "",
        f"tracking number {event.tracking}" if event.tracking else "",
    ]
    said = plain(", ".join(each for each in facts if each))
    quote = f" “{plain(event.text)}”" if event.text else ""
    return f"{_title(event, told)}{f' ({said})' if said else ''}{':' if quote else ''}{quote}"


def _title(event: Event, told: Told) -> str:
    """What happened and by whom, in the third person."""
    names = (f"event {event.actor}", "event")
    found = (told.sentences.named(name, event) for name in names)
    return plain(next((" ".join(lines) for lines in found if lines), f"{event.actor}: {event.event}"))


def _third(text: str) -> str:
    """A label that speaks to the buyer as one that speaks of the buyer."""
    told = re.sub(r"^You\b", "Buyer", text)
    return re.sub(r"\byou\b", "the buyer", re.sub(r"\byour\b", "the buyer's", told))


def _attempts(told: Told) -> Iterator[str]:
    """What the buyer did to settle it, and every text that was kept."""
    mine = [each for each in told.dispute.events if each.actor == "buyer" and each.event in ATTEMPTS]
    for event in mine:
        yield f"- {_when(event.at, told.zone)}. {_event(event, told)}"
    for message in told.dispute.messages:
        if not _is_told(message, told.dispute):
            yield f"- {_when(message.at, told.zone)}. {_author(message, told)}: “{plain(message.text)}”"


def _is_told(message: Message, dispute: Dispute) -> bool:
    """Whether the timeline has the text already, with the event that it was logged with."""
    return any(event.text == message.text for event in dispute.named(LOGGED.get(message.kind, "")))


def _author(message: Message, told: Told) -> str:
    """Who wrote a kept text, and to whom where that is known."""
    if message.kind in LOGGED:
        return _title(Event(message.at, "", LOGGED[message.kind]), told)
    kind = plain(message.kind.replace("_", " "))
    return f"{plain(' '.join(told.sentences.named('kept')))} ({kind})"


def _state(told: Told) -> Iterator[str]:
    standing, words = told.standing, told.words
    status = words.statuses.get(standing.status)
    state = f"{label(words.stages, standing.stage)}; {status.label if status else standing.status}"
    yield f"- On AliExpress: {_third(state)}"
    if standing.outcome:
        yield f"- Result: {_third(label(words.outcomes, standing.outcome))}"
    if standing.course.refunded:
        yield f"- Refunded so far: {standing.course.refunded:f} {told.dispute.facts.order.currency or ''}".rstrip()


def _asked(told: Told) -> Iterator[str]:
    claim, order = told.dispute.claim, told.dispute.facts.order
    dropped = told.sentences.named("claim")
    if dropped and told.standing.course.agreed is None:
        yield from (f"- {plain(each)}" for each in dropped)
        return
    if claim.type:
        yield f"- On AliExpress: {label(told.words.types, claim.type)}"
    amount = claim.amount if claim.amount is not None else order.paid
    if amount is None:
        return
    currency = order.currency or ""
    open_sum = max(amount - told.standing.course.refunded, amount * 0)
    yield f"- Amount claimed: {amount:f} {currency}".rstrip()
    yield f"- Amount still open: {open_sum:f} {currency}".rstrip()


def _exhibits(told: Told) -> Iterator[str]:
    for number, each in enumerate(told.dispute.evidence, start=1):
        kind = f", {label(told.words.evidence, each.kind)}" if each.kind else ""
        caption = f": {plain(each.caption)}" if each.caption else ""
        check = f" (SHA-256 {plain(each.sha256)})" if each.sha256 else ""
        yield f"{number}. {plain(each.file)}{kind}{caption}{check}"


def _when(when: When, zone: tzinfo) -> str:
    """A day, or a moment with its distance from UTC, without doubt to a reader elsewhere."""
    if not isinstance(when, datetime):
        return day_name(when, zone)
    offset = f"{when.astimezone(zone):%z}"
    return f"{moment_name(when, zone)} (UTC{offset[:3]}:{offset[3:5]})"

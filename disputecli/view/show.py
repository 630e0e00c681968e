"""What is known of one dispute? Order, claim, next step, dates in both zones, evidence, and what happened so far."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.text import Text

from disputecli.core.course import Move
from disputecli.core.deadlines import Deadline
from disputecli.core.dispute import Claimed, Dispute, Event, Exhibit
from disputecli.core.evidence import Item
from disputecli.core.order import Order
from disputecli.core.policy import Rules
from disputecli.core.stage import Past, Standing
from disputecli.view.scene import URGENCY_STYLES, Scene, cited, line, moment, pacific, span, steps_of
from disputecli.view.sections import (
    Section,
    checked,
    dated,
    framed,
    grid,
    headed,
    indented,
    known_how,
    limits,
    listed,
    money,
    pairs,
    said,
    title,
)  # fmt: skip
from disputecli.view.words import label

TEXT_LIMIT = 300
COLOURS = {"overdue": "red", "today": "yellow", "soon": "yellow", "later": "green"}


@dataclass(frozen=True, slots=True)
class Shown:
    """One dispute to show: as kept, where it stands, its checklist, and the titles of events."""

    dispute: Dispute
    standing: Standing
    evidence: tuple[Item, ...]
    moves: Mapping[str, Move]


def show(found: Shown, rules: Rules, scene: Scene, *, plain: bool = False) -> RenderableType:
    """The whole dispute in headed sections, the next step first; plain: without boxes and lines."""
    standing, dispute = found.standing, found.dispute
    sections: list[Section] = [("Order", indented(pairs(list(_order(dispute, scene)))))]
    if standing.deadlines:
        sections.append(("Dates", dated(standing.deadlines, rules, scene, lambda each: _detail(each, scene))))
    if standing.past:
        sections.append(("Past dates", listed(_past(each, found, rules, scene) for each in standing.past)))
    if dispute.events:
        sections.append(("What happened", _timeline(found, scene)))
    if found.evidence:
        sections.append(("Evidence", checked(found.evidence, scene)))
    if dispute.evidence:
        sections.append(("Evidence files", listed(_file(each, scene) for each in dispute.evidence)))
    return Group(_head(found, rules, scene, plain=plain), *headed(sections, plain=plain))


def _head(found: Shown, rules: Rules, scene: Scene, *, plain: bool) -> RenderableType:
    """What to do next, in the one box."""
    standing, step = found.standing, found.standing.next
    status = scene.words.statuses.get(standing.status)
    state = f"{label(scene.words.stages, standing.stage)}; {status.label if status else standing.status}"
    state = status.label if status and standing.stage == standing.status else state
    if standing.outcome:
        state = f"{state}: {label(scene.words.outcomes, standing.outcome)}"
    rows = [("Now", Text(line(state, scene)))]
    if step is None:
        rows.append(("Next", Text(steps_of(standing.status, scene), "bold")))
    else:
        party = scene.words.parties.get(step.party)
        move = f"{party.move}: " if party else ""
        rows.append(("Next", Text.assemble((line(move, scene) + " ", "dim"), (line(step.action, scene), "bold"))))
        rows += _countdown(found, rules, scene)
    colour = COLOURS.get(step.urgency if step else "none", "")
    return framed(line(found.dispute.id, scene), pairs(rows), colour, plain=plain)


def _countdown(found: Shown, rules: Rules, scene: Scene) -> list[tuple[str, Text]]:
    step = found.standing.next
    if step is None:
        return []
    word, left = label(scene.words.urgencies, step.urgency), span(step.left)
    act, last = limits(step.deadline, scene)
    date = ", ".join(text for text in (act, last and f"last moment {last}") if text)
    ink = URGENCY_STYLES[step.urgency]
    until = Text.assemble((f"{word} {left}".strip(), ink), (f"  {title(step.deadline, rules, scene)}", "dim"))
    return [("Act by" if step.party == "buyer" else "Date", Text(date)), ("Time", until)]


def _order(dispute: Dispute, scene: Scene) -> Iterable[tuple[str, Text]]:
    order = dispute.facts.order
    for name, value in (
        ("Item", ", ".join(text for text in (order.item, order.variant) if text)),
        ("Order", order.order_id or ""),
        ("Seller", order.seller or ""),
        ("Paid", money(order.paid, order.currency)),
        ("Claim", _claimed(dispute.claim, order, scene)),
        ("Reason", (dispute.claim.detail or dispute.claim.reason or "").replace("_", " ")),
        ("Problem", dispute.facts.problem.text or ""),
    ):
        if value:
            yield name, Text(line(value, scene, TEXT_LIMIT))


def _claimed(claim: Claimed, order: Order, scene: Scene) -> str:
    asked = [label(scene.words.types, claim.type)] if claim.type else []
    asked += [label(scene.words.extents, claim.extent)] if claim.extent else []
    asked += [money(claim.amount, order.currency)] if claim.amount is not None else []
    return ", ".join(asked)


def _detail(found: Deadline, scene: Scene) -> Text:
    """Under a deadline: the same moments on AliExpress's clock, how it is known, and by which rule."""
    parts = []
    if found.due_by or found.act_by:
        limits = (("act by", found.act_by), ("last moment", found.due_by))
        clocks = [f"{name} {pacific(when, scene)}" for name, when in limits if when]
        parts.append(Text(", ".join(clocks), "dim"))
    parts.append(known_how(found, scene))
    if found.seen_at:
        counted = f"; computed: {moment(found.computed_due_by, scene)}" if found.computed_due_by else ""
        parts.append(Text(f"read {moment(found.seen_at, scene)}{counted}", "dim"))
    if found.rule:
        words = f": {found.says}" if found.says else ""
        parts.append(Text(line(f"rule {found.rule}{words}", scene), "dim"))
    return Text("\n").join(parts)


def _past(past: Past, found: Shown, rules: Rules, scene: Scene) -> Text:
    how = label(scene.words.ends, past.how)
    event = found.moves.get(past.by)
    by = f", {event.title}" if event else ""
    what = f"{title(past.deadline, rules, scene)}: {how} {moment(past.at, scene)}{by}"
    return Text.assemble((line(what, scene), "dim"), (f" {line(cited(past.deadline.sources), scene)}", "dim"))


def _timeline(found: Shown, scene: Scene) -> RenderableType:
    rows = [(Text(moment(event.at, scene), "dim"), _event(event, found, scene)) for event in found.dispute.events]
    return grid(rows, (max(len(when.plain) for when, _ in rows),))


def _event(event: Event, found: Shown, scene: Scene) -> Text:
    move = found.moves.get(event.event)
    order = found.dispute.facts.order
    facts = [
        label(scene.words.types, event.type) if event.type else "",
        money(event.amount, order.currency),
        f"{event.days} days" if event.days else "",
        label(scene.words.outcomes, event.outcome) if event.outcome else "",
        f"tracking {event.tracking}" if event.tracking else "",
    ]
    told = ", ".join(each for each in facts if each)
    note = f" “{event.text}”" if event.text else ""
    name = move.title if move else event.event
    return Text.assemble(line(name, scene), f": {line(told, scene)}" if told else "", (_quoted(note, scene), "dim"))


def _quoted(note: str, scene: Scene) -> str:
    return f" {line(note, scene, TEXT_LIMIT)}" if note else ""


def _file(exhibit: Exhibit, scene: Scene) -> Text:
    kind = f" ({label(scene.words.evidence, exhibit.kind)})" if exhibit.kind else ""
    return said(f"{exhibit.file}{kind}{': ' + exhibit.caption if exhibit.caption else ''}", (), scene)

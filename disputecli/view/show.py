"""What is known of one dispute? Order, claim, next step, dates in both zones, evidence, and what happened so far."""

from collections.abc import Iterable, Mapping

from rich.console import Group, RenderableType
from rich.text import Text

from disputecli.core.allowed import Permission
from disputecli.core.course import Move
from disputecli.core.deadlines import Deadline
from disputecli.core.dispute import Claimed, Dispute, Event, Exhibit
from disputecli.core.evidence import Item
from disputecli.core.order import Order
from disputecli.core.policy import Rules
from disputecli.core.site import SitePath, SiteWord
from disputecli.core.stage import Past, Standing
from disputecli.core.step import action_of, mover_of, shown_urgency
from disputecli.frozen import dataclass
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
    numbered,
    pairs,
    said,
    title,
)  # fmt: skip
from disputecli.view.words import label

TEXT_LIMIT = 300
COLOURS = {"overdue": "red", "today": "yellow", "soon": "yellow", "later": "green"}


@dataclass(frozen=True, slots=True)
class Shown:
    """One dispute to show: as kept, where it stands, its checklist, the events, what can be done and where."""

    dispute: Dispute
    standing: Standing
    evidence: tuple[Item, ...]
    moves: Mapping[str, Move]
    permissions: tuple[Permission, ...] = ()
    path: SitePath | None = None
    site_words: tuple[SiteWord, ...] = ()


def show(found: Shown, rules: Rules, scene: Scene, *, plain: bool = False) -> RenderableType:
    """The whole dispute in headed sections, the next step first; plain: without boxes and lines."""
    sections = [*_where(found, rules, scene), *_story(found, scene)]
    return Group(_head(found, rules, scene, plain=plain), *headed(sections, plain=plain))


def _where(found: Shown, rules: Rules, scene: Scene) -> Iterable[Section]:
    """What it is about, where on the site the next step is done, and the dates."""
    standing = found.standing
    yield "Order", indented(pairs(list(_order(found.dispute, scene))))
    if found.path:
        yield f"On the site: {found.path.title}", _path(found.path, found.dispute.id, scene)
    if found.site_words:
        yield "What the site may call this", listed(_site_word(each, scene) for each in found.site_words)
    if standing.deadlines:
        yield "Dates", dated(standing.deadlines, rules, scene, lambda each: _detail(each, scene))
    if standing.past:
        yield "Past dates", listed(_past(each, found, rules, scene) for each in standing.past)


def _story(found: Shown, scene: Scene) -> Iterable[Section]:
    """What was offered, what happened, the evidence, and what can happen now."""
    dispute, moves = found.dispute, found.moves
    if offers := [event for event in dispute.events if event.event in moves and moves[event.event].offers]:
        yield "Your claim and the offers", listed(_offers(offers, found, scene))
    if dispute.events:
        yield "What happened", _timeline(found, scene)
    if found.evidence:
        yield "Evidence", checked(found.evidence, scene)
    if dispute.evidence:
        yield "Evidence files", listed(_file(each, scene) for each in dispute.evidence)
    if found.permissions:
        yield "What can happen now", listed(_permitted(found, scene))


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
        rows.append(("Next", Text(steps_of(standing, scene), "bold")))
    else:
        party = scene.words.parties.get(mover_of(step))
        move = f"{party.move}: " if party else ""
        action = line(action_of(step, scene.zone), scene)
        rows.append(("Next", Text.assemble((line(move, scene) + " ", "dim"), (action, "bold"))))
        rows += _countdown(found, rules, scene)
    colour = COLOURS.get(step.urgency if step else "none", "")
    return framed(line(found.dispute.id, scene), pairs(rows), colour, plain=plain)


def _countdown(found: Shown, rules: Rules, scene: Scene) -> list[tuple[str, Text]]:
    step = found.standing.next
    if step is None:
        return []
    word, left = label(scene.words.urgencies, shown_urgency(step, scene.now)), span(step.left)
    act, last = limits(step.deadline, scene)
    date = ", ".join(text for text in (act, last and f"last moment {last}") if text)
    ink = URGENCY_STYLES[step.urgency]
    until = Text.assemble((f"{word} {left}".strip(), ink), (f"  {title(step.deadline, rules, scene)}", "dim"))
    return [("Act by" if step.party == "buyer" else "Date", Text(date)), ("Ends in", until)]


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


def _path(path: SitePath, id_: str, scene: Scene) -> RenderableType:
    """The buttons to press, in order; labels are dated, for they change."""
    steps = [said(step.replace(" ID", f" {id_}"), (), scene) for step in path.steps]
    seen = said(f"as seen since {path.since:%Y}; labels change, take the nearest one", path.sources, scene, "dim")
    return Group(numbered(steps), indented(seen))


def _site_word(word: SiteWord, scene: Scene) -> Text:
    return said(f"“{word.says}” ({word.era})", word.sources, scene)


def _offers(offers: Iterable[Event], found: Shown, scene: Scene) -> Iterable[Text]:
    order, claim = found.dispute.facts.order, found.dispute.claim
    yield Text.assemble("you claim: ", (line(_claimed(claim, order, scene), scene), "bold"))
    for event in offers:
        terms = _claimed(Claimed(type=event.type, amount=event.amount), order, scene) or "no amount told"
        less = claim.amount - event.amount if claim.amount is not None and event.amount is not None else None
        apart = f", {money(less, order.currency)} less" if less and less > 0 else ""
        yield Text.assemble((f"{moment(event.at, scene)} ", "dim"), line(f"{event.actor}: {terms}{apart}", scene))


def _permitted(found: Shown, scene: Scene) -> Iterable[Text]:
    """What the buyer can do now, what else can happen, and what cannot, with the reason."""
    can = [found.moves[each.event] for each in found.permissions if each.ok]
    mine = [move.name for move in can if move.actor == "buyer" and "any" not in move.stages]
    others = [move.name for move in can if move.name not in mine]
    reasons: dict[str, list[str]] = {}
    for each in found.permissions:
        if not each.ok:
            reasons.setdefault(each.why, []).append(each.event)
    if mine:
        yield Text.assemble(("you can: ", "bold"), line(", ".join(mine), scene))
    yield Text.assemble(("to record when it happens: ", "bold"), line(", ".join(others), scene))
    for why, events in reasons.items():
        yield Text.assemble(("not now: ", "bold"), line(", ".join(events), scene), ". ", (line(why, scene), "dim"))


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

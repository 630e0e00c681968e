"""What follows from an event? What was recorded, the next step, and the dates that run now."""

from __future__ import annotations

from datetime import timedelta

from disputecli.core.step import action_of, urgency
from disputecli.type_names import TYPE_CHECKING
from disputecli.view.lines import Line, Span, beside, wrapped
from disputecli.view.scene import URGENCY_STYLES, Scene, line, moment, span, steps_of
from disputecli.view.words import label

if TYPE_CHECKING:
    from datetime import datetime

    from disputecli.core.course import Move
    from disputecli.core.deadlines import Deadline
    from disputecli.core.dispute import Event
    from disputecli.core.policy import Rules
    from disputecli.view.status import Row

WHEN_WIDTH, LEFT_WIDTH, NARROWEST = 24, 15, 20


def logged_lines(row: Row, event: Event, move: Move, rules: Rules, scene: Scene) -> list[Line]:
    """The lines after an event was recorded: what, whose move, and every limit or wait that runs."""
    standing = row.standing
    status = scene.words.statuses.get(standing.status)
    state = status.label if status else label(scene.words.stages, standing.stage)
    outcome = f", {label(scene.words.outcomes, standing.outcome)}" if standing.outcome else ""
    recorded = f"{line(row.id, scene)}: {move.title}, {moment(event.at, scene)}"
    lines = [*wrapped([Span("Recorded", "bold"), Span(recorded)], scene.width)]
    lines += wrapped([Span("Now", "bold"), Span(line(f"{state}{outcome}", scene))], scene.width)
    step = action_of(standing.next, scene.zone) if standing.next else steps_of(standing, scene)
    lines += wrapped([Span("Next", "bold"), Span(line(step, scene))], scene.width)
    dates = [each for each in standing.deadlines if each.source != "unknown"]
    for found in sorted(dates, key=lambda each: (_first(each) is None, _first(each) or scene.now)):
        lines += _dated(found, rules, scene)
    return lines


def _first(found: Deadline) -> datetime | None:
    return found.act_by or found.due_by or found.earliest


def _dated(found: Deadline, rules: Rules, scene: Scene) -> list[Line]:
    """What it is, the first safe time, and in how long the last moment comes."""
    style = URGENCY_STYLES[urgency(found, scene.now)]
    when, end = _first(found), found.due_by or found.latest
    word = "act by" if found.act_by else "by" if found.due_by else "from"
    passed = found.act_by and found.act_by <= scene.now
    first = "act now" if passed else f"{word} {moment(when, scene)}" if when else ""
    title, left = Span(line(rules.rules[found.kind].title, scene)), Span(_left(end - scene.now) if end else "", "dim")
    room = scene.width - WHEN_WIDTH - LEFT_WIDTH - 2
    if room < NARROWEST:
        shown = [Span(f"{first},", style), left] if first and left.text else [Span(first, style), left]
        under = wrapped([each for each in shown if each.text], max(scene.width - 2, 1))
        return [*wrapped([title], scene.width), *((Span("  "), *each) for each in under)]
    return beside([wrapped([title], room), [(Span(first, style),)], [(left,)]], [room, WHEN_WIDTH, 0], gap=1)


def _left(left: timedelta) -> str:
    return f"ends in {span(left)}" if left > timedelta(0) else f"ended {span(left)}"


def observed_lines(id_: str, found: Deadline, rules: Rules, scene: Scene) -> list[Line]:
    """The lines after a countdown was kept: the moment it means, and how far the computed one is from it."""
    title = rules.rules[found.kind].title
    when = moment(found.due_by, scene) if found.due_by else ""
    lines = wrapped([Span(line(id_, scene), "bold"), Span(f"{title}: {when}, as read on the site now.")], scene.width)
    if found.computed_due_by and found.due_by and found.computed_due_by != found.due_by:
        apart = found.due_by - found.computed_due_by
        later = "later" if apart.total_seconds() > 0 else "earlier"
        computed = (
            f"Computed was {moment(found.computed_due_by, scene)}: the site's is {span(abs(apart))} {later}, and wins."
        )
        lines += wrapped([Span(computed, "dim")], scene.width)
    return lines

"""What follows from an event? What was recorded, the next step, and the dates that run now."""

from __future__ import annotations

from disputecli.core.step import action_of, urgency
from disputecli.hints import TYPE_CHECKING
from disputecli.view.lines import Line, Span, beside, wrapped
from disputecli.view.scene import URGENCY_STYLES, Scene, line, moment, span
from disputecli.view.words import label

if TYPE_CHECKING:
    from disputecli.core.course import Move
    from disputecli.core.deadlines import Deadline
    from disputecli.core.dispute import Event
    from disputecli.core.policy import Rules
    from disputecli.view.status import Row

DATE_WIDTH = 17


def logged_lines(row: Row, event: Event, move: Move, rules: Rules, scene: Scene) -> list[Line]:
    """The lines after an event was recorded: what, whose move, and every limit or wait that runs."""
    standing = row.standing
    status = scene.words.statuses.get(standing.status)
    state = status.label if status else label(scene.words.stages, standing.stage)
    outcome = f", {label(scene.words.outcomes, standing.outcome)}" if standing.outcome else ""
    recorded = f"{line(row.id, scene)}: {move.title}, {moment(event.at, scene)}"
    lines = [*wrapped([Span("Recorded", "bold"), Span(recorded)], scene.width)]
    lines += wrapped([Span("Now", "bold"), Span(line(f"{state}{outcome}", scene))], scene.width)
    if standing.next:
        lines += wrapped([Span("Next", "bold"), Span(line(action_of(standing.next, scene.zone), scene))], scene.width)
    dates = [each for each in standing.deadlines if each.source != "unknown"]
    for found in dates:
        lines += _dated(found, rules, scene)
    return lines


def _dated(found: Deadline, rules: Rules, scene: Scene) -> list[Line]:
    style = URGENCY_STYLES[urgency(found, scene.now)]
    title = wrapped([Span(line(rules.rules[found.kind].title, scene))], max(scene.width - DATE_WIDTH * 2 - 6, 12))
    when = found.act_by or found.due_by or found.earliest
    end = found.due_by or found.latest
    word = "act by" if found.act_by else "by" if found.due_by else "from"
    cells = [(Span(f"{word} {moment(when, scene)}" if when else "", style),)]
    left = [(Span(span(end - scene.now) if end else "", "dim"),)]
    return beside([title, cells, left], [max(scene.width - DATE_WIDTH * 2 - 6, 12), DATE_WIDTH + 7, 0], gap=1)


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

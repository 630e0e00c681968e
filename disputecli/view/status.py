"""What has to be done, in which dispute, by when? The status table and the line for a shell prompt."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from disputecli.core.step import TODAY, WAITS, action_of, end_of, mover_of, shown_urgency
from disputecli.frozen import dataclass
from disputecli.type_names import TYPE_CHECKING
from disputecli.view.lines import Line, Span, beside, cells, cut, wrapped
from disputecli.view.scene import URGENCY_STYLES, Scene, day, dots, line, mark, moment, steps_of
from disputecli.view.words import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from disputecli.core.stage import Standing
    from disputecli.core.step import Next
    from disputecli.store.records import Unreadable

WIDE, MIDDLE, NARROW = 72, 60, 46
LEFT_WIDTH, MOMENT_WIDTH = 11, 17
GAPS = 6
BUYERS = ("overdue", "today", "soon")
HEADS = ("Ends in", "Dispute", "What to do", "Act by")


@dataclass(frozen=True, slots=True)
class Row:
    """One dispute of the table: what names it, and where it stands."""

    id: str
    order_id: str | None
    item: str | None
    standing: Standing


def head_lines(scene: Scene) -> list[Line]:
    """The names of the columns; none where there is no room for columns."""
    if scene.width < NARROW:
        return []
    widths = _widths(scene.width)
    return beside([[(Span(head, "dim"),)] for head, _ in zip(HEADS, widths, strict=False)], widths)


def row_lines(row: Row, scene: Scene) -> list[Line]:
    """One dispute, in columns where there is room for them."""
    if scene.width < NARROW:
        return _listed(row, scene)
    widths = _widths(scene.width)
    columns = [_left(row, scene), _named(row, scene, widths), _do(row, scene, widths[2])]
    return beside([*columns, _dated(row, scene)] if len(widths) == len(HEADS) else columns, widths)


def foot_lines(stale: Sequence[tuple[str, str]], unreadable: Sequence[Unreadable], scene: Scene) -> list[Line]:
    """What needs a look: countdowns read long ago, each an id and a kind, and files that can't be read."""
    return [*_look_again(stale, scene), *_broken(unreadable, scene)]


def cut_names(ids: Sequence[str], scene: Scene) -> list[Line]:
    """How a name that was cut can be typed: by its first words, as far as no other of these begins so."""
    room = _widths(scene.width)[1] if scene.width >= NARROW else scene.width
    long = next((id_ for id_ in ids if cells(line(id_, scene)) > room), "")
    words = long.split("-")
    heads = ("-".join(words[:count]) for count in range(1, len(words) + 1))
    head = next((head for head in heads if sum(id_.startswith(head) for id_ in ids) == 1), long)
    if not head:
        return []
    text = wrapped([Span("The first letters of a name are enough:", "dim")], scene.width)
    return [*text, (Span(f"  dispute show {line(head, scene)}", "bold"),)]


def short_text(rows: Sequence[tuple[str, str, str]], scene: Scene) -> str:
    """What is due soon or overdue, as "2 overdue, 1 today: usb-stick-64gb open by 5 Dec"; else empty.

    Of each dispute its id, urgency and task.
    """
    due = [row for row in rows if row[1] in BUYERS]
    if not due:
        return ""
    counted = Counter(urgency for _, urgency, _ in due)
    parts = [f"{counted[urgency]} {urgency}" for urgency in BUYERS if counted[urgency]]
    first, _, what = due[0]
    head, what, ellipsis = f"{', '.join(parts)}: ", f" {what}", dots(scene)
    name = cut(line(first, scene), max(scene.width - len(head) - len(what), 1), ellipsis)
    return cut(f"{head}{name}{what}", scene.width, ellipsis)


def task(step: Next, scene: Scene) -> str:
    """What is to be done and by when, in a few words for a prompt."""
    found, verb = step.deadline, label(scene.words.prompt, "overdue" if step.urgency == "overdue" else step.kind)
    limits = [limit for limit in (found.act_by, found.due_by) if limit]
    ahead = [limit for limit in limits if limit > scene.now]
    if not ahead:
        return f"{verb} now"
    return f"{verb} by {_soon(ahead[0], scene)}"


def _soon(when: datetime, scene: Scene) -> str:
    """A moment as short as it is clear: the time alone for today, the day alone when it is far enough."""
    if day(when, scene) == day(scene.now, scene):
        return f"{when.astimezone(scene.zone):%H:%M}"
    return day(when, scene) if when - scene.now > TODAY else moment(when, scene, weekday=False)


def _widths(width: int) -> tuple[int, ...]:
    """The columns' widths: time left, dispute, what to do, and the date where there is room for it."""
    if width >= WIDE:
        rest = width - LEFT_WIDTH - MOMENT_WIDTH - GAPS
        dispute = min(18 + (width - 80) // 2, 40) if width > 80 else rest * 2 // 5  # noqa: PLR2004  # the full width
        return (LEFT_WIDTH, dispute, min(rest - dispute, 60), MOMENT_WIDTH)
    rest = width - LEFT_WIDTH - 4
    dispute = max(rest * 9 // 20, MOMENT_WIDTH)
    return (LEFT_WIDTH, dispute, rest - dispute)


def _listed(row: Row, scene: Scene) -> list[Line]:
    """One dispute in a few lines, where no column fits."""
    head, *left = _left(row, scene)
    first = head + tuple(Span(f" {piece.text}", piece.style) for each in left for piece in each)
    name = (Span(cut(line(row.id, scene), scene.width, dots(scene)), "bold"),)
    return [*wrapped(first, scene.width), name, *_do(row, scene, scene.width), *_named_limits(row, scene, scene.width)]


def _left(row: Row, scene: Scene) -> list[Line]:
    word = shown_urgency(row.standing.next, scene.now) if row.standing.next else "none"
    style = URGENCY_STYLES[word]
    left = scene.left(row.standing.next.left) if row.standing.next else ""
    padded = f"{left:<{LEFT_WIDTH}}" if left else ""  # in its colour, for the quick path
    return [(Span(text, style),) for text in (label(scene.words.urgencies, word), padded) if text]


def _named(row: Row, scene: Scene, widths: Sequence[int]) -> list[Line]:
    ellipsis, width = dots(scene), widths[1]
    name: Line = (Span(cut(line(row.id, scene), width, ellipsis), "bold"),)
    if len(widths) < 4:  # noqa: PLR2004  # no room for the item: the date stands here
        return [name, *_named_limits(row, scene, width)]
    return [name, *([(Span(cut(line(row.item, scene), width, ellipsis), "dim"),)] if row.item else [])]


def _do(row: Row, scene: Scene, width: int) -> list[Line]:
    """Whose move it is and what to do: the next step, else what the status asks for."""
    standing = row.standing
    status = scene.words.statuses.get(standing.status)
    party = mover_of(standing.next) if standing.next else (status.party if status else "")
    step = action_of(standing.next, scene.zone) if standing.next else _without_next(standing, scene)
    waits = standing.next is not None and standing.next.kind in WAITS  # nobody's move: the day has to come
    known = scene.words.parties.get(party) if scene.width >= MIDDLE and not waits else None
    style = "bold" if party == "buyer" else "dim"
    move = [Span(f"{known.move}:", style)] if known else []
    return wrapped([*move, Span(line(step, scene))], width)


def _without_next(standing: Standing, scene: Scene) -> str:
    if standing.outcome and standing.stage == "closed":
        return f"{steps_of(standing, scene)}: {label(scene.words.outcomes, standing.outcome)}"
    return steps_of(standing, scene)


def _dated(row: Row, scene: Scene) -> list[Line]:
    """When to act, as an absolute time, and how it is known."""
    step = row.standing.next
    if step is None:
        return []
    marked = Span(mark(step.deadline, scene), "bold" if step.deadline.stale else "dim")
    return [*((Span(text),) for text in _limits(step, scene)), (marked,)]


def _named_limits(row: Row, scene: Scene, room: int) -> list[Line]:
    """When to act, with that word before it, where no head of a column says it."""
    step = row.standing.next
    if step is None:
        return []
    first, *more = _limits(step, scene) or [""]
    found = step.deadline
    last, limit = end_of(found), found.act_by or found.due_by
    if first == "now":
        first = ""  # the word before the time left says it
    elif limit and first == moment(limit, scene) and limit > scene.now:
        first = _edge("act by" if step.party == "buyer" else "by", limit, scene, room)
    elif last and first == moment(last, scene):
        first = _edge("ended", last, scene, room)
    return [(Span(text),) for text in (first, *more) if text]


def _limits(step: Next, scene: Scene) -> list[str]:
    found = step.deadline
    if step.party == "buyer" and found.act_by and found.act_by <= scene.now:
        ahead = found.due_by if found.due_by and found.due_by > scene.now else None
        return ["now", _edge("ends", ahead, scene)] if ahead else [moment(end_of(found) or scene.now, scene)]
    limit = found.act_by or found.due_by
    if limit:
        later = found.due_by if found.due_by and day(found.due_by, scene) != day(limit, scene) else None
        return [moment(limit, scene), *([_edge("ends", later, scene)] if later else [])]
    edges = (("from", found.earliest), ("to", found.latest))
    return [_edge(word, edge, scene) for word, edge in edges if edge]


def _edge(word: str, when: datetime, scene: Scene, room: int = MOMENT_WIDTH) -> str:
    """A moment with a word before it, with the time of day and the weekday where there is room for them."""
    texts = (moment(when, scene), moment(when, scene, weekday=False), day(when, scene))
    ways = [f"{short} {text}" for short in (word, word.rsplit(maxsplit=1)[-1]) for text in texts]
    return next((way for way in ways if len(way) <= room), ways[-1])


def _look_again(stale: Sequence[tuple[str, str]], scene: Scene) -> list[Line]:
    if not stale:
        return []
    id_, kind = stale[0]
    count = "1 countdown was" if len(stale) == 1 else f"{len(stale)} countdowns were"
    text = f"{count} read days ago. Look at the dispute page again, then type:"
    return [
        *wrapped([Span(text)], scene.width),
        (Span(f"  dispute observe {line(id_, scene)} {kind} 2d 3h", "bold"),),
    ]


def _broken(unreadable: Sequence[Unreadable], scene: Scene) -> list[Line]:
    lines: list[Line] = []
    for each in unreadable:
        place = f"{each.file}, line {each.line}" if each.line else each.file
        said = f"Can't read {line(place, scene)}: {line(each.problem, scene)}. {line(each.hint, scene)}"
        lines += wrapped([Span(said.strip(), "red")], scene.width)
    return lines

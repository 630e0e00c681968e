"""What of a status holds until the next look? Each dispute's share as a finished text, and the whole put together."""

from __future__ import annotations

from datetime import datetime, timedelta

from disputecli.core.step import SOON, TODAY, URGENCIES, end_of
from disputecli.core.time import utc
from disputecli.frozen import dataclass, replace
from disputecli.store.snapshot import WIDTH, mark
from disputecli.type_names import TYPE_CHECKING, Any
from disputecli.view.encoding import fitted
from disputecli.view.lines import painted
from disputecli.view.scene import Scene
from disputecli.view.status import (
    NARROW,
    Row,
    cut_names,
    foot_lines,
    head_lines,
    row_lines,
    short_text,
    task,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from disputecli.core.deadlines import Deadline
    from disputecli.store.records import Unreadable
    from disputecli.view.resting import Resting

NARROWEST = 24  # columns that hold the longest word of urgency and the longest span
IN_A_LIST = "\n    "  # how a line of the JSON of one dispute begins
HUNDRED, THOUSAND = timedelta(days=100), timedelta(days=1_000)


@dataclass(frozen=True, slots=True)
class Manner:
    """How a status is put out: as a table, as short line or as json, and in colour."""

    kind: str
    colour: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """One dispute's share of a status, plain enough to be kept; every moment is a timestamp.

    It is good from `begins` until before `ends`. `end` is what the time left counts to, `due` and `near` the buyer's
    first limit and first safe day. The text is None until it is drawn; `limits` belong to its marks, in their order.
    """

    begins: float
    ends: float
    rank: tuple[int, float]
    id: str
    end: float | None
    due: float | None
    near: float | None
    urgency: str
    stale: str
    text: str | None = None
    limits: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Horizon:
    """What makes a picture old beside its deadlines: an observation grows stale, a day or a year begins."""

    stale_after: timedelta
    turn: datetime


def horizon(scene: Scene, manner: Manner, stale_after: timedelta) -> Horizon:
    """What is the same for all disputes of a status."""
    today = scene.now.astimezone(scene.zone).date()
    other = today + timedelta(days=1) if manner.kind == "short" else today.replace(today.year + 1, 1, 1)
    return Horizon(stale_after, utc(datetime(other.year, other.month, other.day, tzinfo=scene.zone)))


def share_of(row: Row, scene: Scene, manner: Manner, ahead: Horizon) -> Share:
    """One dispute's share of a status, not drawn yet."""
    step, mine = row.standing.next, [each for each in row.standing.deadlines if each.party == "buyer"]
    dues = [each.due_by.timestamp() for each in mine if each.due_by]
    exact = manner.kind != "table" or scene.width >= NARROWEST
    return Share(
        begins=scene.now.timestamp(),
        ends=_changes_at(row, scene, ahead).timestamp() if exact else scene.now.timestamp(),
        rank=_rank(row),
        id=row.id,
        end=(scene.now + step.left).timestamp() if step and step.left is not None else None,
        due=min(dues, default=None),
        near=min([*dues, *(each.act_by.timestamp() for each in mine if each.act_by)], default=None),
        urgency=step.urgency if step else "none",
        stale=step.kind if step and step.deadline.stale else "",
    )


def with_text(share: Share, row: Row, scene: Scene, manner: Manner) -> Share:
    """The share with its text."""
    text, limits = _TEXTS[manner.kind](row, scene, manner)
    return replace(share, text=text, limits=limits)


def put_together(
    rows: Sequence[Share],
    unreadable: Sequence[Unreadable],
    scene: Scene,
    manner: Manner,
    *,
    hidden: int = 0,
    resting: Resting | None = None,
) -> tuple[str, list[float]]:
    """The whole text of these rows, with marks, and the marks' limits in their order; `hidden` were not asked for.

    `resting` is what there is where no dispute is open.
    """
    limits = [limit for row in rows for limit in row.limits]
    if manner.kind == "json":
        return _object(rows, unreadable, scene), [0.0, *limits]
    if manner.kind == "short":
        text = short_text([(row.id, row.urgency, row.text or "") for row in rows], scene)
        return fitted(f"{text}\n" if text else "", scene.encoding), []
    if not rows and not unreadable:
        from disputecli.view.resting import Resting, nothing_due, nothing_open

        lines = nothing_due(hidden, scene) if hidden else nothing_open(resting or Resting(), scene)
        return fitted(painted(lines, colour=manner.colour), scene.encoding), []
    foot = cut_names([row.id for row in rows], scene)
    foot += foot_lines([(row.id, row.stale) for row in rows if row.stale], unreadable, scene)
    table = ("\n" if scene.width < NARROW else "").join(row.text or "" for row in rows)
    head = painted(head_lines(scene) if rows else [], colour=manner.colour)
    gap = "\n" if rows and foot else ""
    return fitted(f"{head}{table}{gap}{painted(foot, colour=manner.colour)}", scene.encoding), limits


def _rank(row: Row) -> tuple[int, float]:
    step = row.standing.next
    if step is None:
        return len(URGENCIES), 0
    limits = (step.deadline.act_by, step.deadline.due_by, step.deadline.latest, step.deadline.earliest)
    first = next((when for when in limits if when), None)
    return URGENCIES.index(step.urgency), first.timestamp() if first else float("inf")


def _changes_at(row: Row, scene: Scene, ahead: Horizon) -> datetime:
    """The first moment after now at which anything but a span of time left may look different."""
    moments = [ahead.turn]
    for found in (*row.standing.deadlines, *(each.deadline for each in row.standing.past)):
        moments += [when - span for when in _moments(found, ahead.stale_after) for span in (timedelta(0), TODAY, SOON)]
    if row.standing.next and row.standing.next.left is not None:
        end = scene.now + row.standing.next.left
        moments += [end + HUNDRED, end + THOUSAND]  # where the span gets a digit more
    return min(when for when in moments if when > scene.now)


def _moments(found: Deadline, stale_after: timedelta) -> list[datetime]:
    """Every moment that a deadline hangs on, the one at which its observation grows stale among them."""
    stale = found.seen_at + stale_after + timedelta.resolution if found.seen_at else None
    return [when for when in (found.due_by, found.act_by, found.earliest, found.latest, stale) if when]


def _as_lines(row: Row, scene: Scene, manner: Manner) -> tuple[str, tuple[float, ...]]:
    limits: list[float] = []
    kind = "u" if scene.width < NARROW else "l"

    def marked(left: timedelta | None) -> str:
        if left is None:
            return ""
        limits.append((scene.now + left).timestamp())
        digits = len(str(-left.days)) if left <= -HUNDRED else 2
        return mark(kind, 0, WIDTH + digits - 2)

    where = replace(scene, left=marked) if scene.width >= NARROWEST else scene
    return painted(row_lines(row, where), colour=manner.colour), tuple(limits)


def _as_json(row: Row, scene: Scene, _: Manner) -> tuple[str, tuple[float, ...]]:
    from disputecli.view.json import dispute_json
    from disputecli.view.jsontext import Ready, written

    table: dict[str, Any] = dispute_json(row, scene.now)
    step, limits = row.standing.next, []
    ends = [scene.now + step.left if step and step.left is not None else None, *map(end_of, row.standing.deadlines)]
    for each, end in zip([table["next"], *table["deadlines"]], ends, strict=True):
        if each and end:
            each["seconds_left"] = Ready(mark("s", 0))
            limits.append(end.timestamp())
    return written(table, scene.encoding, IN_A_LIST), tuple(limits)


def _object(rows: Sequence[Share], unreadable: Sequence[Unreadable], scene: Scene) -> str:
    """The JSON object around the rows."""
    from disputecli.view.json import status_json
    from disputecli.view.jsontext import Ready, written

    now, disputes = Ready(f'"{mark("n", 0)}"'), [Ready(row.text or "") for row in rows]
    return written({**status_json(unreadable, scene.now), "now": now, "disputes": disputes}, scene.encoding) + "\n"


def _as_task(row: Row, scene: Scene, _: Manner) -> tuple[str, tuple[float, ...]]:
    return task(row.standing.next, scene) if row.standing.next else "", ()


_TEXTS = {"table": _as_lines, "json": _as_json, "short": _as_task}

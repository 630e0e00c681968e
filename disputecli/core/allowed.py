"""What can happen now? Every event, whether it is possible and, where not, the reason (rulebook 8)."""

from collections.abc import Collection, Iterable, Mapping

from disputecli.core.course import Course, Move
from disputecli.core.deadlines import Deadline
from disputecli.frozen import dataclass

ANY, CANCELLED = "any", "cancelled"


@dataclass(frozen=True, slots=True)
class Permission:
    """Whether an event can happen now; `why` says why not and is empty where it can."""

    event: str
    ok: bool
    why: str = ""


def allowed(
    moves: Mapping[str, Move], state: Course, deadlines: Iterable[Deadline] | None = None
) -> tuple[Permission, ...]:
    """Every event in the order of the data; `deadlines` are those that still run, None leaves limits out of account."""
    running = None if deadlines is None else {each.kind for each in deadlines}
    return tuple(
        Permission(move.name, not why, why) for move in moves.values() for why in (_why_not(move, state, running),)
    )


def _why_not(move: Move, state: Course, running: Collection[str] | None) -> str:
    """The first reason against an event, empty where there is none."""
    if not _fits(move, state):
        return move.why_stage
    if move.needs_offer and state.offer is None:
        return move.why_offer
    if move.once and state.appealed:
        return move.once
    return _late(move, state, running) if move.within else ""


def _fits(move: Move, state: Course) -> bool:
    again = CANCELLED in move.stages and state.outcome == "cancelled_by_buyer"
    return again or ANY in move.stages or state.stage in move.stages


def _late(move: Move, state: Course, running: Collection[str] | None) -> str:
    """Why its limit forbids it: it never began to run, or it has passed."""
    if state.stage == "watching":
        return ""
    if move.within not in {clock.kind for clock in state.clocks}:
        return move.why_stage
    return "" if running is None or move.within in running else move.why_late

"""What is to be said where nothing is due or no dispute is open? What there is all the same, and what to type."""

from __future__ import annotations

from disputecli.frozen import dataclass
from disputecli.type_names import TYPE_CHECKING
from disputecli.view.lines import Line, Span, beside, wrapped

if TYPE_CHECKING:
    from disputecli.view.scene import Scene


def nothing_due(hidden: int, scene: Scene) -> list[Line]:
    """What to say where there are disputes, but none within the time that was asked for."""
    count = "1 dispute has" if hidden == 1 else f"{hidden} disputes have"
    return wrapped([Span(f"Nothing is due within that time; {count} later dates. See: dispute status")], scene.width)


@dataclass(frozen=True, slots=True)
class Resting:
    """What there is beside open disputes: how many closed ones, and how many interrupted interviews."""

    closed: int = 0
    interviews: int = 0


def nothing_open(resting: Resting, scene: Scene) -> list[Line]:
    """What to type where no dispute is open: what was put away or interrupted is not gone."""
    closed, interviews = resting.closed, resting.interviews
    begun = "the interview that was" if interviews == 1 else f"one of the {interviews} interviews that were"
    commands = (
        ("dispute new --resume", f"go on with {begun} interrupted", interviews),
        ("dispute status --all", "see the closed one" if closed == 1 else f"see the {closed} closed ones", closed),
        ("dispute new", "say what went wrong; get the reason, the last day and the message to send", True),
        ("dispute demo", "look around first, in a made-up list of disputes", not closed),
    )
    shown = [(f"  {command}", what) for command, what, there in commands if there]
    width = max(len(command) for command, _ in shown)
    lines: list[Line] = [(Span("No open disputes." if closed else "No disputes yet."),), ()]
    for command, what in shown:
        room = max(scene.width - width - 2, 12)
        lines += beside([[(Span(command, "bold"),)], wrapped([Span(what)], room)], [width, 0])
    return lines

"""Could it have happened then? An event against what was recorded before it and what was recorded of later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from disputecli.commands.clock import ZONE
from disputecli.core.time import day_name, limit_start, local_day
from disputecli.errors import UserProblem
from disputecli.frozen import replace
from disputecli.type_names import TYPE_CHECKING

if TYPE_CHECKING:
    from disputecli.core.dispute import Dispute, Event
    from disputecli.core.stage import Standing

FORCED = "--force records it all the same."


def standing_then(dispute: Dispute, event: Event, now: datetime) -> Standing:
    """Where the dispute stood when the event happened, with only what had happened before it.

    A bare day comes behind all that was recorded of that day, as it does in the ledger.
    """
    from disputecli.commands.case import standing_of

    at, day = limit_start(event.at), local_day(event.at, ZONE)
    bare = not isinstance(event.at, datetime)
    earlier = tuple(
        each for each in dispute.events if (local_day(each.at, ZONE) <= day if bare else limit_start(each.at) <= at)
    )
    last = max([at, *(limit_start(each.at) for each in earlier)])
    return standing_of(replace(dispute, events=earlier), min(last, now))


def refuse_impossible(event: Event, dispute: Dispute, now: datetime) -> None:
    """UserProblem with the reason where the event cannot have happened then."""
    ordered = dispute.facts.order.ordered_at
    if ordered is not None and local_day(event.at, ZONE) < local_day(ordered, ZONE):
        raise UserProblem(f"That is before the order of {day_name(ordered, ZONE)}.", f"Look at the day again. {FORCED}")
    why = _why_not(event, standing_then(dispute, event, now))
    if why:
        raise UserProblem(why, FORCED)
    _refuse_contradicted(event, dispute, now)


def _why_not(event: Event, stands: Standing) -> str:
    """The reason against an event as the dispute stands, empty where it can happen."""
    from disputecli.core.allowed import allowed
    from disputecli.store import books

    permissions = {each.event: each for each in allowed(books.moves(), stands.course, stands.deadlines)}
    return permissions[event.event].why


def _refuse_contradicted(event: Event, dispute: Dispute, now: datetime) -> None:
    """UserProblem where something that is recorded of later could not have happened any more: a double, most often."""
    from disputecli.core.dispute import in_order
    from disputecli.store import books

    all_of_them = in_order([*dispute.events, event], ZONE)
    place = all_of_them.index(event)
    for behind, later in enumerate(all_of_them[place + 1 :], place + 1):
        before = all_of_them[:behind]
        fitted = _fits_behind(dispute, [each for each in before if each is not event], later, now)
        if fitted and not _fits_behind(dispute, before, later, now):
            raise UserProblem(
                f"“{books.moves()[later.event].title}” is recorded for {day_name(later.at, ZONE)}: that does not fit.",
                f"To correct it: dispute undo takes it back, dispute edit {dispute.id} shows the file. {FORCED}",
            )


def _fits_behind(dispute: Dispute, before: Sequence[Event], event: Event, now: datetime) -> bool:
    from disputecli.commands.case import standing_of
    from disputecli.store import books

    if event.event not in books.moves():
        return True
    moment = min(max(limit_start(each.at) for each in (*before, event)), now)
    return not _why_not(event, standing_of(replace(dispute, events=tuple(before)), moment))

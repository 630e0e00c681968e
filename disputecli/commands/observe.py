"""`dispute observe`: a countdown as it stands on the site, which wins over what is computed."""

from __future__ import annotations

import os
from datetime import datetime

from disputecli.commands import options
from disputecli.commands.options import Argument
from disputecli.errors import UsageProblem, UserProblem
from disputecli.type_names import TYPE_CHECKING, Annotated

if TYPE_CHECKING:
    from disputecli.core.deadlines import Deadline
    from disputecli.core.stage import Standing

Kind = Annotated[str | None, Argument(metavar="DEADLINE", help="Which deadline, like open_by; its start is enough.")]
When = Annotated[list[str] | None, Argument(metavar="WHEN", help="The countdown (2d 3h 10m), or the date and time.")]


def observe(
    id_: options.MaybeId = None,
    kind: Kind = None,
    when: When = None,
    *,
    as_json: options.Json = False,
    no_color: options.NoColor = False,
) -> None:
    """Keep a countdown read on the site; it wins over the computed.

    \b
    dispute observe kettle protection_ends 12d 3h
    dispute observe desk-lamp answer_due 2026-03-14 09:00
    """
    from disputecli.commands.clock import now as clock
    from disputecli.store.lock import locked
    from disputecli.store.paths import places
    from disputecli.store.save import Changed

    moment = clock()
    if not (id_ and kind and when):
        raise _missing(id_, kind, moment)
    due = _due(" ".join(when), moment)
    try:
        found, full_id = _kept(id_, kind, due, moment)
    except Changed:  # another command was quicker: on top of its change
        with locked(places(os.environ), command="observe"):
            found, full_id = _kept(id_, kind, due, moment)
    _show(id_=full_id, found=found, now=moment, as_json=as_json, no_color=no_color)


def _missing(id_: str | None, kind: str | None, now: datetime) -> UsageProblem:
    """What to say where a word is missing: which dispute, which of its deadlines, or until when."""
    from disputecli.commands.case import standing_of
    from disputecli.commands.ledger import chosen, read

    kept = chosen(read(now, wanted=id_), id_)
    running = [each.kind for each in standing_of(kept.dispute, now).deadlines]
    like = f"Like: dispute observe {kept.dispute.id} {kind or next(iter(running), 'open_by')} 12d 3h"
    if kind:
        return UsageProblem("WHEN is missing: the countdown or the date that the site shows.", like)
    return UsageProblem("DEADLINE and WHEN are missing.", f"These run: {', '.join(running) or 'none'}. {like}")


def _kept(id_: str, kind: str, due: datetime, now: datetime) -> tuple[Deadline, str]:
    """The deadline as it was saved with the countdown, and the dispute's whole id."""
    from disputecli.commands.case import standing_of
    from disputecli.commands.ledger import find, ledger_reading, read
    from disputecli.core.record import read_dispute, with_row
    from disputecli.store.ledger import replace_record
    from disputecli.store.paths import places

    kept = find(read(now, wanted=id_), id_)
    chosen = _chosen(kind, standing_of(kept.dispute, now))
    row = {"kind": chosen, "due_by": due, "seen_at": now.replace(microsecond=0)}
    table = with_row(kept.record.table, "observed", row)
    dispute, _ = read_dispute(kept.dispute.id, table, ledger_reading(now))
    after = standing_of(dispute, now)
    replace_record(places(os.environ), kept.record, table, now=now, command="observe")
    return _of(chosen, after), dispute.id


def _chosen(kind: str, stands: Standing) -> str:
    """The running deadline that is meant; UsageProblem or UserProblem where there is no such one."""
    from disputecli.store import books

    word = kind.strip().lower().replace("-", "_")
    kinds = list(books.rules().rules)
    fits = [word] if word in kinds else [each for each in kinds if each.startswith(word)]
    running = [each.kind for each in stands.deadlines]
    fits = [each for each in fits if each in running] or fits
    if len(fits) != 1:
        raise UsageProblem(f"“{kind}” is not one deadline.", f"It can be: {', '.join(running or kinds)}.")
    if fits[0] not in running:
        raise UserProblem(f"{fits[0]} does not run in this dispute now.", f"These run: {', '.join(running) or 'none'}.")
    return fits[0]


def _due(when: str, now: datetime) -> datetime:
    """The moment that the site's countdown or date means; UsageProblem where it is neither."""
    from disputecli.commands.clock import ZONE
    from disputecli.core.dates import parse_countdown, parse_when
    from disputecli.core.time import limit_start

    try:
        return (now + parse_countdown(when)).replace(microsecond=0)
    except UserProblem:
        pass
    try:
        return limit_start(parse_when(when, now, ZONE, past=False))
    except UserProblem as problem:
        raise UsageProblem(
            f"“{when}” is neither a countdown nor a date.", "Write 2d 3h 10m, or 2026-03-14 09:00."
        ) from problem


def _of(kind: str, stands: Standing) -> Deadline:
    return next(each for each in (*stands.deadlines, *(past.deadline for past in stands.past)) if each.kind == kind)


def _show(*, id_: str, found: Deadline, now: datetime, as_json: bool, no_color: bool) -> None:
    """What is kept, and how far it is from the computed date."""
    from disputecli.commands.screen import in_colour, put, put_json, scene

    if as_json:
        from disputecli.view.json import deadline_json

        put_json({"schema_version": 1, "id": id_, "deadline": deadline_json(found, now)})
        return
    from disputecli.store import books
    from disputecli.view.lines import painted
    from disputecli.view.logged import observed_lines

    put(painted(observed_lines(id_, found, books.rules(), scene(now)), colour=in_colour(no_color)))

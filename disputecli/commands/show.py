"""`dispute show`: one dispute, whole."""

from __future__ import annotations

import sys
from datetime import datetime

from disputecli.commands import options
from disputecli.type_names import TYPE_CHECKING

if TYPE_CHECKING:
    from disputecli.core.dispute import Dispute
    from disputecli.view.show import Shown


def show(
    id_: options.MaybeId = None,
    *,
    as_json: options.Json = False,
    at: options.At = None,
    no_color: options.NoColor = False,
) -> None:
    """Show one dispute whole, with its dates and next step.

    \b
    dispute show usb-stick
    dispute show 8123456789012345 --json
    """
    from disputecli.commands.clock import now as clock
    from disputecli.commands.ledger import chosen, read

    moment = clock(at)
    dispute = chosen(read(moment, wanted=id_), id_).dispute
    found = _whole(dispute, moment)
    if as_json:
        _put_json(found, moment)
    else:
        _draw(found, moment, no_color=no_color)


def _whole(dispute: Dispute, now: datetime) -> Shown:
    """All that is derived of a dispute: where it stands, its checklist, what can happen, and where on the site."""
    from disputecli.commands.case import standing_of
    from disputecli.core.allowed import allowed
    from disputecli.core.dispute import current_facts
    from disputecli.core.evidence import checklist
    from disputecli.core.site import path_of
    from disputecli.core.stage import family_of
    from disputecli.store import books
    from disputecli.view.show import Shown

    facts, claim = current_facts(dispute), dispute.claim
    stands = standing_of(dispute, now)
    have = {*facts.problem.evidence, *(each.kind for each in dispute.evidence if each.kind)}
    items = checklist(books.guide().proofs, family_of(facts, claim.reason), claim.reason, claim.detail, have)
    permissions = allowed(books.moves(), stands.course, stands.deadlines)
    shown = items if claim.reason else ()
    site = books.site()
    words = tuple(word for word in site.words if word.means == stands.status)
    return Shown(dispute, stands, shown, books.moves(), permissions, path_of(site, stands), words)


def _put_json(found: Shown, now: datetime) -> None:
    from disputecli.commands.screen import put_json
    from disputecli.view.json import dispute_json, life_json
    from disputecli.view.status import Row

    order = found.dispute.facts.order
    row = Row(found.dispute.id, order.order_id, order.item, found.standing)
    life = life_json(found.dispute, found.permissions, found.path)
    put_json({"schema_version": 1, **dispute_json(row, now), **life})


def _draw(found: Shown, now: datetime, *, no_color: bool) -> None:
    from disputecli.commands.screen import draw, scene
    from disputecli.store import books
    from disputecli.view.show import show as picture

    draw(picture(found, books.rules(), scene(now), plain=not sys.stdout.isatty()), no_color=no_color)

"""`dispute show`: one dispute, whole."""

from __future__ import annotations

from typing import Annotated

import typer

from disputecli.commands import options

Id = Annotated[
    str | None, typer.Argument(metavar="[ID]", help="A dispute's id, the start of one, or its order number.")
]


def show(
    id_: Id = None, *, as_json: options.Json = False, at: options.At = None, no_color: options.NoColor = False
) -> None:
    """Show one dispute: story, claim, deadlines, evidence, next step.

    \b
    dispute show usb-stick
    dispute show 8123456789012345 --json
    """
    import sys

    from disputecli.commands.case import standing_of
    from disputecli.commands.clock import now as clock
    from disputecli.commands.ledger import chosen, read
    from disputecli.commands.screen import draw, put_json, scene
    from disputecli.core.dispute import current_facts
    from disputecli.core.evidence import checklist
    from disputecli.core.stage import family_of
    from disputecli.store import books
    from disputecli.view.show import Shown
    from disputecli.view.show import show as picture

    moment = clock(at)
    dispute = chosen(read(moment), id_).dispute
    facts, claim = current_facts(dispute), dispute.claim
    stands = standing_of(dispute, moment)
    if as_json:
        from disputecli.view.json import dispute_json
        from disputecli.view.status import Row

        row = Row(dispute.id, facts.order.order_id, facts.order.item, stands)
        put_json({"schema_version": 1, **dispute_json(row, moment)})
        return
    have = {*facts.problem.evidence, *(each.kind for each in dispute.evidence if each.kind)}
    items = checklist(books.guide().proofs, family_of(facts, claim.reason), claim.reason, claim.detail, have)
    shown = Shown(dispute, stands, items if claim.reason else (), books.moves())
    draw(picture(shown, books.rules(), scene(moment), plain=not sys.stdout.isatty()), no_color=no_color)

"""What does the seller's message try, and what is answered? Move by move, then the draft."""

from __future__ import annotations

from disputecli.core.text import shown
from disputecli.type_names import TYPE_CHECKING
from disputecli.view.json import SCHEMA_VERSION, Table
from disputecli.view.lines import Line, Span
from disputecli.view.lint import indented
from disputecli.view.scene import Scene, cited, line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from disputecli.core.moves import Move, Reply
    from disputecli.core.offers import Offer

LONGEST = 200
RECORDS = {
    "seller-countered": ("seller offers {amount}, refund only", "--type refund_only --amount {figure}"),
    "protection-extended": ("seller extends the protection by {days} days (check the order page)", "--days {days}"),
}


def reply_lines(found: Sequence[Move], answer: str, records: Iterable[str], reply: Reply, scene: Scene) -> list[Line]:
    """Each move with why it matters and what to do; what could be recorded; the draft on one line, to be copied."""
    rows: list[Line] = []
    for number, each in enumerate(found, 1):
        title = Span(f"{number}. The seller {line(each.title, scene)}", "bold")
        rows += [*indented([title], scene, 0), *_move(each, scene), ()]
    for record in records:
        said, _, command = record.partition("\n")
        rows += [*indented([Span(line(said, scene))], scene, 0), (Span(f"  {line(command, scene)}"),), ()]
    if any(each.kind in {"partial_offer", "demands_return"} for each in found):
        rows += [*indented([Span(line(reply.accept, scene), "yellow")], scene, 0), ()]
    heading = (Span("Your answer", "bold"), Span(f" ({len(answer)} characters)", "dim"))
    return [*rows, heading, (Span(line(answer, scene)),)]


def nothing_lines(text: str, reply: Reply, scene: Scene) -> list[Line]:
    """What is to be said where no move was found: that this proves nothing, or what silence means."""
    if text.strip():
        return indented([Span(line(reply.nothing, scene))], scene, 0)
    return indented([Span(f"{line(reply.silent, scene)} "), Span(cited(reply.silent_sources), "dim")], scene, 0)


def record_line(offer: Offer, id_: str, currency: str) -> str:
    """What could be recorded of an offer, and on a line of its own the command to type."""
    said, flags = RECORDS[offer.event]
    amount = "" if offer.amount is None else f"{offer.amount:f} {currency}".strip()
    slots = {"amount": amount, "figure": amount.partition(" ")[0], "days": offer.days}
    command = f"dispute log {id_} {offer.event} {flags.format_map(slots)}"
    return f"To record it ({said.format_map(slots)}), type:\n{command}"


def reply_json(found: Iterable[Move], answer: str) -> Table:
    """The moves and the draft; the draft is empty where nothing was found."""
    return {
        "schema_version": SCHEMA_VERSION,
        "moves": [
            {"kind": each.kind, "quote": shown(each.quote), "start": each.start, "end": each.end,
             "why": shown(each.why), "answer": shown(each.answer), "sources": list(each.sources)} for each in found
        ],
        "draft": shown(answer),
    }  # fmt: skip


def _move(move: Move, scene: Scene) -> list[Line]:
    quote = Span(f"“{line(move.quote, scene, LONGEST)}”", "cyan")
    why, do = Span("Why it matters:", "dim"), Span("What to do:", "dim")
    return [
        *indented([quote], scene),
        *indented([why, Span(line(move.why, scene))], scene),
        *indented([do, Span(line(move.answer, scene)), Span(cited(move.sources), "dim")], scene),
    ]

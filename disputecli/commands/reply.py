"""`dispute reply`: what a seller's message tries, and one answer to all of it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from disputecli.commands import options
from disputecli.commands.options import STDIN, Argument, Option
from disputecli.frozen import dataclass
from disputecli.type_names import TYPE_CHECKING, Annotated

if TYPE_CHECKING:
    from datetime import datetime

    from disputecli.commands.ledger import Kept
    from disputecli.core.moves import Move, MoveBook

File = Annotated[str | None, Argument(metavar="[FILE]", help="The seller's message; - for stdin.")]
Copy = Annotated[bool, Option("--copy", help="Copy the answer to the clipboard as well.")]
Save = Annotated[bool, Option("--save", help="Keep the message in the dispute, also without a terminal.")]


@dataclass(frozen=True)
class Found:
    """What was found in a message: its text, the moves, the answer, and what could be recorded."""

    text: str
    moves: tuple[Move, ...]
    answer: str
    records: tuple[str, ...]


def reply(
    id_: options.MaybeId = None,
    file: File = None,
    *,
    copy: Copy = False,
    save: Save = False,
    at: options.At = None,
    as_json: options.Json = False,
    no_input: options.NoInput = False,
    no_color: options.NoColor = False,
) -> int:
    """Read a seller's message: what it tries, and what to answer.

    \b
    dispute reply                       paste the message
    dispute reply message.txt
    dispute reply kettle                with the dispute's own dates; keeps the message
    dispute reply kettle - --save < message.txt
    """
    from disputecli.commands.clock import now as clock
    from disputecli.commands.lint import read_message
    from disputecli.store import books

    moment, book = clock(at), books.move_book()
    wanted, file = _sorted_out(id_, file)
    kept = _kept(wanted, moment, save=save)
    typed = file is None and sys.stdin.isatty()
    text = read_message(file, "Paste the seller's message", no_input=no_input or as_json)
    found = _found(book, text, kept, moment)
    _show(book, found, moment, as_json=as_json, no_color=no_color)
    if copy and found.answer:
        from disputecli.commands.clipboard import copy as to_clipboard

        to_clipboard(found.answer)
    if kept and (save or typed) and text.strip():
        _keep(kept, text, moment)
    return 0


def _sorted_out(id_: str | None, file: str | None) -> tuple[str | None, str | None]:
    """The ID and the FILE of the arguments: one that is `-` or an existing file is the FILE."""
    if file is None and id_ is not None and (id_ == STDIN or Path(id_).is_file()):
        return None, id_
    return id_, file


def _kept(wanted: str | None, now: datetime, *, save: bool) -> Kept | None:
    """The dispute that the message belongs to, if one is named or the message is to be kept."""
    if wanted is None and not save:
        return None
    from disputecli.commands.ledger import chosen, read

    return chosen(read(now, wanted=wanted), wanted)


def _found(book: MoveBook, text: str, kept: Kept | None, now: datetime) -> Found:
    """What the message tries, said with the dispute's own dates where it is known."""
    from disputecli.core.moves import draft, moves

    slots = _slots(kept, now) if kept else {}
    found = moves(book, text, slots)
    return Found(text, found, draft(book, found, slots), _records(book, text, kept) if kept else ())


def _slots(kept: Kept, now: datetime) -> dict[str, str]:
    from disputecli.commands.case import standing_of
    from disputecli.commands.clock import ZONE
    from disputecli.core.stakes import stakes
    from disputecli.store import books

    return stakes(books.templates().words, kept.dispute, standing_of(kept.dispute, now), now, ZONE)


def _records(book: MoveBook, text: str, kept: Kept) -> tuple[str, ...]:
    """What could be recorded of the message, each as the command to type."""
    from disputecli.core.offers import offers
    from disputecli.store import books
    from disputecli.view.reply import record_line

    order = kept.dispute.facts.order
    digits = books.digits_of(order.currency)
    return tuple(record_line(each, kept.dispute.id, order.currency or "") for each in offers(book, text, order, digits))


def _show(book: MoveBook, found: Found, now: datetime, *, as_json: bool, no_color: bool) -> None:
    from disputecli.commands.screen import put_json, put_lines, scene, tell
    from disputecli.view.reply import nothing_lines, reply_json, reply_lines

    where = scene(now)
    if as_json:
        put_json(reply_json(found.moves, found.answer))
    elif found.moves:
        rows = reply_lines(found.moves, found.answer, found.records, book.reply, where)
        put_lines(rows, no_color=no_color)
    else:
        put_lines(nothing_lines(found.text, book.reply, where), no_color=no_color)
    if len(found.text) > book.read_at_most:
        tell(f"Only the first {book.read_at_most} characters were read.")


def _keep(kept: Kept, text: str, now: datetime) -> None:
    """Keep the message as an event of the dispute, once."""
    from disputecli.commands.screen import tell
    from disputecli.core.dispute import Event
    from disputecli.core.record import event_row, with_row
    from disputecli.core.text import cleaned
    from disputecli.store.ledger import replace_record
    from disputecli.store.paths import places

    said = cleaned(text).strip()
    if any(each.text == said for each in kept.dispute.named("message-received")):
        tell("The message was kept before.")
        return
    event = Event(now.replace(microsecond=0), "seller", "message-received", text=said)
    table = with_row(kept.record.table, "events", event_row(event))
    replace_record(places(os.environ), kept.record, table, now=now, command="reply")
    tell(f"Kept in {kept.dispute.id}.")

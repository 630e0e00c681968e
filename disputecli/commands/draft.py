"""`dispute draft`: the message to paste."""

from __future__ import annotations

import os
import sys

from disputecli.commands import options
from disputecli.commands.options import Argument, Option
from disputecli.errors import UsageProblem, UserProblem
from disputecli.frozen import replace
from disputecli.type_names import TYPE_CHECKING, Annotated

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from disputecli.commands.ledger import Kept
    from disputecli.core.findings import Finding
    from disputecli.core.matter import Matter
    from disputecli.core.messages import Fit, Letter

Kind = Annotated[str | None, Argument(metavar="[KIND]", help="What to write; left out: what fits now.")]
Short = Annotated[bool, Option("--short", help="The short version, at most 200 characters.")]
Copy = Annotated[bool, Option("--copy", help="Copy it to the clipboard as well.")]
Output = Annotated[str | None, Option("--output", "-o", metavar="FILE", help="Write it to a new file.")]
Edit = Annotated[bool, Option("--edit", help="Open it in your editor first.")]
Listing = Annotated[bool, Option("--list", help="List the kinds that fit now, and why.")]
Yes = Annotated[bool, Option("--yes", "-y", help="Copy it also where the check finds what can do harm.")]
Save = Annotated[bool, Option("--save", help="Keep the text in the dispute.")]


def draft(
    id_: options.MaybeId = None,
    kind: Kind = None,
    *,
    short: Short = False,
    copy: Copy = False,
    output: Output = None,
    edit: Edit = False,
    listing: Listing = False,
    save: Save = False,
    answers: options.AnswersFile = None,
    at: options.At = None,
    yes: Yes = False,
    as_json: options.Json = False,
) -> None:
    """Write the English message to paste for a dispute.

    \b
    dispute draft usb-stick                    the kind that fits now
    dispute draft usb-stick extend_protection
    dispute draft usb-stick --short --copy
    dispute draft --answers order.toml         without a ledger
    """
    from disputecli.commands.checked import findings_of, refuse_grave
    from disputecli.commands.clock import now as clock
    from disputecli.commands.lint import facts_of

    moment = clock(at)
    wanted, kind = _sorted_out(id_, kind)
    kept, matter = _matter(wanted, answers, moment)
    fits = _fits(matter)
    if kept:
        fits = _true_still(kept, matter, kind, fits)
    if listing:
        _list(fits, as_json=as_json)
        return
    letter = _letter(matter, kind, fits)
    text = _edited(letter.short if short else letter.text, edit=edit)
    found = findings_of(text, facts_of(kept.dispute) if kept else matter.facts, letter.kind)
    _put(replace(letter, **{"short" if short else "text": text}), text, found, as_json=as_json)
    if output:
        _write(output, text)
    if copy:
        from disputecli.commands.clipboard import copy as to_clipboard

        if not yes:
            refuse_grave(found)
        to_clipboard(text)
    if save:
        _save(kept, letter.kind, text, moment)


def _sorted_out(id_: str | None, kind: str | None) -> tuple[str | None, str | None]:
    """The ID and the KIND of the arguments: one that is a kind is the KIND."""
    from disputecli.store import books

    kinds = books.templates().kinds
    if kind is None and id_ in kinds:
        id_, kind = None, id_
    if kind is not None and kind not in kinds:
        raise UsageProblem(f"“{kind}” is not a kind of message.", f"The kinds are: {', '.join(kinds)}.")
    return id_, kind


CAME_SINCE = "The parcel has come since: the old claim is not true any more."
CAME_BEFORE = "If it is all right: dispute log {id} closed. If not, say what is wrong with it: dispute new"
CAME_OPEN = (
    "Keep the dispute open until you have checked the goods. As ordered: cancel it on the site, then "
    "dispute log {id} cancelled. Something wrong: dispute new --dry-run finds the reason and the text for “Change”."
)
CAME_SETTLED = "What is true still: dispute draft {id} --list"


def _matter(wanted: str | None, answers: str | None, now: datetime) -> tuple[Kept | None, Matter]:
    """What the message speaks of: a dispute of the ledger, or the facts of an answers file."""
    if answers:
        if wanted:
            raise UsageProblem("An ID and --answers exclude each other.", "Give one of them.")
        return None, _from_answers(answers, now)
    from disputecli.commands.case import matter_of, standing_of
    from disputecli.commands.ledger import chosen, read

    kept = chosen(read(now, wanted=wanted), wanted)
    return kept, matter_of(kept.dispute, standing_of(kept.dispute, now))


def _true_still(kept: Kept, matter: Matter, kind: str | None, fits: tuple[Fit, ...]) -> tuple[Fit, ...]:
    """The kinds that are true still where a missing parcel has come since; UserProblem for another one, or for none."""
    from disputecli.core.stage import came_late
    from disputecli.store import books

    if not came_late(matter.facts):
        return fits
    kinds = books.templates().kinds
    left = tuple(fit for fit in fits if kinds[fit.kind].late)
    if left and kind in (None, *(fit.kind for fit in left)):
        return left
    hint = CAME_SETTLED if left else CAME_BEFORE if matter.stage == "watching" else CAME_OPEN
    raise UserProblem(CAME_SINCE, hint.format(id=kept.dispute.id))


def _from_answers(file: str, now: datetime) -> Matter:
    from disputecli.commands.answers import read_answers, refuse_missing
    from disputecli.commands.case import advice, opening_matter
    from disputecli.commands.ledger import reading
    from disputecli.core.stage import watching_status

    facts = read_answers(file, {}, reading(now))
    refuse_missing(facts)
    found = advice(facts, now)
    if found.reason is None:
        raise UserProblem(found.verdict_why.text, "See what can help instead: dispute new --answers FILE --dry-run")
    return replace(opening_matter(found), status=watching_status(found.verdict, found.reason.code))


def _fits(matter: Matter) -> tuple[Fit, ...]:
    from disputecli.core.messages import fitting
    from disputecli.store import books

    return fitting(books.templates(), matter)


def _list(fits: tuple[Fit, ...], *, as_json: bool) -> None:
    from disputecli.commands.screen import put_json, put_text, width

    if as_json:
        put_json({"schema_version": 1, "kinds": [{"kind": fit.kind, "why": fit.why} for fit in fits]})
    else:
        widest = max((len(fit.kind) for fit in fits), default=0)
        rows = [f"{fit.kind:<{widest}}  {fit.why}" for fit in fits]
        if sys.stdout.isatty() and max(map(len, rows), default=0) > width():
            rows = [f"{fit.kind}\n  {fit.why}" for fit in fits]
        put_text("\n".join(rows))


def _letter(matter: Matter, kind: str | None, fits: tuple[Fit, ...]) -> Letter:
    from disputecli.core.messages import compose
    from disputecli.store import books

    if kind is None and not fits:
        raise UserProblem("No message fits where this dispute stands.", "Name a kind; see: dispute draft ID --list")
    return compose(books.templates(), kind or fits[0].kind, matter)


def _edited(text: str, *, edit: bool) -> str:
    if not edit:
        return text
    from disputecli.commands.editor import edited

    return edited(text, suffix=".txt")


def _put(letter: Letter, text: str, found: Sequence[Finding], *, as_json: bool) -> None:
    from disputecli.commands.checked import tell_findings
    from disputecli.commands.screen import put_json, put_text
    from disputecli.core.text import shown

    if as_json:
        from disputecli.view.json import message_json

        put_json({"schema_version": 1, **message_json(letter, found)})
    else:
        put_text(shown(text))
        tell_findings(found)


def _write(output: str, text: str) -> None:
    from pathlib import Path

    from disputecli.store.save import write_file

    write_file(Path(output), f"{text}\n".encode("utf-8", "replace"), expected=None)


def _save(kept: Kept | None, kind: str, text: str, now: datetime) -> None:
    """Keep the text under `[[messages]]`, once."""
    if kept is None:
        raise UsageProblem("--save keeps the text in a dispute, and --answers has none.", "Name a dispute.")
    from disputecli.core.dispute import Message
    from disputecli.core.record import message_row, with_row
    from disputecli.store.ledger import replace_record
    from disputecli.store.paths import places

    if any(each.kind == kind and each.text == text for each in kept.dispute.messages):
        return
    table = with_row(kept.record.table, "messages", message_row(Message(now, kind, text)))
    replace_record(places(os.environ), kept.record, table, now=now, command="draft --save")

"""`dispute evidence`: what proves the claim, which of it is there, and files taken in or out."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from disputecli.commands import options
from disputecli.commands.options import Argument, Option
from disputecli.core.order import EVIDENCE_KINDS
from disputecli.errors import Fault, Faults, UsageProblem
from disputecli.frozen import dataclass, replace
from disputecli.type_names import TYPE_CHECKING, Annotated

if TYPE_CHECKING:
    from disputecli.commands.ledger import Kept
    from disputecli.store.intake import Source, Taken
    from disputecli.store.paths import Places
    from disputecli.view.exhibits import Evidence, Numbered

ADD, REMOVE = "add", "remove"
COMMANDS = {ADD: "evidence add", REMOVE: "evidence remove"}

Words = Annotated[
    list[str] | None,
    Argument(metavar="[ID] [add FILE... | remove N...]", help="A dispute; then files to add, or their numbers."),
]
Kind = Annotated[str | None, Option("--kind", metavar="KIND", help=f"What it is: {', '.join(EVIDENCE_KINDS)}.")]
Caption = Annotated[str | None, Option("--caption", metavar="TEXT", help="What it shows, in a few words.")]


@dataclass(frozen=True)
class Outcome:
    """What a command did, as the numbers of exhibits."""

    added: tuple[int, ...] = ()
    known: tuple[int, ...] = ()
    removed: tuple[int, ...] = ()


def evidence(
    words: Words = None,
    *,
    kind: Kind = None,
    caption: Caption = None,
    at: options.At = None,
    as_json: options.Json = False,
    no_color: options.NoColor = False,
) -> None:
    """List the evidence that fits the reason, and keep the files.

    \b
    dispute evidence usb-stick
    dispute evidence usb-stick add front.jpg test.mp4
    dispute evidence usb-stick add h2testw.png --kind test_result --caption "6 GB of 64"
    dispute evidence usb-stick remove 2      takes it out; the file is kept
    """
    from disputecli.commands.clock import now as clock
    from disputecli.commands.exhibits import evidence_of
    from disputecli.commands.ledger import chosen, find, read

    moment = clock(at)
    ledger = read(moment)
    id_, action, rest = _sorted_out(words or [], {each.dispute.id for each in ledger.kept})
    kept = chosen(ledger, id_)
    if action == ADD:
        outcome = _add(ledger.places, kept, _sources(rest, _known_kind(kind)), _clean(caption), moment)
    else:
        _refuse_options(kind, caption)
        outcome = _remove(ledger.places, kept, rest, moment) if action == REMOVE else Outcome()
    found = evidence_of(ledger.places, find(read(moment, wanted=kept.record.id), kept.record.id))
    _show(found, outcome, moment, as_json=as_json, no_color=no_color)
    _advise(found.id, outcome, opened=any(kept.dispute.named("opened")))
    if not kind:
        _ask_kind(found, outcome)


def _sorted_out(words: list[str], ids: set[str]) -> tuple[str | None, str | None, list[str]]:
    """The ID, the action and what it acts on; without an ID the only open dispute is meant."""
    if words and words[0] in COMMANDS and words[0] not in ids:
        words = ["", *words]
    id_, action, rest = (words[0] or None if words else None), (words[1] if len(words) > 1 else None), words[2:]
    if action is not None and action not in COMMANDS:
        raise UsageProblem(f"“{action}” is neither add nor remove.", f"To add a file: dispute evidence {id_} add FILE")
    if action is not None and not rest:
        what = "the files to add" if action == ADD else "the numbers to remove"
        raise UsageProblem(f"Name {what}.", f"See: dispute evidence {id_ or 'ID'}")
    return id_, action, rest


def _known_kind(kind: str | None) -> str | None:
    if kind is None or kind in EVIDENCE_KINDS:
        return kind
    from difflib import get_close_matches

    near = get_close_matches(kind.lower().replace(" ", "_"), EVIDENCE_KINDS, 1)
    hint = f"Did you mean {near[0]}?" if near else f"The kinds are: {', '.join(EVIDENCE_KINDS)}."
    raise UsageProblem(f"“{kind}” is not a kind of evidence.", hint)


def _clean(caption: str | None) -> str | None:
    from disputecli.core.text import refused

    if caption and (character := refused(caption)):
        raise UsageProblem(f"--caption has a hidden character ({character}).", "Type it anew instead of pasting it.")
    return " ".join(caption.split()) if caption else None


def _refuse_options(kind: str | None, caption: str | None) -> None:
    if kind is not None or caption is not None:
        raise UsageProblem("--kind and --caption belong to add.", "Like: dispute evidence ID add FILE --kind photo")


def _sources(files: list[str], kind: str | None) -> list[Source]:
    """The files, each of a known kind; Faults name all that can't be taken, and nothing is."""
    from disputecli.commands.screen import tell
    from disputecli.core.text import one_line
    from disputecli.store.intake import examine

    sources, faults = examine(files)
    sources = [replace(source, kind=kind or _by_name(source) or source.kind) for source in sources]
    hint = f"Add it on its own with --kind KIND: {', '.join(EVIDENCE_KINDS)}."
    faults += [
        Fault("", f"What is {each.given}? It looks like no photo or video", hint) for each in sources if not each.kind
    ]
    if faults:
        raise Faults([*faults, Fault("", "Nothing was added.")] if len(files) > 1 else faults)
    for each in sources:
        if each.is_link:
            tell(f"{one_line(each.given)} is a link; what is taken is {one_line(str(each.real))}")
    return sources


def _by_name(source: Source) -> str | None:
    """What the name of a picture says that it shows."""
    from disputecli.core.evidence import kind_by_name
    from disputecli.store.shipped import shipped_table

    if source.kind != "photo":
        return None
    return kind_by_name(shipped_table("evidence.toml")["names"], Path(source.given).stem)


def _add(where: Places, kept: Kept, sources: list[Source], caption: str | None, now: datetime) -> Outcome:
    """Copy the files, then add their rows in one save; what is there already is not doubled."""
    from disputecli.commands.exhibits import evidence_of, row_of
    from disputecli.commands.ledger import find, read
    from disputecli.store.exhibits import number_of, placed
    from disputecli.store.intake import copied
    from disputecli.store.ledger import replace_record
    from disputecli.store.lock import locked

    id_, command = kept.record.id, COMMANDS[ADD]
    with copied(where.evidence / id_, sources) as parts, locked(where, command=command):
        record = find(read(now, wanted=id_), id_).record
        fresh, known = _fresh(parts, evidence_of(where, find(read(now, wanted=id_), id_)).exhibits)
        if fresh:
            with placed(where, record, fresh, now=now, command=command) as done:
                rows = [*record.table.get("evidence", []), *(row_of(each, caption, now) for each in done)]
                replace_record(where, record, {**record.table, "evidence": rows}, now=now, command=command)
                return Outcome(tuple(number_of(each.path.name) or 0 for each in done), known)
    return Outcome(known=known)


def _fresh(parts: list[Taken], there: tuple[Numbered, ...]) -> tuple[list[Taken], tuple[int, ...]]:
    """What is not there yet, each content once, and the numbers of what is; says which."""
    from disputecli.commands.screen import tell
    from disputecli.core.text import one_line

    numbers = {each.exhibit.sha256: each.number for each in there if each.state == "ok"}
    fresh: dict[str, Taken] = {}
    for part in parts:
        name = one_line(part.source.given)
        if part.sha256 in numbers:
            tell(f"{name} is there already, as number {numbers[part.sha256]}")
        elif part.sha256 in fresh:
            tell(f"{name} is the same as {one_line(fresh[part.sha256].source.given)}; one of them is kept")
        fresh.setdefault(part.sha256, part)
    known = [numbers[sha256] for sha256 in fresh if sha256 in numbers]
    return [part for sha256, part in fresh.items() if sha256 not in numbers], tuple(known)


def _remove(where: Places, kept: Kept, rest: list[str], now: datetime) -> Outcome:
    """Take rows out in one save, then set their files aside."""
    from disputecli.commands.exhibits import evidence_of, numbered
    from disputecli.commands.ledger import find, read
    from disputecli.store.aside import REMOVED
    from disputecli.store.exhibits import find_exhibit, withdraw
    from disputecli.store.intake import refuse_protected
    from disputecli.store.ledger import replace_record
    from disputecli.store.lock import locked
    from disputecli.store.undertaking import undertaken

    id_, command = kept.record.id, COMMANDS[REMOVE]
    with locked(where, command=command):
        for folder in (where.evidence / id_, where.evidence / id_ / REMOVED):
            refuse_protected(folder)
        fresh = find(read(now, wanted=id_), id_)
        there = evidence_of(where, fresh).exhibits
        gone = numbered(rest, there)
        rows = fresh.record.table["evidence"]
        left = [row for row, each in zip(rows, there, strict=True) if each.number not in gone]
        kept_files = {row["file"] for row in left}
        files = {each.exhibit.file for each in there if each.number in gone and each.state == "ok"} - kept_files
        paths = [path for path in (find_exhibit(where, id_, file) for file in sorted(files)) if path]
        with undertaken(where, 1 + len(paths)):
            replace_record(where, fresh.record, {**fresh.record.table, "evidence": left}, now=now, command=command)
            for path in paths:
                withdraw(where, id_, path, now=now, command=command)
    return Outcome(removed=gone)


def _show(found: Evidence, outcome: Outcome, now: datetime, *, as_json: bool, no_color: bool) -> None:
    from disputecli.commands.screen import in_colour, put, put_json, scene
    from disputecli.view.exhibits import evidence_json, evidence_lines, exhibit_lines
    from disputecli.view.lines import painted

    where = scene(now)
    if as_json:
        put_json(evidence_json(found, outcome.added, outcome.known, outcome.removed))
    elif outcome == Outcome():
        put(painted(evidence_lines(found, where), colour=in_colour(no_color)))
    else:
        new = [each for each in found.exhibits if each.number in outcome.added]
        put(painted(exhibit_lines(new, where), colour=in_colour(no_color)))


def _advise(id_: str, outcome: Outcome, *, opened: bool) -> None:
    """What to know after a change: where the files are, and what photos give away."""
    from disputecli.commands.screen import tell

    if outcome.added:
        then = f", then type: dispute log {id_} evidence-added" if opened else " when you open the dispute."
        tell(f"Added to {id_}. The files are on this computer only: upload them on the site{then}")
        tell("Photos and videos may carry the place they were taken; whoever gets the file can read it.")
    if outcome.removed:
        tell(f"Taken out of {id_}; the file is kept in the folder removed. Back again with: dispute undo")


def _ask_kind(found: Evidence, outcome: Outcome) -> None:
    """Say of files that tick off nothing how they were taken, and how to say what they are."""
    from disputecli.commands.screen import tell

    wanted = {each.kind for each in found.items}
    for each in found.exhibits:
        if each.number in outcome.added and each.exhibit.kind not in wanted:
            kind = (each.exhibit.kind or "").replace("_", " ")
            tell(
                f"Number {each.number} is taken as a {kind}, which is not on the list. If it is something of the list:"
            )
            tell(f"dispute undo, then add it again with --kind and one of: {', '.join(sorted(wanted))}")

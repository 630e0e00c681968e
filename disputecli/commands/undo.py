"""`dispute undo`: the last change of the ledger taken back, and the one before it; or brought back."""

from __future__ import annotations

import os
import sys
from datetime import datetime

from disputecli.commands import options
from disputecli.commands.options import Option
from disputecli.errors import UsageProblem, UserProblem
from disputecli.frozen import dataclass, replace
from disputecli.type_names import TYPE_CHECKING, Annotated, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disputecli.store.history import Change
    from disputecli.store.journal import Entry
    from disputecli.store.paths import Places
    from disputecli.view.scene import Scene

LISTED, NAMED = 20, 3
NOTHING_YET = "No command has changed your disputes yet."
DECLINED = 1


@dataclass(frozen=True)
class Said:
    """The words, the key in JSON and the option of taking back, or of bringing back."""

    does: str
    asks: str
    done: str
    not_done: str
    key: str
    flag: str


UNDONE = Said(
    "Takes back", "Take it back?", "Taken back. Bring it back with: dispute undo --redo", "Nothing was taken back.",
    "taken_back", "",
)  # fmt: skip
REDONE = Said(
    "Brings back", "Bring it back?", "Brought back. Take it back again with: dispute undo", "Nothing was brought back.",
    "brought_back", "--redo ",
)  # fmt: skip

Listing = Annotated[bool, Option("--list", help="List the last 20 changes, the newest first.")]
DryRun = Annotated[bool, Option("--dry-run", help="Say what would happen; change nothing.")]
Restore = Annotated[
    str | None, Option("--restore", metavar="ID", help="Bring back a damaged or lost file as it was saved last.")
]
Redo = Annotated[bool, Option("--redo", help="Bring back what the last undo took back.")]
Yes = Annotated[bool, Option("--yes", "-y", help="Don't ask; needed where nobody can be asked.")]


def undo(
    *,
    listing: Listing = False,
    redo: Redo = False,
    restore: Restore = None,
    dry_run: DryRun = False,
    yes: Yes = False,
    no_input: options.NoInput = False,
    as_json: options.Json = False,
) -> int:
    """Take back the last command that changed your disputes; again, the one before it.

    \b
    dispute undo              says what it takes back, and asks
    dispute undo --dry-run    only says it
    dispute undo; dispute undo      the last two
    dispute undo --redo       brings back what the last undo took
    dispute undo --list       the last 20 changes
    dispute undo --restore usb-stick     a damaged file as it was saved last
    """
    from disputecli.commands.clock import now as clock
    from disputecli.commands.screen import scene
    from disputecli.store.history import changes, history
    from disputecli.store.paths import places
    from disputecli.store.undo import bring_back, take_back

    where, moment = places(os.environ), clock()
    if restore is not None:
        return _restored(where, restore.strip(), moment, dry_run=dry_run, as_json=as_json)
    made = changes(where)
    if listing:
        _list(made[: -LISTED - 1 : -1], scene(moment), as_json=as_json)
        return 0
    found = history(made)
    last = _last(found.forth if redo else found.back, redo=redo, any_made=bool(made))
    said = REDONE if redo else UNDONE
    asks = not (dry_run or yes)
    if asks:
        _refuse_unasked(said, asked=not (no_input or as_json))
    _announce(last, said, scene(moment), as_json=as_json)
    if asks and _declined(said):
        return DECLINED
    if not dry_run:
        (bring_back if redo else take_back)(where, last, now=moment)
    _report(last, said, dry_run=dry_run, as_json=as_json)
    return 0


def _last(left: tuple[Change, ...], *, redo: bool, any_made: bool) -> Change:
    """The change that is meant; UserProblem where there is none."""
    if left:
        return left[-1]
    if redo:
        hint = "Only what an undo took back can be, and only until another command changes your disputes."
        raise UserProblem("There is nothing to bring back.", hint)
    hint = "All is taken back already; bring back the last with: dispute undo --redo"
    raise UserProblem("There is nothing to take back.", hint if any_made else NOTHING_YET)


def _restored(where: Places, id_: str, now: datetime, *, dry_run: bool, as_json: bool) -> int:
    """Bring a file back as it was saved last, or only say so; nobody is asked, for it can be taken back."""
    from disputecli.commands.screen import put_json, put_text
    from disputecli.core.text import one_line
    from disputecli.store.undo import restorable, restore

    path = (restorable if dry_run else restore)(where, id_, now=now)
    name = one_line(str(path))
    if as_json:
        put_json({"schema_version": 1, "dry_run": dry_run, "restored": path.stem, "file": str(path)})
    elif dry_run:
        put_text(f"Brings back: {name} as it was saved last\nNothing was changed.")
    else:
        put_text(f"{name} is again as it was saved last. What stood there is kept: dispute undo")
    return 0


def _announce(change: Change, said: Said, where: Scene, *, as_json: bool) -> None:
    """Say what is taken or brought back, before it is."""
    from disputecli.commands.screen import put_text, tell
    from disputecli.store.history import own_name
    from disputecli.view.scene import line

    effects = (f"  {line(each, where)}" for each in _effects(change))
    named = _named(replace(change, command=own_name(change.command)), where)
    (tell if as_json else put_text)("\n".join([f"{said.does}: {named}", *effects]))
    sys.stdout.flush()


def _refuse_unasked(said: Said, *, asked: bool) -> None:
    """UsageProblem where there is nobody who could say yes."""
    from disputecli.wizard.prompter import can_ask

    if not (asked and can_ask(sys.stdin, sys.stdout)):
        hint = f"{said.not_done} What it would be: dispute undo {said.flag}--dry-run"
        raise UsageProblem(f"{said.asks} Say so with --yes.", hint)


def _declined(said: Said) -> bool:
    """True where the person who is asked says no."""
    from disputecli.commands.screen import confirmed, tell

    if confirmed(said.asks):
        return False
    tell(said.not_done)
    return True


def _report(change: Change, said: Said, *, dry_run: bool, as_json: bool) -> None:
    from disputecli.commands.screen import put_json, put_text

    if as_json:
        put_json({"schema_version": 1, "dry_run": dry_run, said.key: _table(change)})
    else:
        put_text("Nothing was changed." if dry_run else said.done)


def _list(made: tuple[Change, ...], where: Scene, *, as_json: bool) -> None:
    from disputecli.commands.screen import put_json, put_text

    if as_json:
        put_json({"schema_version": 1, "changes": [_table(change) for change in made]})
    elif made:
        put_text("\n".join(f"{_named(change, where)}: {_summary(change)}" for change in made))
    else:
        put_text(NOTHING_YET)


def _named(change: Change, where: Scene) -> str:
    """The command, the disputes and the moment of a change, as "log on usb-stick, 23 Nov 14:02"."""
    from disputecli.view.scene import line, moment

    more = f" and {len(change.ids) - NAMED} more" if len(change.ids) > NAMED else ""
    try:
        when = moment(datetime.fromisoformat(change.time), where, weekday=False)
    except ValueError:
        when = change.time
    return line(f"{change.command} on {', '.join(change.ids[:NAMED])}{more}, {when}", where)


def _effects(change: Change) -> Iterator[str]:
    """What taking back does, a line each file; a dispute that was moved goes back in one."""
    from disputecli.store.history import RESTORE

    tables = [each for each in change.entries if not each.file.startswith("evidence/")]
    came = {each.id: each.file for each in tables if each.before is None}
    went = {each.id: each.file for each in tables if each.after is None}
    for entry in reversed(change.entries):
        moved = entry.id in went and entry.id in came and entry.file in {went[entry.id], came[entry.id]}
        if moved and entry.file == went[entry.id]:
            yield f"{entry.id} moves back from {came[entry.id].partition('/')[0]} to {entry.file.partition('/')[0]}"
        elif not moved and change.command == RESTORE:
            yield f"{entry.file} is {'lost' if entry.before is None else 'damaged'} again, as before it was restored"
        elif not moved:
            yield _effect(entry)


def _effect(entry: Entry) -> str:
    """What taking back does to one file."""
    if entry.before is None:
        kept = (
            "goes into the folder removed" if entry.file.startswith("evidence/") else "is removed; its id stays taken"
        )
        return f"{entry.file} {kept}"
    return f"{entry.file} {'comes back' if entry.after is None else 'is as it was before'}"


def _summary(change: Change) -> str:
    """What a change did, in a few words."""
    files = [each for each in change.entries if not each.file.startswith("evidence/")]
    kinds = [_kind(each) for each in files]
    if len(change.ids) == 1 and sorted(kinds) == ["added", "removed"]:
        folder = next(each.file for each in files if each.before is None).partition("/")[0]
        words = [f"moved to {folder}"]
    else:
        words = [_counted(kinds.count(kind), kind, "dispute") for kind in ("added", "changed", "removed")]
    shown = [_kind(each) for each in change.entries if each not in files]
    words += [_counted(shown.count(kind), kind, "file") for kind in ("added", "removed")]
    return ", ".join(word for word in words if word)


def _counted(count: int, kind: str, noun: str) -> str:
    return "" if not count else f"{count} {noun}{'s' if count > 1 else ''} {kind}"


def _kind(entry: Entry) -> str:
    if entry.before is None:
        return "added"
    return "removed" if entry.after is None else "changed"


def _table(change: Change) -> dict[str, Any]:
    from disputecli.core.text import shown

    files = [{"id": shown(each.id), "file": shown(each.file), "change": _kind(each)} for each in change.entries]
    ids = [shown(each) for each in change.ids]
    return {"time": shown(change.time), "command": shown(change.command), "ids": ids, "files": files}

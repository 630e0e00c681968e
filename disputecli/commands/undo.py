"""`dispute undo`: the last change of the ledger taken back."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

from disputecli.commands import options
from disputecli.commands.options import Option
from disputecli.errors import UserProblem

if TYPE_CHECKING:
    from disputecli.store.journal import Entry
    from disputecli.store.paths import Places
    from disputecli.store.undo import Change
    from disputecli.view.scene import Scene

LISTED, NAMED = 20, 3
DECLINED = 1

Listing = Annotated[bool, Option("--list", help="List the last 20 changes, the newest first.")]
DryRun = Annotated[bool, Option("--dry-run", help="Say what would happen; change nothing.")]
Restore = Annotated[
    str | None, Option("--restore", metavar="ID", help="Bring back a damaged or lost file as it was saved last.")
]
Yes = Annotated[bool, Option("--yes", "-y", help="Don't ask.")]


def undo(
    *,
    listing: Listing = False,
    restore: Restore = None,
    dry_run: DryRun = False,
    yes: Yes = False,
    no_input: options.NoInput = False,
    as_json: options.Json = False,
) -> int:
    """Take back the last command that changed your disputes.

    \b
    dispute undo              says what it takes back, and asks
    dispute undo --dry-run    only says it
    dispute undo --list       the last 20 changes
    dispute undo --restore usb-stick     a damaged file as it was saved last
    dispute undo; dispute undo      the second takes the first one back
    """
    from disputecli.commands.clock import now as clock
    from disputecli.commands.screen import scene
    from disputecli.store.paths import places
    from disputecli.store.undo import changes, take_back

    where, moment = places(os.environ), clock()
    if restore is not None:
        return _restored(where, restore.strip(), moment, dry_run=dry_run, as_json=as_json)
    made = changes(where)
    if listing:
        _list(made[: -LISTED - 1 : -1], scene(moment), as_json=as_json)
        return 0
    if not made:
        raise UserProblem("There is nothing to take back.", "No command has changed your disputes yet.")
    last = made[-1]
    _announce(last, scene(moment), as_json=as_json)
    if not dry_run:
        if not (yes or no_input) and _declined():
            return DECLINED
        take_back(where, last, now=moment)
    _report(last, dry_run=dry_run, as_json=as_json)
    return 0


def _restored(where: Places, id_: str, now: datetime, *, dry_run: bool, as_json: bool) -> int:
    """Bring a file back as it was saved last, or only say so; nobody is asked, for it can be taken back."""
    from disputecli.commands.screen import put, put_json
    from disputecli.core.text import one_line
    from disputecli.store.undo import restorable, restore

    path = (restorable if dry_run else restore)(where, id_, now=now)
    name = one_line(str(path))
    if as_json:
        put_json({"schema_version": 1, "dry_run": dry_run, "restored": path.stem, "file": str(path)})
    elif dry_run:
        put(f"Brings back: {name} as it was saved last\nNothing was changed.")
    else:
        put(f"{name} is again as it was saved last. What stood there is kept: dispute undo")
    return 0


def _announce(change: Change, where: Scene, *, as_json: bool) -> None:
    """Say what is taken back, before it is."""
    from disputecli.commands.screen import put, tell
    from disputecli.view.scene import line

    effects = (f"  {line(_effect(each), where)}" for each in reversed(change.entries))
    said = "\n".join([f"Takes back: {_named(change, where)}", *effects])
    (tell if as_json else put)(said)
    sys.stdout.flush()


def _declined() -> bool:
    """True where a person is asked and says no."""
    import typer

    from disputecli.commands.screen import tell
    from disputecli.wizard.prompter import can_ask

    if not can_ask(sys.stdin, sys.stdout) or typer.confirm("Take it back?", err=True):
        return False
    tell("Nothing was taken back.")
    return True


def _report(change: Change, *, dry_run: bool, as_json: bool) -> None:
    from disputecli.commands.screen import put, put_json

    if as_json:
        put_json({"schema_version": 1, "dry_run": dry_run, "taken_back": _table(change)})
    elif dry_run:
        put("Nothing was changed.")
    else:
        put("Taken back. The same command again brings it back: dispute undo")


def _list(made: tuple[Change, ...], where: Scene, *, as_json: bool) -> None:
    from disputecli.commands.screen import put, put_json

    if as_json:
        put_json({"schema_version": 1, "changes": [_table(change) for change in made]})
    elif made:
        put("\n".join(f"{_named(change, where)}: {_summary(change)}" for change in made))
    else:
        put("No command has changed your disputes yet.")


def _named(change: Change, where: Scene) -> str:
    """The command, the disputes and the moment of a change, as "log on usb-stick, 23 Nov 14:02"."""
    from disputecli.view.scene import line, moment

    more = f" and {len(change.ids) - NAMED} more" if len(change.ids) > NAMED else ""
    try:
        when = moment(datetime.fromisoformat(change.time), where, weekday=False)
    except ValueError:
        when = change.time
    return line(f"{change.command} on {', '.join(change.ids[:NAMED])}{more}, {when}", where)


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

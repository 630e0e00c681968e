"""`dispute edit`: a dispute's file in the user's own editor, and nothing wrong or half written comes back."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from disputecli.commands import options
from disputecli.errors import Fault, Faults, UsageProblem, UserProblem
from disputecli.frozen import dataclass
from disputecli.type_names import TYPE_CHECKING

if TYPE_CHECKING:
    from disputecli.commands.revision import Differing
    from disputecli.store.paths import Places
    from disputecli.store.records import Record

AGAIN, KEEP, DROP = "again", "keep", "drop"


@dataclass(frozen=True)
class Draft:
    """An edit that is under way: the file in the ledger as it was, and the copy that the editor works on."""

    record: Record
    before: bytes
    copy: Path


def edit(
    id_: options.Id,
    *,
    plain: options.Plain = False,
    no_input: options.NoInput = False,
    as_json: options.Json = False,
    at: options.At = None,
) -> None:
    """Edit a dispute's file; it is checked before it is saved.

    \b
    dispute edit usb-stick
    EDITOR=nano dispute edit 8123456789012345
    """
    from disputecli.commands.clock import now as clock
    from disputecli.commands.ledger import find_file
    from disputecli.commands.revision import differing
    from disputecli.store.paths import places
    from disputecli.store.stamp import read_stamped

    moment, where = clock(at), places(os.environ)
    record = find_file(where, id_)
    _refuse_early(record)
    before, _ = read_stamped(record.path)
    draft = Draft(record, before, _copied(where, record, before, moment))
    data = _edited(draft, moment, asks=not (no_input or as_json) and _is_terminal(), plain=plain)
    if data is None:
        _report(record.id, None, moment, as_json=as_json)
        return
    saved = _save(where, draft, data, moment)
    _report(record.id, differing(record, saved, moment), moment, as_json=as_json)
    _warn(saved, moment)


def _is_terminal() -> bool:
    from disputecli.wizard.prompter import can_ask

    return can_ask(sys.stdin, sys.stdout)


def _refuse_early(record: Record) -> None:
    """Say before the work what would refuse it afterwards."""
    if not (os.environ.get("VISUAL") or os.environ.get("EDITOR") or _is_terminal()):
        hint = f"Set EDITOR; or edit {record.path} yourself and then type: dispute check"
        raise UsageProblem("There is no terminal for an editor.", hint)
    for path in (record.path.resolve().parent, record.path):
        if not os.access(path, os.W_OK):
            raise UserProblem(f"{path} is write-protected", "Nothing was opened; allow writing there first.")


def _copied(where: Places, record: Record, data: bytes, now: datetime) -> Path:
    """A copy under state/edits for the editor; it stays there until its text is saved or thrown away."""
    from disputecli.store.save import write_file

    name = f"{record.id}-{now:%Y%m%dT%H%M%S}-{os.urandom(2).hex()}.toml"
    write_file(where.state / "edits" / name, data, expected=None)
    return where.state / "edits" / name


def _edited(draft: Draft, now: datetime, *, asks: bool, plain: bool) -> bytes | None:
    """The edited bytes once they are sound; None where nothing was changed. Raises with the text kept in a file."""
    from disputecli.commands.editor import edit_file
    from disputecli.commands.revision import faults_in

    while True:
        try:
            edit_file(draft.copy)
        except UserProblem:
            if not _drop_unchanged(draft):
                _tell_kept(draft)
            raise
        if _drop_unchanged(draft):
            return None
        data = draft.copy.read_bytes()
        faults = faults_in(data, str(draft.copy), draft.record, now)
        if not faults:
            return data
        if not asks:
            _tell_kept(draft)
            raise Faults(faults)
        if not _wants_again(draft, faults, plain=plain):
            return None


def _drop_unchanged(draft: Draft) -> bool:
    """True where the copy holds what it held, or is gone; it is removed then."""
    try:
        if draft.copy.read_bytes() != draft.before:
            return False
    except OSError as problem:
        if draft.copy.exists():
            raise UserProblem(
                f"{draft.copy} can't be read: {problem.strerror}", "Your text is still there."
            ) from problem
    _drop(draft)
    return True


def _drop(draft: Draft) -> None:
    with suppress(OSError):
        draft.copy.unlink()


def _tell_kept(draft: Draft) -> None:
    from disputecli.commands.screen import tell
    from disputecli.core.text import one_line

    tell(f"{draft.record.id} was left as it was. Your text is kept in {one_line(str(draft.copy))}")


def _wants_again(draft: Draft, faults: list[Fault], *, plain: bool) -> bool:
    """Show what is wrong and let the user choose; False where he gives up, with his text kept or thrown away."""
    from disputecli.commands.screen import tell
    from disputecli.core.text import one_line

    for fault in faults:
        tell(one_line(f"{fault}") + (f"\n  {one_line(fault.hint)}" if fault.hint else ""))
    chosen = _chosen(draft, plain=plain)
    if chosen == DROP:
        _drop(draft)
    elif chosen != AGAIN:
        _tell_kept(draft)
    return chosen == AGAIN


def _chosen(draft: Draft, *, plain: bool) -> object:
    """What the user wants to do with a text that can't be saved; where he stops there, it is said where it is kept."""
    from disputecli.core.questions import Option
    from disputecli.wizard.prompter import Stopped, prompter_for

    options_ = (
        Option(AGAIN, "Edit again"),
        Option(KEEP, "Stop; keep my text in a file"),
        Option(DROP, "Throw my changes away"),
    )
    prompter = prompter_for(os.environ, plain=plain, stops="Ctrl-C stops; your text is kept in a file.")
    try:
        return prompter.choose("That can't be saved. What now?", options_)
    except (KeyboardInterrupt, EOFError, Stopped) as end:
        if isinstance(end, Stopped):
            end.hint = ""
        _tell_kept(draft)
        raise


def _save(where: Places, draft: Draft, data: bytes, now: datetime) -> Record:
    """Put the edited bytes in the file's place; where that fails, say where the text is kept."""
    from disputecli.store.ledger import rewrite_record

    try:
        saved = rewrite_record(where, draft.record, data, now=now, command="edit")
    except UserProblem:
        _tell_kept(draft)
        raise
    _drop(draft)
    return saved


def _report(id_: str, changed: tuple[Differing, ...] | None, now: datetime, *, as_json: bool) -> None:
    """Say what was saved and which deadlines moved; None where nothing was changed."""
    from disputecli.commands.revision import differing_json, differing_lines
    from disputecli.commands.screen import put, put_json, scene, tell

    if as_json:
        put_json({"schema_version": 1, "id": id_, "changed": changed is not None, "deadlines": differing_json(changed)})
    elif changed is None:
        put(f"{id_}: nothing was changed.")
        tell('If your editor opened a window of its own, make it wait: EDITOR="code --wait"')
    else:
        put("\n".join([f"Saved {id_}.", *differing_lines(changed, scene(now))]))


def _warn(saved: Record, now: datetime) -> None:
    """Say what the checks find in the saved file."""
    from disputecli.commands.check import findings_of
    from disputecli.commands.screen import scene, tell
    from disputecli.view.checks import finding_lines
    from disputecli.view.lines import painted

    found = [each for each in findings_of(saved, now) if each.is_error]
    if found:
        tell(painted(finding_lines(found, scene(now)), colour=False).rstrip())

"""`dispute demo`: made-up disputes in every state, in a throw-away folder, to look around in."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from disputecli.commands.options import Argument, Option
from disputecli.errors import UsageProblem
from disputecli.type_names import Annotated, Any

Words = Annotated[list[str] | None, Argument(metavar="[COMMAND...]", help="A command to run on the demo.")]
Into = Annotated[str | None, Option("--into", metavar="DIR", help="Keep the demo's files in a new folder.")]
_SHIFT = re.compile(r"([+-])(\d+)d(?: (\d+)h)?")


def demo(words: Words = None, *, into: Into = None) -> int:
    """Look around in a throw-away ledger of made-up disputes.

    \b
    dispute demo                     the status table
    dispute demo show kettle         any command, run on the demo
    dispute demo draft kettle --short
    dispute demo --into ./demo       keep its files; then DISPUTE_HOME=./demo dispute status
    """
    if into:
        folder = Path(into)
        if folder.exists():
            raise UsageProblem(f"{into} exists already.", "Name a new folder.")
        _fill(folder)
        _tell(f"The demo is in {into}. Look around with: DISPUTE_HOME={into} dispute status")
        return 0
    with tempfile.TemporaryDirectory(prefix="dispute-demo-") as home:
        _fill(Path(home))
        return _run(words or ["status"], home, is_table=not words)


def _fill(home: Path) -> None:
    """Write the made-up disputes, dated from now, as a ledger."""
    from disputecli.commands.clock import now as clock
    from disputecli.store.ledger import add_record
    from disputecli.store.paths import places
    from disputecli.store.shipped import shipped_table

    now = clock()
    where = places({"DISPUTE_HOME": str(home)})
    for each in shipped_table("demo.toml")["dispute"]:
        table = {name: dated(value, now) for name, value in each.items() if name not in {"id", "folder"}}
        add_record(where, each["id"], table, now=now, command="demo", folder=each.get("folder", "open"))


def dated(value: Any, now: datetime) -> Any:
    """The value with every shift such as "-12d 3h" as the moment it means."""
    if isinstance(value, dict):
        return {name: dated(each, now) for name, each in value.items()}
    if isinstance(value, list):
        return [dated(each, now) for each in value]
    found = _SHIFT.fullmatch(value) if isinstance(value, str) else None
    if not found:
        return value
    shift = timedelta(days=int(found[2]), hours=int(found[3] or 0))
    return (now + shift if found[1] == "+" else now - shift).replace(microsecond=0)


def _run(words: list[str], home: str, *, is_table: bool) -> int:
    """Run a command on the demo in a process of its own; returns its exit code."""
    import subprocess

    command = [sys.executable, "-m", "disputecli", *words]
    done = subprocess.run(command, env={**os.environ, "DISPUTE_HOME": home}, check=False)  # noqa: S603  # ourselves
    if is_table:
        _tell("\nMade-up disputes, gone when this ends. Try: dispute demo show kettle, dispute demo draft kettle")
    return done.returncode


def _tell(text: str) -> None:
    from disputecli.commands.screen import tell

    tell(text)

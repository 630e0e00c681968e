"""What does the user make of a text? His own editor, on a file that only he can read."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from disputecli.errors import UserProblem

VI_KEYS = "i: type. Then save: Esc :wq Enter. Or leave all as it was: Esc :q! Enter."


def _plain_editor() -> str:
    """The easiest editor that is there, for those who never chose one."""
    if os.name == "nt":
        return "notepad"
    return next((name for name in ("nano", "vi") if shutil.which(name)), "vi")


def _say_keys(command: str) -> None:
    """Before vi takes the whole screen, for one who never chose it: how to write, to save and to leave."""
    if command != "vi" or not sys.stdin.isatty():
        return
    from disputecli.commands.screen import tell

    tell(f"The text opens in vi. {VI_KEYS} (Another editor: set EDITOR.)")
    with suppress(EOFError):
        input("Press Enter to open it. ")


def edited(text: str, *, suffix: str) -> str:
    """The text as it comes back from $VISUAL or $EDITOR; UserProblem if the editor cannot be run or fails."""
    with tempfile.TemporaryDirectory(prefix="dispute-") as folder:
        file = Path(folder) / f"message{suffix}"
        file.write_text(text, encoding="utf-8", errors="replace")
        edit_file(file)
        return file.read_text(encoding="utf-8", errors="replace").strip()


def edit_file(file: Path) -> None:
    """Let the user edit a file in $VISUAL or $EDITOR; UserProblem if the editor cannot be run or fails."""
    own = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    command = own or _plain_editor()
    if not own:
        _say_keys(command)
    try:
        done = subprocess.run([*shlex.split(command), str(file)], check=False)  # noqa: S603  # the user's own editor
    except (OSError, ValueError) as problem:
        raise UserProblem(f"The editor “{command}” can't be run.", "Set EDITOR to one that is installed.") from problem
    if done.returncode:
        raise UserProblem(f"The editor ended with an error ({done.returncode}); nothing was changed.")

"""Where does a copied text go? The system's clipboard, or the terminal's own over ssh (OSC 52)."""

from __future__ import annotations

import base64
import os
import sys

from disputecli.commands.screen import tell
from disputecli.errors import UserProblem

OSC_LIMIT = 74_994  # what terminals commonly take in one OSC 52 sequence, in bytes of base64


def copy(text: str) -> None:
    """Put a text on the clipboard and say so; UserProblem where there is none."""
    if _remote() or not _system_copy(text):
        _terminal_copy(text)
        tell("Sent to your terminal's clipboard; check that it pastes.")
    else:
        tell("Copied.")


def _remote() -> bool:
    return bool(os.environ.get("SSH_CONNECTION") or os.environ.get("SSH_TTY"))


def _system_copy(text: str) -> bool:
    import pyperclip

    try:
        pyperclip.copy(text)
    except pyperclip.PyperclipException:
        return False
    return True


def _terminal_copy(text: str) -> None:
    coded = base64.b64encode(text.encode("utf-8", "replace")).decode("ascii")
    if not sys.stderr.isatty() or len(coded) > OSC_LIMIT:
        raise UserProblem("There is no clipboard here.", "Select the text above and copy it, or use --output FILE.")
    sys.stderr.write(f"\x1b]52;c;{coded}\x07")
    sys.stderr.flush()

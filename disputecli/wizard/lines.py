"""How does a sentence fit the terminal? Lines broken between words, wide signs counted as two columns."""

import os
import shutil
import sys
import unicodedata
from contextlib import suppress

WIDEST, TALLEST = 78, 24
MARK, INDENT = ">  ", "   "  # as questionary's prompts begin


def columns() -> int:
    """The width of the terminal; shutil's own function would trust COLUMNS, which a resize leaves behind."""
    with suppress(OSError, ValueError):
        return os.get_terminal_size(sys.stdout.fileno()).columns or WIDEST
    return shutil.get_terminal_size().columns


def rows() -> int:
    """The height of the terminal in lines."""
    with suppress(OSError, ValueError):
        return os.get_terminal_size(sys.stdout.fileno()).lines or TALLEST
    return shutil.get_terminal_size().lines


def folded(text: str) -> list[str]:
    """The text in lines that the terminal needn't break; only a word that is longer than all of it is wider."""
    width = min(WIDEST, columns() - 1)
    return [line for paragraph in text.split("\n") for line in _folded(paragraph, width)]


def _folded(text: str, width: int) -> list[str]:
    mark = next((each for each in (MARK, INDENT) if text.startswith(each)), "")
    words = [word for word in text[len(mark) :].split(" ") if word]
    lines = [f"{mark}{''.join(words[:1])}"]
    for word in words[1:]:
        if _cells(f"{lines[-1]} {word}") > width:
            lines.append(f"{INDENT if mark else ''}{word}")
        else:
            lines[-1] += f" {word}"
    return lines


def _cells(text: str) -> int:
    signs = (sign for sign in text if not unicodedata.combining(sign))
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in signs)

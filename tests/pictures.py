"""The README's pictures, drawn from the made-up disputes: python tests/pictures.py (writes .github/*.svg)."""

import os
import subprocess
import sys
from pathlib import Path

import pexpect
import pyte
from disputecli.view.export_svg import svg
from rich.text import Text

FOLDER = Path(__file__).parent.parent / ".github"
DISPUTE = str(Path(sys.executable).parent / "dispute")
NOW = "2026-03-10T12:00:00Z"
COLUMNS, LINES = 80, 24
KEYS = (
    ("What did you order", "Desk lamp, foldable\r"),
    ("How much", "17.40 USD\r"),
    ("Only a part of it came", "\x1b[B\r"),
    ("What is wrong", "the shade is cracked\r"),
)


def main() -> None:
    """Draw the status table and a moment of the interview."""
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "status.svg").write_text(svg(status(), "dispute status", COLUMNS), encoding="utf-8")
    (FOLDER / "interview.svg").write_text(svg(interview(), "dispute new", COLUMNS), encoding="utf-8")


def status() -> Text:
    """The status table of the made-up disputes, in colour."""
    environment = {**os.environ, "DISPUTE_NOW": NOW, "TZ": "UTC", "FORCE_COLOR": "1", "COLUMNS": str(COLUMNS)}
    done = subprocess.run([DISPUTE, "demo", "status"], env=environment, check=True, capture_output=True, text=True)
    return Text.from_ansi(done.stdout)


def interview() -> Text:
    """The screen of an interview in a terminal, after four answers."""
    environment = {**os.environ, "DISPUTE_NOW": NOW, "TZ": "UTC", "TERM": "xterm-256color"}
    environment |= {"PROMPT_TOOLKIT_NO_CPR": "1", "COLUMNS": str(COLUMNS), "LINES": str(LINES)}
    child = pexpect.spawn(DISPUTE, ["new", "--dry-run"], env=environment, dimensions=(LINES, COLUMNS), encoding="utf-8")
    screen = pyte.Screen(COLUMNS, LINES)
    stream = pyte.Stream(screen)
    child.logfile_read = type("Screen", (), {"write": lambda _, text: stream.feed(text), "flush": lambda _: None})()
    for question, keys in KEYS:
        child.expect(question)
        child.send(keys)
    child.expect("damaged outside")
    child.expect("I don't know")
    child.close(force=True)
    last = max(row for row in range(LINES) if screen.display[row].strip())
    return Text("\n").join(_line(screen, row) for row in range(last + 1))


def _line(screen: pyte.Screen, row: int) -> Text:
    line = Text()
    for column in range(COLUMNS):
        cell = screen.buffer[row][column]
        colour = cell.fg if cell.fg != "default" and not _is_hex(cell.fg) else f"#{cell.fg}" if _is_hex(cell.fg) else ""
        style = " ".join(filter(None, ("bold" if cell.bold else "", colour.replace("brown", "yellow"))))
        line.append(cell.data, style)
    line.rstrip()
    return line


def _is_hex(colour: str) -> bool:
    return len(colour) == len("ffffff") and all(character in "0123456789abcdef" for character in colour)


if __name__ == "__main__":
    main()

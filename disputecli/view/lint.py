"""What did the check of a text find? The words in their place, with what to write instead."""

from __future__ import annotations

from disputecli.core.text import cleaned, one_line
from disputecli.type_names import TYPE_CHECKING
from disputecli.view.json import SCHEMA_VERSION, Table, finding_json
from disputecli.view.lines import Line, Span, wrapped
from disputecli.view.scene import Scene, line

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from disputecli.core.findings import Finding

INDENT = 2
AROUND = 30  # characters of the text that are shown on either side of the found words
LONGEST = 160
GRAVEST = "personal_data"  # a card's number in a stranger's hands can't be taken back
SHORTEST = 60  # of a quote in a summary


def finding_lines(text: str, found: Sequence[Finding], scene: Scene) -> list[Line]:
    """Each finding: its code, the words in place, the hint; then how many there are."""
    read = cleaned(text)
    rows: list[Line] = []
    for each in found:
        rows.append((Span(each.code.replace("_", " "), "bold yellow"), *_place(read, each.start)))
        rows += indented(_in_place(read, each, scene), scene)
        rows += [*indented([Span(line(each.hint, scene), "dim")], scene), ()]
    count = len(found)
    return [*rows, (Span(f"{count} finding{'s' * (count != 1)}."),)]


def gravest_first(found: Sequence[Finding], grave: Collection[str]) -> list[Finding]:
    """The findings with what can do harm first, else as they stand in the text."""
    return sorted(found, key=lambda each: (each.code != GRAVEST, each.code not in grave))


def indented(spans: Sequence[Span], scene: Scene, indent: int = INDENT) -> list[Line]:
    """The spans as lines that fit, moved in."""
    return [(Span(" " * indent), *row) for row in wrapped(spans, max(scene.width - indent, 1))]


def findings_json(found: Sequence[Finding]) -> Table:
    """Whether the text is clean, and every finding."""
    return {
        "schema_version": SCHEMA_VERSION,
        "ok": not found,
        "findings": [finding_json(each) for each in found],
    }


def summary(found: Finding) -> str:
    """One finding on a line, as "rude “liar”: Say what the seller did"."""
    return f"{found.code.replace('_', ' ')} “{one_line(found.quote, SHORTEST)}”: {one_line(found.hint)}"


def _place(text: str, start: int) -> tuple[Span, ...]:
    if "\n" not in text:
        return ()
    return (Span(f" line {text.count(chr(10), 0, start) + 1}", "dim"),)


def _in_place(text: str, found: Finding, scene: Scene) -> list[Span]:
    """The found words between those around them, marked by a colour and by quotes."""
    before, after = text[max(0, found.start - AROUND) : found.start], text[found.end : found.end + AROUND]
    head = "…" if found.start > AROUND else ""
    tail = "…" if found.end + AROUND < len(text) else ""
    said = Span(f"“{line(found.quote, scene, LONGEST)}”", "bold red")
    return [Span(head + line(before, scene), "dim"), said, Span(line(after, scene) + tail, "dim")]

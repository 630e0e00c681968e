"""What does the reason ask for, and which files are there? The checklist and the numbered exhibits."""

from __future__ import annotations

from disputecli.core.text import shown
from disputecli.frozen import dataclass
from disputecli.type_names import TYPE_CHECKING
from disputecli.view.json import SCHEMA_VERSION, Table, instant
from disputecli.view.lines import Line, Span, wrapped
from disputecli.view.scene import Scene, cited, day, line
from disputecli.view.words import label

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from disputecli.core.dispute import Claimed, Exhibit
    from disputecli.core.evidence import Item

INDENT, NUMBER_WIDTH = 6, 4
UNITS = ((10**9, "GB"), (10**6, "MB"), (10**3, "kB"))
STATES = {"missing": "the file is missing", "outside": "lies outside the dispute's folder"}


@dataclass(frozen=True, slots=True)
class Numbered:
    """A file of evidence with its number, when it was added, and whether it is there: ok, missing, outside."""

    number: int
    exhibit: Exhibit
    added_at: datetime | None
    state: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """All about the evidence of one dispute; `folder` is where its files are."""

    id: str
    claim: Claimed
    items: tuple[Item, ...]
    exhibits: tuple[Numbered, ...]
    folder: str


def evidence_lines(found: Evidence, scene: Scene) -> list[Line]:
    """The checklist, what is required first, then the files."""
    reason = (found.claim.detail or found.claim.reason or "").replace("_", " ")
    head = f"{found.id}: evidence for {reason}" if reason else f"{found.id}: evidence; no reason is chosen yet"
    lines = [*wrapped([Span(line(head, scene), "bold")], scene.width)]
    for item in found.items:
        lines += _beside(f"  {'[x]' if item.have else '[ ]'} ", _proof(item, scene), scene)
    if not found.exhibits:
        command = f"dispute evidence {line(found.id, scene)} add photo.jpg"
        return [*lines, (), (Span("No files yet. Add some with:"),), (Span(f"  {command}", "bold"),)]
    lines += [(), *wrapped([Span(f"Files in {line(found.folder, scene)}", "bold")], scene.width)]
    return [*lines, *exhibit_lines(found.exhibits, scene)]


def exhibit_lines(exhibits: Iterable[Numbered], scene: Scene) -> list[Line]:
    """Numbered files with kind, name, size, date and caption."""
    lines: list[Line] = []
    for each in exhibits:
        head = f"{each.number:>{NUMBER_WIDTH}}. "
        lines += _beside(head, [Span(line(_said(each, scene), scene)), *_trouble(each)], scene)
    return lines


def evidence_json(found: Evidence, added: Sequence[int], known: Sequence[int], removed: Sequence[int]) -> Table:
    """The checklist and the exhibits; the numbers that this command added, found there already, or removed."""
    return {
        "schema_version": SCHEMA_VERSION,
        "id": shown(found.id),
        "reason": found.claim.reason,
        "detail": found.claim.detail,
        "folder": shown(found.folder),
        "checklist": [
            {"kind": each.kind, "what": each.what, "required": each.required, "have": each.have,
             "sources": list(each.sources)} for each in found.items
        ],
        "exhibits": [_exhibit(each) for each in found.exhibits],
        "added": list(added),
        "already_there": list(known),
        "removed": list(removed),
    }  # fmt: skip


def size_name(size: int) -> str:
    """A number of bytes for people: "1.2 MB"."""
    return next((f"{size / unit:.1f} {name}" for unit, name in UNITS if size >= unit), f"{size} bytes")


def _exhibit(each: Numbered) -> Table:
    exhibit = each.exhibit
    return {
        "number": each.number,
        "file": shown(exhibit.file),
        "kind": exhibit.kind,
        "caption": shown(exhibit.caption) if exhibit.caption is not None else None,
        "size": exhibit.size,
        "sha256": exhibit.sha256,
        "added_at": instant(each.added_at),
        "state": each.state,
    }


def _proof(item: Item, scene: Scene) -> list[Span]:
    kind = Span(label(scene.words.evidence, item.kind), "green" if item.have else "bold")
    need = Span("(required)" if item.required else "(helpful)", "bold" if item.required and not item.have else "dim")
    return [kind, need, Span(line(item.what, scene)), Span(line(cited(item.sources), scene), "dim")]


def _said(each: Numbered, scene: Scene) -> str:
    exhibit = each.exhibit
    parts = [
        label(scene.words.evidence, exhibit.kind) if exhibit.kind else "",
        exhibit.file,
        size_name(exhibit.size) if exhibit.size is not None else "",
        day(each.added_at, scene) if each.added_at else "",
        f"“{exhibit.caption}”" if exhibit.caption else "",
    ]
    return ", ".join(part for part in parts if part)


def _trouble(each: Numbered) -> list[Span]:
    return [Span(f"({STATES[each.state]})", "red")] if each.state in STATES else []


def _beside(head: str, spans: list[Span], scene: Scene) -> list[Line]:
    """Spans behind a head, their further lines under their first."""
    first, *more = wrapped(spans, max(scene.width - INDENT, 12))
    return [(Span(head), *first), *((Span(" " * INDENT), *each) for each in more)]

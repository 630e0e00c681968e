"""What did the checks find? One line a finding, its hint under it."""

from __future__ import annotations

from disputecli.core.text import shown
from disputecli.type_names import TYPE_CHECKING
from disputecli.view.json import SCHEMA_VERSION, Table
from disputecli.view.lines import Line, Span
from disputecli.view.scene import Scene, line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from disputecli.core.checks import Check, Finding


def finding_lines(findings: Iterable[Finding], scene: Scene) -> list[Line]:
    """Each finding as `file:line: name: sentence`, for people and for editors that jump to the place."""
    lines: list[Line] = []
    for each in findings:
        place = ":".join(str(part) for part in (each.file, each.line) if part is not None)
        style = "red" if each.is_error else "yellow"
        problem = line(each.problem, scene).rstrip(".")
        lines.append((Span(f"{line(place, scene)}: "), Span(f"{each.check}:", style), Span(f" {problem}")))
        if each.hint:
            lines.append((Span(f"  {line(each.hint, scene)}", "dim"),))
    return lines


def check_lines(checks: Iterable[Check], titles: Mapping[str, str], scene: Scene) -> list[Line]:
    """The named checks, errors first, with what holds when all is well."""
    named = [(each, "error" if each.is_error else "advice") for each in checks]
    widest = max(len(each.name) for each, _ in named)
    return [
        (Span(f"{level:<6}  "), Span(f"{each.name:<{widest}}", "bold"), Span(f"  {line(titles[each.name], scene)}"))
        for each, level in named
    ]


def findings_json(findings: Iterable[Finding]) -> Table:
    """Whether all is well (advice aside), and every finding with its place."""
    found = list(findings)
    return {
        "schema_version": SCHEMA_VERSION,
        "ok": not any(each.is_error for each in found),
        "findings": [
            {
                "check": each.check,
                "level": "error" if each.is_error else "advice",
                "id": None if each.id is None else shown(each.id),
                "file": shown(each.file),
                "line": each.line,
                "column": each.column,
                "problem": shown(each.problem),
                "hint": shown(each.hint),
            }
            for each in found
        ],
    }

"""How are the parts of a long screen drawn? Headed sections, lists and deadlines; every text is cleaned before."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from rich.box import ROUNDED
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule as Ruled
from rich.table import Column, Table
from rich.text import Text

from disputecli.core.advice import Why
from disputecli.core.deadlines import Deadline
from disputecli.core.evidence import Item
from disputecli.core.policy import Rules
from disputecli.core.step import end_of, urgency
from disputecli.view.lines import Line
from disputecli.view.scene import URGENCY_STYLES, Scene, cited, day, line, mark, moment, span
from disputecli.view.words import label

Section = tuple[str, RenderableType]
BROAD = 72
INDENT = (0, 0, 0, 2)


def drawn(lines: Iterable[Line]) -> Text:
    """Lines as a text of rich, for pictures and for panels."""
    return Text("\n").join(Text.assemble(*((piece.text, piece.style) for piece in each)) for each in lines)


def framed(title: str, body: RenderableType, colour: str, *, plain: bool) -> RenderableType:
    """The one box of a screen, around what matters most; plain: the same without a box."""
    head = Text(title, f"bold {colour}")
    inside = Group(head, body)
    return inside if plain else Panel(inside, box=ROUNDED, border_style=colour, padding=(0, 1))


def headed(sections: Iterable[Section], *, plain: bool) -> list[RenderableType]:
    """Sections under their titles, an empty line before each."""
    parts: list[RenderableType] = []
    for title, body in sections:
        head = Text(title.upper()) if plain else Ruled(Text(title, "bold cyan"), align="left", style="dim")
        parts += [Text(""), head, body]
    return parts


def indented(body: RenderableType) -> RenderableType:
    """The body of a section, two columns in."""
    return Padding(body, INDENT)


def said(text: str, sources: Sequence[str], scene: Scene, style: str = "") -> Text:
    """A sentence with its sources behind it, dim and in brackets."""
    known = f" {line(cited(sources), scene)}" if sources else ""
    return Text.assemble((line(text, scene), style), (known, "dim"))


def listed(entries: Iterable[Text], marker: str = "-") -> RenderableType:
    """A list of sentences; the second line of each stands under its first."""
    return grid(((Text(marker), entry) for entry in entries), (len(marker),))


def numbered(entries: Sequence[Text]) -> RenderableType:
    """A list of steps in order."""
    width = len(str(len(entries))) + 1
    return grid(((Text(f"{place}."), entry) for place, entry in enumerate(entries, start=1)), (width,))


def grid(rows: Iterable[tuple[Text, ...]], widths: Sequence[int]) -> RenderableType:
    """Columns without lines, the last as wide as there is room."""
    columns = [Column(width=width, no_wrap=True) for width in widths]
    table = Table.grid(*columns, Column(ratio=1, overflow="fold"), padding=(0, 1), expand=True)
    for row in rows:
        table.add_row(*row)
    return indented(table)


def pairs(rows: Sequence[tuple[str, Text]]) -> RenderableType:
    """Names and values, one pair a line."""
    width = max((len(name) for name, _ in rows), default=0)
    columns = (Column(width=width, no_wrap=True), Column(ratio=1, overflow="fold"))
    table = Table.grid(*columns, padding=(0, 2), expand=True)
    for name, value in rows:
        table.add_row(Text(name, "dim"), value)
    return table


def reasons_why(why: Iterable[Why], scene: Scene) -> RenderableType:
    """The facts that decided, one a line."""
    return listed(said(each.text, each.sources, scene) for each in why)


def money(amount: Decimal | None, currency: str | None) -> str:
    """An amount with its currency, "9.68 USD"; empty where unknown."""
    return "" if amount is None else f"{amount:f} {currency or ''}".strip()


def checked(items: Iterable[Item], scene: Scene) -> RenderableType:
    """The checklist of evidence: [x] there, [ ] missing; required or helpful stands as a word."""
    return grid(((Text("[x]" if item.have else "[ ]"), _proof(item, scene)) for item in items), (3,))


def _proof(item: Item, scene: Scene) -> Text:
    kind = (label(scene.words.evidence, item.kind), "green" if item.have else "bold")
    need = (" (required)", "" if item.have else "bold") if item.required else (" (helpful)", "dim")
    return Text.assemble(kind, need, f" {line(item.what, scene)}", (f" {line(cited(item.sources), scene)}", "dim"))


def dated(
    deadlines: Iterable[Deadline], rules: Rules, scene: Scene, detail: Callable[[Deadline], Text]
) -> RenderableType:
    """Deadlines, soonest first: what, the safe time, the last moment and the time left; `detail` under each."""
    ordered = sorted(deadlines, key=lambda each: (end_of(each) is None, _first(each) or scene.now))
    if scene.width < BROAD:
        return indented(Group(*(_stacked(each, rules, scene, detail) for each in ordered)))
    heads = _across(*(Text(head, "dim") for head in ("", "act by", "last moment", "ends in")))
    rows = [Group(_row(each, rules, scene), Padding(detail(each), INDENT)) for each in ordered]
    return indented(Group(heads, *rows))


def _first(found: Deadline) -> datetime | None:
    return found.act_by or found.due_by or found.earliest or found.latest


def _across(*texts: Text) -> Table:
    widths = (Column(ratio=1), *(Column(width=width, no_wrap=True) for width in (17, 17, 11)))
    table = Table.grid(*widths, padding=(0, 1), expand=True)
    table.add_row(*texts)
    return table


def _row(found: Deadline, rules: Rules, scene: Scene) -> Table:
    act, last = limits(found, scene)
    return _across(Text(title(found, rules, scene)), Text(act, "bold"), Text(last), _left(found, scene))


def limits(found: Deadline, scene: Scene) -> tuple[str, str]:
    """The safe time to act, or the start of a range; and the last moment, or the end of the range."""
    if found.due_by or found.act_by:
        return _safe(found, scene), moment(found.due_by, scene) if found.due_by else ""
    start = f"from {day(found.earliest, scene)}" if found.earliest else ""
    end = day(found.latest, scene) if found.latest else ""
    return start, f"to {end}" if start and end else end


def _safe(found: Deadline, scene: Scene) -> str:
    if found.due_by and found.due_by <= scene.now:
        return "passed"
    if not found.act_by:
        return ""
    return "now" if found.act_by <= scene.now else moment(found.act_by, scene)


def title(found: Deadline, rules: Rules, scene: Scene) -> str:
    """What the deadline is, in words."""
    rule = rules.rules.get(found.kind)
    return line(rule.title if rule else found.kind.replace("_", " "), scene)


def known_how(found: Deadline, scene: Scene) -> Text:
    """How the deadline is known and by which sources, short."""
    if found.source == "unknown":
        return said(f"{mark(found, scene)}: {found.why}", found.sources, scene, "yellow")
    why = f", {found.why}" if found.why else ""
    known = (f"{mark(found, scene)}{line(why, scene)}", "bold yellow" if found.stale else "dim")
    return Text.assemble(known, (f" {line(cited(found.sources), scene)}", "dim"))


def _left(found: Deadline, scene: Scene) -> Text:
    end = end_of(found)
    return Text(span(end - scene.now) if end else "", URGENCY_STYLES[urgency(found, scene.now)])


def _stacked(found: Deadline, rules: Rules, scene: Scene, detail: Callable[[Deadline], Text]) -> RenderableType:
    act, last = limits(found, scene)
    first, second = ("act by", "last moment") if found.due_by or found.act_by else ("wait", "until")
    named = ((first, Text(act, "bold")), (second, Text(last)), ("ends in", _left(found, scene)))
    times = [(name, value) for name, value in named if value.plain]
    parts: list[RenderableType] = [Text(title(found, rules, scene))]
    if times:
        parts.append(indented(pairs(times)))
    return Group(*parts, indented(detail(found)))

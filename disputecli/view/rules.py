"""Which deadline rules are there, and why? Their table and, for one kind, what every source says of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from disputecli.core.policy import Rule, Version
from disputecli.core.sources import Source, source_of
from disputecli.frozen import dataclass, fields
from disputecli.type_names import Any
from disputecli.view.lines import Line, Span, beside, wrapped
from disputecli.view.scene import Scene, line

INDENT = 2
BROAD = 76
COLUMNS = {"value": 25, "profile": 7, "since": 10, "conf.": 5}
ARTICLES = "ABCDE"


@dataclass(frozen=True, slots=True)
class Row:
    """A version of a rule as it is shown: until when it counts (None: still), and for which families (none: all)."""

    rule: Rule
    version: Version
    until: date | None = None
    families: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence with its cites; `by` is the article, `x` the contradiction that it is about."""

    text: str
    cites: tuple[str, ...]
    by: str = ""
    x: str = ""


@dataclass(frozen=True, slots=True)
class Background:
    """What lies behind the rules: the sentences of each kind by section, the words for starts, the sources."""

    kinds: Mapping[str, Mapping[str, tuple[Said, ...]]]
    notes: Mapping[str, str]
    starts: Mapping[str, str]
    families: Mapping[str, str]
    conflicts: Mapping[str, str]
    sources: Mapping[str, Source]


def read_background(table: Mapping[str, Any], sources: Mapping[str, Source]) -> Background:
    """The shipped explanations of a platform's rules; TypeError names a key that is not known."""
    names = {each.name for each in fields(Background)} - {"kinds", "sources"}
    kinds = {
        kind: {
            name: tuple(Said(**{**each, "cites": tuple(each["cites"])}) for each in said)
            for name, said in sections.items()
        }
        for kind, sections in table.items()
        if kind not in names
    }
    return Background(kinds, sources=sources, **{name: table[name] for name in names})


def value_words(version: Version) -> str:
    """The value of a version in words, such as "15 days" or "10 days, from the 11th"."""
    if version.none:
        return "no such limit"
    if version.unknown:
        return "unknown"
    if version.same_as:
        return f"as {version.same_as}"
    return _period(version) or _range(version) or "unknown"


def _period(version: Version) -> str:
    if version.business_days is not None:
        return f"{version.business_days} business days"
    if version.days is None:
        return ""
    if version.latest_days is not None:
        return f"{version.days} to {version.latest_days} days"
    if not version.days:
        return "when it ends"
    return f"{version.days} days" + (f", act by day {version.act_days}" if version.act_days else "")


def _range(version: Version) -> str:
    if version.earliest_business_days is not None:
        return f"{version.earliest_business_days} to {version.latest_business_days} business days"
    first, last = version.earliest_days, version.latest_days
    typical = f", typically {version.typical_days}" if version.typical_days else ""
    if last is not None:
        start = "up to" if first is None else f"{first or 'hours'} to"
        return f"{start} {last} days{typical}"
    if first is None:
        return ""
    return f"{first} days, from the {_ordinal(first + 1)}" if first else "from its end on"


def _ordinal(number: int) -> str:
    ending = "th" if number // 10 % 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def table_lines(rows: Sequence[Row], known: Background, scene: Scene) -> list[Line]:
    """Every version under its kind, and the notes that belong to them."""
    lines = [_heads(scene)] if scene.width >= BROAD and rows else []
    for kind in dict.fromkeys(row.rule.kind for row in rows):
        mine = [row for row in rows if row.rule.kind == kind]
        lines += [*wrapped([Span(kind, "bold"), Span(line(mine[0].rule.title, scene), "dim")], scene.width)]
        lines += [each for row in mine for each in _version(row, known, scene)]
    return [*lines, *_notes(rows, known, scene)]


def explanation(rows: Sequence[Row], rule: Rule, known: Background, scene: Scene) -> list[Line]:
    """One kind whole: what it counts from, its versions, every source's word, the decision and its reason."""
    said = known.kinds[rule.kind]
    party = scene.words.parties.get(rule.party)
    lines = wrapped([Span(rule.kind, "bold"), Span(line(rule.title, scene))], scene.width)
    lines += _point("Whose move", (Said(party.name if party else rule.party, ()),), scene)
    lines += _point("Counted", said["counts"], scene)
    lines += _point("When it passes", said["passes"], scene)
    lines += [*_title("Value and dates", scene), *(each for row in rows for each in _detailed(row, known, scene))]
    lines += [*_title("What the articles say", scene), *_articles(said["articles"], known, scene)]
    for name, title in (("today", "What is known of 2020-2026"), ("differ", "Where they disagree")):
        if said.get(name):
            lines += [*_title(title, scene), *_listed(said[name], known, scene)]
    lines += [*_title("What was decided, and why", scene), *_listed(said["decided"], known, scene)]
    lines += [*_title("The sources", scene), *_legend(rows, said.values(), known, scene)]
    return [*lines, *_notes(rows, known, scene)]


def _version(row: Row, known: Background, scene: Scene) -> list[Line]:
    """One version: value, profile, since, confidence and sources; below 76 columns in lines of text."""
    version = row.version
    only = [known.families.get(name, name) for name in row.families]
    value = value_words(version) + (f" ({', '.join(only)})" if only else "")
    since = version.since.isoformat()
    sources = " ".join(version.sources)
    if scene.width < BROAD:
        told = f"{version.profile}, since {since}, confidence {version.confidence}, sources {sources or 'none'}"
        return [*_indented([Span(value)], scene), *_indented([Span(told, "dim")], scene, INDENT * 2)]
    widths = [*COLUMNS.values(), scene.width - INDENT - sum(COLUMNS.values()) - 2 * len(COLUMNS)]
    cells = (value, version.profile, since, version.confidence, sources or "none")
    columns = [wrapped([Span(line(cell, scene))], width) for cell, width in zip(cells, widths, strict=True)]
    return [_shifted(each) for each in beside(columns, widths)]


def _detailed(row: Row, known: Background, scene: Scene) -> list[Line]:
    """One version with what else is known of it: until when, what it counts from where that differs, its note."""
    version = row.version
    told = [
        f"until {row.until.isoformat()}" if row.until else "",
        f"counts from {known.starts.get(version.start, version.start)}" if version.start else "",
        version.unknown,
        version.note,
    ]
    notes = (each for text in told if text for each in _indented([Span(line(text, scene), "dim")], scene, INDENT * 2))
    return [*_version(row, known, scene), *notes]


def _heads(scene: Scene) -> Line:
    widths = [*COLUMNS.values(), scene.width - INDENT]
    return _shifted(beside([[(Span(head, "dim"),)] for head in (*COLUMNS, "sources")], widths)[0])


def _articles(said: Iterable[Said], known: Background, scene: Scene) -> list[Line]:
    """Each article's word; those that say nothing are named, for silence is a finding too."""
    found = tuple(said)
    silent = [name for name in ARTICLES if name not in {each.by for each in found}]
    lines = _listed(found, known, scene)
    return [*lines, *(_indented([Span(f"Nothing about it: {', '.join(silent)}", "dim")], scene) if silent else [])]


def _listed(said: Iterable[Said], known: Background, scene: Scene) -> list[Line]:
    return [each for one in said for each in _indented(_sentence(one, known, scene), scene)]


def _sentence(said: Said, known: Background, scene: Scene) -> list[Span]:
    about = said.by or (f"{said.x} {known.conflicts[said.x]}:" if said.x else "-")
    return [Span(about, "bold"), Span(line(said.text, scene)), Span(f"[{' '.join(said.cites)}]", "dim")]


def _legend(rows: Iterable[Row], sections: Iterable[Iterable[Said]], known: Background, scene: Scene) -> list[Line]:
    """What the cites stand for; those of an article or of the list of contradictions stand with their line."""
    cited = {cite for said in sections for each in said for cite in each.cites}
    cited |= {cite for row in rows for cite in row.version.sources}
    keys = {source_of(known.sources, cite).key for cite in cited}
    lines = []
    for key in (key for key in known.sources if key in keys):
        source = known.sources[key]
        numbered = ", cited by number" if source.lines else ""
        told = f"{source.title} ({source.year}){numbered}"
        lines += _indented([Span(f"{key}:", "bold"), Span(line(told, scene))], scene)
    return lines


def _point(name: str, said: Iterable[Said], scene: Scene) -> list[Line]:
    spans = [Span(f"{name}:", "dim")]
    for each in said:
        spans += [Span(line(each.text, scene)), *([Span(f"[{' '.join(each.cites)}]", "dim")] if each.cites else [])]
    return _indented(spans, scene)


def _title(title: str, scene: Scene) -> list[Line]:
    return [(), *wrapped([Span(title, "bold cyan")], scene.width)]


def _notes(rows: Iterable[Row], known: Background, scene: Scene) -> list[Line]:
    return [(), *(each for note in said_notes(rows, known) for each in wrapped([Span(note, "dim")], scene.width))]


def said_notes(rows: Iterable[Row], known: Background) -> Iterable[str]:
    """What has to be known with these values: business days only where one is printed."""
    business = any("business" in value_words(row.version) for row in rows)
    return (text for name, text in known.notes.items() if business or name != "business")


def _indented(spans: Iterable[Span], scene: Scene, by: int = INDENT) -> list[Line]:
    """The spans as lines set in, the second and later ones a little more."""
    first, *rest = wrapped(spans, scene.width - by - INDENT)
    return [_shifted(first, by), *(_shifted(each, by + INDENT) for each in rest)]


def _shifted(spans: Line, by: int = INDENT) -> Line:
    return (Span(" " * by), *spans)

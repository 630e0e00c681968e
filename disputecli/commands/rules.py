"""`dispute rules`: every deadline rule with its value, dates and sources; or one of them, explained."""

from __future__ import annotations

from datetime import date, timedelta

from disputecli.commands import options
from disputecli.commands.options import Argument, Option
from disputecli.errors import UsageProblem, UserProblem
from disputecli.type_names import TYPE_CHECKING, Annotated

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from disputecli.core.policy import Rule, Rules, Version
    from disputecli.view.json import Table
    from disputecli.view.rules import Background, Row, Said

FAMILIES = ("not_received", "not_as_described", "personal")
SCHEMA_VERSION = 1
SECTIONS = ("counts", "passes", "articles", "today", "differ", "decided")
EXPLAINED = "policies/aliexpress-explained.toml"

Kind = Annotated[str | None, Argument(metavar="[KIND]", help="A deadline to explain, such as open_by.")]
Day = Annotated[str | None, Option("--at", metavar="DAY", help="Only the rules in force on that day.")]
Profile = Annotated[str | None, Option("--profile", metavar="NAME", help="As buyers of general, br, kr, eu.")]


def rules(
    kind: Kind = None,
    *,
    at: Day = None,
    profile: Profile = None,
    as_json: options.Json = False,
    no_color: options.NoColor = False,
) -> None:
    """Show the deadline rules: value, dates, sources and confidence.

    \b
    dispute rules                    all of them, old ones too
    dispute rules open_by            one, with what every source says
    dispute rules --at 2016-05-01    in force on that day
    dispute rules --profile br       as for orders to Brazil
    """
    from disputecli.store import books

    book = books.rules()
    wanted = _wanted(book, kind)
    day, known = _day(at), _profile(book, profile)
    rows = [row for rule in wanted for row in shown_rows(rule, known, day)]
    _show(rows, wanted[0] if kind else None, day, known, as_json=as_json, no_color=no_color)


def shown_rows(rule: Rule, profile: str | None, day: date | None) -> list[Row]:
    """The versions that count for a profile (None: for each its own), on one day or on any."""
    from disputecli.view.rules import Row

    days = [day] if day else sorted({each.since for each in rule.versions})
    every = rule.families or FAMILIES
    picked = {since: _picked(rule, since, profile, every) for since in days}
    rows = []
    for version in rule.versions:
        found = [name for name in every if any(version is each[1] and name == each[0] for each in _all(picked))]
        if found:
            only = tuple(found) if len(found) < len(every) or version.families else ()
            rows.append(Row(rule, version, _until(rule, version, profile, every), only))
    return rows


def _all(picked: Mapping[date, Sequence[tuple[str, Version]]]) -> Iterable[tuple[str, Version]]:
    return (pair for pairs in picked.values() for pair in pairs)


def _picked(rule: Rule, day: date, profile: str | None, families: Iterable[str]) -> list[tuple[str, Version]]:
    """Which version counts on a day for each family: of one profile, else of every profile that has its own."""
    from disputecli.core.policy import version_at

    names = [profile] if profile else sorted({each.profile for each in rule.versions})
    pairs = ((family, version_at(rule, day, name, family)) for name in names for family in families)
    return [(family, found) for family, found in pairs if found]


def _until(rule: Rule, version: Version, profile: str | None, families: Iterable[str]) -> date | None:
    """The last day on which a version counts, None where it still does."""
    names = tuple(families)
    days = sorted({each.since for each in rule.versions if each.since >= version.since})
    counts = [any(found is version for _, found in _picked(rule, day, profile, names)) for day in days]
    return next((day - timedelta(days=1) for day, still in zip(days, counts, strict=True) if not still), None)


def _day(at: str | None) -> date | None:
    """The Pacific day that is meant by `--at`, None where it is left out."""
    if at is None:
        return None
    from disputecli.commands.clock import ZONE
    from disputecli.commands.clock import now as clock
    from disputecli.core.dates import parse_when
    from disputecli.core.time import PACIFIC, local_day

    try:
        return local_day(parse_when(at, clock(), ZONE), PACIFIC)
    except UserProblem as problem:
        raise UsageProblem(f"--at: {problem.sentence}", problem.hint) from problem


def _profile(book: Rules, profile: str | None) -> str | None:
    """The profile that a name or a country stands for; UsageProblem where there is none."""
    if profile is None:
        return None
    name = book.profiles.get(profile.upper(), profile.lower())
    known = sorted({"general", *book.profiles.values()})
    if name not in known:
        raise UsageProblem(f"--profile: “{profile}” is not a profile.", f"The profiles are: {', '.join(known)}.")
    return name


def _wanted(book: Rules, kind: str | None) -> list[Rule]:
    """All rules, or the one that a kind or the only start of one names; UsageProblem with the near ones."""
    if kind is None:
        return list(book.rules.values())
    name = kind.strip().lower().replace("-", "_")
    fits = [rule for rule in book.rules if rule == name] or [
        rule for rule in book.rules if name and rule.startswith(name)
    ]
    if len(fits) == 1:
        return [book.rules[fits[0]]]
    from difflib import get_close_matches

    near = fits or get_close_matches(name, book.rules, 3, 0.5)
    hint = f"Did you mean {' or '.join(near)}?" if near else f"The kinds are: {', '.join(book.rules)}."
    raise UsageProblem(f"“{kind}” is not a kind of deadline.", hint)


def _show(
    rows: list[Row], rule: Rule | None, day: date | None, profile: str | None, *, as_json: bool, no_color: bool
) -> None:
    from disputecli.commands.clock import now as clock
    from disputecli.commands.screen import in_colour, put, put_json, scene
    from disputecli.core.sources import read_sources
    from disputecli.store.shipped import shipped_table
    from disputecli.view.lines import painted
    from disputecli.view.rules import explanation, read_background, table_lines

    known = read_background(shipped_table(EXPLAINED), read_sources(shipped_table("sources.toml")))
    if as_json:
        asked: Table = {"at": day.isoformat() if day else None, "profile": profile}
        put_json(_json(rows, known, asked, rule.kind if rule else None))
        return
    stage = scene(clock())
    if not rows:
        put(f"No rule is known for {day}.")
    lines = explanation(rows, rule, known, stage) if rule else table_lines(rows, known, stage)
    put(painted(lines, colour=in_colour(no_color)))


def _json(rows: list[Row], known: Background, asked: Table, kind: str | None) -> Table:
    """The versions as tables of plain values; with a kind also all that is said of it."""
    from disputecli.view.rules import said_notes

    said = known.kinds[kind] if kind else {}
    return {
        "schema_version": SCHEMA_VERSION,
        **asked,
        "rules": [_row_json(row, known) for row in rows],
        "explained": {name: [_said_json(each) for each in said.get(name, ())] for name in SECTIONS} if kind else None,
        "notes": list(said_notes(rows, known)),
    }


def _row_json(row: Row, known: Background) -> Table:
    from disputecli.core.policy import rule_name
    from disputecli.frozen import fields
    from disputecli.view.rules import value_words

    rule, version = row.rule, row.version
    numbers: Table = {each.name: getattr(version, each.name) for each in fields(version) if "days" in each.name}
    return {
        **{name: getattr(rule, name) for name in ("kind", "party", "title", "action", "passes")},
        "rule": rule_name(rule, version),
        "counts_from": known.starts.get(version.start or rule.start, version.start or rule.start),
        "profile": version.profile,
        "families": list(row.families or rule.families or FAMILIES),
        "since": version.since.isoformat(),
        "until": row.until.isoformat() if row.until else None,
        "value": value_words(version),
        **numbers,
        "why_unknown": version.unknown or None,
        "note": version.note or None,
        "sources": list(version.sources),
        "confidence": version.confidence,
    }


def _said_json(said: Said) -> Table:
    about: Table = {"article": said.by} if said.by else {"conflict": said.x} if said.x else {}
    return {**about, "text": said.text, "cites": list(said.cites)}

"""Who says so? The sources that the data cites: articles by letter and line, all others by their key."""

from __future__ import annotations

import re
from collections.abc import Mapping

from disputecli.frozen import dataclass, fields, replace
from disputecli.type_names import Any

_LINE_OF_ARTICLE = re.compile(r"([A-EX])(\d{1,3})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Source:
    """One source: what it is, the year of its rules, how far to trust it; `line` where a cite names one."""

    key: str
    title: str
    year: str
    is_: str
    trust: str
    lines: tuple[int, int] | None = None
    line: int | None = None


def read_sources(table: Mapping[str, Any]) -> dict[str, Source]:
    """The sources of `sources.toml` by key; ValueError names a key that is twice there, or an unknown one."""
    known = {each.name.rstrip("_") for each in fields(Source)} - {"line"}
    found: dict[str, Source] = {}
    for each in table["source"]:
        unknown = sorted(set(each) - known)
        if unknown or each["key"] in found:
            raise ValueError(f"sources {each['key']}: {', '.join(unknown) or 'is there twice'}")
        keys: dict[str, Any] = {name if name != "is" else "is_": value for name, value in each.items()}
        found[each["key"]] = Source(**{**keys, "lines": tuple(each["lines"]) if "lines" in each else None})
    return found


def source_of(sources: Mapping[str, Source], cited: str) -> Source:
    """The source that a cite such as `S2` or `D332` names; LookupError where there is none.

    A key counts before the line of an article: `D3` is a source of its own, `D332` is article D, line 332.
    """
    if cited in sources:
        return sources[cited]
    line = _LINE_OF_ARTICLE.fullmatch(cited)
    article = sources.get(line[1]) if line else None
    if line is None or article is None or article.lines is None:
        raise LookupError(f"{cited} is no source")
    first, last = article.lines
    if not first <= int(line[2]) <= last:
        raise LookupError(f"{cited} is no line of article {article.key} ({first}-{last})")
    return replace(article, line=int(line[2]))

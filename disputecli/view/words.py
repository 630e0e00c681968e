"""What is this code called in plain words? The labels of `words.toml`, typed."""

from __future__ import annotations

from collections.abc import Mapping

from disputecli.frozen import dataclass, fields
from disputecli.type_names import Any


@dataclass(frozen=True, slots=True)
class Party:
    """Who acts: `name` in a sentence, `move` as a heading of what to do."""

    name: str
    move: str


@dataclass(frozen=True, slots=True)
class Status:
    """What a status means, whose move it is (empty: nobody's), and what to do where no deadline runs."""

    label: str
    party: str
    step: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The headline of a verdict and the colour that goes with its words."""

    headline: str
    colour: str


@dataclass(frozen=True, slots=True)
class Words:
    """All labels, by the code that they stand for."""

    urgencies: Mapping[str, str]
    parties: Mapping[str, Party]
    statuses: Mapping[str, Status]
    stages: Mapping[str, str]
    outcomes: Mapping[str, str]
    verdicts: Mapping[str, Verdict]
    types: Mapping[str, str]
    extents: Mapping[str, str]
    marks: Mapping[str, str]
    ends: Mapping[str, str]
    evidence: Mapping[str, str]
    prompt: Mapping[str, str]


_RECORDS: dict[str, type[Party | Status | Verdict]] = {
    "parties": Party,
    "statuses": Status,
    "verdicts": Verdict,
}


def read_words(table: Mapping[str, Any]) -> Words:
    """The labels of a `words.toml` table; ValueError names a section that is unknown or missing."""
    known = {each.name for each in fields(Words)}
    if wrong := sorted(known ^ set(table)):
        raise ValueError(f"words: unknown or missing sections {', '.join(wrong)}")
    sections = {name: dict(section) for name, section in table.items()}
    for name, record in _RECORDS.items():
        sections[name] = {code: record(**labels) for code, labels in table[name].items()}
    return Words(**sections)


def label(labels: Mapping[str, str], code: str) -> str:
    """The label of a code; a code without one is shown as it is, with spaces."""
    return labels.get(code) or code.replace("_", " ")

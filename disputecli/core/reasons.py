"""Which reasons are there? The dispute form's reasons, what speaks for them and what tells them apart, as data."""

from __future__ import annotations

from collections.abc import Mapping

from disputecli.core.advice import Why
from disputecli.frozen import dataclass, fields
from disputecli.type_names import Any

Facts = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Detail:
    """A narrower reason; `text` says why there is no ground, where there is none."""

    code: str
    label: str
    text: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason of the form: its label with the year it was seen, the path to it, and when it is right."""

    code: str
    family: str
    label: str
    year: int
    label_sources: tuple[str, ...]
    path: tuple[str, ...]
    right_when: str
    would_need: str
    sources: tuple[str, ...]
    near: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    details: Mapping[str, Detail] | None = None

    def detail(self, code: str | None) -> Detail | None:
        """The narrower reason of this code, or None."""
        return (self.details or {}).get(code or "")


@dataclass(frozen=True, slots=True)
class Fact:
    """An answer that speaks for a reason (or leaves it out): the key, its values as text, and how strongly."""

    key: str
    values: tuple[str, ...]
    reason: str
    sources: tuple[str, ...]
    detail: str = ""
    weight: float = 0
    text: str = ""
    received: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Weights:
    """How strongly each kind of evidence speaks, on the scale of the symptoms' weights."""

    named: float
    told: float
    said: float
    guessed: float
    same: float
    second: float
    known: float
    affecting: float
    near: float
    contradicts: float


@dataclass(frozen=True, slots=True)
class Trap:
    """A caution about a choice, given where all its conditions hold."""

    code: str
    text: str
    sources: tuple[str, ...]
    reasons: tuple[str, ...] = ()
    details: tuple[str, ...] = ()
    rivals: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    facts: Facts | None = None


@dataclass(frozen=True, slots=True)
class ReasonTable:
    """All that `reasons.toml` says."""

    reasons: Mapping[str, Reason]
    weights: Weights
    fallback: Mapping[str, tuple[str, ...]]
    families: Mapping[str, tuple[str, ...]]
    arrived: tuple[str, ...]
    goods: tuple[str, ...]
    variant_details: tuple[str, ...]
    facts: tuple[Fact, ...]
    excludes: tuple[Fact, ...]
    apart: Mapping[frozenset[str], str]
    traps: tuple[Trap, ...]
    say: Mapping[str, Why]
    caution: Mapping[str, Why]


def read_reasons(table: Mapping[str, Any]) -> ReasonTable:
    """The reasons of a table of `reasons.toml`; ValueError names an unknown key, reason or detail."""
    parts = "weights fallback families arrived variant reason fact excludes apart trap say caution"
    only(table, parts.split(), "reasons")
    reasons = {each["code"]: _reason(each) for each in table["reason"]}
    found = ReasonTable(
        reasons=reasons,
        weights=_weights(table["weights"]),
        fallback=_lists(table["fallback"]),
        families=_lists(table["families"]),
        arrived=tuple(table["arrived"]["symptoms"]),
        goods=tuple(table["arrived"]["goods"]),
        variant_details=tuple(table["variant"]["details"]),
        facts=tuple(_fact(each) for each in table["fact"]),
        excludes=tuple(_fact(each) for each in table["excludes"]),
        apart={frozenset(each["reasons"]): each["ask"] for each in table["apart"]},
        traps=tuple(_trap(each) for each in table["trap"]),
        say=sentences(table["say"], "say"),
        caution=sentences(table["caution"], "caution"),
    )
    _check(found)
    return found


def only(table: Mapping[str, Any], known: list[str], where: str) -> None:
    """Refuse keys of a table that nothing reads: ValueError names them."""
    unknown = sorted(set(table) - set(known))
    if unknown:
        raise ValueError(f"{where}: unknown key {', '.join(unknown)}")


def sentences(table: Mapping[str, Any], where: str) -> dict[str, Why]:
    """Named sentences with their sources, from tables with `text` and `sources`."""
    for name, each in table.items():
        only(each, ["text", "sources"], f"{where}.{name}")
    return {name: Why(each["text"], tuple(each.get("sources", ()))) for name, each in table.items()}


def known_symptoms(table: ReasonTable) -> frozenset[str]:
    """The words that `problem.symptom` may have: every reason's code and the details of all."""
    details = {code for reason in table.reasons.values() for code in reason.details or {}}
    return frozenset(table.reasons) | details


def _lists(table: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(values) for name, values in table.items()}


def _frozen(table: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in table.items()}


def _reason(table: Mapping[str, Any]) -> Reason:
    only(table, [each.name for each in fields(Reason) if each.name != "details"] + ["detail"], table["code"])
    for each in table.get("detail", ()):
        only(each, ["code", "label", "text", "sources"], each["code"])
    details = {each["code"]: Detail(**_frozen(each)) for each in table.get("detail", ())}
    return Reason(**_frozen({name: value for name, value in table.items() if name != "detail"}), details=details)


def _fact(table: Mapping[str, Any]) -> Fact:
    only(table, ["key", "is", "received", "reason", "detail", "weight", "text", "sources"], f"fact {table['key']}")
    return Fact(values=tuple(table["is"]), **_frozen({name: value for name, value in table.items() if name != "is"}))


def _weights(table: Mapping[str, Any]) -> Weights:
    only(table, [each.name for each in fields(Weights)], "weights")
    return Weights(**table)


def _trap(table: Mapping[str, Any]) -> Trap:
    only(table, [each.name for each in fields(Trap)], f"trap {table['code']}")
    facts = _lists(table.get("facts", {}))
    return Trap(**_frozen({name: value for name, value in table.items() if name != "facts"}), facts=facts)


def _check(table: ReasonTable) -> None:
    used = {each.reason for each in (*table.facts, *table.excludes)}
    used |= {code for reason in table.reasons.values() for code in reason.near}
    used |= {code for codes in (*table.fallback.values(), *table.apart) for code in codes}
    used |= {code for trap in table.traps for code in (*trap.reasons, *trap.rivals)}
    unknown = sorted(used - set(table.reasons))
    if unknown:
        raise ValueError(f"reasons: unknown reason {', '.join(unknown)}")

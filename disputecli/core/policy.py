"""Which rule was in force? Deadline rules as dated, sourced data; a number that no source gives stays unknown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal

from disputecli.core.time import PACIFIC, When, local_day
from disputecli.frozen import dataclass, fields
from disputecli.type_names import Any


@dataclass(frozen=True, slots=True)
class Version:
    """A rule's value from `since` on (Pacific day); periods in days of 86,400 s unless the name says business days."""

    since: date
    sources: tuple[str, ...]
    confidence: str
    profile: str = "general"
    families: tuple[str, ...] = ()
    start: str = ""
    days: int | None = None
    business_days: int | None = None
    act_days: int | None = None
    act_days_from_received: int | None = None
    act_days_before_protection_end: int | None = None
    earliest_days: int | None = None
    latest_days: int | None = None
    typical_days: int | None = None
    look_days: int | None = None
    earliest_business_days: int | None = None
    latest_business_days: int | None = None
    at_once_below_days: int | None = None
    same_as: str = ""
    none: bool = False
    unknown: str = ""
    says: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of deadline: whose move, what it counts from, what to do, what follows, and its dated versions.

    `late` is what can still be done once it has passed, `appealable` what to do instead while an appeal is possible.
    """

    kind: str
    party: str
    start: str
    title: str
    action: str
    passes: str
    versions: tuple[Version, ...]
    late: str = ""
    appealable: str = ""
    families: tuple[str, ...] = ()
    payment: tuple[str, ...] = ()
    tracking: tuple[str, ...] = ()
    lapses: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    """All deadline rules of a platform by kind, the margins of caution, and which country follows which profile."""

    rules: Mapping[str, Rule]
    profiles: Mapping[str, str]
    margin: timedelta
    window_share: Decimal
    stale_after: timedelta


def read_rules(table: Mapping[str, Any]) -> Rules:
    """The rules of a policy file; ValueError names a key that is not known (a typo must not switch a rule off)."""
    _only(table, {"margin", "stale", "profiles", "rule"}, "policy")
    rules = [_rule(each) for each in table["rule"]]
    return Rules(
        rules={rule.kind: rule for rule in rules},
        profiles=table["profiles"],
        margin=timedelta(hours=table["margin"]["hours"]),
        window_share=Decimal(table["margin"]["window_share"]),
        stale_after=timedelta(days=table["stale"]["days"]),
    )


def version_at(rule: Rule, anchor: When, profile: str, family: str) -> Version | None:
    """The version in force on the anchor's Pacific day: the profile's own, else the general one; None before all."""
    day = local_day(anchor, PACIFIC)
    fits = [each for each in rule.versions if each.since <= day and (not each.families or family in each.families)]
    own = [each for each in fits if each.profile == profile]
    general = [each for each in fits if each.profile == "general"]
    return max(own or general, key=lambda each: each.since, default=None)


def rule_name(rule: Rule, version: Version) -> str:
    """The name under which a rule's version is cited: kind/profile/since."""
    return f"{rule.kind}/{version.profile}/{version.since}"


_RULE_KEYS, _VERSION_KEYS = ({each.name for each in fields(record)} for record in (Rule, Version))


def _rule(table: Mapping[str, Any]) -> Rule:
    keys = {_attribute(name): _frozen(value) for name, value in table.items() if name != "version"}
    versions = tuple(_version(each, table["kind"]) for each in table["version"])
    _only(keys, _RULE_KEYS, table["kind"])
    return Rule(**keys, versions=versions)


def _version(table: Mapping[str, Any], kind: str) -> Version:
    keys = {_attribute(name): _frozen(value) for name, value in table.items()}
    _only(keys, _VERSION_KEYS, kind)
    return Version(**keys)


def _attribute(name: str) -> str:
    return "start" if name == "from" else name


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _only(keys: Iterable[str], known: set[str], where: str) -> None:
    if unknown := sorted(set(keys) - known):
        raise ValueError(f"{where}: unknown keys {', '.join(unknown)}")

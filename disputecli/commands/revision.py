"""What does an edited text say? Its faults, and the deadlines that it moves."""

from __future__ import annotations

from datetime import datetime

from disputecli.commands import ledger
from disputecli.commands.check import against_at, key_path, spot
from disputecli.core.record import read_dispute
from disputecli.errors import Fault, Faults
from disputecli.frozen import dataclass
from disputecli.store.locate import locate
from disputecli.store.records import SCHEMA_VERSION, Record
from disputecli.store.toml import parse_table
from disputecli.type_names import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from disputecli.core.deadlines import Deadline
    from disputecli.view.scene import Scene

LIMITS = ("due_by", "act_by", "earliest", "latest")


@dataclass(frozen=True)
class Differing:
    """A deadline before and after an edit; None where it does not run."""

    kind: str
    before: Deadline | None
    after: Deadline | None


def faults_in(data: bytes, name: str, record: Record, now: datetime) -> list[Fault]:
    """Everything that is wrong in the edited text of a dispute, with line and column."""
    try:
        table = parse_table(data, name)
    except Faults as problem:
        return list(problem.faults)
    places = locate(data.decode("utf-8-sig"))
    accepted = _accepted(record, now)
    return [_placed(each, name, places) for each in _wrong(record.id, table, now) if each not in accepted]


def differing(before: Record, after: Record, now: datetime) -> tuple[Differing, ...]:
    """The deadlines that an edit moved, those first that run after it."""
    old, new = _deadlines(before, now), _deadlines(after, now)
    pairs = [Differing(kind, old.get(kind), new.get(kind)) for kind in dict.fromkeys([*new, *old])]
    return tuple(each for each in pairs if _limits(each.before) != _limits(each.after))


def differing_lines(changed: tuple[Differing, ...], scene: Scene) -> list[str]:
    """Each moved deadline before and after, in words."""
    from disputecli.store import books
    from disputecli.view.scene import line

    rules = books.rules().rules
    said = [f"{rules[each.kind].title}: {_said(each.before, scene)} → {_said(each.after, scene)}" for each in changed]
    return [line(each, scene) for each in said] or ["The deadlines are as before."]


def differing_json(changed: tuple[Differing, ...] | None) -> list[dict[str, Any]]:
    """Each moved deadline before and after, with instants in UTC."""
    return [{"kind": each.kind, "before": _json(each.before), "after": _json(each.after)} for each in changed or ()]


def _wrong(id_: str, table: dict[str, Any], now: datetime) -> list[Fault]:
    """The faults of a dispute's table: its schema, its keys, its words, and facts that can't be."""
    from disputecli.core.checks import facts, unknown_words

    faults: list[Fault] = []
    if type(table.get("schema_version")) is not int or table["schema_version"] != SCHEMA_VERSION:
        hint = f"Write schema_version = {SCHEMA_VERSION}."
        faults.append(Fault("schema_version", f"is not {SCHEMA_VERSION}.", hint))
    faults += read_dispute(id_, table, ledger.reading(now))[1]
    dispute, unusable = read_dispute(id_, table, ledger.ledger_reading(now))
    if not unusable:
        found = (each for find in (unknown_words, facts) for each in find(dispute, against_at(now)))
        faults += [Fault(".".join(map(str, each.path)), each.problem, each.hint) for each in found]
    return faults


def _accepted(record: Record, now: datetime) -> list[Fault]:
    """What is wrong by today's lists of words and stands in the ledger already: it was right when it was written."""
    unusable = read_dispute(record.id, record.table, ledger.ledger_reading(now))[1]
    strict = read_dispute(record.id, record.table, ledger.reading(now))[1]
    return [each for each in strict if each not in unusable]


def _placed(fault: Fault, name: str, places: dict[tuple[str | int, ...], tuple[int, int]]) -> Fault:
    problem = fault.problem if fault.problem.startswith(fault.where) else f"{fault.where}: {fault.problem}"
    return Fault(name, problem, fault.hint, *spot(key_path(fault.where), places))


def _deadlines(record: Record, now: datetime) -> dict[str, Deadline]:
    from disputecli.commands.case import standing_of

    dispute, faults = read_dispute(record.id, record.table, ledger.ledger_reading(now))
    if faults or not record.table:
        return {}
    return {each.kind: each for each in standing_of(dispute, now).deadlines}


def _limits(found: Deadline | None) -> list[datetime | None]:
    return [getattr(found, name, None) for name in LIMITS]


def _json(found: Deadline | None) -> dict[str, str | None] | None:
    from disputecli.view.json import instant

    return None if found is None else {name: instant(getattr(found, name)) for name in LIMITS}


def _said(found: Deadline | None, scene: Scene) -> str:
    """A deadline in words: by when, or from when to when."""
    from disputecli.view.scene import moment

    words = {"act_by": "act by", "due_by": "last moment", "earliest": "from", "latest": "to"}
    whens = [f"{word} {moment(when, scene)}" for name, word in words.items() if (when := getattr(found, name, None))]
    return ", ".join(whens) or "not known"

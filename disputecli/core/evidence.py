"""What proves it? The checklist of evidence that fits a reason, with what is there and what is missing (rulebook 5)."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from disputecli.frozen import dataclass, fields
from disputecli.type_names import Any


@dataclass(frozen=True, slots=True)
class Proof:
    """One thing to show: the kind of file, what it must show, and for which family, reasons or details it counts.

    `also` are other kinds of file that do as well.
    """

    kind: str
    what: str
    sources: tuple[str, ...]
    required: bool = False
    families: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    details: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the checklist: `required` by the site, or only helpful; `have` where the buyer has it."""

    kind: str
    what: str
    required: bool
    have: bool
    sources: tuple[str, ...]


def read_proofs(table: Mapping[str, Any]) -> tuple[Proof, ...]:
    """The proofs of `evidence.toml`; ValueError names an unknown key."""
    known = {each.name for each in fields(Proof)}
    proofs = []
    for each in table["proof"]:
        unknown = sorted(set(each) - known)
        if unknown:
            raise ValueError(f"evidence {each.get('what')}: unknown keys {', '.join(unknown)}")
        keys: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in each.items()}
        proofs.append(Proof(**keys))
    return tuple(proofs)


def kind_by_name(names: Mapping[str, Collection[str]], name: str) -> str | None:
    """The kind that a word of a picture's file name tells, as "track.png" does; None where none or several do."""
    words = set("".join(each if each.isalpha() else " " for each in name.casefold()).split())
    found = [kind for kind, known in names.items() if words & set(known)]
    return found[0] if len(found) == 1 else None


def checklist(
    proofs: Collection[Proof], family: str, reason: str | None, detail: str | None, have: Collection[str]
) -> tuple[Item, ...]:
    """The evidence for a reason: what the site requires first, then the closest fit, then what always helps."""
    fits = [proof for proof in proofs if _fits(proof, family, reason, detail)]
    fits.sort(key=lambda proof: (not proof.required, not proof.details, not proof.reasons))
    return tuple(
        Item(each.kind, each.what, each.required, not {each.kind, *each.also}.isdisjoint(have), each.sources)
        for each in fits
    )


def _fits(proof: Proof, family: str, reason: str | None, detail: str | None) -> bool:
    return (
        (not proof.families or family in proof.families)
        and (not proof.reasons or reason in proof.reasons)
        and (not proof.details or detail in proof.details)
    )

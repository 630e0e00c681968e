"""Which evidence does a dispute have? Its checklist and its numbered files, from its rows and its folder."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from disputecli.errors import UserProblem
from disputecli.type_names import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from disputecli.commands.ledger import Kept
    from disputecli.store.intake import Taken
    from disputecli.store.paths import Places
    from disputecli.view.exhibits import Evidence, Numbered


def evidence_of(where: Places, kept: Kept) -> Evidence:
    """The checklist and the numbered files of a dispute."""
    from disputecli.core.dispute import current_facts
    from disputecli.core.evidence import checklist
    from disputecli.core.stage import family_of
    from disputecli.store import books
    from disputecli.store.exhibits import numbers
    from disputecli.view.exhibits import Evidence

    dispute, claim = kept.dispute, kept.dispute.claim
    facts = current_facts(dispute)
    have = {*facts.problem.evidence, *(each.kind for each in dispute.evidence if each.kind)}
    items = checklist(books.guide().proofs, family_of(facts, claim.reason), claim.reason, claim.detail, have)
    given = numbers([each.file for each in dispute.evidence])
    exhibits = tuple(_exhibit(where, kept, place, number) for place, number in enumerate(given))
    return Evidence(dispute.id, claim, items, exhibits, str(where.evidence / dispute.id))


def numbered(rest: list[str], there: tuple[Numbered, ...]) -> tuple[int, ...]:
    """The numbers that were typed; UserProblem where one is no exhibit's."""
    known = {each.number for each in there}
    found = {word: int(word) if word.isascii() and word.isdigit() and len(word) < 7 else None for word in rest}  # noqa: PLR2004
    if wrong := [word for word, number in found.items() if number not in known]:
        have = f"The numbers are: {', '.join(map(str, sorted(known)))}." if known else "The dispute has no files yet."
        raise UserProblem(f"There is no exhibit {', '.join(wrong)}. Nothing was removed.", have)
    return tuple(dict.fromkeys(number for number in found.values() if number is not None))


def row_of(taken: Taken, caption: str | None, now: datetime) -> dict[str, Any]:
    """A row of `[[evidence]]` for a file that was taken in."""
    from disputecli.core.text import cleaned

    original = " ".join(cleaned(os.path.basename(taken.source.given)).split())  # noqa: PTH119  # as it was typed
    row: dict[str, Any] = {"file": taken.path.name, "kind": taken.source.kind, "caption": caption, "size": taken.size}
    row |= {
        "sha256": taken.sha256,
        "added_at": now.astimezone(UTC).replace(microsecond=0),
        "original": original or None,
    }
    return {name: value for name, value in row.items() if value is not None}


def _exhibit(where: Places, kept: Kept, place: int, number: int) -> Numbered:
    from disputecli.store.exhibits import find_exhibit
    from disputecli.view.exhibits import Numbered

    found = kept.dispute.evidence[place]
    added = kept.record.table["evidence"][place].get("added_at")
    path = find_exhibit(where, kept.record.id, found.file)
    state = "outside" if path is None else "ok" if path.is_file() else "missing"
    return Numbered(number, found, added if isinstance(added, datetime) and added.tzinfo else None, state)

"""How do disputes look in a spreadsheet? One row each; no cell that a spreadsheet would calculate.

A cell that begins like a formula, and a number so long that a spreadsheet would round it, gets a leading '.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import datetime, tzinfo
from io import StringIO

from disputecli.core.dispute import Dispute
from disputecli.core.stage import Standing
from disputecli.core.step import action_of
from disputecli.core.text import cleaned

COLUMNS = (
    "id", "order_id", "item", "paid", "currency", "reason", "claim_type", "claim_amount", "stage", "status", "outcome",
    "next_step", "whose_move", "act_by_local", "due_by_local",
)  # fmt: skip
EXACT = 15  # digits that a spreadsheet keeps of a number
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def spreadsheet(rows: Iterable[tuple[Dispute, Standing]], zone: tzinfo) -> bytes:
    """The disputes as CSV for spreadsheets: UTF-8 with its mark, CRLF, times in the user's zone."""
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for dispute, standing in rows:
        writer.writerow([guarded(cell) for cell in _row(dispute, standing, zone)])
    return text.getvalue().encode("utf-8-sig", "replace")


def guarded(cell: str) -> str:
    """A cell as text that a spreadsheet neither calculates nor rounds, on one line."""
    plain = " ".join(cleaned(cell).split())
    risky = plain.startswith(_FORMULA) or (plain.isdigit() and len(plain) > EXACT)
    return f"'{plain}" if risky else plain


def _row(dispute: Dispute, standing: Standing, zone: tzinfo) -> Iterator[str]:
    order, claim, step = dispute.facts.order, dispute.claim, standing.next
    yield from (dispute.id, order.order_id or "", order.item or "")
    yield from ("" if order.paid is None else f"{order.paid:f}", order.currency or "")
    yield from (claim.detail or claim.reason or "", claim.type or "")
    yield "" if claim.amount is None else f"{claim.amount:f}"
    yield from (standing.stage, standing.status, standing.outcome or "")
    yield from (action_of(step, zone) if step else "", step.party if step else "")
    yield _local(step.deadline.act_by if step else None, zone)
    yield _local((step.deadline.due_by or step.deadline.latest) if step else None, zone)


def _local(when: datetime | None, zone: tzinfo) -> str:
    return f"{when.astimezone(zone):%Y-%m-%d %H:%M}" if when else ""

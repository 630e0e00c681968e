"""How many cases of a table does the suggestion get right? Cases shaped like `tests/data/cases.toml`.

By hand: `python tests/core/scoring.py FILE [-v]` prints the figures, with -v what is wrong too.
"""

import sys
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))

from disputecli.core.advice import Suggestion
from disputecli.core.order import Facts, Order, Problem
from disputecli.core.suggest import suggest
from disputecli.core.symptoms import Book, read_book

DATA = Path(__file__).parents[2] / "disputecli" / "data"
CASES = Path(__file__).parents[1] / "data"
CODES = {
    "order protection has already expired / is expiring but the parcel is still on the way": {"in_transit_overdue"},
    "transport company returned the order": {"returned_by_carrier"},
    "no tracking information": {"no_tracking"},
    "customs problem": {"customs"},
    "seller sent to wrong address": {"wrong_address", "delivered_not_received"},
    "does not match the description": {"description_mismatch"},
    "quality problem": {"quality_problem"},
    "damaged goods": {"damaged"},
    "quantity mismatch": {"quantity_shortage"},
    "problem with components/accessories": {"missing_parts"},
    "no valid ground": {"no_ground"},
}
TRACKING = {"none": "never_moved", "not_found": "never_moved"}
CLAIMS = {
    "refund only": {"refund_only"},
    "return goods and money": {"return_and_refund"},
    "either": {"refund_only", "return_and_refund"},
}


def table(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


def book() -> Book:
    return read_book(table("reasons.toml"), table("symptoms.toml"), table("claims.toml"))


def cases(name: str) -> list[dict[str, Any]]:
    path = Path(name) if Path(name).is_file() else CASES / name
    return tomllib.loads(path.read_text(encoding="utf-8"))["case"]


def facts_of(case: Mapping[str, Any]) -> Facts:
    told = case["facts"]
    paid = Decimal(str(told["paid"])) if float(told.get("paid", 0)) > 0 else None
    received = {True: "yes", False: "no"}.get(told.get("received"), "partly")
    tracking = told.get("tracking", "unknown")
    tracking = None if received == "yes" else TRACKING.get(tracking, tracking)
    quantity = told.get("quantity") if isinstance(told.get("quantity"), int) else None
    pieces = told.get("quantity_received") if isinstance(told.get("quantity_received"), int) else None
    return Facts(
        Order(item=told.get("item", "item"), variant=told.get("order_variant"), quantity=quantity, paid=paid,
              currency=told.get("currency"), country=told.get("country")),
        Problem(received=received, tracking=None if tracking == "unknown" else tracking, text=told.get("problem"),
                received_variant=told.get("received_variant"), pieces_ordered=quantity, pieces_received=pieces),
    )  # fmt: skip


def wanted(case: Mapping[str, Any]) -> set[str]:
    labels = [case["expected_reason"], *case.get("also_acceptable", [])]
    return set().union(*(CODES.get(label, {label}) for label in labels))


def code_of(found: Suggestion) -> str:
    return found.reason.code if found.reason else "no_ground"


def score(known: Book, all_cases: list[dict[str, Any]]) -> tuple[dict[str, float], list[str]]:
    """The share right of each figure, and a line for every case that is wrong."""
    hits: dict[str, list[bool]] = {name: [] for name in ("high", "high_medium", "top3", "claim", "extent", "no_ground")}
    wrong: list[str] = []
    for case in all_cases:
        found = suggest(known, facts_of(case))
        got = code_of(found)
        want = wanted(case)
        if "no_ground" in CODES.get(case["expected_reason"], {case["expected_reason"]}):
            if not case.get("undecidable"):
                hits["no_ground"].append(got == "no_ground")
        elif case["label_confidence"] in ("high", "medium"):
            _count(hits, case, found, want)
        if got not in want:
            wrong.append(f"REASON {case['label_confidence']} {case['id']}: {sorted(want)} got {got} | {case['facts']}")
        else:
            wrong += _claim_faults(case, found)
    return {name: sum(all_) / len(all_) if all_ else float("nan") for name, all_ in hits.items()}, wrong


def _count(hits: dict[str, list[bool]], case: Mapping[str, Any], found: Suggestion, want: set[str]) -> None:
    right = code_of(found) in want
    if case["label_confidence"] == "high":
        hits["high"].append(right)
    hits["high_medium"].append(right)
    hits["top3"].append(bool({code_of(found), *(rival.code for rival in found.rivals[:3])} & want))
    if not right:
        return
    claim = found.claim
    hits["claim"].append(bool(claim) and claim.type in _claims(case))
    if case["expected_amount"] in ("full", "partial"):
        hits["extent"].append(bool(claim) and claim.extent == case["expected_amount"])


def _claims(case: Mapping[str, Any]) -> set[str]:
    return CLAIMS.get(case["expected_claim"], {case["expected_claim"]})


def _claim_faults(case: Mapping[str, Any], found: Suggestion) -> list[str]:
    if found.claim is None or case["expected_reason"] == "no_ground":
        return []
    faults = []
    if found.claim.type not in _claims(case):
        faults.append(f"CLAIM {case['id']}: {case['expected_claim']} got {found.claim.type} | {case['facts']}")
    if case["expected_amount"] in ("full", "partial") and found.claim.extent != case["expected_amount"]:
        faults.append(f"EXTENT {case['id']}: {case['expected_amount']} got {found.claim.extent} | {case['facts']}")
    return faults


def _main(name: str, *options: str) -> None:
    found = cases(name)
    figures, wrong = score(book(), found)
    line = " ".join(f"{figure}={value:.3f}" for figure, value in figures.items())
    sys.stdout.write(f"{len(found)} cases: {line}\n")
    if "-v" in options:
        sys.stdout.writelines(f"{each}\n" for each in wrong)


if __name__ == "__main__":
    _main(*sys.argv[1:])

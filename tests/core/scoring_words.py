"""How many moves and findings are right? Texts shaped like `tests/data/replies.toml` and `tests/data/messages.toml`."""

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

from disputecli.core.findings import LintBook, read_lint
from disputecli.core.lint import check
from disputecli.core.moves import MoveBook, moves, read_moves

DATA = Path(__file__).parents[2] / "disputecli" / "data"
TEXTS = Path(__file__).parents[1] / "data"


def table(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


def rows(file: Path) -> list[dict[str, Any]]:
    found = tomllib.loads(file.read_text(encoding="utf-8"))
    return [row for name in ("reply", "message") for row in found.get(name, ())]


def move_book() -> MoveBook:
    return read_moves(table("moves"), table("weights/moves"))


def kinds(book: MoveBook, text: str) -> set[str]:
    return {move.kind for move in moves(book, text)}


def reply_errors(book: MoveBook, replies: list[dict[str, Any]]) -> list[tuple[dict[str, Any], set[str], set[str]]]:
    """The replies with a main kind that is missed or a kind that is not there: the row, the wanted, the found."""
    wrong = []
    for row in replies:
        if row["kind"] in {"silent", "other"}:
            continue
        want, found = {row["kind"], *row.get("also", ())} - {"other"}, kinds(book, row["text"])
        if row["kind"] not in found or found - want:
            wrong.append((row, want, found))
    return wrong


def reply_figures(book: MoveBook, replies: list[dict[str, Any]]) -> tuple[dict[str, float], dict[str, Counter[str]]]:
    """Recall of the main kind and precision over all kinds, and the counts (hit, missed, wrong) of each kind."""
    return shares_of([(row, kinds(book, row["text"])) for row in replies])


def shares_of(read: list[tuple[dict[str, Any], set[str]]]) -> tuple[dict[str, float], dict[str, Counter[str]]]:
    """`reply_figures` of replies with the kinds that were found in them."""
    each: dict[str, Counter[str]] = {}
    for row, found in read:
        if row["kind"] in {"silent", "other"}:
            continue
        want = {row["kind"], *row.get("also", ())} - {"other"}
        each.setdefault(row["kind"], Counter())["hit" if row["kind"] in found else "missed"] += 1
        for kind in found:
            each.setdefault(kind, Counter())["right" if kind in want else "wrong"] += 1
    total: Counter[str] = sum(each.values(), Counter())
    main, said = total["hit"] + total["missed"], total["right"] + total["wrong"]
    return {"recall": total["hit"] / max(1, main), "precision": total["right"] / max(1, said)}, each


def lint_book() -> LintBook:
    return read_lint(table("lint"), table("words/languages"))


def faults(book: LintBook, text: str) -> set[str]:
    return {finding.code for finding in check(book, text)}


def message_errors(book: LintBook, messages: list[dict[str, Any]]) -> list[tuple[dict[str, Any], set[str]]]:
    """The good messages with a finding and the bad ones without one of their faults, each with what was found."""
    found = [(row, faults(book, row["text"])) for row in messages]
    return [(row, got) for row, got in found if (got if row["quality"] == "good" else not got & set(row["faults"]))]


def message_figures(book: LintBook, messages: list[dict[str, Any]]) -> tuple[dict[str, float], dict[str, Counter[str]]]:
    """The shares of good messages that are clean and of bad ones that are caught, and the counts of each code."""
    wrong = {row["text"] for row, _ in message_errors(book, messages)}
    shares = {}
    for name, quality in (("clean_good", "good"), ("caught_bad", "bad")):
        texts = [row["text"] for row in messages if row["quality"] == quality]
        shares[name] = sum(text not in wrong for text in texts) / max(1, len(texts))
    each: dict[str, Counter[str]] = {}
    for row in messages:
        got = faults(book, row["text"])
        for code in row["faults"]:
            each.setdefault(code, Counter())["hit" if code in got else "missed"] += 1
        for code in got - set(row["faults"]):
            each.setdefault(code, Counter())["beside" if row["faults"] else "wrong"] += 1
    return shares, each


def report(shares: dict[str, float], each: dict[str, Counter[str]], texts: int) -> str:
    """The shares on one line, and one line with its counts for each kind."""
    lines = [f"{' '.join(f'{name}={share:.3f}' for name, share in shares.items())} n={texts}"]
    for name, counts in sorted(each.items()):
        lines.append(f"  {name:<28}" + " ".join(f"{count} {how}" for how, count in sorted(counts.items())))
    return "\n".join(lines)

"""Weigh the words of sellers' moves anew, from texts whose kinds are known.

`python -m tests.weigh` writes `disputecli/data/weights/moves.toml`; equal texts give equal weights.
`python -m tests.weigh --folds` prints how well texts are read that were left out of the weighing, a sixth at a time.

For each kind the features that tell most (by the G-test) are weighed by logistic regression with a quadratic penalty,
one coordinate at a time (Newton steps), until nothing moves.
"""

import math
import random
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from disputecli.core.moves import MoveBook
from disputecli.core.passages import words_of
from disputecli.core.weights import HUNDREDTHS, Weights, features
from tests.core import scoring_words as scoring

FILE = scoring.DATA / "weights" / "moves.toml"
CORPORA = ("replies", "replies_dev", "replies_held", "replies_dev2", "replies_dev3", "replies_dev4", "replies_held2")
MOST_FEATURES = 1500  # of one kind
LEAST_TEXTS = 2  # that a feature must stand in
PENALTY = 2.5
ROUNDS, STILL, LONGEST_STEP = 40, 0.003, 1.0
LIKELY = 0.26  # the share of texts from which on a kind is said to be there
FOLDS = 6
SMALLEST = 5  # hundredths; smaller weights are left out
WIDTH = 110

Row = Mapping[str, object]


def texts() -> list[tuple[str, frozenset[str]]]:
    """Every text with its kinds: the corpora, and the examples for and against each kind."""
    rows = [row for name in CORPORA for row in scoring.rows(scoring.TEXTS / f"{name}.toml")]
    said = [(row["text"], frozenset({row["kind"], *row.get("also", ())})) for row in rows if row["text"]]
    for row in scoring.table("moves")["move"]:
        said += [(text, frozenset({row["kind"]})) for text in row["for"]]
        said += [(text, frozenset()) for text in row["against"]]
    return said


def weigh(book: MoveBook, known: Sequence[tuple[str, frozenset[str]]]) -> Weights:
    """The weights of every kind, from texts with their kinds."""
    shape = book.weights.shape
    rows = [frozenset(name for name, _ in features(shape, words_of(book.phrases, text))) for text, _ in known]
    worth: dict[str, list[tuple[str, float]]] = {}
    start = {}
    for kind in book.kinds:
        wanted = [kind in kinds for _, kinds in known]
        found = _regression(rows, wanted, _telling(rows, wanted))
        start[kind] = found.pop("") - math.log(LIKELY / (1 - LIKELY))
        for feature, value in found.items():
            worth.setdefault(feature, []).append((kind, value))
    return replace(book.weights, start=start, worth=worth)


def _telling(rows: Sequence[frozenset[str]], wanted: Sequence[bool]) -> list[str]:
    """The features that tell most about a kind."""
    seen = Counter(name for row in rows for name in row)
    both = Counter(name for row, right in zip(rows, wanted, strict=True) if right for name in row)
    yes, total = sum(wanted), len(rows)
    often = [name for name, count in seen.items() if count >= LEAST_TEXTS]
    return sorted(often, key=lambda name: (-_gain(both[name], seen[name], yes, total), name))[:MOST_FEATURES]


def _gain(both: int, seen: int, yes: int, total: int) -> float:
    """Half the G statistic of a feature and a kind."""
    cells = (
        (both, seen, yes), (seen - both, seen, total - yes), (yes - both, total - seen, yes),
        (total - seen - yes + both, total - seen, total - yes),
    )  # fmt: skip
    return sum(count * math.log(count * total / (row * column)) for count, row, column in cells if count)


def _regression(rows: Sequence[frozenset[str]], wanted: Sequence[bool], names: Iterable[str]) -> dict[str, float]:
    """The log-odds of each feature; that of "" is where the kind starts, and has no penalty."""
    where = {"": list(range(len(rows)))} | {name: [at for at, row in enumerate(rows) if name in row] for name in names}
    worth, sums = dict.fromkeys(where, 0.0), [0.0] * len(rows)
    for _ in range(ROUNDS):
        longest = 0.0
        for name, places in where.items():
            penalty = PENALTY if name else 0.0
            odds = [(1 / (1 + math.exp(-sums[at])), wanted[at]) for at in places]
            slope = penalty * worth[name] + sum(share - right for share, right in odds)
            bend = penalty + sum(share * (1 - share) for share, _ in odds) or 1.0
            step = max(-LONGEST_STEP, min(LONGEST_STEP, -slope / bend))
            worth[name] += step
            longest = max(longest, abs(step))
            for at in places:
                sums[at] += step
        if longest < STILL:
            break
    return worth


def written(weights: Weights) -> str:
    """The text of a file of weights: hundredths, the heaviest features of each kind first."""
    shape = weights.shape
    lines = [
        "# What are words worth as signs of a move? Log-odds in hundredths, written by `python -m tests.weigh`.",
        "# A kind is likely where its start and what is found of it (features, and a phrase said or taken back) add up",
        "# to more than zero. A feature is a word's stem, a <class> of moves.toml, # for a number, or a pair of them.",
        "",
        f"phrase = {round(weights.phrase * HUNDREDTHS)}",
        f"taken_back = {round(weights.taken_back * HUNDREDTHS)}  # where phrases stand only negated or excepted",
        "",
        "[shape]",
        f'endings = "{" ".join(shape.endings)}"  # that a word loses, the first that fits',
        f"shortest = {shape.shortest}  # letters that stay",
        f"reach = {shape.reach}  # words from one of a pair to the other",
        f"part = {shape.part}  # words from which on a text is parted at the end of a sentence",
        "",
        "[start]",
        *(f"{kind} = {round(value * HUNDREDTHS)}" for kind, value in weights.start.items()),
        "",
        "[worth]",
    ]
    for kind in weights.start:
        found = {
            name: round(value * HUNDREDTHS) for name, all_ in weights.worth.items() for of, value in all_ if of == kind
        }
        kept = sorted(
            (name for name in found if abs(found[name]) >= SMALLEST), key=lambda name: (-abs(found[name]), name)
        )
        lines += [f"{kind} = '''", *_filled(f"{name}={found[name]}" for name in kept), "'''"]
    return "\n".join(lines) + "\n"


def _filled(words: Iterable[str]) -> list[str]:
    lines = [""]
    for word in words:
        if len(lines[-1]) + len(word) >= WIDTH:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def folds(book: MoveBook) -> str:
    """How well the texts of the corpora are read by weights that did not see them: shares, and counts of each kind."""
    rows = [row for name in CORPORA for row in scoring.rows(scoring.TEXTS / f"{name}.toml") if row["text"]]
    random.Random(FOLDS).shuffle(rows)  # noqa: S311  # the same every time
    known = [(row["text"], frozenset({row["kind"], *row.get("also", ())})) for row in rows]
    read: list[tuple[dict[str, object], set[str]]] = []
    for fold in range(FOLDS):
        part = replace(book, weights=weigh(book, [each for at, each in enumerate(known) if at % FOLDS != fold]))
        read += [(row, scoring.kinds(part, row["text"])) for at, row in enumerate(rows) if at % FOLDS == fold]
    shares, each = scoring.shares_of(read)
    return scoring.report(shares, each, len(rows))


def main(*, left_out: bool) -> None:
    """Write the weights, or print the figures of texts that were left out."""
    book = scoring.move_book()
    if left_out:
        sys.stdout.write(f"{folds(book)}\n")
    else:
        FILE.write_text(written(weigh(book, texts())), encoding="utf-8")


if __name__ == "__main__":
    main(left_out="--folds" in sys.argv)

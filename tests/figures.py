"""How well are sellers' moves and buyers' faults found? Figures of one corpus: `python -m tests.figures FILE [-v]`."""

import sys
from pathlib import Path

from tests.core import scoring_words as scoring


def main(file: str, *, verbose: bool) -> None:
    """Print the shares, the counts of each kind and, if wished, the texts that are wrong."""
    rows = scoring.rows(Path(file))
    if "quality" in rows[0]:
        book = scoring.lint_book()
        shares, each = scoring.message_figures(book, rows)
        wrong = [(row["text"], row["faults"], got) for row, got in scoring.message_errors(book, rows)]
    else:
        moves = scoring.move_book()
        shares, each = scoring.reply_figures(moves, rows)
        wrong = [(row["text"], want, got) for row, want, got in scoring.reply_errors(moves, rows)]
    sys.stdout.write(f"{scoring.report(shares, each, len(rows))}\n")
    for text, want, got in wrong if verbose else ():
        sys.stdout.write(f"  want {sorted(want)} got {sorted(got)}: {text}\n")


if __name__ == "__main__":
    main(sys.argv[1], verbose="-v" in sys.argv)

"""How the outcomes are counted and shown: one line a kind of fault."""

import sys
import textwrap
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.faults.trial import Outcome

HEAD = f"{'fault':<44}{'trials':>8}{'lost':>8}{'harmed':>8}{'told':>8}{'seconds':>9}"


@dataclass
class Table:
    """The lines so far, printed as they come, and whether anything was lost, harmed or left untold."""

    begun: float = field(default_factory=time.monotonic)
    bad: int = 0
    trials: int = 0

    def head(self, title: str) -> None:
        """Begin a part of the table."""
        sys.stdout.write(f"\n{title}\n{HEAD}\n{'-' * len(HEAD)}\n")

    def line(self, fault: str, outcomes: Iterable[Outcome] | str) -> None:
        """Add a kind of fault with its outcomes, or why it can't be tried here."""
        took, self.begun = time.monotonic() - self.begun, time.monotonic()
        if isinstance(outcomes, str):
            sys.stdout.write(f"{fault:<44}{'skipped: ' + outcomes:>41}\n")
            return
        found = list(outcomes)
        lost, harmed = sum(bool(each.lost) for each in found), sum(bool(each.harmed) for each in found)
        told = sum(each.told for each in found)
        self.trials += len(found)
        sys.stdout.write(f"{fault:<44}{len(found):>8}{lost:>8}{harmed:>8}{told:>8}{took:>9.1f}\n")
        bad = [each for each in found if each.lost or each.harmed or not each.told]
        self.bad += len(bad)
        for each in bad[:5]:
            _explain(each)
        sys.stdout.flush()

    def end(self) -> int:
        """The exit code: 1 where anything was lost, harmed or left untold."""
        said = "nothing lost, nothing harmed, all told" if not self.bad else f"{self.bad} went wrong"
        sys.stdout.write(f"\n{self.trials} trials: {said}\n")
        return 1 if self.bad else 0


def _explain(outcome: Outcome) -> None:
    wrong = [*(f"lost: {each}" for each in outcome.lost), *(f"harmed: {each}" for each in outcome.harmed)]
    if not outcome.told:
        wrong.append(f"not told: {outcome.said.strip() or 'nothing was said'}")
    sys.stdout.write(f"  ! {outcome.name[:200]!r}\n")
    for each in wrong[:4]:
        sys.stdout.write(textwrap.indent(ascii(each[:600]), "      ") + "\n")

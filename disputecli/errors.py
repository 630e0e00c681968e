"""What can go wrong for the user: a sentence, a hint and an exit code. Only the command line shows them."""

from collections.abc import Iterable

from disputecli.frozen import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing wrong in an input: where, what, and what would be right; line and column count from 1."""

    where: str
    problem: str
    hint: str = ""
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        """Say the fault on one line, as `file:line:column: problem`, without the hint."""
        place = [str(part) for part in (self.where, self.line, self.column) if part not in ("", None)]
        return f"{':'.join(place)}: {self.problem}" if place else self.problem


class UserProblem(Exception):  # noqa: N818  # it is the user's problem to solve, no error of the program
    """Something that the user can put right: what is the matter, and what to do about it."""

    def __init__(self, sentence: str, hint: str = "", *, exit_code: int = 1) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.hint = hint
        self.exit_code = exit_code


class UsageProblem(UserProblem):
    """The command was called in a way that it does not know; exit code 2."""

    def __init__(self, sentence: str, hint: str = "") -> None:
        super().__init__(sentence, hint, exit_code=2)


class Faults(UserProblem):
    """All that is wrong in one input, collected so that it is shown together; exit code 1."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        first = str(self.faults[0]) if self.faults else "nothing is wrong"
        more = len(self.faults) - 1
        super().__init__(f"{first} (and {more} more)" if more > 0 else first, self._only_hint())

    def _only_hint(self) -> str:
        """Return the hint where a single fault leaves no doubt which one is meant."""
        return self.faults[0].hint if len(self.faults) == 1 else ""

"""What is wrong with a text before it goes out? The check of `lint`, told, and a stop before what can do harm."""

from __future__ import annotations

from disputecli.errors import UserProblem
from disputecli.store import books
from disputecli.type_names import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from disputecli.core.advice import Caution
    from disputecli.core.findings import Finding
    from disputecli.core.order import Facts


def findings_of(text: str, facts: Facts | None = None, kind: str | None = None) -> tuple[Finding, ...]:
    """What the check finds in a text, also against the facts and the length of its kind."""
    from disputecli.core.lint import check

    return check(books.lint_book(), text, facts, kind)


def own_cautions(facts: Facts) -> tuple[Caution, ...]:
    """What to say of the buyer's own words: that they are not English, or contradict his answers or themselves."""
    from disputecli.core.advice import Caution
    from disputecli.core.language import foreign, spelled

    text = facts.problem.text or ""
    strange = foreign(books.lint_book().languages, spelled(text), sure=True)
    codes = {"contradiction", "not_english"} if strange else {"contradiction"}
    weak = [each for each in findings_of(text, facts) if each.code in codes]
    return tuple(dict.fromkeys(Caution(f"words_{each.code}", told([each])[0]) for each in weak))


def told(found: Sequence[Finding]) -> list[str]:
    """A line each, as "rude “liar”: say what the seller did", each code and hint once."""
    from disputecli.view.lint import summary

    return list(dict.fromkeys(summary(each) for each in found))


def tell_findings(found: Sequence[Finding]) -> None:
    """Say on stderr what is wrong with a text, if anything is."""
    from disputecli.commands.screen import tell

    for each in told(found):
        tell(f"! {each}")


def grave(found: Sequence[Finding]) -> tuple[Finding, ...]:
    """Those findings with which a text should not be sent at all."""
    from disputecli.core.lint import blocking

    return blocking(books.lint_book(), found)


def refuse_grave(found: Sequence[Finding]) -> None:
    """UserProblem where a text has what should not be sent at all."""
    if harm := grave(found):
        codes = " and ".join(dict.fromkeys(each.code.replace("_", " ") for each in harm))
        raise UserProblem(
            f"Not copied: the text has what can do harm ({codes}).", "Change it with --edit, or copy it with --yes."
        )

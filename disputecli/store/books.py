"""The shipped data, read into what the core works with; each book is read once, when it is first needed."""

from __future__ import annotations

import os
from functools import cache

from disputecli.core.policy import Rules, read_rules
from disputecli.errors import Fault, Faults, UserProblem
from disputecli.store.shipped import shipped_table, shipped_tables
from disputecli.type_names import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from disputecli.core.assess import Guide
    from disputecli.core.course import Move
    from disputecli.core.findings import LintBook
    from disputecli.core.messages import Templates
    from disputecli.core.moves import MoveBook
    from disputecli.core.questions import Option
    from disputecli.core.site import Site
    from disputecli.core.symptoms import Book

PLATFORM = "aliexpress"
CENTS = 2
FOLDER = os.path.join(os.path.dirname(os.path.dirname(__file__)), "data", "messages")
_KIND = r"[a-z][a-z0-9_]*"


@cache
def rules() -> Rules:
    """The platform's deadline rules."""
    return read_rules(shipped_table(f"policies/{PLATFORM}.toml"))


@cache
def moves() -> dict[str, Move]:
    """What can happen in a dispute, by the name of the event."""
    from disputecli.core.course import read_moves

    return read_moves(shipped_table("events.toml"))


@cache
def guide() -> Guide:
    """What an assessment needs: the rules, the proofs, the sentences."""
    from disputecli.core.assess import Guide
    from disputecli.core.evidence import read_proofs

    return Guide(rules(), read_proofs(shipped_table("evidence.toml")), shipped_table("verdicts.toml"))


@cache
def reasons() -> Book:
    """The reasons and the symptoms by which buyers' words find them."""
    from disputecli.core.symptoms import read_book

    return read_book(*(shipped_table(f"{name}.toml") for name in ("reasons", "symptoms", "claims")))


@cache
def templates(kind: str | None = None) -> Templates:
    """The templates of all messages (of one kind: that is read sooner), the user's own over the shipped ones.

    Faults where an own one is no good.
    """
    from disputecli.core.messages import WORDS, read_templates
    from disputecli.store.paths import places

    names = (WORDS, kind) if kind else ()
    shipped = {name: shipped_table(f"messages/{name}.toml") for name in names} or shipped_tables("messages")
    return read_templates({**shipped, **_own_templates(places(os.environ).config / "messages", shipped)})


def _own_templates(folder: Path, shipped: Mapping[str, Any]) -> dict[str, Any]:
    """The user's templates by their files' names; Faults name all that are no good."""
    try:
        files = sorted(file for file in folder.iterdir() if file.suffix == ".toml" and not file.name.startswith("."))
    except FileNotFoundError:
        return {}
    except OSError as problem:
        raise UserProblem(f"{folder} can't be read: {problem.strerror or problem}") from problem
    own: dict[str, Any] = {}
    faults: list[Fault] = []
    for file in files:
        try:
            own[file.stem] = _own_template(file, shipped)
        except Faults as wrong:
            faults += wrong.faults
    if faults:
        raise Faults(faults)
    return own


def _own_template(file: Path, shipped: Mapping[str, Any]) -> dict[str, Any]:
    """One template of the user's, tried out; Faults with its line."""
    import re

    from disputecli.core.messages import WORDS, Unfit, read_templates
    from disputecli.store.locate import locate
    from disputecli.store.stamp import read_stamped
    from disputecli.store.toml import parse_table

    data, _ = read_stamped(file)
    table = parse_table(data, str(file))
    if file.stem == WORDS or not re.fullmatch(_KIND, file.stem):
        hint = "Name it after a kind of message: small letters, digits and _."
        raise Faults([Fault(str(file), f"{file.stem} can't be the name of a kind", hint)])
    try:
        read_templates({WORDS: shipped[WORDS], file.stem: table})
    except Unfit as wrong:
        spots = locate(data.decode("utf-8-sig"))
        paths = (wrong.path[:end] for end in range(len(wrong.path), 0, -1))
        line, column = next((spots[path] for path in paths if path in spots), (None, None))
        hint = f"The shipped templates show what can stand there: {FOLDER}"
        raise Faults([Fault(str(file), wrong.problem, hint, line, column)]) from wrong
    return table


@cache
def site() -> Site:
    """Which buttons to press on the site, and what its words mean."""
    from disputecli.core.site import read_site

    return read_site(shipped_table("site.toml"))


@cache
def move_book() -> MoveBook:
    """The moves of sellers' messages and what is answered to them."""
    from disputecli.core.moves import read_moves

    return read_moves(shipped_table("moves.toml"), shipped_table("weights/moves.toml"))


@cache
def lint_book() -> LintBook:
    """What outgoing texts are checked with."""
    from disputecli.core.findings import read_lint

    return read_lint(shipped_table("lint.toml"), shipped_table("words/languages.toml"))


@cache
def currency_digits() -> dict[str, int]:
    """The known currencies and the number of decimals of each (ISO 4217)."""
    table = shipped_table("codes.toml")["currencies"]
    return {code: int(name.removeprefix("digits_")) for name, codes in table.items() for code in codes}


def digits_of(currency: str | None) -> int:
    """The number of decimals of a currency; those of most where it is not known."""
    return currency_digits().get(currency or "", CENTS)


@cache
def countries() -> frozenset[str]:
    """The known country codes (ISO 3166-1 alpha-2, and EU)."""
    return frozenset(shipped_table("codes.toml")["countries"]["codes"])


@cache
def names(key: str) -> tuple[Option, ...]:
    """The names that the values of a key go by, as its question has them."""
    from disputecli.core.questions import Option

    pairs = [each.get("choices", ()) for each in shipped_table("questions.toml")["question"] if each["key"] == key]
    return tuple(Option(value, label) for value, label in pairs[0])


@cache
def symptom_words() -> frozenset[str]:
    """The words that `problem.symptom` may be: codes of reasons and their details."""
    found = shipped_table("reasons.toml")["reason"]
    details = (detail["code"] for reason in found for detail in reason.get("detail", ()))
    return frozenset([*(reason["code"] for reason in found), *details])

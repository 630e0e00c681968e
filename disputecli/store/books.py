"""The shipped data, read into what the core works with; each book is read once, when it is first needed."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from disputecli.core.policy import Rules, read_rules
from disputecli.store.shipped import shipped_table, shipped_tables

if TYPE_CHECKING:
    from disputecli.core.assess import Guide
    from disputecli.core.course import Move
    from disputecli.core.messages import Templates
    from disputecli.core.site import Site
    from disputecli.core.symptoms import Book

PLATFORM = "aliexpress"


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
def templates() -> Templates:
    """The templates of all messages."""
    from disputecli.core.messages import read_templates

    return read_templates(shipped_tables("messages"))


@cache
def site() -> Site:
    """Which buttons to press on the site, and what its words mean."""
    from disputecli.core.site import read_site

    return read_site(shipped_table("site.toml"))


@cache
def currency_digits() -> dict[str, int]:
    """The known currencies and the number of decimals of each (ISO 4217)."""
    table = shipped_table("codes.toml")["currencies"]
    return {code: int(name.removeprefix("digits_")) for name, codes in table.items() for code in codes}


@cache
def countries() -> frozenset[str]:
    """The known country codes (ISO 3166-1 alpha-2, and EU)."""
    return frozenset(shipped_table("codes.toml")["countries"]["codes"])


@cache
def symptom_words() -> frozenset[str]:
    """The words that `problem.symptom` may be: codes of reasons and their details."""
    found = shipped_table("reasons.toml")["reason"]
    details = (detail["code"] for reason in found for detail in reason.get("detail", ()))
    return frozenset([*(reason["code"] for reason in found), *details])

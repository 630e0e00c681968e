"""What is advised? The small values that a suggestion is made of, each with its sources."""

from decimal import Decimal

from disputecli.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Why:
    """One fact that decided, in a sentence, and the sources of the rule."""

    text: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """A reason on the site's form: code and detail, family, label and path, why it fits."""

    code: str
    detail: str | None
    family: str
    label: str
    path: tuple[str, ...]
    why: tuple[Why, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rival:
    """Another reason that could fit, and the fact that would make it the right one."""

    code: str
    detail: str | None
    would_need: str


@dataclass(frozen=True, slots=True)
class Claim:
    """What to ask for: claim type, extent, amount in `currency` (None where the paid sum is unknown), and why."""

    type: str
    extent: str
    amount: Decimal | None
    max_amount: Decimal | None
    currency: str | None
    why: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class Caution:
    """A warning with its code, sentence and sources."""

    code: str
    text: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Reason (None where there is no ground, then `no_ground` says why), rivals best first, claim and cautions.

    `tells_apart` is the key of the one question that would tell the two best reasons apart, None where none is needed.
    """

    reason: Choice | None
    no_ground: Why | None
    rivals: tuple[Rival, ...]
    claim: Claim | None
    cautions: tuple[Caution, ...] = ()
    tells_apart: str | None = None

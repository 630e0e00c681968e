"""Where on the site is it done, and what do its words mean? Dated paths and labels (D310-314, D354-362, C268-298)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from disputecli.core.stage import Standing
from disputecli.frozen import dataclass
from disputecli.type_names import Any


@dataclass(frozen=True, slots=True)
class SitePath:
    """The buttons for one next step, in order; `since` is when these labels were first seen."""

    about: tuple[str, ...]
    title: str
    since: date
    steps: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SiteWord:
    """A status in the site's own words, the status it means here, and when the site said so."""

    says: str
    means: str
    era: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Site:
    """What is known of the site's pages."""

    paths: tuple[SitePath, ...]
    words: tuple[SiteWord, ...]


def read_site(table: Mapping[str, Any]) -> Site:
    """The pages of `site.toml`; KeyError for a key that is missing."""
    paths = (
        SitePath(tuple(each["for"]), each["title"], each["since"], tuple(each["steps"]), tuple(each["sources"]))
        for each in table["path"]
    )
    words = (SiteWord(each["says"], each["means"], each["era"], tuple(each["sources"])) for each in table["word"])
    return Site(tuple(paths), tuple(words))


def path_of(site: Site, stands: Standing) -> SitePath | None:
    """The path for the next step of a dispute: the seller's offer first, then the deadline, then the status."""
    offered = stands.course.offer is not None and stands.status == "awaiting_buyer"
    kind = stands.next.kind if stands.next else ""
    asked = [kind] if kind in _ASKED else []
    first = stands.stage == "watching" or stands.status in _FIRST
    wanted = [stands.status] if first else [*asked, *(["offer"] if offered else [])]
    found = (path for about in [*wanted, kind, stands.status] for path in site.paths if about in path.about)
    return next(found, None)


_FIRST = frozenset(
    {"refund_pending", "under_review", "awaiting_return_shipment"}
)  # the status says more than a far limit
_ASKED = frozenset({"answer_due", "evidence_due"})

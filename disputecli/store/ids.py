"""What a new dispute is called."""

from collections.abc import Collection

from disputecli.store.paths import Places

_LONGEST = 40  # characters, before the number
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")
_MOST = 80  # characters in all
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))]
)  # names that Windows keeps for itself


def new_id(item: str, taken: Collection[str]) -> str:
    """Return a short slug of the item that nobody has: `usb-stick-64gb`, then `usb-stick-64gb-2`."""
    import re
    import unicodedata

    letters = unicodedata.normalize("NFKD", item.casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    slug = _cut(re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")) or "order"
    slug = f"{slug}-order" if slug in _DEVICES else slug
    used = {name.casefold() for name in taken}
    number = 1
    while (name := slug if number == 1 else f"{slug}-{number}") in used:
        number += 1
    return name


def is_id(text: str) -> bool:
    """Return whether a text can be an id, and so a file's and a folder's name on every system."""
    return 0 < len(text) <= _MOST and text[0] != "-" and _LETTERS.issuperset(text) and text not in _DEVICES


def taken_ids(places: Places) -> frozenset[str]:
    """Return every id that is or was in use: in the ledger, the evidence and the journal."""
    from disputecli.store.journal import read_entries

    files = (path for folder in (places.open, places.closed) if folder.is_dir() for path in folder.iterdir())
    names = {path.name.partition(".toml")[0] for path in files}
    shown = {path.name for path in places.evidence.iterdir()} if places.evidence.is_dir() else set()
    return frozenset(names | shown | {entry.id for entry in read_entries(places)})


def _cut(slug: str) -> str:
    """Return at most 40 characters, cut between two words if there are two."""
    if len(slug) <= _LONGEST:
        return slug
    words, _, _ = slug[: _LONGEST + 1].rpartition("-")
    return words or slug[:_LONGEST]

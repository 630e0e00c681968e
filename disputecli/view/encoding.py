"""Which characters can this output carry? What it can't is replaced by what reads the same."""

from functools import cache

_PLAIN = str.maketrans(
    {
        "…": "...", "→": "->", "←": "<-", "–": "-", "—": "-", "−": "-", "“": '"', "”": '"', "„": '"', "‘": "'",
        "’": "'", "×": "x", "·": "|", "•": "*", "✓": "x", "≤": "<=", "≥": ">=", "€": "EUR", "\u00a0": " ",
    }
)  # fmt: skip


@cache
def is_unicode(encoding: str) -> bool:
    """True where every character can be written."""
    return encoding.lower().replace("_", "-").startswith(("utf-8", "utf8", "utf-16", "utf-32"))


def fitted(text: str, encoding: str) -> str:
    """The text with what `encoding` can't carry replaced: … by ..., → by ->, the rest by a question mark."""
    if _carries(text, encoding):
        return text
    if is_unicode(encoding):
        return text.encode("utf-8", "replace").decode()
    kept = "".join(each if _carries(each, encoding) else each.translate(_PLAIN) for each in text)
    return kept.encode(_known(encoding), "replace").decode(_known(encoding))


def _carries(text: str, encoding: str) -> bool:
    try:
        text.encode(_known(encoding))
    except UnicodeEncodeError:
        return False
    return True


@cache
def _known(encoding: str) -> str:
    try:
        "".encode(encoding)
    except LookupError:
        return "ascii"
    return encoding

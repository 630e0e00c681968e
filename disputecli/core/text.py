"""Is this text safe to keep and to show? One rule for everything that came from outside."""

LONGEST_QUOTED = 60
BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_CONTROL = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
_HIDDEN = r"\u00ad\u200b\u2060-\u2064\ufeff\ufff9-\ufffb\u2028\u2029\U000e0000-\U000e007f\ud800-\udfff"
_REFUSED = f"[{_CONTROL}{BIDI}\ud800-\udfff]"
_UNSAFE = f"[{_CONTROL}{BIDI}{_HIDDEN}]"
_ESCAPES = r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b\n]*(?:\x07|\x1b\\)|\x1b.?"
_SPACE = r"[ \t]+"


def is_plain(text: str) -> bool:
    """True for printable characters, tabs and line ends, as most texts are: nothing in it has to be looked for.

    Whatever is refused or shown as a code is not printable, so `re` need not be loaded for it.
    """
    return text.isprintable() or text.replace("\n", "").replace("\t", "").isprintable()


def refused(text: str) -> str | None:
    """The name of the first character that an answer may not have (control, bidi override), or None."""
    if is_plain(text):
        return None
    import re
    import unicodedata

    found = re.search(_REFUSED, text)
    if found is None:
        return None
    character = found[0]
    return f"U+{ord(character):04X} {unicodedata.name(character, 'control character')}".strip()


def cleaned(text: str) -> str:
    """A pasted text without escape sequences, control, bidi and invisible characters; line ends as newlines."""
    if is_plain(text):
        return text
    import re

    plain = re.sub(_ESCAPES, "", text.replace("\r\n", "\n").replace("\r", "\n"))
    return re.sub(_UNSAFE, "", plain)


def shown(text: str) -> str:
    """The text for a terminal: every unsafe character as a visible code such as u{1b}; line ends are kept."""
    if is_plain(text):
        return text
    import re

    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub(_UNSAFE, lambda found: f"\\u{{{ord(found[0]):x}}}", plain)


def one_line(text: str, limit: int | None = None) -> str:
    """`shown`, on one line, cut with … at `limit` characters."""
    line = shown(text).replace("\n", " ").strip()
    if "  " in line or "\t" in line:
        import re

        line = re.sub(_SPACE, " ", line)
    return line if limit is None or len(line) <= limit else f"{line[: limit - 1].rstrip()}…"


def quoted(value: object) -> str:
    """A wrong value for a sentence about it: on one line, short, and never itself an error."""
    try:
        return one_line(str(value), LONGEST_QUOTED)
    except ValueError:  # a number of more digits than Python writes out
        return "a number far too long"

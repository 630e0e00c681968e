"""How is a value written as JSON? As `json.dumps` does with an indent of two, without its import at every status."""

from __future__ import annotations

from disputecli.type_names import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Value = str | int | None | Sequence["Value"] | Mapping[str, "Value"]

WORDS = {None: "null", True: "true", False: "false"}


class Ready(str):
    """A part of the text that is ready already, and is put in as it is."""

    __slots__ = ()


def written(value: Value, encoding: str, line: str = "\n") -> str:
    """A value as JSON on indented lines; what the encoding can't carry is escaped, lone surrogates everywhere."""
    inner = f"{line}  "
    if isinstance(value, str):
        return value if isinstance(value, Ready) else _quoted(value, encoding)
    if isinstance(value, dict):
        parts = [f"{_quoted(name, encoding)}: {written(each, encoding, inner)}" for name, each in value.items()]
        return f"{{{inner}{f',{inner}'.join(parts)}{line}}}" if parts else "{}"
    if isinstance(value, list | tuple):
        parts = [written(each, encoding, inner) for each in value]
        return f"[{inner}{f',{inner}'.join(parts)}{line}]" if parts else "[]"
    if value is None or isinstance(value, bool):
        return WORDS[value]
    if isinstance(value, int):
        return str(value)
    raise TypeError(f"JSON has no {type(value).__name__}")


def _quoted(text: str, encoding: str) -> str:
    unicode = encoding.lower().replace("-", "") == "utf8"
    if text.isprintable() and '"' not in text and "\\" not in text and (unicode or text.isascii()):
        return f'"{text}"'
    import json

    return json.dumps(text, ensure_ascii=not unicode).encode("utf-8", "backslashreplace").decode("utf-8")

"""How is something kept that can be worked out anew? In a file that may be old, damaged or gone at any time.

What it was worked out from is its key. This module imports nothing that a start of Python has not loaded already, but
for the checksum: the files are read before anything else is.
"""

from __future__ import annotations

import marshal
import os
from zlib import crc32

TYPE_CHECKING = False
if TYPE_CHECKING:  # typing itself is not loaded
    from disputecli.type_names import Any

SUM = 4  # bytes in front of the rest


def kept(file: str, key: object) -> Any:
    """What was kept in the file under this key; None where there is none, or the file is damaged or another's."""
    try:
        with open(file, "rb") as opened:
            data = opened.read()
        if crc32(data[SUM:]) != int.from_bytes(data[:SUM], "big"):
            return None
        found, value = marshal.loads(data[SUM:])
    except (OSError, ValueError, EOFError, TypeError):
        return None
    return value if found == key else None


def keep(file: str, key: object, value: object) -> None:
    """Keep plain values for a later run, for the user's eyes only; where that is not possible, nothing is kept."""
    temporary = f"{file}.{os.getpid()}"
    try:
        data = marshal.dumps((key, value))  # type: ignore[arg-type]  # a ValueError where they are not plain
        os.makedirs(os.path.dirname(file), 0o700, exist_ok=True)
        with open(temporary, "wb", opener=lambda path, flags: os.open(path, flags, 0o600)) as opened:
            opened.write(crc32(data).to_bytes(SUM, "big") + data)
        os.replace(temporary, file)
    except (OSError, ValueError):
        drop(temporary)


def drop(file: str) -> None:
    """Remove a file, if it is there and can be removed."""
    try:
        os.unlink(file)
    except OSError:
        return

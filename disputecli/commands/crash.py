"""What is left of a fault of the program itself: a report that only the user can read, to send along if he likes."""

from __future__ import annotations

import os
import traceback
from datetime import UTC, datetime

from disputecli.store.paths import places
from disputecli.store.save import make_folder, write_file


def keep_crash(fault: Exception) -> str:
    """What to do about a fault of the program: where its report is, or that none could be kept."""
    when = datetime.now(UTC)
    report = "".join(traceback.format_exception(fault)).encode("utf-8", "replace")
    try:
        folder = places(os.environ).state
        make_folder(folder)
        file = folder / f"crash-{when:%Y%m%dT%H%M%S%f}.txt"
        write_file(file, report, expected=None)
    except Exception:  # noqa: BLE001  # the report is a courtesy; it must not hide the fault
        return f"Please report it: {type(fault).__name__}: {fault}"
    return f"Please report it, with {file}"

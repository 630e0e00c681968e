"""Where does Linux keep a user's files? By the rule of platformdirs, whose import takes two starts of Python."""

import os
import sys

USUAL = {"data": ".local/share", "state": ".local/state", "config": ".config", "cache": ".cache"}
NAME = "disputecli"


def own_folder(kind: str) -> str:
    """Return our own folder among a user's data, state, config or cache; empty where platformdirs has to say."""
    if sys.platform != "linux" or "ANDROID_DATA" in os.environ or not os.path.isabs(os.environ.get("HOME", "/")):
        return ""
    named = os.environ.get(f"XDG_{kind.upper()}_HOME", "")
    return os.path.join(named if os.path.isabs(named) else os.path.join(os.path.expanduser("~"), USUAL[kind]), NAME)

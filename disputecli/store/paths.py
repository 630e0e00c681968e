"""Where on this computer the ledger, the program's own state and the settings are."""

import os
from collections.abc import Mapping
from pathlib import Path

from disputecli.errors import UsageProblem
from disputecli.frozen import dataclass

_NAME = "disputecli"


@dataclass(frozen=True)
class Places:
    """The folders of one user; none of them has to exist yet."""

    home: Path
    ledger: Path
    open: Path
    closed: Path
    evidence: Path
    state: Path
    config: Path


def places(environ: Mapping[str, str]) -> Places:
    """Return the folders: all inside DISPUTE_HOME if that is set, else where the system keeps such things."""
    wanted = environ.get("DISPUTE_HOME", "")
    if wanted:
        home = _absolute(wanted)
        return _inside(home, home / "state", home / "config")
    import platformdirs

    return _inside(
        platformdirs.user_data_path(_NAME, appauthor=False),
        platformdirs.user_state_path(_NAME, appauthor=False),
        platformdirs.user_config_path(_NAME, appauthor=False),
    )


def _absolute(wanted: str) -> Path:
    """Return a folder's whole path, with `~` as the user's home; UsageProblem where there is no such user."""
    expanded = os.path.expanduser(wanted)  # noqa: PTH111  # Path's own raises a RuntimeError
    if expanded.startswith("~"):
        raise UsageProblem(f"DISPUTE_HOME names an unknown user: {wanted}", "Give the whole path of a folder.")
    return Path(expanded).absolute()


def _inside(home: Path, state: Path, config: Path) -> Places:
    """Return the folders around a ledger at home."""
    ledger = home / "ledger"
    return Places(home, ledger, ledger / "open", ledger / "closed", ledger / "evidence", state, config)

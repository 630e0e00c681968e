"""Where on this computer the ledger, the program's own state and the settings are."""

from __future__ import annotations

import os
from collections.abc import Mapping

from disputecli.errors import UsageProblem
from disputecli.frozen import dataclass
from disputecli.store.folders import NAME, own_folder
from disputecli.type_names import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Places:
    """The folders of one user by their whole names; none of them has to exist yet.

    They become a `Path` when one is asked for, for `pathlib` takes a quarter of a start of Python.
    """

    own: str
    own_state: str
    own_config: str

    @property
    def home(self) -> Path:
        """Where everything of the user's is that is not state or settings."""
        return _path(self.own)

    @property
    def ledger(self) -> Path:
        """The ledger with all that belongs to it."""
        return _path(self.own, "ledger")

    @property
    def open(self) -> Path:
        """The open disputes, one file each."""
        return _path(self.name_of("open"))

    @property
    def closed(self) -> Path:
        """The closed disputes, one file each."""
        return _path(self.name_of("closed"))

    @property
    def evidence(self) -> Path:
        """The copies of evidence, a folder for each dispute."""
        return _path(self.own, "ledger", "evidence")

    @property
    def state(self) -> Path:
        """What the program keeps for itself: the journal, versions, the lock, interviews."""
        return _path(self.own_state)

    @property
    def config(self) -> Path:
        """The user's settings and templates."""
        return _path(self.own_config)

    def name_of(self, folder: str) -> str:
        """Return the name of the ledger's folder `open` or `closed`."""
        return os.path.join(self.own, "ledger", folder)


def places(environ: Mapping[str, str]) -> Places:
    """Return the folders: all inside DISPUTE_HOME if that is set, else where the system keeps such things."""
    wanted = environ.get("DISPUTE_HOME", "")
    if wanted:
        home = _absolute(wanted)
        return Places(home, os.path.join(home, "state"), os.path.join(home, "config"))
    if own_folder("data"):
        return Places(own_folder("data"), own_folder("state"), own_folder("config"))
    import platformdirs

    return Places(
        platformdirs.user_data_dir(NAME, appauthor=False),
        platformdirs.user_state_dir(NAME, appauthor=False),
        platformdirs.user_config_dir(NAME, appauthor=False),
    )


def _absolute(wanted: str) -> str:
    """Return a folder's whole name, with `~` as the user's home; UsageProblem where there is no such user."""
    expanded = os.path.expanduser(wanted)
    if expanded.startswith("~"):
        raise UsageProblem(f"DISPUTE_HOME names an unknown user: {wanted}", "Give the whole path of a folder.")
    whole = os.path.isabs(expanded) and "//" not in expanded and "/." not in expanded and expanded[-1] != "/"
    return expanded if whole and os.sep == "/" else str(_path(expanded).absolute())


def _path(*parts: str) -> Path:
    from pathlib import Path

    return Path(*parts)

"""The installed command, run as users run it: in a process of its own, with its own files, clock and zone."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

NOW = "2026-03-10T12:00:00+00:00"
DISPUTE = str(Path(sys.executable).parent / "dispute")


@dataclass(frozen=True)
class Done:
    """What a run left behind."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)


def environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "DISPUTE", "LC_"))}
    return {**kept, "DISPUTE_HOME": str(home), "DISPUTE_NOW": NOW, "TZ": "UTC", "LANG": "C.UTF-8", "COLUMNS": "80"}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def env(home: Path) -> dict[str, str]:
    return environment(home)


@pytest.fixture
def dispute(home: Path) -> Callable[..., Done]:
    def run(*words: str, text: str | bytes = b"", **variables: str) -> Done:
        given = text.encode() if isinstance(text, str) else text
        env = {**environment(home), **variables}
        done = subprocess.run([DISPUTE, *words], input=given, env=env, capture_output=True, check=False, timeout=60)
        out, err = done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")
        assert "Traceback" not in err
        assert "inside dispute" not in err
        return Done(done.returncode, out, err)

    return run


@pytest.fixture
def files(home: Path) -> Callable[[], dict[str, bytes]]:
    """Every file under the home, by its path, with its bytes."""

    def snapshot() -> dict[str, bytes]:
        found = sorted(path for path in home.rglob("*") if path.is_file()) if home.exists() else []
        return {str(path.relative_to(home)): path.read_bytes() for path in found}

    return snapshot

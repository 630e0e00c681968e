"""Errors and talk on a narrow terminal: whole words, whole ids, nothing lost; one line each in a pipe."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pexpect = pytest.importorskip("pexpect")

DISPUTE = str(Path(sys.executable).parent / "dispute")
WRONG = (
    ["show", "a-very-long-name-of-a-dispute-that-is-not-there"],
    ["new", "--item", "lamp", "--received", "maybe", "--paid", "a lot of money", "--no-input"],
    ["status", "--within", "sometime"],
    ["undo", "--frobnicate"],
)


@pytest.fixture
def env(tmp_path):
    kept = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "LINES"}}
    return kept | {"DISPUTE_HOME": str(tmp_path), "TERM": "xterm-256color"}


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
@pytest.mark.parametrize("columns", [30, 40, 80])
def test_an_error_breaks_between_words_alone(env, words, columns):
    subprocess.run(
        [DISPUTE, "new", "--item", "x", "--received", "no", "--no-input"], env=env, capture_output=True, check=False
    )
    piped = subprocess.run([DISPUTE, *words], env=env, capture_output=True, check=False, text=True)
    child = pexpect.spawn(DISPUTE, words, env=env, encoding="utf-8", dimensions=(40, columns), timeout=30)
    child.expect(pexpect.EOF)
    lines = child.before.replace("\r", "").splitlines()
    assert " ".join(lines).split() == (piped.stdout + piped.stderr).split()
    assert all(len(line) <= columns or " " not in line.strip() for line in lines)
    assert len(piped.stderr.splitlines()) <= len(lines)

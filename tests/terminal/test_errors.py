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


LONG = "bluetooth headphones with a very long name and a case"
KEPT = ["--received", "yes", "--text", "the left side does not work", "--paid", "9.68", "--currency", "USD"]
OFFER = "Dear friend, we can offer you 3 USD, please cancel the dispute first and wait some more days."


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["draft", "blue"], id="draft"),
        pytest.param(["draft", "blue", "--list"], id="draft --list"),
        pytest.param(["reply", "blue", "offer.txt"], id="reply"),
        pytest.param(["undo", "--dry-run"], id="undo"),
        pytest.param(["undo", "--list"], id="undo --list"),
        pytest.param(["check"], id="check"),
    ],
)
def test_what_is_shown_breaks_between_words_and_what_is_piped_not_at_all(env, tmp_path, words):
    env = env | {"NO_COLOR": "1"}
    (tmp_path / "offer.txt").write_text(OFFER)
    for made in (["new", "--item", LONG, *KEPT], ["log", "blue", "opened"]):
        subprocess.run([DISPUTE, *made], env=env, capture_output=True, check=True)
    (tmp_path / "ledger/open/broken.toml").write_text("note = x\n")
    piped = subprocess.run([DISPUTE, *words], env=env, capture_output=True, check=False, text=True, cwd=tmp_path)
    for columns in (30, 40, 80):
        shape = {"dimensions": (40, columns), "cwd": str(tmp_path), "timeout": 30}
        child = pexpect.spawn(DISPUTE, words, env=env, encoding="utf-8", **shape)
        child.expect(pexpect.EOF)
        lines = child.before.replace("\r", "").splitlines()
        told = " ".join(lines).split()
        assert sorted(told) == sorted((piped.stdout + piped.stderr).split())
        assert all(len(line) <= columns or " " not in line.strip() for line in lines), lines
    if words[0] == "draft" and len(words) == 2:
        assert piped.stdout.count("\n") == 1
    if words[0] == "reply":
        assert "dispute log bluetooth-headphones" in piped.stdout.split("), type:\n")[1].splitlines()[0]

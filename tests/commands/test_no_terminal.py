"""`dispute new` where nobody can be asked: it ends at once and names what is missing; no pipe is taken for keys."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

DISPUTE = str(Path(sys.executable).parent / "dispute")
CLOSED, NOTHING = "closed", "/dev/null"
PIPES = [CLOSED, NOTHING, "", "lamp\n9.68 USD\n1\n", "yes\n" * 50, '[order]\nitem = "lamp"\n']


def run(words, source, env):
    """One run with its input closed, empty, or a pipe with a text in it."""
    command = [DISPUTE, "new", *words]
    if source == CLOSED:
        command = ["sh", "-c", f"{shlex.join(command)} <&-"]
    given = {"stdin": subprocess.DEVNULL} if source in {CLOSED, NOTHING} else {"input": source}
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False, **given)
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    return done


@pytest.mark.parametrize("source", PIPES, ids=["closed", "null", "empty", "answers", "yes", "toml"])
@pytest.mark.parametrize(
    ("words", "named", "unnamed"),
    [
        ([], ["--item", "--received", "--text"], []),
        (["--item", "lamp", "--received", "yes"], ["--text"], ["--item", "--received"]),
    ],
    ids=["nothing", "some"],
)
def test_it_ends_at_once_and_names_what_is_missing(env, files, words, named, unnamed, source):
    done = run(words, source, env)
    assert done.returncode == 2
    first = done.stderr.splitlines()[0]
    assert all(flag in first for flag in named)
    assert not any(flag in first for flag in unnamed)
    assert files() == {}


LAMP = ("new", "--no-input", "--item", "lamp", "--received", "yes", "--text", "the glass is cracked",
        "--received-at", "2026-03-01", "--protection-ends-at", "2026-03-12")  # fmt: skip


@pytest.mark.skipif(os.name == "nt", reason="needs a shell that closes streams")
@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"], ids=["stdout", "stderr", "all"])
@pytest.mark.parametrize(
    "words", [["status", "--exit-code"], ["status"], ["--version"], ["_ids"], ["log", "lamp", "note", "--text", "x"],
              ["--help"], ["show", "kettle"]], ids=" ".join,
)  # fmt: skip
def test_a_closed_stream_changes_no_exit_code(dispute, env, words, closed):
    dispute(*LAMP)
    usual = dispute(*words)
    done = subprocess.run(
        ["sh", "-c", f"{shlex.join([DISPUTE, *words])} {closed}"], env=env, capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == usual.code
    assert done.stderr == ("" if "2>" in closed else usual.err)
    assert done.stdout == ("" if closed != "2>&-" else usual.out)


def interrupted(home, item):
    """The answers of an interview that was stopped after its first question."""
    folder = home / "state" / "interviews"
    folder.mkdir(parents=True, exist_ok=True)
    kept = f'[interview]\nschema_version = 1\nasked = ["order.item"]\n[order]\nitem = "{item}"\n'
    (folder / f"20260310T120000-{item}.toml").write_text(kept)


def test_resume_needs_somebody_to_ask(env, home):
    interrupted(home, "lamp")
    done = run(["--resume"], NOTHING, env)
    assert done.returncode == 2
    assert "no terminal" in done.stderr
    assert "--received" in done.stderr
    assert len(list((home / "state/interviews").iterdir())) == 1


def test_discard_forgets_the_only_one_without_a_question_and_refuses_to_choose(env, home):
    interrupted(home, "lamp")
    interrupted(home, "cup")
    done = run(["--discard"], NOTHING, env)
    assert (done.returncode, "2 interrupted interviews" in done.stderr) == (1, True)
    (home / "state/interviews/20260310T120000-cup.toml").unlink()
    done = run(["--discard", "--no-input"], NOTHING, env)
    assert (done.returncode, "forgotten" in done.stderr) == (0, True)
    assert list((home / "state/interviews").iterdir()) == []


def test_the_one_file_of_an_older_version_is_found_too(env, home):
    interrupted(home, "lamp")
    kept = home / "state" / "interviews" / "20260310T120000-lamp.toml"
    kept.rename(home / "state" / "interview.toml")
    assert run(["--discard"], NOTHING, env).returncode == 0
    assert list((home / "state").glob("*.toml")) == []

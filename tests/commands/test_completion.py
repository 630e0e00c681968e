"""`dispute completion`: the shipped scripts are fresh and whole, and ids come fast and safe."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from disputecli.cli import GROUPS, whole_app
from disputecli.commands.completion import commands
from disputecli.core.order import FIELDS

ROOT = Path(__file__).parent.parent.parent
REFRESH = "python completions/refresh.py"
FILES = {"bash": "dispute.bash", "zsh": "_dispute", "fish": "dispute.fish", "powershell": "dispute.ps1"}
IDS = """
import sys
before = set(sys.modules)
from disputecli.__main__ import answer

sys.argv[1:] = ["_ids"]
answer(["_ids"])
print(*set(sys.modules) - before, file=sys.stderr)
"""


def run(*words, **environ):
    command = [sys.executable, "-m", "disputecli", *words]
    return subprocess.run(command, capture_output=True, check=False, cwd=ROOT, env={**os.environ, **environ})


def shipped(shell):
    return (ROOT / "completions" / FILES[shell]).read_text(encoding="ascii")


def tree():
    return list(commands(typer.Context(typer.main.get_command(whole_app()), info_name="dispute")))


@pytest.mark.parametrize("seed", ["0", "1"])
@pytest.mark.parametrize("shell", FILES)
def test_script_is_fresh(shell, seed):
    printed = run("completion", shell, PYTHONHASHSEED=seed, LC_ALL="C", COLUMNS="40")
    assert printed.returncode == 0, printed.stderr
    kept = (ROOT / "completions" / FILES[shell]).read_bytes()
    assert printed.stdout.replace(b"\r\n", b"\n") == kept, f"completions/{FILES[shell]} is stale; run: {REFRESH}"


@pytest.mark.parametrize("shell", FILES)
def test_script_has_every_command_option_and_choice(shell):
    text = shipped(shell)
    for command in tree():
        assert command.name in text
        for option in command.options:
            for name in (each for each in option.names if each.startswith("--")):
                assert (f"-l {name[2:]} " if shell == "fish" else name) in text, (command.name, name)
    assert [word for known in FIELDS.values() for word in known.choices if word not in text] == []


def test_commands_stand_in_the_order_of_the_groups():
    names = [name for group in GROUPS.values() for name in group]
    assert [each.name for each in tree()] == ["", *names]
    assert list(GROUPS)[-1] == "Shell"


def test_draft_takes_an_id_or_a_kind_and_then_a_kind():
    draft = next(each for each in tree() if each.name == "draft")
    assert {"@ids", "open", "first_contact"} <= draft.places[0].words
    assert "@ids" not in draft.places[1].words
    assert "open" in draft.places[1].words


def test_powershell_script_balances_its_quotes_and_brackets_though_no_powershell_has_read_it():
    depth, quote = {"(": 0, "{": 0, "[": 0}, ""
    for line in shipped("powershell").splitlines():
        for sign in "" if line.lstrip().startswith("#") else line:
            if quote:
                quote = "" if sign == quote else quote
            elif sign in "'\"":
                quote = sign
            elif sign in depth:
                depth[sign] += 1
            elif sign in ")}]":
                depth["({["[")}]".index(sign)]] -= 1
        assert not quote, line
        assert min(depth.values()) >= 0, line
    assert set(depth.values()) == {0}


def test_unknown_shell_is_wrong_usage_and_names_the_shells():
    done = run("completion", "tcsh")
    assert done.returncode == 2
    assert all(shell in done.stderr.decode() for shell in FILES)


@pytest.mark.parametrize(
    ("shell", "file"),
    [("bash", ".bashrc"), ("zsh", ".zshrc"), ("fish", ".config/fish/completions"), ("powershell", "$PROFILE")],
)
def test_help_says_how_to_install_it(shell, file):
    shown = run("completion", "--help").stdout.decode()
    assert f"dispute completion {shell} > " in shown
    assert file in shown


def test_ids_are_the_safe_names_of_the_open_disputes(tmp_path):
    opened = tmp_path / "ledger" / "open"
    opened.mkdir(parents=True)
    names = ("kettle", "usb-stick-2", "$(touch x)", "a b", "-rf", "UPPER", "a;b", "ü")
    for name in (*(f"{each}.toml" for each in names), ".toml", "kettle.toml.bak", "note.txt"):
        (opened / name).write_text("not even [toml")
    done = run("_ids", DISPUTE_HOME=str(tmp_path))
    assert (done.returncode, done.stdout.split(), done.stderr) == (0, [b"kettle", b"usb-stick-2"], b"")


@pytest.mark.parametrize(
    ("file", "item"),
    [
        ('schema_version = 1\n\n[order]\nitem = "Kettle, 2 l"\n', "Kettle, 2 l"),
        ('[order]\nvariant = "x"\nitem = "a \\"b\\" \\\\ it\'s"\n', 'a "b" \\ it\'s'),
        ("[order]\nitem = 'a \"b\"'  # mine\n", 'a "b"'),
        ('[problem]\nitem = "x"\n[order]\n[wish]\nitem = "y"\n', ""),
        ('[order]\nitem = "a\tb \u202ec 灯"\n', "a b c 灯"),
        ("[order]\nitem = 5\n", ""),
        ("not even [toml", ""),
    ],
)
def test_an_id_has_its_item_beside_it(tmp_path, file, item):
    opened = tmp_path / "ledger" / "open"
    opened.mkdir(parents=True)
    (opened / "kettle.toml").write_text(file, encoding="utf-8")
    done = run("_ids", DISPUTE_HOME=str(tmp_path), PYTHONUTF8="1")
    assert done.stdout.decode("utf-8").splitlines() == [f"kettle\t{item}".rstrip()]
    assert run("_ids", DISPUTE_HOME=str(tmp_path), PYTHONIOENCODING="ascii").returncode == 0


def test_bash_script_is_clean_for_shellcheck():
    if not shutil.which("shellcheck"):
        pytest.skip("shellcheck is not installed")
    script = str(ROOT / "completions" / FILES["bash"])
    done = subprocess.run(["shellcheck", "--shell=bash", script], capture_output=True, check=False, text=True)
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize("home", ["missing", "file", "~nobody-of-this-name/x"])
def test_ids_are_none_without_a_ledger(tmp_path, home):
    (tmp_path / "file").write_text("")
    where = home if home.startswith("~") else str(tmp_path / home)
    done = run("_ids", DISPUTE_HOME=where)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_ids_load_nothing_slow(tmp_path):
    environ = {**os.environ, "DISPUTE_HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", IDS], capture_output=True, check=True, cwd=ROOT, env=environ)
    loaded = {name.partition(".")[0] for name in done.stderr.decode().split()}
    assert "disputecli" in loaded
    slow = {"dataclasses", "pathlib", "typing", "re", "tomllib", "importlib"}
    assert not loaded & {*slow, "typer", "click", "rich", "tomli_w", "platformdirs", "questionary", "filelock"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_ids_wait_for_no_pipe(tmp_path):
    opened = tmp_path / "ledger" / "open"
    opened.mkdir(parents=True)
    os.mkfifo(opened / "kettle.toml")
    done = run("_ids", DISPUTE_HOME=str(tmp_path))
    assert (done.returncode, done.stdout) == (0, b"kettle\n")

"""The completion scripts in the shells themselves: what is typed, Tab, Enter, and what the shell then runs."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest
import typer
from disputecli.cli import whole_app
from disputecli.commands.completion import commands
from disputecli.store.shipped import shipped_text
from disputecli.view.completion import script

ROOT = Path(__file__).parent.parent.parent
FILES = {"bash": "dispute.bash", "zsh": "_dispute", "fish": "dispute.fish"}
PROMPT, TAB = "ready> ", "\t"
NASTY = """Say "it's" [5] a:b $HOME $(touch gone) `touch gone` \\ 100% {x} ;|&<>"""
ITEM = """Desk "lamp", it's a:b & $HOME $(touch gone) \\ 100% 灯"""
START = {
    "bash": ["--norc", "--noprofile", "-i"],
    "zsh": ["-f", "-i"],
    "fish": ["--no-config", "--interactive"],
}
SET_UP = {
    "bash": "bind 'set bell-style none'; bind 'set enable-bracketed-paste off'; . {script}; PS1='{prompt}'",
    "zsh": "unsetopt zle_bracketed_paste prompt_cr prompt_sp beep; ZDOTDIR=$HOME; . {script}; PROMPT='{prompt}'",
    "fish": ". {script}; function fish_prompt; echo -n '{prompt}'; end",
}
ENTRY = """#!/bin/sh
[ "$1" != _ids ] || exec {python} -m disputecli _ids
printf RAN
printf '[%s]' "$@"
echo
"""


class Terminal:
    """One shell at a prompt, with a `dispute` that says how it was called."""

    def __init__(self, shell, home, source):
        self.shell = shell
        environ = {
            **{name: os.environ[name] for name in ("LANG", "LC_ALL", "PYTHONPATH") if name in os.environ},
            "PATH": f"{home / 'bin'}:{os.environ['PATH']}",
            "HOME": str(home),
            "XDG_CONFIG_HOME": str(home),
            "XDG_DATA_HOME": str(home),
            "DISPUTE_HOME": str(home / "disputes"),
            "TERM": "xterm" if shell == "fish" else "dumb",
        }
        self.child = pexpect.spawn(
            shutil.which(shell), START[shell], cwd=home, env=environ, encoding="utf-8", timeout=30, dimensions=(50, 120)
        )
        self.child.sendline(SET_UP[shell].format(script=source, prompt=PROMPT))
        self.settle()

    def settle(self):
        """Wait until everything sent so far has run."""
        self.child.sendline("echo set''tled")
        self.child.expect("settled")

    def send(self, line):
        self.child.sendline(line)
        self.settle()

    def runs(self, typed):
        """The words that `dispute` is called with after the keys and Enter."""
        self.child.send(f"{typed}\r")
        self.child.expect(r"RAN((\[[^]\r\n]*\])+)\r?\n")
        return self.child.match[1][1:-1].split("][")

    def shows(self, typed, *expected):
        """The keys make the shell list the texts, in this order."""
        self.child.send(typed)
        for text in expected:
            self.child.expect_exact(text)
        self.child.send("\x03")
        self.settle()


@pytest.fixture(params=FILES)
def shell(request):
    if not shutil.which(request.param):
        pytest.skip(f"{request.param} is not installed")
    return request.param


@pytest.fixture
def home(tmp_path):
    opened = tmp_path / "disputes" / "ledger" / "open"
    opened.mkdir(parents=True)
    for name in ("kettle.toml", "usb-stick-64gb.toml", "usb-stick-64gb-2.toml", "kettle.toml.bak"):
        (opened / name).write_text("")
    for number in (1, 2):
        item = f"{ITEM} {number}".replace("\\", "\\\\").replace('"', '\\"')
        (opened / f"lamp-{number}.toml").write_text(f'schema_version = 1\n\n[order]\nitem = "{item}"\n')
    (tmp_path / "answers.toml").write_text("")
    (tmp_path / "folder").mkdir()
    entry = tmp_path / "bin" / "dispute"
    entry.parent.mkdir()
    entry.write_text(ENTRY.format(python=f"env PYTHONPATH={ROOT} {sys.executable}"))
    entry.chmod(0o755)
    return tmp_path


@pytest.fixture
def terminal(shell, home):
    found = Terminal(shell, home, ROOT / "completions" / FILES[shell])
    yield found
    found.child.close(force=True)


@pytest.mark.parametrize(
    ("typed", "runs"),
    [
        pytest.param("dispute st\t", ["status"], id="command"),
        pytest.param("dispute demo st\t", ["demo", "status"], id="command-to-run-on-the-demo"),
        pytest.param("dispute new --trac\t mo\t", ["new", "--tracking", "moving"], id="option"),
        pytest.param("dispute new --tracking mo\t", ["new", "--tracking", "moving"], id="choice"),
        pytest.param("dispute new --tracking=mo\t", ["new", "--tracking=moving"], id="choice-after-equals"),
        pytest.param(
            "dispute new --item 'a \"b\" c: d' --tracking mo\t",
            ["new", "--item", 'a "b" c: d', "--tracking", "moving"],
            id="choice-after-a-quoted-text",
        ),
        pytest.param(
            "dispute new --evidence photo --evidence lab\t",
            ["new", "--evidence", "photo", "--evidence", "label_photo"],
            id="choice-repeated",
        ),
        pytest.param("dispute new --currency PL\t", ["new", "--currency", "PLN"], id="currency"),
        pytest.param("dispute new --item an\t", ["new", "--item", "an"], id="free-text-is-left-alone"),
        pytest.param("dispute new --answers an\t", ["new", "--answers", "answers.toml"], id="file"),
        pytest.param("dispute new --answers=an\t", ["new", "--answers=answers.toml"], id="file-after-equals"),
        pytest.param("dispute draft -o an\t", ["draft", "-o", "answers.toml"], id="file-after-a-short-option"),
        pytest.param("dispute show k\t", ["show", "kettle"], id="id"),
        pytest.param("dispute show --at now k\t", ["show", "--at", "now", "kettle"], id="id-after-an-option"),
        pytest.param("dispute show usb\t-\t", ["show", "usb-stick-64gb-2"], id="id-in-two-steps"),
        pytest.param("dispute show an\t", ["show", "an"], id="no-file-for-an-id"),
        pytest.param("dispute draft k\t", ["draft", "kettle"], id="draft-id"),
        pytest.param("dispute draft ext\t", ["draft", "extend_protection"], id="draft-kind-alone"),
        pytest.param("dispute draft kettle ext\t", ["draft", "kettle", "extend_protection"], id="draft-kind"),
        pytest.param("dispute draft kettle k\t", ["draft", "kettle", "k"], id="draft-no-second-id"),
        pytest.param("dispute log kettle ship\t", ["log", "kettle", "shipped"], id="event"),
        pytest.param(
            "dispute log kettle opened --outcome exp\t",
            ["log", "kettle", "opened", "--outcome", "expired"],
            id="listed-in-help",
        ),
        pytest.param(
            "dispute evidence kettle ad\tan\t", ["evidence", "kettle", "add", "answers.toml"], id="files-to-add"
        ),
        pytest.param("dispute export kettle k\t", ["export", "kettle", "kettle"], id="one-id-after-another"),
        pytest.param("dispute export -f cs\t", ["export", "-f", "csv"], id="choice-of-a-short-option"),
        pytest.param("dispute completion z\t", ["completion", "zsh"], id="shell"),
        pytest.param("dispute --vers\t", ["--version"], id="option-of-the-program"),
    ],
)
def test_tab_completes(terminal, typed, runs):
    assert terminal.runs(typed) == runs


def test_without_a_ledger_tab_leaves_the_line_alone(terminal, home):
    shutil.rmtree(home / "disputes")
    assert terminal.runs("dispute show k\t") == ["show", "k"]


def test_commands_are_listed_with_their_help_in_the_order_of_the_groups(terminal):
    tabs = TAB if terminal.shell != "bash" else TAB * 2
    program, *_ = commands(typer.Context(typer.main.get_command(whole_app()), info_name="dispute"))
    listed = [text for name, says in program.places[0].rows for text in (name, says[:20])]
    assert listed[0] == "new"
    terminal.shows(f"dispute {tabs}", *listed)


def test_countries_are_listed_with_their_names(terminal):
    tabs = TAB if terminal.shell != "bash" else TAB * 2
    terminal.shows(f"dispute new --country Y{tabs}", "YE", "Yemen", "YT", "Mayotte")


def test_ids_are_listed_with_their_item_of_spaces_and_quotes(terminal, home):
    tabs = TAB if terminal.shell != "bash" else TAB * 2
    terminal.shows(f"dispute show lamp-{tabs}", "lamp-1", f"{ITEM} 1", "lamp-2", f"{ITEM} 2")
    assert terminal.runs("dispute show la\t2\t") == ["show", "lamp-2"]
    assert terminal.runs("dispute new --item 'a \"b\" c' --tracking mo\t") == [
        "new", "--item", 'a "b" c', "--tracking", "moving",
    ]  # fmt: skip
    assert not (home / "gone").exists()


@pytest.mark.parametrize("signs", ["", "=", ":", "=:"])
@pytest.mark.parametrize("compopt", ["compopt", "no-compopt-as-in-bash-3.2"])
def test_bash_completes_whatever_breaks_its_words(home, signs, compopt):
    if not shutil.which("bash"):
        pytest.skip("bash is not installed")
    terminal = Terminal("bash", home, ROOT / "completions" / FILES["bash"])
    terminal.send("COMP_WORDBREAKS=${COMP_WORDBREAKS//[=:]}" + f"'{signs}'")
    if compopt != "compopt":
        terminal.send("enable -n compopt")
    assert terminal.runs("dispute new --tracking=mo\t") == ["new", "--tracking=moving"]
    assert terminal.runs("dispute new --text=a:b --tracking mo\t") == ["new", "--text=a:b", "--tracking", "moving"]
    assert terminal.runs("dispute new --answers=an\t") == ["new", "--answers=answers.toml"]
    assert terminal.runs("dispute show k\t") == ["show", "kettle"]
    terminal.child.close(force=True)


def nasty_commands():
    nasty = typer.Typer(rich_markup_mode=None)

    @nasty.command(help=NASTY)
    def first(
        words: str = typer.Option("", metavar="one|two", help=NASTY),
        text: str = typer.Option("", help=NASTY),
        file: str = typer.Argument("", metavar="FILE"),
    ):
        pass

    @nasty.command(help="Plain.")
    def second():
        pass

    return commands(typer.Context(typer.main.get_command(nasty), info_name="dispute"))


def test_help_with_signs_of_the_shell_is_shown_and_not_run(shell, home):
    source = home / "script"
    source.write_text(script(shell, shipped_text(f"completion/{shell}"), nasty_commands()))
    terminal = Terminal(shell, home, source)
    tabs = TAB if shell != "bash" else TAB * 2
    terminal.shows(f"dispute {tabs}", NASTY)
    terminal.shows(f"dispute first --{tabs}", NASTY)
    assert terminal.runs("dispute first --words tw\t") == ["first", "--words", "two"]
    assert not (home / "gone").exists()
    terminal.child.close(force=True)


def test_the_shell_can_read_its_script(shell):
    subprocess.run([shell, "-n", ROOT / "completions" / FILES[shell]], check=True)


def test_zsh_loads_the_script_from_its_fpath(home):
    if not shutil.which("zsh"):
        pytest.skip("zsh is not installed")
    (home / "functions").mkdir()
    shutil.copy(ROOT / "completions" / "_dispute", home / "functions")
    (home / "set-up").write_text(
        f"fpath=({home}/functions $fpath); autoload -Uz compinit; compinit -u -d {home}/dump\n"
    )
    terminal = Terminal("zsh", home, home / "set-up")
    assert terminal.runs("dispute st\t") == ["status"]
    assert terminal.runs("dispute show k\t") == ["show", "kettle"]
    terminal.child.close(force=True)

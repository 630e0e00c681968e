"""The command line as it is read without typer: the same values as typer's, or none at all."""

import subprocess
import sys

import pytest
from disputecli import cli
from disputecli.app import app_of, called
from disputecli.cli import GROUPS, NAMES, TYPERS_OWN, command_of
from disputecli.commands.given import given, parameters
from disputecli.commands.options import Option
from disputecli.errors import UserProblem
from hypothesis import HealthCheck, example, settings
from hypothesis import given as over
from hypothesis import strategies as st

PLAIN = [name for name in NAMES if name not in TYPERS_OWN]
WORDS = ["kettle", "-", "--", "", "2", "0", "-1", "x=y", "--item", "-n", "ü", "--no", "-a", "--help", "--nope", "-na"]
TAKEN = ("__code__", "__defaults__", "__kwdefaults__", "__annotations__", "__globals__", "__doc__", "__name__", "more")


class Recorder:
    """A command that only keeps what it was called with."""

    def __init__(self, command):
        self.values = None
        for name in TAKEN:
            if hasattr(command, name):
                setattr(self, name, getattr(command, name))

    def __call__(self, **values):
        self.values = values


COMMANDS = {name: Recorder(command_of(name)) for name in PLAIN}
APP = app_of(COMMANDS, GROUPS)


def by_typer(name, words):
    COMMANDS[name].values = None
    try:
        called(APP, [name, *words])
    except UserProblem:
        return None
    return COMMANDS[name].values


def spellings(name):
    every = [each for each in parameters(command_of(name)) if isinstance(each.how, Option)]
    return [part for each in every for spelt in each.how.names for part in spelt.split("/")]


def lines(name):
    options = spellings(name)
    word = st.sampled_from([*options, *options, *(f"{each}=2" for each in options), *WORDS])
    return st.lists(word, max_size=6)


@pytest.mark.parametrize("name", PLAIN)
def test_what_is_read_is_what_typer_reads(name, capsys):
    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @over(words=lines(name))
    @example(words=[])
    @example(words=["kettle"])
    @example(words=["kettle", "opened"])
    @example(words=["a", "b", "c"])
    def check(words):
        read = given(command_of(name), words)
        if read is not None:
            assert read == by_typer(name, words)

    check()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("status", []), ("status", ["--short"]), ("status", ["-a", "-n", "3", "--json"]), ("status", ["--limit=20"]),
        ("status", ["--within", "7d", "--exit-code"]), ("show", ["kettle"]), ("rules", []), ("lint", ["-", "--json"]),
        ("new", ["--item", "x", "--evidence", "photo", "--evidence", "video", "--no-package-damaged", "--dry-run"]),
        ("log", ["kettle", "opened", "--when", "yesterday", "--days", "5", "-y"]), ("export", ["-f", "csv"]),
        ("evidence", ["kettle", "add", "a.jpg"]), ("undo", []), ("path", []), ("check", ["--advice"]),
    ],
)  # fmt: skip
def test_everyday_words_are_plain(name, words):
    read = given(command_of(name), words)
    assert read is not None
    assert read == by_typer(name, words)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("status", ["--help"]), ("status", ["-h"]), ("status", ["--nope"]), ("status", ["kettle"]),
        ("status", ["--limit", "0"]), ("status", ["--limit", "x"]), ("status", ["--limit"]), ("status", ["-n3"]),
        ("status", ["--short=1"]), ("edit", ["a", "b"]), ("edit", []), ("log", ["a", "b", "c"]),
        ("log", ["a", "b", "--days", "5000"]),
    ],
)  # fmt: skip
def test_what_is_not_plain_is_left_to_typer(name, words):
    assert given(command_of(name), words) is None


@pytest.mark.parametrize(
    "words", [["status", "--json"], ["show", "kettle"], ["rules"], ["new", "--item", "x", "--received", "no"], ["path"]]
)
def test_plain_words_load_no_typer(dispute, env, words):
    dispute("new", "--item", "kettle", "--received", "yes", "--text", "cracked")
    code = f"import sys; sys.argv[1:] = {words}\nfrom disputecli.__main__ import answer\nanswer(sys.argv[1:])\n"
    code += "print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, check=True, text=True)
    loaded = {name.partition(".")[0] for name in done.stderr.splitlines()[-1].split()}
    assert "disputecli" in loaded
    assert not loaded & {"typer", "click", "questionary", "prompt_toolkit", "platformdirs"}


@pytest.mark.parametrize("columns", ["40", "80", "120"])
def test_the_list_of_commands_is_the_same_without_their_options(capsys, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", columns)
    said = []
    for app in (cli.app_of(NAMES, outlined=True), cli.whole_app()):
        assert called(app, ["--help"]) == 0
        said.append(capsys.readouterr().out)
    assert said[0] == said[1]
    assert "dispute status" in said[0]


@pytest.mark.parametrize("words", [["--help", "new"], ["-h", "status"], ["--help", "nope"]])
def test_help_in_front_of_a_command_is_the_list_of_commands(dispute, words):
    assert dispute(*words) == dispute("--help")

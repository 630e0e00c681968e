"""The man page: written from the app, fresh, whole, and read without a complaint."""

import shutil
import subprocess
from pathlib import Path

import pytest
import typer
from disputecli import __version__
from disputecli.cli import GROUPS, whole_app
from disputecli.commands.completion import commands
from disputecli.commands.manual import manual
from disputecli.view.manual import Entry, Manual, manual_page

PAGE = Path(__file__).parent.parent.parent / "disputecli" / "data" / "man" / "dispute.1"


def test_it_is_fresh():
    made = manual(whole_app(), GROUPS, __version__)
    assert made == PAGE.read_text("ascii"), "the man page is stale; run: python completions/refresh.py"


def test_it_has_every_command_and_option():
    plain = PAGE.read_text("ascii").replace("\\-", "-")
    for command in commands(typer.Context(typer.main.get_command(whole_app()), info_name="dispute")):
        assert f"dispute {command.name}" in plain
        assert all(name in plain for option in command.options for name in option.names)
    for word in ("DISPUTE_HOME", "ACCESSIBLE", "EXIT STATUS"):
        assert word in plain


def test_signs_of_its_language_are_shown_as_they_are(tmp_path):
    nasty = ".TH no \\fBold\\fR\n\n\b\n'quoted' --dry-run\n.  dots \\ and “curls”"
    page = manual_page(Manual("x", "1", Entry("dispute", nasty, ((".name", "'says'"),)), (), (), ()))
    assert not [line for line in page.splitlines() if line.startswith(("'", ".  ", ".TH no", ".name"))]
    assert "\\efBold" in page
    shown(tmp_path, page)


def test_it_can_be_read(tmp_path):
    text = shown(tmp_path, PAGE.read_text("ascii"))
    assert "dispute new --answers order.toml --dry-run --json" in text


def shown(folder, page):
    """The page as `man` shows it, without one warning."""
    if not (shutil.which("man") and shutil.which("groff")):
        pytest.skip("man is not installed")
    (folder / "page.1").write_text(page)
    command = ["man", "--warnings", "-l", str(folder / "page.1")]
    env = {"PATH": "/usr/bin:/bin", "MANWIDTH": "100", "LC_ALL": "C.UTF-8", "MANPAGER": "cat"}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=env)
    assert done.stderr == ""
    return done.stdout

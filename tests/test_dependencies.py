"""What the program is made of: tested ranges, licences that go together, and nothing that reaches a network."""

import ast
import re
import tomllib
from importlib.metadata import distribution
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
DATA = {"tzdata"}  # zones must be as new as can be
FREE = ("MIT", "BSD", "Apache", "Python Software Foundation", "PSF", "ISC", "Unlicense")
NETWORK = {
    "socket",
    "ssl",
    "http",
    "urllib",
    "ftplib",
    "smtplib",
    "requests",
    "httpx",
    "webbrowser",
    "telnetlib",
}


def name_of(requirement):
    return re.split(r"[\s<>=!~;\[(]", requirement, maxsplit=1)[0]


def needed(name, seen):
    """The packages that are installed with one, itself included."""
    if name.lower() in seen:
        return seen
    seen.add(name.lower())
    for each in distribution(name).requires or ():
        here, _, marker = each.partition(";")
        if "extra ==" not in marker and not re.search(r"win32|Windows|python_version <|python_full_version <", marker):
            needed(name_of(here), seen)
    return seen


@pytest.mark.parametrize("requirement", [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]])
def test_each_requirement_has_a_tested_range(requirement):
    if requirement in DATA:
        return
    assert ">=" in requirement
    assert "<" in requirement


@pytest.mark.parametrize(
    "name", sorted({each for one in PROJECT["dependencies"] for each in needed(name_of(one), set())})
)
def test_each_licence_goes_with_ours(name):
    about = distribution(name).metadata
    said = [about.get("License-Expression"), about.get("License"), *(about.get_all("Classifier") or ())]
    licences = " ".join(each for each in said if each and (not each.startswith("Programming") or "License" in each))
    assert any(free in licences for free in FREE), licences
    assert "GPL" not in licences.replace("LGPL", "")


def test_no_module_of_ours_can_reach_a_network():
    reaching = set()
    for path in sorted((ROOT / "disputecli").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
        names += [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        reaching |= {(path.name, name) for name in names if name.partition(".")[0] in NETWORK}
    assert reaching == set()

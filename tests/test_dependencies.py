"""What the program is made of: tested ranges, licences that go together, and nothing that reaches a network."""

import ast
import tomllib
from pathlib import Path

import pytest
from tests.sbom import NAME, needed

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


@pytest.mark.parametrize("requirement", [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]])
def test_each_requirement_has_a_tested_range(requirement):
    if requirement in DATA:
        return
    assert ">=" in requirement
    assert "<" in requirement


@pytest.mark.parametrize("package", needed(NAME).values(), ids=lambda package: package.name)
def test_each_licence_goes_with_ours(package):
    assert any(free in package.licence for free in FREE), package
    assert "GPL" not in package.licence.replace("LGPL", "")


def test_no_module_of_ours_can_reach_a_network():
    reaching = set()
    for path in sorted((ROOT / "disputecli").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
        names += [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        reaching |= {(path.name, name) for name in names if name.partition(".")[0] in NETWORK}
    assert reaching == set()

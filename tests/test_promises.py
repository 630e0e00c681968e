"""What the README says can be relied on is held by what it names."""

import ast
import re
from pathlib import Path

import pytest
from tests.faults.__main__ import PARTS

ROOT = Path(__file__).parent.parent
SECTION = (ROOT / "README.md").read_text(encoding="utf-8").split("## What you can rely on\n")[1].split("\n## ")[0]
PROMISES = [" ".join(each.split()) for each in re.split(r"(?m)^- ", SECTION.split("Not promised:")[0])[1:]]


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise[:40])
def test_each_promise_names_a_test_that_exists(promise):
    named = [word for word in re.findall(r"`([^`]+)`", promise) if word.startswith(("tests/", "faults "))]
    assert named
    for word in named:
        if word.startswith("faults "):
            assert word.removeprefix("faults ") in PARTS
            continue
        file, name = word.split("::")
        tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
        assert name in {each.name for each in tree.body if isinstance(each, ast.FunctionDef)}


def test_there_are_promises():
    assert len(PROMISES) > 9

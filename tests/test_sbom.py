"""The bill of materials lists what a user gets with the program: all of it, and nothing else."""

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from tests.sbom import NAME, Untrue, bill, needed, refuse_unlike

ROOT = Path(__file__).parent.parent
MADE_UP = {
    "app": ("Requires-Dist: one>=1", "Requires-Dist: Some.Name[fast]", "Requires-Dist: tool; extra == 'dev'"),
    "one": ("Requires-Dist: two (>=1) ; python_version >= '3.11'", "Requires-Dist: gone; sys_platform == 'nowhere'"),
    "two": ("Requires-Dist: one",),  # each other
    "Some.Name": ("Requires-Dist: quick; extra == 'fast'", "Requires-Dist: slow; extra == 'slow'"),
    "quick": (),
    "tool": (),
    "slow": (),
}
# Of CycloneDX 1.6 what is used here, closed against everything else.
TEXT = {"type": "string", "minLength": 1}
PURL = {"type": "string", "pattern": r"^pkg:pypi/[a-z0-9]+(-[a-z0-9]+)*@[0-9][^@/]*$"}
LICENCE = {
    "oneOf": [
        {
            "type": "object",
            "additionalProperties": False,
            "required": ["expression"],
            "properties": {"expression": TEXT},
        },
        {
            "type": "object",
            "additionalProperties": False,
            "required": ["license"],
            "properties": {
                "license": {
                    "type": "object",
                    "additionalProperties": False,
                    "required": ["name"],
                    "properties": {"name": TEXT},
                }
            },
        },
    ]
}


def closed(**properties):
    return {"type": "object", "additionalProperties": False, "required": sorted(properties), "properties": properties}


def component(kind):
    licences = {"type": "array", "minItems": 1, "maxItems": 1, "items": LICENCE}
    return closed(**{"type": {"const": kind}, "bom-ref": PURL, "name": TEXT, "version": TEXT, "licenses": licences,
                     "purl": PURL})  # fmt: skip


SCHEMA = closed(
    bomFormat={"const": "CycloneDX"},
    specVersion={"const": "1.6"},
    serialNumber={"type": "string", "pattern": "^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"},
    version={"const": 1},
    metadata=closed(
        timestamp={"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$"},
        component=component("application"),
    ),
    components={"type": "array", "uniqueItems": True, "items": component("library")},
    dependencies={
        "type": "array",
        "uniqueItems": True,
        "items": closed(ref=PURL, dependsOn={"type": "array", "uniqueItems": True, "items": PURL}),
    },
)


@pytest.fixture
def site(tmp_path):
    for name, needs in MADE_UP.items():
        folder = tmp_path / f"{name.replace('-', '_')}-1.0.dist-info"
        folder.mkdir()
        head = ("Metadata-Version: 2.4", f"Name: {name}", "Version: 1.0", "License-Expression: MIT")
        (folder / "METADATA").write_text("\n".join((*head, *needs, "")), encoding="utf-8")
    return tmp_path


def names(found):
    return [each["name"] for each in found["components"]]


def test_exactly_what_is_needed_here_is_listed(site):
    found = needed("app", [str(site)])
    assert sorted(found) == ["app", "one", "quick", "some-name", "two"]
    assert {name: each.needs for name, each in found.items()} == {
        "app": ("one", "some-name"), "one": ("two",), "two": ("one",), "some-name": ("quick",), "quick": (),
    }  # fmt: skip
    assert names(bill(found, "app")) == ["one", "quick", "some-name", "two"]


@pytest.mark.parametrize("gone", ["one", "two", "quick"])
def test_a_missing_package_is_named(site, gone):
    (site / f"{gone}-1.0.dist-info" / "METADATA").unlink()
    (site / f"{gone}-1.0.dist-info").rmdir()
    with pytest.raises(Untrue, match=rf"^{gone} is needed and not installed$"):
        needed("app", [str(site)])


@pytest.mark.parametrize("said", ["", "License: UNKNOWN", "License: a whole\n        text"])
def test_a_package_without_a_licence_is_named(site, said):
    path = site / "two-1.0.dist-info" / "METADATA"
    path.write_text(path.read_text(encoding="utf-8").replace("License-Expression: MIT", said or "Summary: x"), "utf-8")
    with pytest.raises(Untrue, match=r"^two does not say its licence$"):
        needed("app", [str(site)])


@pytest.mark.parametrize(
    ("listed", "differs"),
    [
        ("app==1.0\none==1.0\nquick==1.0\nSome.Name==1.0\n", "two==1.0"),
        ("app==1.0\none==1.0\nquick==1.0\nSome_Name==1.0\ntwo==1.0\nmore==3\n", "more==3"),
        ("app==1.0\none==1.0\nquick==1.0\nsome-name==1.0\ntwo==1.1\n", "two==1.0, two==1.1"),
    ],
)
def test_a_list_of_what_was_installed_must_agree(site, listed, differs):
    with pytest.raises(Untrue, match=rf": {differs}$"):
        refuse_unlike(needed("app", [str(site)]), listed)


def test_the_bill_of_this_installation(tmp_path):
    packages = needed(NAME)
    listed = tmp_path / "installed"
    listed.write_text("".join(f"{each.name}=={each.version}\n" for each in packages.values()), encoding="utf-8")
    runs = [_run(listed) for _ in range(2)]
    assert runs[0].stdout == runs[1].stdout
    found = json.loads(runs[0].stdout)
    jsonschema.validate(found, SCHEMA)
    assert found["metadata"]["component"]["name"] == NAME
    assert names(found) == sorted(set(packages) - {NAME})
    assert {"typer", "rich", "questionary", "tzdata", "mdurl", "wcwidth"} <= set(names(found))
    assert not {"pytest", "ruff", "mypy", "hypothesis", "packaging", "iniconfig"} & set(names(found))
    refs = [each["ref"] for each in found["dependencies"]]
    assert refs == [found["metadata"]["component"]["purl"], *(each["purl"] for each in found["components"])]
    assert {each for one in found["dependencies"] for each in one["dependsOn"]} == set(refs[1:])


def test_nothing_is_written_where_the_list_says_otherwise(tmp_path):
    listed = tmp_path / "installed"
    listed.write_text(f"{NAME}==0\n", encoding="utf-8")
    done = _run(listed)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("no bill of materials: in one of the two lists only: ")


def _run(listed):
    env = {**os.environ, "SOURCE_DATE_EPOCH": "1780000000"}
    words = [sys.executable, "-m", "tests.sbom", str(listed)]
    return subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True, check=False)

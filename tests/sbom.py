"""What does a user get with the program? Every package of an installation as a bill of materials (CycloneDX 1.6).

    python -m tests.sbom [LIST] > disputecli.cdx.json

LIST is what `pip list --format=freeze` said where the program alone was installed: if the bill lists anything else, it
is not written. The time in it is that of SOURCE_DATE_EPOCH, so that one installation gives the same bytes every time.
"""

import json
import os
import sys
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import Distribution
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

NAME = "disputecli"
UNSAID = {"", "UNKNOWN"}
LICENCE = "License :: "


class Untrue(Exception):  # noqa: N818  # the name says it
    """Why the bill would not tell what a user gets."""


@dataclass(frozen=True)
class Package:
    """An installed package, its licence as it says itself, and the names of those that it needs here."""

    name: str
    version: str
    licence: str
    is_expression: bool
    needs: tuple[str, ...]

    @property
    def purl(self) -> str:
        """Its package URL."""
        return f"pkg:pypi/{self.name}@{self.version}"


def needed(name: str, where: Sequence[str] | None = None) -> dict[str, Package]:
    """A package and all that is installed with it on this computer, by name; `where`: the folders to look in.

    Untrue where one of them is not installed or doesn't say its licence.
    """
    found: dict[str, Package] = {}
    extras: dict[str, set[str]] = {}
    left = [Requirement(name)]
    while left:
        asked = left.pop()
        own = canonicalize_name(asked.name)
        if own in found and asked.extras <= extras[own]:
            continue
        extras[own] = extras.get(own, set()) | asked.extras
        installed = _installed(own, where)
        needs = list(_needs(installed, extras[own]))
        found[own] = _package(own, installed, needs)
        left += needs
    return found


def bill(packages: dict[str, Package], root: str = NAME, epoch: str | None = None) -> dict[str, Any]:
    """The bill of materials of a package and those it needs, in CycloneDX's JSON; `epoch`: seconds, its time."""
    others = sorted(set(packages) - {root})
    about: dict[str, Any] = {"component": _component(packages[root], "application")}
    if epoch:
        about = {"timestamp": datetime.fromtimestamp(int(epoch), UTC).isoformat(), **about}
    body = {
        "metadata": about,
        "components": [_component(packages[name], "library") for name in others],
        "dependencies": [
            {"ref": packages[name].purl, "dependsOn": [packages[each].purl for each in packages[name].needs]}
            for name in (root, *others)
        ],
    }
    serial = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(body))  # the same for the same content
    return {"bomFormat": "CycloneDX", "specVersion": "1.6", "serialNumber": serial.urn, "version": 1, **body}


def refuse_unlike(packages: dict[str, Package], listed: str) -> None:
    """Raise Untrue, with the names, if the packages are not the `NAME==VERSION` lines of a list."""
    pairs = (line.partition("==") for line in listed.split())
    there = {f"{canonicalize_name(name)}=={version}" for name, _, version in pairs}
    here = {f"{each.name}=={each.version}" for each in packages.values()}
    if here != there:
        raise Untrue(f"in one of the two lists only: {', '.join(sorted(here ^ there))}")


def main() -> int:
    """Write the bill of what is installed; 1, with the reason, where it would not be true."""
    try:
        packages = needed(NAME)
        if sys.argv[1:]:
            refuse_unlike(packages, Path(sys.argv[1]).read_text(encoding="utf-8"))
    except Untrue as problem:
        sys.stderr.write(f"no bill of materials: {problem}\n")
        return 1
    json.dump(bill(packages, epoch=os.environ.get("SOURCE_DATE_EPOCH")), sys.stdout, indent=2)
    sys.stdout.write("\n")
    return 0


def _installed(name: str, where: Sequence[str] | None) -> Distribution:
    places = {} if where is None else {"path": list(where)}
    for each in Distribution.discover(name=name, **places):
        return each
    raise Untrue(f"{name} is needed and not installed")


def _needs(installed: Distribution, extras: set[str]) -> Iterator[Requirement]:
    """What a package needs on this computer, with these extras of it."""
    for each in map(Requirement, installed.requires or ()):
        if each.marker is None or any(each.marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            yield each


def _package(name: str, installed: Distribution, needs: Sequence[Requirement]) -> Package:
    about = installed.metadata
    expression = about.get("License-Expression") or ""
    kinds = [each.rpartition(" :: ")[2] for each in about.get_all("Classifier") or () if each.startswith(LICENCE)]
    named = (about.get("License") or "").strip()
    is_name = named not in UNSAID and "\n" not in named
    licence = expression or ", ".join(kinds) or (named if is_name else "")
    if not licence:
        raise Untrue(f"{name} does not say its licence")
    names = tuple(sorted({canonicalize_name(each.name) for each in needs}))
    return Package(name, installed.version, licence, bool(expression), names)


def _component(package: Package, kind: str) -> dict[str, Any]:
    licence = {"expression": package.licence} if package.is_expression else {"license": {"name": package.licence}}
    return {
        "type": kind,
        "bom-ref": package.purl,
        "name": package.name,
        "version": package.version,
        "licenses": [licence],
        "purl": package.purl,
    }


if __name__ == "__main__":
    sys.exit(main())

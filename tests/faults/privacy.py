"""Whatever the computer's settings: only the user can read the files, nothing goes out, errors tell no secrets."""

import os
import re
from pathlib import Path

from tests.faults.child import Ended, environment, run
from tests.faults.commands import Command
from tests.faults.ledger import copy
from tests.faults.trial import Outcome

SECRETS = ("8100000000000011", "9.68", "Geheim Shop", "RR123456785CN", "anna@example.com", "+49 170 1234567", "6 GB")


def modes(commands: list[Command], folder: Path) -> list[Outcome]:
    """Each writing command under a umask that lets everybody in, in a folder that nobody made yet."""
    found = []
    for command in commands:
        home = folder / "open to all" / "home"
        home.parent.mkdir(exist_ok=True, mode=0o700)
        copy(command.template, home)
        outcome = Outcome(command.name)
        ended = run(command.words, command.environment(home), prepare=lambda: os.umask(0))
        outcome.told = ended.told
        for path in (home, *home.rglob("*")):
            wanted = 0o700 if path.is_dir() else 0o600
            if (path.stat().st_mode & 0o777) != wanted:
                outcome.harmed.append(f"{path.name} is {path.stat().st_mode & 0o777:o}")
        found.append(outcome)
    return found


def silence(template: Path, folder: Path) -> list[Outcome]:
    """Failures in a dispute full of secrets: stderr has its id, and nothing of the order."""
    home = folder / "secrets" / "home"
    home.parent.mkdir(exist_ok=True, mode=0o700)
    copy(template, home)
    path = home / "ledger" / "open" / "usb.toml"
    text = path.read_text(encoding="utf-8").replace("[problem]", 'seller = "Geheim Shop"\n[problem]')
    good = text.replace('64"\n', '64; write to anna@example.com or +49 170 1234567, parcel RR123456785CN"\n')
    cases = {
        "an impossible event": (good, ("log", "usb", "accepted", "--amount", "9.68", "--yes")),
        "an unknown deadline": (good, ("observe", "usb", "nothing", "1d")),
        "a wrong date": (good.replace("2026-01-22", "2026-13-22"), ("show", "usb")),
        "a missing quote": (good.replace('"9.68"', '"9.68'), ("status",)),
        "a wrong kind": (good.replace('currency = "USD"', "currency = 7"), ("check",)),
        "a missing file": (good, ("evidence", "usb", "add", "nothing.jpg")),
        "an unknown number": (good, ("evidence", "usb", "remove", "77")),
    }
    found = []
    for name, (content, words) in cases.items():
        path.write_text(content, encoding="utf-8")
        found.append(_silent(name, run(words, environment(home))))
    path.write_text(good, encoding="utf-8")
    return [*found, *(_redacted(home, form) for form in ("json", "csv", "md", "ics"))]


def _silent(name: str, ended: Ended) -> Outcome:
    outcome = Outcome(name, told=ended.told and bool(ended.code), said=ended.err)
    outcome.harmed = [f"stderr has {secret}" for secret in SECRETS if secret in ended.err]
    return outcome


def _redacted(home: Path, form: str) -> Outcome:
    """What is exported to ask others for help names nobody."""
    ended = run(("export", "usb", "--redact", "--format", form), environment(home))
    outcome = Outcome(f"--redact as {form}", told=ended.told and not ended.code, said=ended.err)
    secrets = [each for each in SECRETS if each not in {"9.68", "6 GB"}]
    flat = re.sub(r"\r?\n ", "", ended.out)
    outcome.harmed = [f"{form} has {secret}" for secret in secrets if secret in flat]
    return outcome

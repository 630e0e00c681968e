"""The calendar file in real calendars: khal keeps an entry that comes again, calcurse takes each instant as it is."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from icalendar import Calendar

DISPUTE = Path(sys.executable).parent / "dispute"
KHAL = """[calendars]
[[disputes]]
path = {home}/calendar
type = calendar
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = UTC
default_timezone = UTC
[sqlite]
path = {home}/khal.db
[default]
default_calendar = disputes
"""
OBSERVED = '\n[[observed]]\nkind = "answer_due"\ndue_by = 2026-03-12T00:00:00Z\nseen_at = 2026-03-10T11:00:00Z\n'


def run(home, *words):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    env = {**kept, "DISPUTE_HOME": str(home / "ledger"), "DISPUTE_NOW": "2026-03-10T12:00:00Z", "TZ": "UTC",
           "HOME": str(home), "LC_ALL": "C.UTF-8", "XDG_CACHE_HOME": str(home / "cache")}  # fmt: skip
    done = subprocess.run(words, env=env, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def home(tmp_path):
    run(tmp_path, DISPUTE, "demo", "--into", str(tmp_path / "ledger"))
    return tmp_path


def exported(home, name):
    """An export of the ledger as it is now: the file, and its entries as (start, summary)."""
    file = home / name
    run(home, DISPUTE, "export", "--all", "-o", str(file))
    events = Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    return file, sorted((f"{each.decoded('dtstart'):%Y-%m-%d %H:%M}", str(each["summary"])) for each in events)


@pytest.fixture
def khal(home):
    if not shutil.which("khal"):
        pytest.skip("khal is not installed")
    (home / "calendar").mkdir()
    (home / "khal.conf").write_text(KHAL.format(home=home), encoding="utf-8")
    command = ("khal", "-c", str(home / "khal.conf"))

    def listed(file):
        run(home, *command, "import", "--batch", str(file))
        form = ("--format", "{start-long}|{title}", "--day-format", "")
        lines = run(home, *command, "list", "2026-01-01", "400d", *form).splitlines()
        return sorted(tuple(line.split("|", 1)) for line in lines if line)

    return listed


def test_khal_has_each_entry_once_at_its_time_however_often_it_comes(home, khal):
    file, wanted = exported(home, "first.ics")
    assert khal(file) == wanted
    assert khal(file) == wanted
    assert len(wanted) > 10


def test_khal_moves_an_entry_whose_deadline_moved(home, khal):
    first, before = exported(home, "first.ics")
    khal(first)
    lamp = home / "ledger/ledger/open/desk-lamp.toml"
    lamp.write_text(lamp.read_text(encoding="utf-8") + OBSERVED, encoding="utf-8")
    second, after = exported(home, "second.ics")
    assert len(set(before) - set(after)) == 2  # the deadline and its reminder
    assert khal(second) == after


def test_calcurse_has_each_entry_at_its_time(home):
    """Calcurse knows no UIDs: a second import doubles there, whatever the file says; so one import is looked at."""
    if not shutil.which("calcurse"):
        pytest.skip("calcurse is not installed")
    file, wanted = exported(home, "first.ics")
    folder = home / "calcurse"
    folder.mkdir()
    told = run(home, "calcurse", "-D", str(folder), "-C", str(folder), "-i", str(file))
    assert f"{len(wanted)} apps / 0 events / 0 todos / 0 skipped" in told
    lines = (folder / "apts").read_text(encoding="utf-8").splitlines()
    rows = [re.fullmatch(r"(\d\d)/(\d\d)/(\d{4}) @ (\d\d:\d\d) -> .*?[|!](.*)", line) for line in lines]
    assert sorted((f"{row[3]}-{row[1]}-{row[2]} {row[4]}", row[5]) for row in rows) == wanted

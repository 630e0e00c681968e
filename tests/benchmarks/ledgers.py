"""What is measured on? Made-up ledgers of any size, dated from today, and the same tasks for Taskwarrior."""

import json
import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

WORDS = "The test program finds 6 GB instead of 64, on three computers and with two programs. "
FACTS = """schema_version = 1

[order]
order_id = "81{number:014d}"
item = "{item}"
variant = "black, 64GB"
quantity = 1
seller = "Happy Store"
paid = "9.68"
currency = "USD"
payment_method = "card"
country = "US"
ordered_at = {ordered}
shipped_at = {shipped}
received_at = {received}
protection_ends_at = {ends}

[problem]
received = "yes"
usable = "no"
text = "{words}"
evidence = ["photo", "video"]

[claim]
reason = "description_mismatch"
detail = "wrong_specification"
type = "refund_only"
extent = "full"
amount = "9.68"
"""
EVENT = """
[[events]]
at = {at}
actor = "{actor}"
event = "{event}"
"""
SETTINGS = "data.location={home}\nconfirmation=no\nuda.words.type=string\nuda.words.label=Words\n"


def id_of(number: int) -> str:
    """The id of a dispute by its number."""
    return f"usb-stick-{number:05d}"


def make_ledger(home: Path, opened: int, closed: int = 0) -> Path:
    """A folder for DISPUTE_HOME with so many disputes, 1.2 kB each, whose files are an hour old, as they mostly are."""
    for folder, numbers in (("open", range(opened)), ("closed", range(opened, opened + closed))):
        place = home / "ledger" / folder
        place.mkdir(parents=True, mode=0o700)
        for number in numbers:
            (place / f"{id_of(number)}.toml").write_text(_dispute(number, closed=folder == "closed"), encoding="utf-8")
        age(place)
    return home


def age(place: Path) -> None:
    """Make a folder and its files an hour old: what changed a moment ago is looked at anew every time."""
    for path in (*place.iterdir(), place):
        os.utime(path, (time.time() - 3_600,) * 2)


def make_tasks(home: Path, count: int) -> Path:
    """The file of so many tasks to import into Taskwarrior, beside a `taskrc` that keeps them in its new folder."""
    home.mkdir(parents=True)
    tasks = home / "tasks.json"
    (home / "taskrc").write_text(SETTINGS.format(home=home), encoding="utf-8")
    now = datetime.now(UTC)
    lines = [
        {
            "description": f"USB stick 64GB number {number}: Open the dispute on the site",
            "project": "disputes", "status": "pending", "words": WORDS * 9,
            "entry": f"{now - timedelta(days=9):%Y%m%dT%H%M%SZ}",
            "due": f"{now + timedelta(hours=number % 700 - 30):%Y%m%dT%H%M%SZ}",
        } for number in range(count)
    ]  # fmt: skip
    tasks.write_text("\n".join(json.dumps(each) for each in lines), encoding="utf-8")
    return tasks


def _dispute(number: int, *, closed: bool) -> str:
    today = datetime.now(UTC)
    received = today - timedelta(days=number % 20 + 1)
    days = {"ordered": received - timedelta(days=30), "shipped": received - timedelta(days=27), "received": received}
    dates = {name: f"{day:%Y-%m-%d}" for name, day in days.items()}
    ends = f"{received + timedelta(days=10 + number % 45):%Y-%m-%d}"
    text = FACTS.format(number=number, item=f"USB stick 64GB number {number}", ends=ends, words=WORDS * 6, **dates)
    if number % 3 or closed:
        text += EVENT.format(at=_instant(received, 10), actor="buyer", event="opened")
    return text + (EVENT.format(at=_instant(received, 20), actor="buyer", event="closed") if closed else "")


def _instant(day: datetime, hours: int) -> str:
    return f"{day + timedelta(hours=hours - 24):%Y-%m-%dT%H:%M:%SZ}"

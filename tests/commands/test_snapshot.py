"""The quick path of `dispute status`: the same bytes as the long one, and never an old picture."""

import os
import subprocess
import sys
from datetime import datetime, timedelta

import pytest

SLOW = {
    "typer",
    "rich",
    "questionary",
    "platformdirs",
    "tomllib",
    "dataclasses",
    "pathlib",
    "json",
    "zoneinfo",
    "typing",
}
QUICK = [["status"], [], ["status", "--all"], ["status", "-a"], ["status", "--short"]]


@pytest.fixture
def ledger(dispute, home):
    """Three disputes whose files are old enough to be sure that they do not change in the same moment."""
    for end in ("2026-03-12", "2026-06-01", "2026-02-20"):
        dispute("new", "--item", "lamp", "--received", "yes", "--text", "cracked", "--protection-ends-at", end)
    age(home)
    return home


def age(home):
    for file in home.glob("ledger/*/*.toml"):
        os.utime(file, ns=(1_700_000_000_000_000_000,) * 2)


def picture(home, words=("status",)):
    return home / "state" / f"picture-{'-'.join(words)}.marshal"


@pytest.mark.parametrize("words", QUICK, ids=" ".join)
@pytest.mark.parametrize("colour", ["0", "1"])
def test_the_kept_picture_is_the_same_to_the_byte(dispute, ledger, words, colour):
    drawn = dispute(*words, FORCE_COLOR=colour)
    kept = picture(ledger, words)
    drawn_at = kept.stat().st_mtime_ns
    dispute("status", "--all")  # another picture does not push it out
    again = dispute(*words, FORCE_COLOR=colour)
    assert (again.out, again.code) == (drawn.out, drawn.code)
    assert kept.stat().st_mtime_ns == drawn_at or words == ["status", "--all"]  # it was not drawn again


@pytest.mark.parametrize("hours", [1, 5, 13, 40, 60, 500, 5_000])
def test_a_later_moment_shows_what_a_fresh_look_shows(dispute, ledger, hours):
    dispute("status")
    later = (datetime.fromisoformat("2026-03-10T12:00:00+00:00") + timedelta(hours=hours)).isoformat()
    quick = dispute("status", DISPUTE_NOW=later)
    picture(ledger).unlink(missing_ok=True)
    assert dispute("status", DISPUTE_NOW=later).out == quick.out


def test_a_changed_ledger_is_seen_at_once(dispute, ledger):
    before = dispute("status").out
    file = ledger / "ledger/open/lamp-2.toml"
    file.write_text(file.read_text().replace("2026-06-01", "2026-03-13"))
    after = dispute("status").out
    assert after != before
    file.unlink()
    assert "lamp-2" not in dispute("status").out


def test_a_spoiled_picture_is_drawn_anew(dispute, ledger):
    drawn = dispute("status").out
    for spoiled in (b"", b"\x00", b"not marshal at all", b"\xe9" + b"\xff" * 40):
        picture(ledger).write_bytes(spoiled)
        assert dispute("status").out == drawn


def test_a_fresh_ledger_is_not_kept(dispute, home):
    dispute("new", "--item", "lamp", "--received", "yes", "--text", "cracked", "--protection-ends-at", "2026-06-01")
    dispute("status")
    assert not picture(home).exists()


@pytest.mark.usefixtures("ledger")
def test_the_quick_path_loads_next_to_nothing(dispute, env):
    dispute("status")
    code = "import sys; sys.argv[1:] = ['status']\nfrom disputecli.__main__ import main\nmain()\nprint(*sys.modules)"
    plain = subprocess.run(
        [sys.executable, "-c", "import sys; print(*sys.modules)"], env=env, capture_output=True, check=True
    )
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, check=True, text=True)
    loaded = set(done.stdout.splitlines()[-1].split()) - set(plain.stdout.decode().split())
    assert "disputecli.store.snapshot" in loaded
    assert not loaded & SLOW
    assert "disputecli.cli" not in loaded

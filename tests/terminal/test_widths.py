"""The table in a terminal emulator: wide, emoji and right-to-left names keep its columns at any width."""

import os
import subprocess
import sys
from pathlib import Path

import pyte
import pytest

DISPUTE = str(Path(sys.executable).parent / "dispute")
ITEMS = (
    "台灯折叠式 LED 充电 护眼 学习 书桌 很长的名字",
    "🎁🎁🎁 gift set with a long name",
    "מנורת שולחן מתקפלת קטנה",
    "plain lamp",
)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("home")
    opened = folder / "ledger" / "open"
    opened.mkdir(parents=True)
    for number, item in enumerate(ITEMS, 1):
        text = f'schema_version = 1\n[order]\nitem = "{item}"\npaid = "5"\ncurrency = "USD"\n'
        text += f"received_at = 2026-03-0{number}\n"
        text += '[problem]\nreceived = "yes"\ntext = "does not work"\n[claim]\nreason = "quality_problem"\n'
        (opened / f"lamp-{number}.toml").write_text(text, encoding="utf-8")
    return folder


def screen(home, size, **variables):
    env = {
        **os.environ,
        "DISPUTE_HOME": str(home),
        "DISPUTE_NOW": "2026-03-10T12:00:00Z",
        "TZ": "UTC",
        "COLUMNS": str(size),
    }
    done = subprocess.run([DISPUTE, "status"], env={**env, **variables}, capture_output=True, check=True)
    shown = pyte.Screen(size, 60)
    pyte.ByteStream(shown).feed(done.stdout.replace(b"\n", b"\r\n"))
    columns = range(size)  # a wide sign takes two, the second of them empty
    lines = ("".join((shown.buffer[row][column].data or " ")[0] for column in columns) for row in range(60))
    return done.stdout, [line.rstrip() for line in lines]


@pytest.mark.parametrize("size", [80, 200])
def test_wide_names_keep_the_columns(home, size):
    _, lines = screen(home, size, PYTHONIOENCODING="utf-8")
    heads = next(line for line in lines if "What to do" in line)
    steps = [line for line in lines if "Your move" in line]
    assert len(steps) == len(ITEMS)
    assert {line.index("Your move") for line in steps} == {heads.index("What to do")}
    marks = [line for line in lines if line.endswith("computed")]
    assert len(marks) == len(ITEMS)
    assert {line.index("computed") for line in marks} == {heads.index("Act by")}


def test_40_columns_name_id_step_and_time(home):
    _, lines = screen(home, 40, PYTHONIOENCODING="utf-8")
    for number in range(1, 5):
        assert f"lamp-{number}" in lines
    assert sum("Open the dispute" in line for line in lines) == len(ITEMS)


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
@pytest.mark.parametrize("colour", ["NO_COLOR", "FORCE_COLOR"])
def test_a_poor_pipe_gets_what_it_can_carry(home, encoding, colour):
    raw, _ = screen(home, 80, PYTHONIOENCODING=encoding, **{"NO_COLOR": "", "FORCE_COLOR": "", colour: "1"})
    assert all(f"lamp-{number}" in raw.decode(encoding) for number in range(1, 5))
    assert (b"\x1b[" in raw) == (colour == "FORCE_COLOR")

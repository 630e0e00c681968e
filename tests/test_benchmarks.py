"""The benchmark that users run: it measures, checks and writes what it says it does."""

import json
import subprocess
import sys
from pathlib import Path

BENCHMARKS = Path(__file__).parent / "benchmarks"


def run(*words):
    return subprocess.run([sys.executable, str(BENCHMARKS), *words], capture_output=True, check=False, text=True)


def test_it_prints_the_table_and_writes_it(tmp_path):
    file = tmp_path / "figures.json"
    done = run("--rounds", "1", "--small", "--only", "20 open, nothing changed", "--json", str(file))
    assert done.returncode == 0, done.stderr
    found = json.loads(file.read_text())
    names = [row["name"] for row in found["rows"]]
    assert names[:2] == ["status, 20 open, nothing changed", "status --json, 20 open, nothing changed"]
    assert all(row["reached"] > 0 and row["goal"] == 1.5 for row in found["rows"][:4])
    assert {"date", "machine", "python", "rounds"} <= found.keys()
    for row in found["rows"]:
        assert row["name"] in done.stdout


def test_it_stops_where_what_it_times_is_wrong(tmp_path):
    (tmp_path / "python").symlink_to(sys.executable)
    wrong = tmp_path / "dispute"
    wrong.write_text(f"#!{sys.executable}\nprint('No disputes yet.')\n")
    wrong.chmod(0o700)
    done = run("--rounds", "1", "--small", "--only=--version", "--dispute", str(wrong))
    assert done.returncode == 1
    assert "WrongOutputError: --version" in done.stderr

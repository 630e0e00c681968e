"""The trials of `python -m tests.faults` see what they are there to see."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import sys
from pathlib import Path
from tests.faults import calls
from tests.faults.child import preload
from tests.faults.commands import WORDS
from tests.faults.ledger import scratch
import disputecli.store.ledger as ledger
import disputecli.store.undertaking as undertaking
from disputecli.store.stamp import stamp_of

def careless(path, data, *, expected):
    path.write_bytes(b"")
    with path.open("r+b", buffering=0) as file:
        import os
        descriptor = os.open(path, os.O_WRONLY)
        os.write(descriptor, data[:40])
        os.write(descriptor, data[40:])
        os.close(descriptor)
    return stamp_of(path.stat())

preload()
for name in set(WORDS) - {"log"}:
    del WORDS[name]
if sys.argv[1] == "careless":
    ledger.write_file = careless
if sys.argv[1] == "forgetful":
    undertaking.settle = lambda places: None
folder = scratch()
for fault, found in calls.trials(folder, False, 1, 0):
    if fault == "kill -9 at each system call":
        outcomes = calls.tried(found, folder)
        print(len(outcomes) > 20, any(each.lost for each in outcomes), any(each.harmed for each in outcomes))
import shutil
shutil.rmtree(folder)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the trials need fork")
@pytest.mark.parametrize(
    ("save", "seen"),
    [("ours", "True False False"), ("careless", "True True True"), ("forgetful", "True False True")],
)
def test_a_careless_save_and_a_forgetful_recovery_are_seen(save, seen):
    root = Path(__file__).parent.parent
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, save], cwd=root, capture_output=True, text=True, check=True, timeout=110
    )
    assert done.stdout.strip() == seen


HOSTILE = """
import sys
from pathlib import Path
from tests.faults import hostile
from tests.faults.child import preload
from tests.faults.ledger import make, scratch
from disputecli.store import snapshot

really = snapshot.drawn
preload()
if sys.argv[1] == "hostile":
    snapshot.drawn = lambda words: (shown := really(words)) and (shown[0] + chr(27) + "[2J", shown[1])
folder = scratch()
template = folder / "template" / "home"
template.mkdir(parents=True)
make(template)
way = "hostile text in what is kept of a status"
print(any(each.harmed for each in hostile.tried(template, folder, way, True)))
import shutil
shutil.rmtree(folder)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the trials need fork")
@pytest.mark.parametrize(("kept", "seen"), [("ours", "False"), ("hostile", "True")])
def test_a_kept_picture_that_acts_on_the_terminal_is_seen(kept, seen):
    root = Path(__file__).parent.parent
    done = subprocess.run(
        [sys.executable, "-c", HOSTILE, kept], cwd=root, capture_output=True, text=True, check=True, timeout=110
    )
    assert done.stdout.strip() == seen


PLACE = """
from tests.faults import places
from tests.faults.child import preload
from tests.faults.ledger import make, scratch
import shutil
preload()
folder = scratch()
template = folder / "template" / "home"
template.mkdir(parents=True, mode=0o700)
make(template)
places.EVERY = {name: places.EVERY[name] for name in ("a read-only folder",)}
for name, outcome in places.tried(template, folder):
    print(name, outcome)
shutil.rmtree(folder)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the trials need fork")
def test_a_read_only_folder_is_tried_where_nobody_else_can_enter(tmp_path):
    root, here = Path(__file__).parent.parent, tmp_path / "ours alone"
    for name in ("disputecli", "tests/faults"):
        shutil.copytree(root / name, here / name)
    here.chmod(0o700)
    done = subprocess.run(
        [sys.executable, "-c", PLACE], cwd=here, capture_output=True, text=True, check=True, timeout=110
    )
    assert "lost=[], harmed=[], told=True" in done.stdout
    assert "write-protected" in done.stdout

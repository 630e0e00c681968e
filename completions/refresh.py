"""Writes completions and man page anew, after a change to commands or options: python completions/refresh.py."""  # noqa: INP001  # a script, no package

import subprocess
import sys
from pathlib import Path

from disputecli import __version__
from disputecli.cli import GROUPS, whole_app
from disputecli.commands.manual import manual

FILES = {"bash": "dispute.bash", "zsh": "_dispute", "fish": "dispute.fish", "powershell": "dispute.ps1"}
HERE = Path(__file__).parent

for shell, name in FILES.items():
    command = [sys.executable, "-m", "disputecli", "completion", shell]
    made = subprocess.run(command, check=True, capture_output=True, cwd=HERE.parent)  # noqa: S603  # ourselves
    (HERE / name).write_bytes(made.stdout)
page = HERE.parent / "disputecli" / "data" / "man" / "dispute.1"
page.parent.mkdir(exist_ok=True)
page.write_bytes(manual(whole_app(), GROUPS, __version__).encode("ascii"))

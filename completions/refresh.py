"""Writes the completion scripts anew, after a change to commands or options: python completions/refresh.py."""  # noqa: INP001  # a script, no package

import subprocess
import sys
from pathlib import Path

FILES = {"bash": "dispute.bash", "zsh": "_dispute", "fish": "dispute.fish", "powershell": "dispute.ps1"}

for shell, name in FILES.items():
    command = [sys.executable, "-m", "disputecli", "completion", shell]
    made = subprocess.run(command, check=True, capture_output=True, cwd=Path(__file__).parent.parent)  # noqa: S603  # ourselves
    Path(__file__).with_name(name).write_bytes(made.stdout)

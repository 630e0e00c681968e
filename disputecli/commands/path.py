"""`dispute path`: where the files are."""

import json
import os
import sys

from disputecli.commands import options


def path(*, as_json: options.Json = False) -> None:
    """Show where your disputes are kept.

    \b
    dispute path
    DISPUTE_HOME=~/disputes dispute path     keep everything in one folder
    """
    from disputecli.store.paths import places

    found = places(os.environ)
    folders = {"ledger": found.ledger, "evidence": found.evidence, "state": found.state, "config": found.config}
    if as_json:
        shown = json.dumps({"schema_version": 1, **{name: str(folder) for name, folder in folders.items()}})
    else:
        shown = "\n".join(f"{name:<9}{folder}" for name, folder in folders.items())
    sys.stdout.write(f"{shown}\n")

"""Hard places: disks, folders, links, names, clocks and surroundings that are not as they should be."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.faults import disks, files, surroundings
from tests.faults.holds import Skipped
from tests.faults.ledger import copy
from tests.faults.trial import Outcome

EVERY: dict[str, Callable[[Path, Outcome], None]] = {
    "a full disk": disks.disk_full,
    "a read-only folder": disks.read_only_folder,
    "a linked file": disks.linked_file,
    "a linked folder": disks.linked_folder,
    "folders on two disks": disks.two_disks,
    "a hard link": disks.hard_link,
    "a conflict copy": files.conflict_copy,
    "two files of one id": files.two_of_one_id,
    "a file renamed by hand": files.renamed,
    "a path of spaces, line ends and odd bytes": surroundings.odd_names,
    "a clock that jumps back": surroundings.clock_back,
    "the hour that comes twice": surroundings.other("dst", TZ="America/Los_Angeles", DISPUTE_NOW="2026-11-01T01:30:00"),
    "the hour that never comes": surroundings.other("dst", TZ="America/Los_Angeles", DISPUTE_NOW="2027-03-14T02:30:00"),
    "an unknown zone": surroundings.other("zone", TZ="Nowhere/Land"),
    "a zone without data": surroundings.no_zones,
    "a locale with commas": surroundings.other("comma", LC_ALL="de_DE.UTF-8", LANG="de_DE.UTF-8"),
    "no HOME": surroundings.no_home,
    "no HOME, a folder given": surroundings.other("home", HOME=""),
    "a file of a newer program": files.newer,
    "a pipe in the ledger": files.fifo,
    "links in place of its own files": files.stolen_lock,
    "a lock that another command holds": surroundings.waiting,
}


def tried(template: Path, folder: Path) -> Iterator[tuple[str, Outcome | str]]:
    """Each place with its outcome, or why it can't be tried here."""
    for name, place in EVERY.items():
        home = folder / re.sub(r"\W+", "-", name) / "home"
        home.parent.mkdir(mode=0o700)
        copy(template, home)
        outcome = Outcome(name)
        try:
            place(home, outcome)
        except Skipped as why:
            yield name, str(why)
        else:
            yield name, outcome

"""Do whole tables of cases reach the goals?"""

import pytest
from tests.core import scoring

BOOK = scoring.book()
GOALS = {"high": 0.90, "high_medium": 0.85, "top3": 0.95, "claim": 0.90, "extent": 0.85, "no_ground": 0.80}
# What was reached on 2026-11-23 on the cases that the words were widened with, a little rounded down.
TUNED = {"high": 0.97, "high_medium": 0.97, "top3": 0.99, "claim": 0.99, "extent": 0.92, "no_ground": 0.92}

# Cases that no word was chosen by, scored once on 2026-11-23: extent 0.95, all other figures 1.00. They are said in
# plainer words than the tuned ones and only 11 have no ground, so the floors are the goals and not what was reached.
# So are those of `cases_held4`, in real buyers' manner: scored once on 2026-11-28, before anything was changed because
# of them, high 0.91, high and medium 0.88, top3 0.99, claim 1.00, extent 0.92, no_ground 0.59.
UNSEEN = GOALS


def test_examples_are_all_right():
    found, wrong = scoring.score(BOOK, scoring.cases("cases.toml"))
    assert wrong == []
    assert set(found.values()) == {1.0}


@pytest.mark.parametrize(
    ("name", "floors"),
    [
        ("cases_dev.toml", TUNED),
        ("cases_dev2.toml", TUNED),
        ("cases_held.toml", TUNED),
        ("cases_held2.toml", TUNED),
        ("cases_held3.toml", UNSEEN),
        ("cases_held4.toml", UNSEEN),
    ],
)
def test_cases_reach_the_floors(name, floors):
    found, wrong = scoring.score(BOOK, scoring.cases(name))
    assert not [figure for figure, floor in floors.items() if found[figure] < floor], "\n".join(wrong)

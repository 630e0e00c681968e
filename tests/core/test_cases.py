"""Do whole tables of cases reach the goals?"""

import pytest
from tests.core import scoring

BOOK = scoring.book()


def test_examples_are_all_right():
    found, wrong = scoring.score(BOOK, scoring.cases("cases.toml"))
    assert wrong == []
    assert set(found.values()) == {1.0}


@pytest.mark.parametrize("name", ["cases_dev.toml"])
def test_cases_reach_the_goals(name):
    goals = {"high": 0.90, "high_medium": 0.85, "top3": 0.95, "claim": 0.90, "extent": 0.85, "no_ground": 0.80}
    found, wrong = scoring.score(BOOK, scoring.cases(name))
    assert not [figure for figure, goal in goals.items() if found[figure] < goal], "\n".join(wrong)

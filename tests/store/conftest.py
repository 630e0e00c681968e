"""A ledger of its own for each test."""

from datetime import UTC, datetime

import pytest
from disputecli.store.paths import places as places_of

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def places(tmp_path):
    return places_of({"DISPUTE_HOME": str(tmp_path / "home")})


@pytest.fixture
def now():
    return NOW

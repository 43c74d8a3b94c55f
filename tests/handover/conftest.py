"""What the tests of the package share: the small office, once as exported and once as wanted."""

import office as small
import pytest
from round_trips import Team


@pytest.fixture
def office(db):
    small.fill(db)
    return db


@pytest.fixture
def team(db, tmp_path):
    """People here and in Salesforce, who have everything in common."""
    return Team(db, tmp_path)

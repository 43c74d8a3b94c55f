"""What the tests of the package share: the small office, once as exported and once as wanted."""

import office as small
import pytest


@pytest.fixture
def office(db):
    small.fill(db)
    return db

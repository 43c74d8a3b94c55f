"""What the tests of commands share: a small office in a store."""

import office as small
import pytest


@pytest.fixture
def office(db):
    small.fill(db)
    return db

"""What the tests of commands share: a small office in a store."""

import leaving
import office as small
import pytest


@pytest.fixture
def office(db):
    small.fill(db)
    return db


@pytest.fixture
def staff(office):
    """The office, with what hangs on people who leave."""
    leaving.fill(office)
    return office

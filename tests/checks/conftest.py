"""What the tests of checks share: put rows in a store, and see what the check says of them."""

import pytest
from rows import put

from dq import facts, settings
from dq.checks import all_checks


@pytest.fixture
def find(db, request):
    """What the check of this test file finds in the rows, in order of record."""
    check = all_checks()[request.module.__name__.removeprefix("test_")]

    def run(rows):
        put(db, rows)
        settings.apply(db)
        facts.refresh(db)
        return sorted(db.execute(check.sql).fetchall(), key=str)

    return run

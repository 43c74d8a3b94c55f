"""Queries run on the small company, judged twice."""

import company
import pytest

from dq import store


@pytest.fixture(scope="module")
def filled():
    db = store.connect(":memory:")
    company.fill(db)
    yield db
    db.close()


@pytest.fixture
def company_db(filled):
    """The company; what a test changes is undone."""
    filled.execute("begin")
    yield filled
    filled.execute("rollback")

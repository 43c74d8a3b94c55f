"""Queries run on the small company, judged twice."""

import company
import pytest
import template


@pytest.fixture(scope="module")
def filled():
    db = template.fresh()
    company.fill(db)
    yield db
    db.close()


@pytest.fixture
def company_db(filled):
    """The company; what a test changes is undone."""
    filled.execute("begin")
    yield filled
    filled.execute("rollback")

"""What every test may ask for: a fresh store in memory."""

import pytest

from dq import settings, store

# The exports of the tests are of fixed days, and grow older every day.
settings.defaults()["export_days"] = 3650


@pytest.fixture
def db():
    connection = store.connect(":memory:")
    yield connection
    connection.close()

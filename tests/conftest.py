"""What every test may ask for: a fresh store in memory."""

import pytest

from dq import store


@pytest.fixture
def db():
    connection = store.connect(":memory:")
    yield connection
    connection.close()

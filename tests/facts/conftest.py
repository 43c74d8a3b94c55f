"""A store that the examples of one property share; making one for each would take too long."""

import pytest

from dq import settings, store


@pytest.fixture(scope="module")
def shelf():
    connection = store.connect(":memory:")
    settings.apply(connection)
    yield connection
    connection.close()

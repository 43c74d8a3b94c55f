"""A store that the examples of one property share; making one for each would take too long."""

import pytest

from dq import settings
from dq.store import door


@pytest.fixture(scope="module")
def shelf():
    connection = door.connect(":memory:")
    settings.apply(connection)
    yield connection
    connection.close()

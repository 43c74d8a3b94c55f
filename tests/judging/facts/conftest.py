"""A store that the examples of one property share; making one for each would take too long."""

import pytest
import template

from dq import settings


@pytest.fixture(scope="module")
def shelf():
    connection = template.fresh()
    settings.apply(connection)
    yield connection
    connection.close()

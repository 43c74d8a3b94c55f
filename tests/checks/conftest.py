"""What the tests of checks share: put rows in a store, and see what the check says of them."""

import importlib

import pytest
import template
from rows import put

from dq import settings
from dq.checks import of
from dq.judging import facts

# Most have no row.
TABLES = """
    select schema_name, table_name
    from duckdb_tables()
    where table_name <> 'store_version' and estimated_size > 0
"""


@pytest.fixture(scope="module")
def shelf():
    """One store for the whole file; making one takes longer than emptying it."""
    connection = template.fresh()
    yield connection
    connection.close()


@pytest.fixture
def db(shelf):
    for schema, table in shelf.execute(TABLES).fetchall():
        shelf.execute(f"delete from {schema}.{table}")
    return shelf


@pytest.fixture
def find(db, request):
    """What the check of this test file finds in the rows, in order of record."""
    name = request.path.stem.removeprefix("test_")
    module = importlib.import_module(f"dq.checks.{name}")
    [check] = of(module)

    def run(rows):
        put(db, rows)
        settings.apply(db)
        facts.refresh(db)
        return sorted(db.execute(check.sql).fetchall(), key=str)

    return run

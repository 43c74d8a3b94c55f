"""Uploads for the tests of the intake: files made on the spot, read and loaded."""

from datetime import date
from pathlib import Path

import pytest

from dq import intake
from dq.intake.landing import load
from dq.store import door

GOLDEN = Path(__file__).with_name("golden")
# Files that once went wrong.
CASES = Path(__file__).with_name("cases")


class Upload:
    """Reads and loads files into one store, as the pages do."""

    def __init__(self, db, folder):
        self.db = db
        self.folder = folder

    def read(self, said=None, **files):
        """Read files given as name=text or bytes; a name without kind is a .csv.

        :param said: per name of a file what it holds
        """
        named = []
        for name, content in files.items():
            path = self.folder / f"{name}.csv"
            path.write_bytes(content.encode() if isinstance(content, str) else content)
            named.append((path.name, path))
        return intake.read(self.db, named, said=said)

    def carry_out(self, batch):
        return load.run(self.db, load.Load(batch, date(2026, 11, 23), sure=True), "test")

    def load(self, **files):
        batch = self.read(**files)
        self.carry_out(batch)
        return batch

    def rows(self, table, *columns):
        names = ", ".join(columns) or "*"
        return self.db.execute(f"select {names} from {table} order by id").fetchall()


@pytest.fixture(scope="module")
def module_store():
    connection = door.connect(":memory:")
    yield connection
    connection.close()


@pytest.fixture
def db(module_store):
    """An empty store; making the tables anew for each test would be most of its time."""
    cursor = module_store.cursor()
    yield cursor
    tables = module_store.execute(
        "select schema_name, table_name from duckdb_tables()"
        " where not temporary and table_name <> 'store_version'"
    ).fetchall()
    for schema, table in tables:
        module_store.execute(f"delete from {schema}.{table}")
    cursor.close()


@pytest.fixture
def upload(db, tmp_path):
    return Upload(db, tmp_path)


@pytest.fixture
def golden():
    return GOLDEN


@pytest.fixture
def cases():
    return CASES

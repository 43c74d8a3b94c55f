"""Uploads for the tests of the intake: files made on the spot, read and loaded."""

from datetime import date
from pathlib import Path

import pytest

from dq import intake
from dq.intake import load

GOLDEN = Path(__file__).with_name("golden")


class Upload:
    """Reads and loads files into one store, as the pages do."""

    def __init__(self, db, folder):
        self.db = db
        self.folder = folder

    def read(self, **files):
        """Read files given as name=text or bytes; a name without kind is a .csv."""
        named = []
        for name, content in files.items():
            path = self.folder / f"{name}.csv"
            path.write_bytes(content.encode() if isinstance(content, str) else content)
            named.append((path.name, path))
        return intake.read(self.db, named)

    def load(self, **files):
        batch = self.read(**files)
        load.run(self.db, load.Load(batch, date(2026, 11, 23)), "test")
        return batch

    def rows(self, table, *columns):
        names = ", ".join(columns) or "*"
        return self.db.execute(f"select {names} from {table} order by id").fetchall()


@pytest.fixture
def upload(db, tmp_path):
    return Upload(db, tmp_path)


@pytest.fixture
def golden():
    return GOLDEN

"""A store with a fault per check, judged: made once, copied into each test's."""

import tempfile
from pathlib import Path

import planted
import template
from planted_there import Planting

from dq.judging import judge


def fill(db):
    """Put it into an empty store."""
    template.fill(db, "judged", _make)


def _make(db):
    with tempfile.TemporaryDirectory(prefix="kaartenbak-") as folder:
        rows = [row for one in planted.companies().values() for row in one.rows]
        Planting(db, Path(folder)).plant(rows)
        judge.run(db)


def counts(db):
    """The open findings per check that has any."""
    return dict(
        db.execute("select check_id, count(*) from open_finding group by check_id").fetchall()
    )


def findings(db):
    """Every finding, as it is kept."""
    return db.execute("from finding order by all").fetchall()

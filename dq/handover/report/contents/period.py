"""What the report looks back on: the export that it compares with, and the day since when.

Tested in tests/handover/report/test_report.py.
"""

from dataclasses import dataclass
from datetime import date

import duckdb

from dq.errors import N_, Invalid


@dataclass(frozen=True)
class Export:
    """A load whose data was judged, and the day that its files speak of."""

    load_id: int
    day: date


@dataclass(frozen=True)
class Period:
    """The newest export, the one to compare with (None: there is none so old), and the first day
    whose decisions count (None: all of them)."""

    newest: Export
    before: Export | None
    since: date | None

    @property
    def base(self) -> int:
        """The number of the load to compare with; what a later one brought is new."""
        return self.before.load_id if self.before else 0


def read(db: duckdb.DuckDBPyConnection, since: date | None = None) -> Period:
    """The period since a day, or else since the export before the newest.

    :raises Invalid: nothing was loaded yet
    """
    known = exports(db)
    if not known:
        raise Invalid(N_("There is nothing to report yet: no export was loaded."))
    newest, *earlier = known
    if since is None:
        before = earlier[0] if earlier else None
        return Period(newest, before, before.day if before else None)
    return Period(newest, next((one for one in known if one.day <= since), None), since)


def exports(db: duckdb.DuckDBPyConnection) -> list[Export]:
    """Every load that was judged, the newest first; the newest also when it was not."""
    rows = db.execute(
        """
        select id, exported
        from load
        where id in (select load_id from measure) or id = (select max(id) from load)
        order by id desc
        """
    ).fetchall()
    return [Export(*row) for row in rows]

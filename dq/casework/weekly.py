"""The weekly report with everybody's cases: they are worked out above the report itself.

Tested in tests/pages/exchange/test_report.py.
"""

from datetime import date
from functools import partial

import duckdb

from dq.casework import queue
from dq.handover.report.contents import report
from dq.handover.report.contents.cases import Queue
from dq.handover.report.contents.report import Asked, Report


def read(db: duckdb.DuckDBPyConnection, asked: Asked, today: date) -> Report:
    """The report of this moment.

    :raises Invalid: nothing was loaded yet
    :raises NotFound: nobody of that name owns an account or was given a case
    """
    return report.read(db, asked, waiting(db), today)


def people(db: duckdb.DuckDBPyConnection) -> list[str]:
    """Everybody of whom a report can be asked, by name."""
    return report.people(db, waiting(db))


def waiting(db: duckdb.DuckDBPyConnection) -> Queue:
    """The cases of everybody, and how long they take."""
    return Queue(queue.entries(db, "all", ""), partial(queue.minutes, db))

"""Withdraw: a package is not going to be loaded; what is in it can be packed again.

Tested in tests/handover/package/test_archive.py.
"""

from dataclasses import dataclass

import duckdb

from dq.errors import N_, Invalid
from dq.store import door


@dataclass(frozen=True)
class Withdraw:
    """The number of the package."""

    number: int


def run(db: duckdb.DuckDBPyConnection, command: Withdraw, actor: str) -> None:
    """Take back every row of which no result is known.

    :raises Invalid: there is none
    """
    with door.writing(db, "withdraw", actor) as ledger:
        rows = db.execute(
            "update package_row set state = 'withdrawn'"
            " where package_id = ? and state = 'sent' returning key",
            [command.number],
        ).fetchall()
        if not rows:
            raise Invalid(N_("Nothing of package {number} is on its way."), number=command.number)
        ledger.told = {"package": command.number, "rows": len(rows)}

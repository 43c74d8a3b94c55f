"""The loads: which export the store holds, and the one before it."""

from dataclasses import dataclass
from datetime import date

import duckdb


@dataclass(frozen=True)
class Current:
    """The newest load: the day its files speak of, and how much it holds now."""

    load_id: int
    exported: date
    contacts: int
    accounts: int


def has_business_central(db: duckdb.DuckDBPyConnection) -> bool:
    """Whether contacts of Business Central were ever exported."""
    return bool(db.execute("select 1 from bc_contact limit 1").fetchall())


def current(db: duckdb.DuckDBPyConnection) -> Current | None:
    """The newest load, or None as long as nothing was ever loaded."""
    rows = db.execute(
        """
        select
            load.id,
            load.exported,
            (select count(*) from contact),
            (select count(*) from account)
        from load
        order by load.id desc
        limit 1
        """
    ).fetchall()
    return Current(*rows[0]) if rows else None

"""A load while it lands: what its steps need, and the relations that they leave for others.

Every step takes the `Landing` and asks it. Its relations are temporary tables: they are named and
made here alone, and gone when the load has landed or is rolled back.

Tested in tests/handover/test_round_trip.py.
"""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import duckdb

from dq.intake.batch import Batch
from dq.store.ledger import Ledger

PACKED = """
    with row as (
        select key, package_id, state, coalesce(new_id, record_id) as id, fields
        from package_row
        where record_table = $table and operation in ('insert', 'update')
            and state not in ('failed', 'withdrawn')
    )
    select key, id, field, fields ->> ('$."' || field || '"') as value, state
    from (select *, unnest(json_keys(fields)) as field from row)
    qualify row_number() over (
        partition by id, field order by package_id desc, key desc
    ) = 1
"""


@dataclass(frozen=True)
class Landing:
    """A load of `batch` within its transaction.

    `load_id` is the number of the load, `version` the id of its change, which the rows of main
    get; `exported` the day of which its files speak. `arrived` is the relation of the records that
    are new in this export, and whether main has them (columns object, id, there); `lost` that of
    those that are gone from it but not from main (columns object, id, direct).
    """

    db: duckdb.DuckDBPyConnection
    batch: Batch
    load_id: int
    version: int
    exported: date
    arrived: str = "landing_arrived"
    lost: str = "landing_lost"
    kept: set[str] = field(default_factory=set)

    @cached_property
    def ledger(self) -> Ledger:
        """What Salesforce did is no change of somebody here, so its rows are in no history."""
        return Ledger(self.db, self.version)

    def keep(self, name: str, query: str, values: Mapping[str, object] | None = None) -> str:
        """The relation of the rows that a query has now; another of this name makes way for it."""
        relation = f"landing_{name}"
        self.db.execute(f"create or replace temp table {relation} as {query}", values or {})
        self.kept.add(relation)
        return relation

    def packed(self, table: str) -> str | None:
        """The relation of what was last packed per field: columns key, id, field, value, state;
        None where nothing was."""
        [(some,)] = self.db.execute(
            "select count(*) from package_row where record_table = ?", [table]
        ).fetchall()
        return self.keep("packed", PACKED, {"table": table}) if some else None


@contextmanager
def opened(
    db: duckdb.DuckDBPyConnection, batch: Batch, load_id: int, version: int, exported: date
) -> Generator[Landing]:
    """A load that lands, within the caller's transaction, which drops its relations if it fails."""
    landing = Landing(db, batch, load_id, version, exported)
    nothing = "select ''::varchar as object, ''::varchar as id, false as {} where false"
    landing.keep("arrived", nothing.format("there"))
    landing.keep("lost", nothing.format("direct"))
    yield landing
    for relation in landing.kept:
        db.execute(f"drop table temp.{relation}")

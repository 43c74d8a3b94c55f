"""The packages that were made for Salesforce: what became of their rows, and what failed."""

from dataclasses import dataclass
from datetime import datetime

import duckdb


@dataclass(frozen=True)
class Package:
    """A package with how many of its rows are in which state: `sent` (on their way), `done`,
    `failed`, `missed` (the next export does not have them), `arrived` or `withdrawn`."""

    id: int
    made: datetime
    made_by: str
    rows: int
    states: dict[str, int]


@dataclass(frozen=True)
class Failure:
    """A row that Salesforce refused: its file, the kind of problem, and Salesforce's own words."""

    key: str
    file: str
    record_table: str
    record_id: str
    name: str
    problem: str
    message: str


def packages(db: duckdb.DuckDBPyConnection, most: int = 20) -> list[Package]:
    """The newest packages, the last first."""
    states: dict[int, dict[str, int]] = {}
    for id, state, number in db.execute(
        "select package_id, state, count(*) from package_row group by all"
    ).fetchall():
        states.setdefault(id, {})[state] = number
    rows = db.execute(
        "select id, made, made_by from package order by id desc limit ?", [most]
    ).fetchall()
    found = [(row, states.get(row[0], {})) for row in rows]
    return [Package(*row, sum(counts.values()), counts) for row, counts in found]


def failures(db: duckdb.DuckDBPyConnection, package_id: int, most: int = 200) -> list[Failure]:
    """The rows of a package that failed, by file."""
    rows = db.execute(
        """
        select
            package_row.key, package_row.file, package_row.record_table, package_row.record_id,
            coalesce(nullif(card.full_name, ''), account.name, package_row.record_id),
            coalesce(package_row.problem, 'other'), coalesce(package_row.message, '')
        from package_row
        left join relation
            on package_row.record_table = 'relation' and relation.id = package_row.record_id
        left join approval
            on package_row.record_table = 'approval' and approval.id = package_row.record_id
        left join card
            on card.id = coalesce(
                relation.contact_id, approval.contact_id, package_row.record_id
            )
        left join account on account.id = package_row.record_id
        where package_row.package_id = $package and package_row.state = 'failed'
        order by package_row.key
        limit $most
        """,
        {"package": package_id, "most": most},
    ).fetchall()
    return [Failure(*row) for row in rows]

"""Clear: empty the store of records and what was derived from them, for a fresh start."""

from dataclasses import dataclass

import duckdb

from dq import copies, store

RECORDS = ("account", "contact", "relation", "portal_user", "project", "approval", "bc_contact")
DERIVED = (
    *("load", "email_fact", "phone_fact", "text_fact", "finding", "measure", "score"),
    *("pair", "cluster", "perhaps", "matching"),
    *("merged", "package", "package_row", "clash"),
)


@dataclass(frozen=True)
class Clear:
    """Remove every record, load and finding; settings, mappings and the change log stay."""


def run(db: duckdb.DuckDBPyConnection, command: Clear, actor: str) -> None:
    """Empty the store, after a copy of it; the demo company is what this is for."""
    with store.alone():
        copies.make(db, "clear")
        _empty(db, actor)


def _empty(db: duckdb.DuckDBPyConnection, actor: str) -> None:
    with store.writing(db, "clear", actor) as ledger:
        ledger.told = {
            name: db.execute(f"select count(*) from main.{name}").fetchall()[0][0]
            for name in RECORDS
        }
        for name in RECORDS:
            db.execute(f"delete from upstream.{name}")
        for name in (*RECORDS, *DERIVED, "judged"):
            db.execute(f"delete from main.{name}")
        # So older stores say that they hold the demo company.
        db.execute("delete from setting where name = 'demo'")

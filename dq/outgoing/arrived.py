"""Salesforce as it becomes when a package arrives: for the way back, in what is rolled back.

Tested in tests/outgoing/test_back.py.
"""

import json
from collections.abc import Iterable, Sequence

import duckdb

from dq.objects import SENT
from dq.outgoing.ready import Outgoing
from dq.outgoing.sorting import Line
from dq.store import rows
from dq.store.ledger import Row
from dq.store.renaming import MADE

# The key of a relation that Salesforce makes by itself, which nobody knows.
BY_ITSELF = "auto-"


class There:
    """The rows of Salesforce that a package touches, as they become when it arrives."""

    def __init__(self, db: duckdb.DuckDBPyConnection, found: Outgoing, follows: bool, keeps: bool):
        self.follows, self.keeps = follows, keeps
        lines = [(part.file.table, line) for part in found.parts for line in part.lines]
        self.rows = {
            table: rows.read(
                db,
                f"upstream.{table}",
                [str(line.id) for of, line in lines if of == table and line.id],
            )
            for table in SENT
        }
        moved = [
            line.key for table, line in lines if table == "contact" and "account_id" in line.fields
        ]
        theirs = db.execute(
            "select id from upstream.relation where contact_id in (select unnest($ids::varchar[]))",
            {"ids": moved},
        ).fetchall()
        self.rows["relation"] |= rows.read(db, "upstream.relation", [id for (id,) in theirs])
        self.known = {table: list(found) for table, found in self.rows.items()}
        self.pairs = {
            (row["contact_id"], row["account_id"]): id for id, row in self.rows["relation"].items()
        }

    def arrive(self, found: Outgoing) -> None:
        """What the files say, in their order, and what Salesforce does by itself."""
        for part in found.parts:
            for line in part.lines:
                getattr(self, f"_{part.file.operation}")(part.file.table, line)

    def write(self, db: duckdb.DuckDBPyConnection) -> None:
        """Put the rows into `upstream`."""
        for table, found in self.rows.items():
            replace(db, f"upstream.{table}", self.known[table], found.values())

    def _insert(self, table: str, line: Line) -> None:
        row = {**line.fields, **({"direct": False} if table == "relation" else {})}
        id = f"{MADE}{line.record_id}"
        self.rows[table][id] = {"id": id, **self._followed(table, row)}
        if table == "relation":
            self.pairs[row["contact_id"], row["account_id"]] = id
        if table == "contact" and line.fields.get("account_id"):
            self._related(line.record_id, None, line.fields["account_id"])

    def _update(self, table: str, line: Line) -> None:
        before = self.rows[table].get(str(line.id), {"id": line.id})
        self.rows[table][str(line.id)] = before | self._followed(table, line.fields)
        if table == "contact" and "account_id" in line.fields:
            self._related(str(line.id), before.get("account_id"), line.fields["account_id"])

    def _delete(self, table: str, line: Line) -> None:
        self.rows[table].pop(str(line.id), None)

    def _followed(self, table: str, fields: Row) -> Row:
        if table == "contact" and self.follows and "email" in fields and "username" not in fields:
            return fields | {"username": fields["email"]}
        return dict(fields)

    def _related(self, contact: str, old: str | None, new: str | None) -> None:
        """A contact with another account gets the relation with it; the old one is not its own."""
        relations = self.rows["relation"]
        left, joined = (self.pairs.get((contact, account)) for account in (old, new))
        if left in relations and self.keeps:
            relations[left] |= {"direct": False}
        elif left in relations:
            del relations[left]
        if joined in relations:
            relations[joined] |= {"direct": True}
        elif new:
            id = f"{BY_ITSELF}{contact}-{new}"
            pair = {"contact_id": contact, "account_id": new}
            relations[id] = {"id": id, **pair, "active": True, "direct": True}
            self.pairs[contact, new] = id


def replace(
    db: duckdb.DuckDBPyConnection, table: str, old: Sequence[str], new: Iterable[Row]
) -> None:
    """Put rows in the place of those with the old ids: thousands of statements would take long."""
    db.execute(
        f"delete from {table} where id in (select unnest($ids::varchar[]))", {"ids": list(old)}
    )
    _insert(db, table, list(new))


def _insert(db: duckdb.DuckDBPyConnection, table: str, new: Sequence[Row]) -> None:
    if not new:
        return
    schema, name = table.split(".")
    columns = db.execute(
        "select column_name, data_type from duckdb_columns()"
        " where schema_name = $schema and table_name = $name"
        " and database_name = current_database()",
        {"schema": schema, "name": name},
    ).fetchall()
    shape = json.dumps([dict(columns)])
    text = json.dumps(
        [{column: row.get(column) for column, _ in columns} for row in new], default=str
    )
    db.execute(
        f"insert into {table} by name"
        f" select row.* from (select unnest(from_json($rows, '{shape}')) as row)",
        {"rows": text},
    )

"""Write through the ledger and be killed: `writes.py PLANS` runs a list of plans, one store each.

A plan is {store, steps, indexed}; a step is [verb, table, id], or ["checkpoint"]. After each step
the rows as they then are go to `STORE.json`, synced: that is what was confirmed. A kill follows the
last step, so that nothing is closed.
"""

import json
import os
import signal
import sys
from datetime import date, datetime
from pathlib import Path

from dq.store import door, ledger, opening

ROOT = Path(__file__).parents[2]
VALUES = {
    "BOOLEAN": (True, False),
    "INTEGER": (3, 4),
    "DOUBLE": (0.25, 0.75),
    "DATE": (date(2026, 11, 1), date(2026, 12, 1)),
    "TIMESTAMP": (datetime(2026, 11, 1, 9), datetime(2026, 12, 1, 9)),
    "JSON": ('"first"', '"second"'),
    "VARCHAR": ("first", "second"),
}
TABLES = tuple(ledger.ABOUT)
VERBS = ("insert", "fill", "empty", "change", "delete")


def key(table):
    return ledger.KEYS.get(table, "id")


def columns(db, table):
    """The columns that a command may write, with their types."""
    rows = db.execute(
        "select column_name, data_type from duckdb_columns()"
        " where schema_name = 'main' and table_name = ? order by column_index",
        [table],
    ).fetchall()
    return {name: kind for name, kind in rows if name not in (key(table), "version")}


def values(db, table, place):
    """For every column its first or second value; None: nothing."""
    return {
        name: None if place is None else VALUES[kind][place]
        for name, kind in columns(db, table).items()
    }


def fill(db, rows):
    """The rows that the plans change: in every table, each with and without values."""
    for table in TABLES:
        for name, place in (("full", 0), ("bare", None)):
            for number in range(rows):
                row = {key(table): f"{name}-{number}", **values(db, table, place)}
                marks = ", ".join("?" * len(row))
                db.execute(
                    f"insert into main.{table} ({', '.join(row)}) values ({marks})",
                    list(row.values()),
                ).fetchall()


def carry_out(db, step):
    """One confirmed write: the verb on a row of a table."""
    verb, *named = step
    if verb == "checkpoint":
        db.execute("checkpoint")
        return
    table, id = named
    with door.writing(db, verb, "vera") as book:
        if verb == "insert":
            book.insert(table, {key(table): id, **values(db, table, 0)})
        elif verb == "delete":
            book.delete(table, id)
        else:
            place = {"fill": 0, "empty": None, "change": 1}[verb]
            book.update(table, id, values(db, table, place))


def rows(db):
    """Every row of the tables that a ledger writes, and of the log of changes."""
    order = {table: key(table) for table in TABLES} | {"change": "id"}
    return {
        table: [[str(value) for value in row] for row in
                db.execute(f"from main.{table} order by {by}").fetchall()]
        for table, by in order.items()
    }  # fmt: skip


def confirm(path, found):
    """Keep what was confirmed where no kill can lose it."""
    spare = path.with_suffix(".part")
    with spare.open("w", encoding="utf-8") as file:
        json.dump(found, file)
        file.flush()
        os.fsync(file.fileno())
    spare.replace(path)


def die(plan):
    """In a process of its own: write, confirm, and be killed."""
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        return os.waitstatus_to_exitcode(status)
    try:
        path = Path(plan["store"])
        db = opening.connect(path)
        for table in plan.get("indexed", ()):
            db.execute(f"create index {table}_at_risk on main.{table} ({key(table)})").fetchall()
        if plan.get("indexed"):
            db.execute("checkpoint")
        for step in plan["steps"]:
            carry_out(db, step)
        confirm(path.with_suffix(".json"), rows(db))
        os.kill(os.getpid(), signal.SIGKILL)
    except BaseException as error:
        print(repr(error), file=sys.stderr, flush=True)
    finally:
        os._exit(1)


if __name__ == "__main__":
    plans = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    print(json.dumps([die(plan) for plan in plans]))

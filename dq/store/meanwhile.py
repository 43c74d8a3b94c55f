"""Who wrote meanwhile: the errors that name the change that came between.

Tested in tests/store/test_ledger.py.
"""

import json
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

import duckdb

from dq.errors import N_, Conflict, NotFound
from dq.objects import OBJECTS

# It names who changed what, and what it became, to somebody who has that record on the screen.
OVERTAKEN = N_("{actor} changed {fields} on {moment}, after you opened this.")
BY_SEVERAL = N_("{actor} changed {fields}, last on {moment}, after you opened this.")
DONE = N_("{actor} changed this on {moment}, after you opened it.")
# Rows of our own of which fields have a word.
LABELLED = {"tile"}
# How a record is called that a field names, and what a day and a moment are read with.
CALLED = {
    "account": "called(name, id)",
    "project": "called(name, id)",
    "contact": "called(first_name, middle_name, last_name, email, id)",
}
READ: dict[str, Callable[[str], date]] = {
    "date": date.fromisoformat,
    "moment": datetime.fromisoformat,
}


def gone(db: duckdb.DuckDBPyConnection, table: str, id: str) -> NotFound:
    """The error that says who took a row out, and how, where a change did."""
    rows = db.execute(
        """
        select actor, moment, command
        from (select id, actor, moment, command, unnest(edits::json[]) as edit from change
            where undone_by is null) as change
        where edit ->> 'table' = $table and edit ->> 'id' = $id and edit ->> 'after' is null
        order by change.id desc
        limit 1
        """,
        {"table": table, "id": id},
    ).fetchall()
    if not rows:
        return NotFound(N_("The record {id} is gone."), id=id)
    actor, moment, command = rows[0]
    return NotFound(
        N_("This is gone: {actor}, {moment} ({command}). Look again."),
        actor=actor,
        moment=moment,
        command=command,
    )


def blocked(
    db: duckdb.DuckDBPyConnection, made_by: int, ids: Iterable[str], table: str | None = None
) -> Conflict:
    """The error that names the last change after `made_by` about one of `ids`."""
    rows = db.execute(
        """
        select actor, moment, command
        from touched
        where change_id > $change
            and record_id in (select unnest($ids))
            and ($table is null or record_table = $table)
            and undone_by is null
            and undoes is null
        order by change_id desc
        limit 1
        """,
        {"change": made_by, "ids": list(ids), "table": table},
    ).fetchall()
    if not rows:
        return Conflict(N_("A later export or change wrote the same; it cannot be undone."))
    actor, moment, command = rows[0]
    return Conflict(
        N_("Later, on {moment}, {actor} wrote the same ({command}); undo that first."),
        actor=actor,
        moment=moment,
        command=command,
    )


def overtaken(db: duckdb.DuckDBPyConnection, table: str, id: str, version: int) -> Conflict:
    """The error that says who wrote the row since it was shown as of this version, and what the
    fields became."""
    rows = db.execute(
        """
        select actor, moment, edits
        from (
            select id, actor, moment, list_filter(
                edits::json[],
                lambda edit: edit ->> 'table' = $table and edit ->> 'id' = $id
            ) as edits
            from change
            where id > $version and command <> 'load'
        )
        where edits <> []
        order by id
        """,
        {"version": version, "table": table, "id": id},
    ).fetchall()
    if not rows:
        return Conflict(N_("A new export changed this card after you opened it; look again."))
    actors, moments, edits = zip(*rows, strict=True)
    if table not in OBJECTS and table not in LABELLED:
        return Conflict(DONE, actor=actors[-1], moment=moments[-1])
    became: dict[str, Any] = {}
    for edit in (one for some in edits for one in some):
        became |= json.loads(edit)["after"] or {}
    fields, several = _spoken(db, table, became), list(dict.fromkeys(actors))
    message = BY_SEVERAL if len(several) > 1 else OVERTAKEN
    return Conflict(message, actor=", ".join(several), fields=fields, moment=moments[-1])


def _spoken(db: duckdb.DuckDBPyConnection, table: str, became: dict[str, Any]) -> dict[str, Any]:
    """The values as a reader is told them: a day as one, a record by what it is called, a login by
    its address."""
    followed = "email" in became and became.get("username") == became["email"]
    silent = {"version", "id", *(["username"] if followed else [])}
    told = {name: became[name] for name in sorted(became.keys() - silent)}
    declared = OBJECTS[table].fields if table in OBJECTS else ()  # others are of ours alone
    for field in (one for one in declared if one.name in told):
        value = told.pop(field.name)
        if value and field.of in CALLED:
            query = f"select {CALLED[field.of]} from {field.of} where id = ?"
            value = next((name for (name,) in db.execute(query, [value]).fetchall()), value)
        elif value and field.kind in READ:
            value = READ[field.kind](value)
        told[field.name.removesuffix("_id") if field.of else field.name] = value
    return told

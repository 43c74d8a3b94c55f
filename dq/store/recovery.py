"""After a stop without a close: what the ledger says was written is compared with the tables.

A database's recovery is not trusted: the ledger has every value that a command confirmed.
"""

import json
from collections.abc import Iterable
from typing import Any

import duckdb

from dq.store.ledger import ABOUT, KEYS, UNVERSIONED, Ledger, Row, plain

Edit = dict[str, Any]
Place = tuple[str, str]  # a table, and the key of a row

# What commands wrote since the last change that wrote outside the ledger as well (a load, results:
# what it told is not in its rows), after which there was a checkpoint; in the order in which it was
# written, also within a change.
WRITTEN = """
    select id, unnest(edits::json[]), generate_subscripts(edits::json[], 1) as place
    from change
    where id > (select coalesce(max(id), 0) from change where told is not null)
    order by id, place
"""
# An undo that stands, of a change that does not say so.
UNDONE = """
    update change
    set undone_by = undo.id
    from (
        select undoes, max(id) as id
        from change
        where undoes is not null and undone_by is null
        group by undoes
    ) as undo
    where undo.undoes = change.id and change.undone_by is distinct from undo.id
        -- What did a change again is no undo of it.
        and change.undoes is null
    returning change.id
"""


def missing(db: duckdb.DuckDBPyConnection) -> list[Edit]:
    """The edits that give the tables what was confirmed and is not there; see `dq.store.ledger`.

    `before` is what a row has, `after` what it is to have: only what differs, or null for no row.
    """
    found = []
    confirmed, whole = _confirmed(db)
    there = _there(db, confirmed)
    for (table, id), wanted in confirmed.items():
        row = there.get((table, id))
        if row is None and (table, id) not in whole:
            continue
        before, after = row, wanted
        if row is not None and wanted is not None:
            after = {
                name: value for name, value in wanted.items() if name in row and row[name] != value
            }
            before = {name: row[name] for name in after}
        if before != after:
            found.append({"table": table, "id": id, "before": before, "after": after})
    return found


def repair(ledger: Ledger) -> int:
    """Put right what is missing, as a change of its own; in how many rows."""
    edits = missing(ledger.db)
    for edit in edits:
        if edit["after"] is None:
            ledger.delete(edit["table"], edit["id"])
        elif edit["before"] is None:
            ledger.insert(edit["table"], edit["after"])
        else:
            ledger.update(edit["table"], edit["id"], edit["after"])
    marks = ledger.db.execute(UNDONE).fetchall()
    if edits or marks:
        ledger.told = {"recovered": len(edits) + len(marks)}
    return len(edits) + len(marks)


def _confirmed(db: duckdb.DuckDBPyConnection) -> tuple[dict[Place, Row | None], set[Place]]:
    """What each row must have, as far as the ledger tells; None: it must not be there. And the
    rows of which it knows the whole: others that are not there cannot be put back."""
    found: dict[Place, Row | None] = {}
    whole: set[Place] = set()
    for change_id, text, _place in db.execute(WRITTEN).fetchall():
        edit = json.loads(text)
        if edit["table"] not in ABOUT:  # of an older version
            continue
        place = edit["table"], edit["id"]
        if edit["before"] is None or edit["after"] is None:
            whole.add(place)
        if edit["after"] is None:
            found[place] = None
            continue
        version = {} if edit["table"] in UNVERSIONED else {"version": change_id}
        found[place] = {**(found.get(place) or {}), **edit["after"], **version}
    return found, whole


def _there(db: duckdb.DuckDBPyConnection, places: Iterable[Place]) -> dict[Place, Row]:
    """The rows of these places that the tables have."""
    ids: dict[str, list[str]] = {}
    for table, id in places:
        ids.setdefault(table, []).append(id)
    found: dict[Place, Row] = {}
    for table, listed in ids.items():
        key = KEYS.get(table, "id")
        result = db.execute(
            f"from main.{table} where {key} in (select unnest(?::varchar[]))", [listed]
        )
        names = [column[0] for column in result.description or ()]
        for values in result.fetchall():
            row = plain(dict(zip(names, values, strict=True)))
            found.setdefault((table, row[key]), row)
    return found

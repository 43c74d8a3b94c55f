"""On which rows of a step later steps build: when one of these is refused, the script stops.

Tested in tests/handover/package/sf/test_steps.py.
"""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

import duckdb

from dq.objects import OBJECTS, SENT
from dq.outgoing.difference import own
from dq.settings.names import eighteen

if TYPE_CHECKING:
    from dq.handover.package.sf.steps import Step

# Whom a row is about beside itself. The project is one of them: who approves on it and who stops
# approving on it go together.
NAMING = {
    name: tuple(OBJECTS[name].references) for name in SENT if name not in ("account", "contact")
}


def about(db: duckdb.DuckDBPyConnection, number: int) -> dict[str, frozenset[str]]:
    """The records that each row of the package is about, by our key."""
    rows = db.execute(
        "select key, record_table, record_id, old, fields from package_row where package_id = ?",
        [number],
    ).fetchall()
    known = {table: _known(db, table) for table in NAMING}
    found = {}
    for key, table, id, old, fields in rows:
        said = [json.loads(old), json.loads(fields)]
        named = {one[name] for one in said for name in NAMING.get(table, ()) if one.get(name)}
        # What is new there may be named in any field, by its external id.
        named |= {value for one in said for value in one.values() if own(value)}
        found[key] = frozenset({id} | named | known.get(table, {}).get(id, set()))
    return found


def keys(db: duckdb.DuckDBPyConnection, number: int) -> dict[tuple[str, str], str]:
    """Our key of each row of the package, by its file (or kind of work) and record."""
    rows = db.execute(
        "select file, record_id, key from package_row where package_id = ?", [number]
    ).fetchall()
    return {(file, id): key for file, id, key in rows}


def _known(db: duckdb.DuckDBPyConnection, table: str) -> dict[str, set[str]]:
    """What the records of a table that are in some package name, there and here."""
    names = ", ".join(NAMING[table])
    both = " union all ".join(
        f"select id, {names} from {schema}.{table}"
        " where id in (select record_id from package_row where record_table = $table)"
        for schema in ("upstream", "main")
    )
    found: dict[str, set[str]] = {}
    for id, *named in db.execute(both, {"table": table}).fetchall():
        found.setdefault(id, set()).update(one for one in named if one)
    return found


def needed(steps: Sequence["Step"]) -> list[set[str]]:
    """Per step the ids by which a refused row shows that a later step builds on it.

    Of a row with an id that id, of a new one those that it names and that come back later.
    """
    found: list[set[str]] = []
    later: frozenset[str] = frozenset()
    for step in reversed(steps):
        ids: set[str] = set()
        for row, whom in zip(step.rows, step.about, strict=True):
            if step.operation == "insert":
                ids |= whom & later
            elif step.frees or whom & later:
                ids.add(row[0])
        found.append({eighteen(id) for id in ids})
        later = later.union(*step.about)
    return found[::-1]

"""Who was removed here: of them only keys are kept, so that nobody comes back unseen.

Tested in tests/commands/test_forget.py.
"""

import json

import duckdb

# What has the name of a command in the history.
COMMAND = "forget"


def keys(db: duckdb.DuckDBPyConnection) -> dict[str, set[str]]:
    """The keys of all that was removed, by object."""
    rows = db.execute("select told from change where command = ? order by id", [COMMAND]).fetchall()
    found: dict[str, set[str]] = {}
    for (told,) in rows:
        for name, ids in json.loads(told or "{}").get("forgotten", {}).items():
            found.setdefault(name, set()).update(ids)
    return found

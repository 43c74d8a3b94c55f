"""GUIDs that the store has in another form keep it: in any form they are the same record.

Tested in tests/intake/cells/test_keys.py.
"""

import duckdb

from dq.intake.cells.keys import ANY_FORM, GUID
from dq.intake.cells.spaces import space
from dq.intake.columns import of_kind
from dq.intake.sheet import Sheet

# With braces, and a space on either side.
LENGTHS = range(36, 41)


def known(db: duckdb.DuckDBPyConnection, sheet: Sheet) -> dict[str, str]:
    """Per key field of which the store has GUIDs in another form than ours, the query of those:
    columns guid and known, each guid once. Most stores have none.
    """
    found = {}
    for field in of_kind(sheet, "key"):
        thing, column = space(sheet, field)
        # The key says how it is written; of one that is not there, what refers to it says so.
        places = dict.fromkeys([(thing, column), (sheet.object or "", field)])
        parts = [_query(table, name, rank) for rank, (table, name) in enumerate(places)]
        query = " union all ".join(parts)
        [(some,)] = db.execute(f"select count(*) > 0 from ({query}) where known <> guid").fetchall()
        if some:
            found[field] = (
                f"select guid, arg_min(known, (rank, known <> guid, known)) as known from ({query})"
                " group by guid"
            )
    return found


def _query(table: str, column: str, rank: int) -> str:
    return (
        f"select lower(regexp_extract({column}, '{GUID}', 0, 'i')) as guid, {column} as known,"
        f" {rank} as rank from upstream.{table}"
        f" where strlen({column}) between {LENGTHS.start} and {LENGTHS.stop - 1}"
        f" and regexp_full_match({column}, '{ANY_FORM}', 'i')"
    )

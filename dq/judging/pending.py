"""Which records are otherwise here than in the last export, themselves or what hangs on them.

Tested in tests/judging/test_findings.py.
"""

from collections.abc import Iterable, Mapping

import duckdb

from dq.objects import BELONGS

# Per object the columns that its last whole export had.
SHOWN = """
    select object, list(field order by field)
    from shown_field
    join duckdb_columns() on schema_name = 'upstream' and table_name = object
        and column_name = field
    group by object
"""


def records(
    db: duckdb.DuckDBPyConnection, wanted: str, given: Mapping[str, object] | None = None
) -> set[str]:
    """Of the records whose ids the query `wanted` gives, those that differ from the last export.

    :param given: the parameters of the query
    """
    db.execute(
        f"create or replace temp table wanted as select distinct id from ({wanted}) as asked (id)",
        given or {},
    )
    if not db.execute("select 1 from wanted limit 1").fetchall():
        db.execute("drop table temp.wanted")
        return set()
    shown = dict(db.execute(SHOWN).fetchall())
    queries = [_differing(table, names, shown.get(table)) for table, names in BELONGS.items()]
    rows = db.execute(" union ".join(queries)).fetchall()
    db.execute("drop table temp.wanted")
    return {id for (id,) in rows}


def _differing(table: str, names: Iterable[str], shown: list[str] | None) -> str:
    """The wanted ids that a row speaks of which is not the same on both sides, in whose it is and
    in what its exports show: nothing else can be seen to have arrived.

    :param shown: the fields that do; None where nobody knows
    """
    where = " or ".join(f"{name} in (from wanted)" for name in ("id", *names))
    listed = None if shown is None else ", ".join(dict.fromkeys(["id", *names, *shown]))
    here = f"select {listed or '* exclude (version)'} from main.{table} where {where}"
    there = f"select {listed or '*'} from upstream.{table} where {where}"
    rows = f"(({here}) except ({there})) union all (({there}) except ({here}))"
    ids = " union ".join(f"select {name} as id from differing" for name in ("id", *names))
    return f"""
        select id from (
            with differing as materialized ({rows})
            {ids}
        ) where id in (from wanted)
    """

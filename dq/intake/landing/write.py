"""One object of an upload is written: what disappeared goes, then its new and changed rows come.

Tested in tests/handover/test_round_trip.py.
"""

import duckdb

from dq.intake.cells import deleted
from dq.intake.cells.stage import fields
from dq.intake.landing import Landing, arrive, clashes, compare, threeway
from dq.intake.sheet import Sheet
from dq.objects import NAMED_BY, SENT


def one(landing: Landing, name: str) -> None:
    """Write one object: what disappeared, then each sheet's new and changed rows."""
    sheets = landing.batch.of(name)
    if compare.replaces(sheets):
        _remove(landing, name, compare.absent(sheets))
    elif query := deleted.listing(sheets):
        _remove(landing, name, f"known.id in (select id from ({query}))")
    for sheet in sheets:
        _sheet(landing, sheet, again=sheet is not sheets[0])


def _sheet(landing: Landing, sheet: Sheet, *, again: bool) -> None:
    """Write the rows of a sheet; `again`: others of its object were written before it."""
    db, name = landing.db, sheet.object
    [(known, kept)] = db.execute(
        f"select (select count(*) from upstream.{name}), (select count(*) from main.{name})"
    ).fetchall()
    if again:  # the same records with other columns: some are no longer new
        compare.difference(db, sheet, known)
    stage = f"(select * from {sheet.stage} where flaw is null)"
    rows = f"(select * from {sheet.difference} where new)" if known else stage
    # Main before upstream: what the team edited shows against the old upstream.
    if kept and (sheet.counts.new or sheet.counts.changed):
        if fields(sheet):
            changed = threeway.changed(landing, sheet, sheet.difference if known else stage)
            threeway.update_main(landing, sheet, changed)
            clashes.of_absent(landing, sheet, changed)
        arrive.note(landing, sheet, rows)
    if sheet.counts.changed:
        _update_upstream(db, sheet)
    if sheet.counts.new:
        _insert(db, sheet, rows, "upstream")
        # What was just written need not be cleaned again.
        _insert(db, sheet, rows if known else f"upstream.{name}", "main", kept, landing.version)


def _remove(landing: Landing, name: str, absent: str) -> None:
    """Records that the export no longer has go, except from main where the team edited them or
    lets something new name them.

    `absent` is the condition on `known` that says which.
    """
    db = landing.db
    columns = db.execute(
        "select column_name from duckdb_columns()"
        " where schema_name = 'upstream' and table_name = ?",
        [name],
    ).fetchall()
    same = " and ".join(f"kept.{one} is not distinct from known.{one}" for (one,) in columns)
    db.execute(
        f"delete from main.{name} as kept using upstream.{name} as known"
        f" where {same} and {absent} and kept.id not in ({_named(name, absent)})"
    )
    direct = "known.direct" if name == "relation" else "null"
    db.execute(
        f"""
        insert into {landing.lost}
        select '{name}', known.id, {direct}
        from upstream.{name} as known
        where {absent} and exists (select 1 from main.{name} as kept where kept.id = known.id)
        """
    )
    db.execute(f"delete from upstream.{name} as known where {absent}")


def _named(name: str, absent: str) -> str:
    """The query of those that go and are named by a row here that names another one there."""
    gone = f"select known.id from upstream.{name} as known where {absent}"
    queries = [
        f"select here.{column} from (from main.{table} where {column} in (from gone)) as here"
        f" anti join upstream.{table} as there"
        f" on there.id = here.id and there.{column} = here.{column}"
        for table, column in NAMED_BY.get(name, ())
        if table in SENT
    ]
    named = " union all ".join(queries) or "select null where false"
    return f"with gone as materialized ({gone}) {named}"


def _insert(
    db: duckdb.DuckDBPyConnection,
    sheet: Sheet,
    rows: str,
    schema: str,
    kept: int = 0,
    version: int = 0,
) -> None:
    """Add rows; to main only those that are not there yet under that key."""
    columns = ["id", *fields(sheet)]
    named, put = (", version", f", {version}") if schema == "main" else ("", "")
    there = f"select 1 from main.{sheet.object} as kept where kept.id = staged.id"
    db.execute(
        f"""
        insert into {schema}.{sheet.object} ({", ".join(columns)}{named})
        select {", ".join(f"staged.{column}" for column in columns)}{put}
        from {rows} as staged
        {f"where not exists ({there})" if kept else ""}
        """
    )


def _update_upstream(db: duckdb.DuckDBPyConnection, sheet: Sheet) -> None:
    taken = ", ".join(f"{field} = staged.{field}" for field in fields(sheet))
    db.execute(
        f"""
        update upstream.{sheet.object} as known
        set {taken}
        from {sheet.difference} as staged
        where known.id = staged.id and not staged.new
        """
    )

"""Old export, new export and `main`, field by field: what is taken over and what clashes."""

from typing import Any

import duckdb

from dq.intake.batch import Sheet
from dq.intake.cells.stage import fields
from dq.objects import OBJECTS, clash_key

# What a package has put on its way and no export has shown yet. Its newest value per field counts.
AWAITED = ("sent", "done", "missed")
# Salesforce alone knows these; nobody has to choose.
THEIRS = {
    (name, field.name) for name, one in OBJECTS.items() for field in one.fields if field.theirs
}
# Follows from the own account of the contact.
FOLLOWS = {("relation", "direct")}
SILENT = THEIRS | FOLLOWS

PACKED = """
    create or replace temp table packed as
    with row as (
        select key, package_id, state, coalesce(new_id, record_id) as id, fields
        from package_row
        where record_table = $table and operation in ('insert', 'update')
            and state not in ('failed', 'withdrawn')
    )
    select key, id, field, fields ->> ('$."' || field || '"') as value, state
    from (select *, unnest(json_keys(fields)) as field from row)
    qualify row_number() over (
        partition by id, field order by package_id desc, key desc
    ) = 1
"""


def packed(db: duckdb.DuckDBPyConnection, table: str) -> bool:
    """Make the temporary table of what was last packed per field; whether there is any."""
    [(some,)] = db.execute(
        "select count(*) from package_row where record_table = ?", [table]
    ).fetchall()
    if some:
        db.execute(PACKED, {"table": table}).fetchall()
    return bool(some)


def changed(db: duckdb.DuckDBPyConnection, sheet: Sheet, rows: str) -> str:
    """The query of each changed row: per field the value, the old one (old_), whether a package
    sent one (has_), which (sent_), and whether Salesforce took it (done_)."""
    return _compared(sheet, rows, packed(db, sheet.object or ""))


def update_main(
    db: duckdb.DuckDBPyConnection, sheet: Sheet, asked: str, load: int, at: int
) -> None:
    """Take over what changed there and not here, and note what changed on both sides.

    :param asked: the query of the changed rows
    :param load: the number of the load; `at` its change, which the rows of main get as version
    """
    _clashes(db, sheet, asked, load, at)
    taken = ", ".join(
        f"{field} = case when {_takes(sheet, field)} then staged.{field} else kept.{field} end"
        for field in fields(sheet)
    )
    some = " or ".join(f"({_takes(sheet, field)})" for field in fields(sheet))
    db.execute(
        f"""
        update main.{sheet.object} as kept
        set {taken}, version = {at}
        from ({asked}) as staged
        where kept.id = staged.id and ({some})
        """
    ).fetchall()


def _compared(sheet: Sheet, rows: str, some: bool) -> str:
    """Each changed row: per field the value, the old one, and the one that a package sent."""
    values = ", ".join(f"staged.{field}, known.{field} as old_{field}" for field in fields(sheet))
    if not some:
        sent = "".join(
            f", false as has_{field}, null::varchar as sent_{field}, false as done_{field}"
            for field in fields(sheet)
        )
        return f"""
            select staged.id, {values} {sent}
            from {rows} as staged
            left join upstream.{sheet.object} as known on known.id = staged.id
        """
    sent = "".join(
        f", coalesce(wide.has_{field}, false) as has_{field}, wide.sent_{field},"
        f" coalesce(wide.done_{field}, false) as done_{field}"
        for field in fields(sheet)
    )
    wide = "".join(
        f", bool_or(field = '{field}') as has_{field},"
        f" max(value) filter (where field = '{field}') as sent_{field},"
        f" bool_or(field = '{field}' and state = 'done') as done_{field}"
        for field in fields(sheet)
    )
    listed = ", ".join(f"'{state}'" for state in AWAITED)
    return f"""
        select staged.id, {values} {sent}
        from {rows} as staged
        left join upstream.{sheet.object} as known on known.id = staged.id
        left join (select id {wide} from packed where state in ({listed}) group by id) as wide
            on wide.id = staged.id
    """


def _news(field: str) -> str:
    """It changed there, is not as here, and is not what a package brought."""
    return (
        f"staged.{field} is distinct from staged.old_{field}"
        f" and staged.{field} is distinct from kept.{field}"
        f" and not (staged.has_{field}"
        f" and staged.{field}::varchar is not distinct from staged.sent_{field})"
    )


def _takes(sheet: Sheet, field: str) -> str:
    if (sheet.object, field) in THEIRS:
        return _news(field)
    untouched = f"kept.{field} is not distinct from staged.old_{field} and not staged.has_{field}"
    arrived = (
        f"staged.done_{field} and kept.{field}::varchar is not distinct from staged.sent_{field}"
    )
    return f"{_news(field)} and (({untouched}) or ({arrived}))"


def _clashes(db: duckdb.DuckDBPyConnection, sheet: Sheet, asked: str, load: int, at: int) -> None:
    named = [f for f in fields(sheet) if (sheet.object, f) not in SILENT]
    found = " union all ".join(
        f"""
        select staged.id, '{field}' as field, staged.old_{field}::varchar as old,
            staged.{field}::varchar as theirs, kept.{field}::varchar as ours
        from ({asked}) as staged
        join main.{sheet.object} as kept on kept.id = staged.id
        where {_news(field)} and not ({_takes(sheet, field)})
        """
        for field in named
    )
    if not found:
        return
    keep(db, sheet.object or "", found, load, at)


def keep(db: duckdb.DuckDBPyConnection, table: str, found: str, load: int, at: int) -> None:
    """Note the clashes that a query finds: columns id, field, old, theirs, ours."""
    db.execute(
        f"""
        create or replace temp table clashing as
        select concat_ws(':', '{table}', id, field) as id, id as record_id, field, old, theirs, ours
        from ({found})
        """
    ).fetchall()
    # The value from before both changed stays the old one.
    db.execute(
        """
        update clashing set old = clash.old from clash where clash.id = clashing.id
        """
    ).fetchall()
    db.execute("delete from clash where id in (select id from clashing)").fetchall()
    db.execute(
        f"""
        insert into clash by name
        select *, '{table}' as record_table, {load} as load_id, {at} as version from clashing
        """
    ).fetchall()
    db.execute("drop table temp.clashing").fetchall()


def note(
    db: duckdb.DuckDBPyConnection,
    table: str,
    id: str,
    field: str | None,
    said: tuple[Any, Any, Any],
    load: int,
    at: int,
) -> None:
    """Note one clash; `said` is the old value, theirs and ours."""
    key = clash_key(table, id, field)
    db.execute("delete from clash where id = ?", [key]).fetchall()
    values = [key, table, id, field, *(text(value) for value in said), load, at]
    db.execute("insert into clash values (?, ?, ?, ?, ?, ?, ?, ?, ?)", values).fetchall()


def text(value: Any) -> str | None:
    """A value as DuckDB writes it in text."""
    if value is None:
        return None
    return str(value).lower() if isinstance(value, bool) else str(value)


def gone(db: duckdb.DuckDBPyConnection, table: str, load: int, at: int) -> None:
    """Note the records that were changed here and that this export has no more.

    They are in the temporary table `lost`, as dq/intake/landing/arrive.py makes it.
    """
    found = f"""
        select kept.id, null::varchar as field, null::varchar as old, null::varchar as theirs,
            null::varchar as ours
        from main.{table} as kept
        join lost on lost.object = '{table}' and lost.id = kept.id
    """
    keep(db, table, found, load, at)


def close(db: duckdb.DuckDBPyConnection, table: str, named: list[str]) -> None:
    """Take out the clashes in which both sides agree by now, or whose record is on neither."""
    same = " or ".join(
        f"(clash.field = '{name}' and here.{name} is not distinct from there.{name})"
        for name in named
    )
    db.execute(
        f"""
        delete from clash
        where record_table = '{table}'
            and case
                when record_id in (select id from merged)
                    then false
                when field is null and theirs is not null
                    then record_id not in (select id from upstream.{table})
                        or record_id in (select id from main.{table})
                else record_id not in (select id from main.{table})
                    or exists (
                        select 1
                        from main.{table} as here
                        join upstream.{table} as there on there.id = here.id
                        where here.id = clash.record_id
                            and (clash.field is null or {same or "false"})
                    )
            end
        """
    ).fetchall()

"""What changed on both sides: noted for somebody to choose, and closed when both agree.

Tested in tests/handover/test_round_trip.py.
"""

from typing import Any

from dq.intake.cells.stage import fields
from dq.intake.landing import Landing
from dq.intake.sheet import Sheet
from dq.objects import NATURAL, OBJECTS, clash_key

# Salesforce alone knows these; nobody has to choose.
THEIRS = {
    (name, field.name) for name, one in OBJECTS.items() for field in one.fields if field.theirs
}
# Follows from the own account of the contact.
FOLLOWS = {("relation", "direct")}
SILENT = THEIRS | FOLLOWS
# What a record does not hand on when it goes into another: it follows from something else.
OWN = {"username", "kind", "status", "owner"}
# Only a merge changes these, and that is no wish to keep the relation.
PAIR = {("relation", "contact_id"), ("relation", "account_id")}


def of_absent(landing: Landing, sheet: Sheet, changed: str) -> None:
    """Note what was changed there of records that are not in main: taken out, or merged here.

    :param changed: the relation of the changed rows, see `threeway.changed`
    """
    named = [field for field in fields(sheet) if (sheet.object, field) not in SILENT]
    if sheet.object in NATURAL:
        found = _taken_out(sheet, changed, named)
    elif sheet.object in ("contact", "account"):
        mine = [field for field in named if field not in OWN and not field.endswith("_id")]
        found = _merged(sheet, changed, mine)
    else:
        return
    if found:
        keep(landing, sheet.object or "", found)


def _taken_out(sheet: Sheet, changed: str, named: list[str]) -> str:
    """Somebody there may want to keep it."""
    some = " or ".join(
        f"staged.{field} is distinct from staged.old_{field}"
        f" and not (staged.has_{field}"
        f" and staged.{field}::varchar is not distinct from staged.sent_{field})"
        for field in named
        if (sheet.object, field) not in PAIR
    )
    return f"""
        select staged.id, null::varchar as field, null::varchar as old, 'changed' as theirs,
            null::varchar as ours
        from {changed} as staged
        where staged.id in (select id from upstream.{sheet.object})
            and staged.id not in (select id from main.{sheet.object})
            and ({some or "false"})
    """


def _merged(sheet: Sheet, changed: str, named: list[str]) -> str:
    """The record that stays has another value, which was chosen without knowing this one."""
    return " union all ".join(
        f"""
        select staged.id, '{field}' as field, staged.old_{field}::varchar as old,
            staged.{field}::varchar as theirs, kept.{field}::varchar as ours
        from {changed} as staged
        join survivor on survivor.id = staged.id
        join main.{sheet.object} as kept on kept.id = survivor.survivor_id
        where staged.id in (select id from upstream.{sheet.object})
            and staged.{field} is distinct from staged.old_{field}
            and staged.{field} is not null
            and staged.{field} is distinct from kept.{field}
        """
        for field in named
    )


def keep(landing: Landing, table: str, found: str) -> None:
    """Note the clashes that a query finds: columns id, field, old, theirs, ours."""
    db = landing.db
    clashing = landing.keep(
        "clashing",
        f"""
        select concat_ws(':', '{table}', id, field) as id, id as record_id, field, old, theirs, ours
        from ({found})
        """,
    )
    # The value from before both changed stays the old one.
    db.execute(f"update {clashing} as here set old = clash.old from clash where clash.id = here.id")
    db.execute(f"delete from clash where id in (select id from {clashing})")
    db.execute(
        f"""
        insert into clash by name
        select *, '{table}' as record_table, $load as load_id, $version as version from {clashing}
        """,
        {"load": landing.load_id, "version": landing.version},
    )


def note(
    landing: Landing,
    table: str,
    id: str,
    field: str | None,
    values: tuple[Any, Any, Any],
    version: int | None = None,
) -> None:
    """Note one clash; `values` are the old one, theirs and ours.

    :param version: the change that brought it about; left out, the load
    """
    key = clash_key(table, id, field)
    landing.db.execute("delete from clash where id = ?", [key])
    by = landing.version if version is None else version
    row = [key, table, id, field, *map(text, values), landing.load_id, by]
    landing.db.execute("insert into clash values (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)


def text(value: Any) -> str | None:
    """A value as DuckDB writes it in text."""
    if value is None:
        return None
    return str(value).lower() if isinstance(value, bool) else str(value)


def gone(landing: Landing, table: str) -> None:
    """Note the records that were changed here and that this export has no more."""
    found = f"""
        select kept.id, null::varchar as field, null::varchar as old, null::varchar as theirs,
            null::varchar as ours
        from main.{table} as kept
        join {landing.lost} as lost on lost.object = '{table}' and lost.id = kept.id
    """
    keep(landing, table, found)


def close(landing: Landing, table: str, named: list[str]) -> None:
    """Take out the clashes in which both sides agree by now, or whose record is on neither."""
    same = " or ".join(
        f"(clash.field = '{name}' and here.{name} is not distinct from there.{name})"
        for name in named
    )
    landing.db.execute(
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
    )

"""What changed in Salesforce of records that are not here any more: taken out, or merged here."""

import duckdb

from dq.intake.batch import Sheet
from dq.intake.cells.stage import fields
from dq.intake.landing import threeway
from dq.objects import NATURAL

# What a record does not hand on when it goes into another: it follows from something else.
OWN = {"username", "kind", "status", "owner"}
# Only a merge changes these, and that is no wish to keep the relation.
PAIR = {("relation", "contact_id"), ("relation", "account_id")}


def clashes(db: duckdb.DuckDBPyConnection, sheet: Sheet, asked: str, load: int, at: int) -> None:
    """Note what was changed there of records that are not in main.

    :param asked: the query of changed rows, as dq/intake/landing/threeway.py makes it
    """
    named = [field for field in fields(sheet) if (sheet.object, field) not in threeway.SILENT]
    if sheet.object in NATURAL:
        found = _taken_out(sheet, asked, named)
    elif sheet.object in ("contact", "account"):
        found = _merged(sheet, asked, [f for f in named if f not in OWN and not f.endswith("_id")])
    else:
        return
    if found:
        threeway.keep(db, sheet.object or "", found, load, at)


def _taken_out(sheet: Sheet, asked: str, named: list[str]) -> str:
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
        from ({asked}) as staged
        where staged.id in (select id from upstream.{sheet.object})
            and staged.id not in (select id from main.{sheet.object})
            and ({some or "false"})
    """


def _merged(sheet: Sheet, asked: str, named: list[str]) -> str:
    """The record that stays has another value, which was chosen without knowing this one."""
    return " union all ".join(
        f"""
        select staged.id, '{field}' as field, staged.old_{field}::varchar as old,
            staged.{field}::varchar as theirs, kept.{field}::varchar as ours
        from ({asked}) as staged
        join survivor on survivor.id = staged.id
        join main.{sheet.object} as kept on kept.id = survivor.survivor_id
        where staged.id in (select id from upstream.{sheet.object})
            and staged.{field} is distinct from staged.old_{field}
            and staged.{field} is not null
            and staged.{field} is distinct from kept.{field}
        """
        for field in named
    )

"""Old export, new export and `main`, field by field: what is taken over and what clashes."""

from dq.intake.cells.stage import fields
from dq.intake.landing import Landing, clashes
from dq.intake.landing.clashes import SILENT, THEIRS
from dq.intake.sheet import Sheet

# What a package has put on its way and no export has shown yet. Its newest value per field counts.
AWAITED = ("sent", "done", "missed")


def changed(landing: Landing, sheet: Sheet, rows: str) -> str:
    """The relation of each changed row: per field the value, the old one (old_), whether a package
    sent one (has_), which (sent_), and whether Salesforce took it (done_)."""
    packed = landing.packed(sheet.object or "")
    return landing.keep("changed", _compared(sheet, rows, packed))


def update_main(landing: Landing, sheet: Sheet, changed: str) -> None:
    """Take over what changed there and not here, and note what changed on both sides.

    :param changed: the relation of the changed rows
    """
    _clashes(landing, sheet, changed)
    taken = ", ".join(
        f"{field} = case when {_takes(sheet, field)} then staged.{field} else kept.{field} end"
        for field in fields(sheet)
    )
    some = " or ".join(f"({_takes(sheet, field)})" for field in fields(sheet))
    landing.db.execute(
        f"""
        update main.{sheet.object} as kept
        set {taken}, version = {landing.version}
        from {changed} as staged
        where kept.id = staged.id and ({some})
        """
    )


def _compared(sheet: Sheet, rows: str, packed: str | None) -> str:
    """Each changed row: per field the value, the old one, and the one that a package sent."""
    values = ", ".join(f"staged.{field}, known.{field} as old_{field}" for field in fields(sheet))
    if packed is None:
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
        left join (select id {wide} from {packed} where state in ({listed}) group by id) as wide
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


def _clashes(landing: Landing, sheet: Sheet, changed: str) -> None:
    found = " union all ".join(
        f"""
        select staged.id, '{field}' as field, staged.old_{field}::varchar as old,
            staged.{field}::varchar as theirs, kept.{field}::varchar as ours
        from {changed} as staged
        join main.{sheet.object} as kept on kept.id = staged.id
        where {_news(field)} and not ({_takes(sheet, field)})
        """
        for field in fields(sheet)
        if (sheet.object, field) not in SILENT
    )
    if found:
        clashes.keep(landing, sheet.object or "", found)

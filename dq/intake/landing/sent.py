"""What an export says of the rows of packages that are on their way.

Tested in tests/handover/test_round_trip.py.
"""

from dq.intake.cells.stage import fields
from dq.intake.landing import Landing
from dq.intake.landing.threeway import AWAITED
from dq.objects import SENT

# Whether the export shows what an operation was to bring about; of an update the fields say.
SHOWN = """
    when 'delete' then there.id is null
    when 'insert' then there.id is not null
    when 'merge' then there.id is null
    when 'unlink' then there.id is null
    when 'disable' then not exists (
        select 1
        from upstream.portal_user as login
        where login.id = row.record_id
            and login.contact_id = row.fields ->> 'other_id'
    )
    when 'enable' then exists (
        select 1
        from upstream.portal_user as login
        where login.id <> row.record_id
            and login.contact_id is not null
            and folded(login.username) = folded(row.fields ->> 'username')
    )
"""


def run(landing: Landing) -> None:
    """What became of each row that is on its way: it arrived, or it did not.

    Only a whole export that was made afterwards can say that it did not.
    """
    for name in SENT:
        sheets = landing.batch.of(name)
        packed = landing.packed(name) if sheets else None
        if packed is None:
            continue
        named = list(dict.fromkeys(field for sheet in sheets for field in fields(sheet)))
        whole = all(sheet.complete for sheet in sheets)
        _settle(landing, name, packed, named, whole)


def _settle(landing: Landing, name: str, packed: str, named: list[str], whole: bool) -> None:
    other = " or ".join(
        f"(packed.field = '{field}' and there.{field}::varchar is distinct from packed.value)"
        for field in named
    )
    became = landing.keep(
        "became",
        f"""
        select row.key,
            case row.operation {SHOWN}
                else there.id is not null and not exists (
                    select 1
                    from {packed} as packed
                    where packed.key = row.key
                        and ({other or "false"} or packed.field not in $named)
                )
            end as done,
            -- What the file does not show has neither arrived nor been refused.
            (row.state = 'done' or $exported > package.made::date) and (
                row.operation <> 'update'
                or there.id is null
                or exists (
                    select 1
                    from {packed} as packed
                    where packed.key = row.key and ({other or "false"})
                )
            ) as shown
        from package_row as row
        join package on package.id = row.package_id
        left join upstream.{name} as there on there.id = coalesce(row.new_id, row.record_id)
        where row.record_table = '{name}'
            and row.state in $awaited
            and package.made::date <= $exported
        """,
        {"exported": landing.exported, "awaited": AWAITED, "named": named},
    )
    landing.db.execute(
        f"""
        update package_row
        set state = case when became.done then 'arrived' else 'missed' end
        from {became} as became
        where became.key = package_row.key and (became.done or (became.shown and $whole))
        """,
        {"whole": whole},
    )

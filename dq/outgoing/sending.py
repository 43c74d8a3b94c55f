"""What the records that go to Salesforce are called.

Tested in tests/handover/package/test_archive.py.
"""

from collections.abc import Iterable

import duckdb

from dq.objects import NATURAL, OBJECTS, known_by


def _joining(table: str, schema: str = "main") -> str:
    """Records that join a card to another record, which are called by both."""
    _, field = known_by(table)
    of = OBJECTS[table].references[field]
    return f"""
        select
            '{table}' as record_table, {table}.id, card.id as contact_id,
            concat_ws(' · ', card.called, {of}.name) as name
        from {schema}.{table}
        join card on card.id = {table}.contact_id
        left join {of} on {of}.id = {table}.{field}
    """


def _taken_out(table: str) -> str:
    """Such records that were taken out here, which have their names from the last export."""
    return f"{_joining(table, 'upstream')} where {table}.id not in (select id from main.{table})"


# Of every record: record_table, id, the card it belongs to and what a person calls it; one that was
# merged is called as the one that stays.
NAMES = " union all ".join(
    [
        *map(_joining, NATURAL),
        *map(_taken_out, NATURAL),
        """
        select 'contact', card.id, card.id, card.called
        from card
        union all
        select 'portal_user', portal_user.id, card.id, portal_user.username
        from portal_user
        left join card on card.id = portal_user.contact_id
        union all
        select 'account', account.id, null, called(account.name, account.id)
        from account
        union all
        select 'contact', merged.id, card.id, card.called
        from merged
        join survivor on survivor.id = merged.id
        join card on card.id = survivor.survivor_id
        union all
        select 'account', merged.id, null, called(account.name, account.id)
        from merged
        join survivor on survivor.id = merged.id
        join account on account.id = survivor.survivor_id
        """,
    ]
)


def named(
    db: duckdb.DuckDBPyConnection, ids: Iterable[str]
) -> dict[tuple[str, str], tuple[str | None, str]]:
    """Of each of these records, by table and id, the card that it belongs to and its name.

    Far faster for a few than joining the names of all.
    """
    listed = list(ids)
    if not listed:
        return {}
    rows = db.execute(
        f"select * from ({NAMES}) as named where named.id in $ids", {"ids": listed}
    ).fetchall()
    return {(table, id): (contact_id, name) for table, id, contact_id, name in rows}

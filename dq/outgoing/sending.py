"""What the records that go to Salesforce are called.

Tested in tests/handover/package/test_archive.py.
"""

from collections.abc import Iterable

import duckdb

# Of every record: record_table, id, the card it belongs to and what a person calls it.
NAMES = """
    select 'contact' as record_table, card.id, card.id as contact_id, card.called as name
    from card
    union all
    select 'relation', relation.id, card.id, concat_ws(' · ', card.called, account.name)
    from relation
    join card on card.id = relation.contact_id
    left join account on account.id = relation.account_id
    union all
    select 'approval', approval.id, card.id, concat_ws(' · ', card.called, project.name)
    from approval
    join card on card.id = approval.contact_id
    left join project on project.id = approval.project_id
    union all
    select 'portal_user', portal_user.id, card.id, portal_user.username
    from portal_user
    left join card on card.id = portal_user.contact_id
    union all
    select 'account', account.id, null, called(account.name, account.id)
    from account
    union all
    -- What was taken out here has its name from the last export.
    select 'relation', relation.id, card.id, concat_ws(' · ', card.called, account.name)
    from upstream.relation
    join card on card.id = relation.contact_id
    left join account on account.id = relation.account_id
    where relation.id not in (select id from main.relation)
    union all
    select 'approval', approval.id, card.id, concat_ws(' · ', card.called, project.name)
    from upstream.approval
    join card on card.id = approval.contact_id
    left join project on project.id = approval.project_id
    where approval.id not in (select id from main.approval)
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
"""


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

"""Who loses something in Salesforce keeps it until what replaces it is known to be there."""

from collections.abc import Iterable

import duckdb

from dq.objects import LEAVING
from dq.outgoing.difference import Change, Place

# What somebody who leaves loses beside approvals, and the value by which it shows.
LOST = {
    "contact": ("status", "left"),
    "relation": ("active", False),
    "portal_user": ("active", False),
}
# Which fields go along with it.
BESIDE = {"contact": LEAVING, "relation": ("active", "end_date")}

# Of the approvals that are on in Salesforce and not here: who is to have the same here and is not
# known to have it there, where nobody is. Known is what an export showed, or what a success file
# said since. An approval that goes to somebody else as it is has no moment between.
AWAITED = """
    with there as (
        select
            approval.id, approval.project_id, approval.kind,
            coalesce(survivor.survivor_id, approval.contact_id) as contact_id
        from upstream.approval
        left join survivor on survivor.id = approval.contact_id
        where coalesce(approval.active, true)
    ),
    here as (from main.approval where coalesce(active, true)),
    stopping as (
        from there
        where id not in (select id from here)
            and not exists (
                from here
                where here.contact_id = there.contact_id
                    and here.project_id = there.project_id
                    and here.kind is not distinct from there.kind
            )
    ),
    answered as (
        select record_id, coalesce((fields ->> 'active')::boolean, false) as active
        from package_row
        where record_table = 'approval' and state = 'done'
        qualify row_number() over (partition by record_id order by package_id desc, key desc) = 1
    ),
    wanted as (
        select
            approving.project_id, approving.kind, approving.contact_id,
            coalesce(answered.active, false) or exists (
                from there
                where there.contact_id = approving.contact_id
                    and there.project_id = approving.project_id
                    and there.kind is not distinct from approving.kind
            ) as known
        from approving
        left join answered on answered.record_id = approving.id
    )
    select stopping.id, stopping.contact_id, min(wanted.contact_id)
    from stopping
    join wanted
        on wanted.project_id = stopping.project_id
        and wanted.kind is not distinct from stopping.kind
    group by stopping.id, stopping.contact_id
    having not bool_or(wanted.known)
    union all
    -- Of who left: whoever was to take over was removed since, and nobody was chosen instead.
    select stopping.id, stopping.contact_id, min(succession.successor_id)
    from stopping
    join succession on succession.contact_id = stopping.contact_id
    left join contact on contact.id = succession.successor_id
    where not exists (
        from wanted
        where wanted.project_id = stopping.project_id
            and wanted.kind is not distinct from stopping.kind
    )
    group by stopping.id, stopping.contact_id
    having count(contact.id) = 0
"""


def awaited(db: duckdb.DuckDBPyConnection, changes: Iterable[Change]) -> dict[Place, str]:
    """What stays as it is for now, and the contact who has to be known there as taking over."""
    rows = db.execute(AWAITED).fetchall()
    takers = {id: taker for id, _loser, taker in rows}
    losers = {loser: taker for _id, loser, taker in rows}
    found: dict[Place, str] = {}
    for change in changes:
        if change.table == "approval" and change.there in takers:
            for name in (None, *change.fields):
                found[change.table, change.id, name] = takers[change.there]
        who = change.id if change.table == "contact" else change.value("contact_id")
        if who in losers and _loses(change):
            for field in BESIDE.get(change.table, ("active",)):
                found[change.table, change.id, field] = losers[who]
    return found


def _loses(change: Change) -> bool:
    if change.table not in LOST or change.before is None or change.after is None:
        return False
    field, value = LOST[change.table]
    return field in change.fields and change.now[field] == value

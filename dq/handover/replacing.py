"""Who loses something in Salesforce keeps it until what replaces it is known to be there."""

from collections.abc import Iterable

import duckdb

from dq.handover.difference import Change, Place

# What somebody who leaves loses beside approvals, and the value by which it shows.
LOST = {
    "contact": ("status", "left"),
    "relation": ("active", False),
    "portal_user": ("active", False),
}
# Which fields go along with it.
BESIDE = {"contact": ("status", "successor_id"), "relation": ("active", "end_date")}

# Of the approvals that stop: who is to have the same here and is not known to have it there, where
# nobody is. Known is what an export showed, or what a success file said since.
AWAITED = """
    with stopping as (
        select approval.id, approval.project_id, approval.kind
        from upstream.approval
        where approval.id in (select unnest($stopping::varchar[]))
    ),
    answered as (
        select record_id, coalesce((fields ->> 'active')::boolean, false) as active
        from package_row
        where record_table = 'approval' and state in ('done', 'arrived')
        qualify row_number() over (partition by record_id order by package_id desc, key desc) = 1
    ),
    wanted as (
        select
            approving.project_id, approving.kind, approving.contact_id,
            (
                coalesce(there.active, there.id is not null)
                and coalesce(survivor.survivor_id, there.contact_id) = approving.contact_id
                and there.project_id = approving.project_id
                and there.kind is not distinct from approving.kind
            )
            or coalesce(answered.active, false) as known
        from approving
        left join upstream.approval as there on there.id = approving.id
        left join survivor on survivor.id = there.contact_id
        left join answered on answered.record_id = approving.id
        where approving.id not in (select id from stopping)
    )
    select stopping.id, min(wanted.contact_id)
    from stopping
    join wanted
        on wanted.project_id = stopping.project_id
        and wanted.kind is not distinct from stopping.kind
    group by stopping.id
    having not bool_or(wanted.known)
"""


def awaited(db: duckdb.DuckDBPyConnection, changes: Iterable[Change]) -> dict[Place, str]:
    """What stays as it is for now, and the contact who has to be known there as taking over."""
    listed = list(changes)
    stopping = {change.there: change for change in listed if _stops(change)}
    rows = db.execute(AWAITED, {"stopping": sorted(filter(None, stopping))}).fetchall()
    found: dict[Place, str] = {}
    losers: dict[str, str] = {}
    for id, taker in rows:
        change = stopping[id]
        found[change.table, change.id, None] = taker
        losers[change.was["contact_id"]] = taker
    for change in listed:
        who = change.id if change.table == "contact" else change.value("contact_id")
        if who in losers and _loses(change):
            for field in BESIDE.get(change.table, ("active",)):
                found[change.table, change.id, field] = losers[who]
    return found


def _stops(change: Change) -> bool:
    """Whether somebody who approves there does so no more."""
    if change.table != "approval" or change.before is None or change.was["active"] is False:
        return False
    return change.after is None or change.now["active"] is False


def _loses(change: Change) -> bool:
    if change.table not in LOST or change.before is None or change.after is None:
        return False
    field, value = LOST[change.table]
    return field in change.fields and change.now[field] == value

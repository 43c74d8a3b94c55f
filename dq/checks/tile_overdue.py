"""People for whom the back office's work waits longer than agreed."""

from dq.checks import Check
from dq.errors import N_

CHECK = Check(
    id="tile_overdue",
    title=N_("Tile waits too long"),
    why=N_("As long as the steps are not done, somebody who left approves, or a successor cannot."),
    action=N_("Open the tile and do its steps, or ask the back office what it waits for."),
    reason=N_("Steps done: {detail}."),
    severity="warning",
    dimension="timeliness",
    record_kind="contact",
    scope="left",
    within=True,
    sql="""
        select
            contact_id as record_id,
            null as other_id,
            arg_min(steps_done || '/' || steps, made) as detail
        from board
        where state <> 'done'
            and made::date + getvariable('tile_days')::integer <= current_date
        group by contact_id
    """,
)

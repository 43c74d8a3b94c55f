"""Leavers with a portal user that is still active."""

from dq.checks import Check
from dq.errors import N_

CHECK = Check(
    id="leaver_can_log_in",
    title=N_("Left, but can still log in"),
    why=N_("Somebody who is not there any more can see and approve hours in the portal."),
    action=N_("Have the back office deactivate the portal user in Salesforce."),
    reason=N_("Portal user {detail} is still active."),
    severity="error",
    dimension="timeliness",
    record_kind="contact",
    compared=("status", "username"),
    other_kind="portal_user",
    scope="left",
    sql="""
        select
            contact.id as record_id,
            portal_user.id as other_id,
            coalesce(nullif(trim(portal_user.username), ''), portal_user.id) as detail
        from contact
        join portal_user on portal_user.contact_id = contact.id
        where contact.status = 'left'
            and coalesce(portal_user.active, true)
            and known('portal_user', 'active')
    """,
)

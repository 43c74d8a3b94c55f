"""Leavers whose contact in Business Central is not blocked."""

from dq.checks import Check
from dq.errors import N_

CHECK = Check(
    id="leaver_active_in_bc",
    title=N_("Left, but active in Business Central"),
    why=N_("Business Central goes on offering this person for projects and mail."),
    action=N_("Have the back office set the contact in Business Central to Niet actief."),
    reason=N_("Contact {detail} is still active in Business Central."),
    severity="warning",
    dimension="timeliness",
    record_kind="contact",
    other_kind="bc_contact",
    scope="left",
    sql="""
        select contact.id as record_id, in_bc.id as other_id, in_bc.id as detail
        from contact
        join in_bc on in_bc.contact_id = contact.id
        where contact.status = 'left'
            and not coalesce(in_bc.blocked, false)
            and known('bc_contact', 'blocked')
    """,
)

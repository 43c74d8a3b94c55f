"""Cards that claim the same username, ignoring case and spaces; leavers count."""

from dq.checks import Check
from dq.errors import N_

CHECK = Check(
    id="username_clash",
    title=N_("Same username on several cards"),
    why=N_(
        "A username can exist only once: one of these people cannot log in, or logs in as "
        "somebody else."
    ),
    action=N_(
        "Give the shared mailbox its own general card and each person their own address; "
        "disable the user of a leaver."
    ),
    reason=N_("{other} has the same username: {detail}."),
    severity="error",
    dimension="uniqueness",
    record_kind="contact",
    other_kind="contact",
    # An inactive user keeps its username, so every card and every portal user counts.
    sql="""
        with claimed as (
            select distinct contact_id, username from claim
        ), shared as (
            select username, min(contact_id, 2) as two
            from claimed
            anti join placeholder on placeholder.address = claimed.username
            group by username
            having count(*) > 1
        )
        select
            claimed.contact_id as record_id,
            two[if(two[1] = claimed.contact_id, 2, 1)] as other_id,
            min(claimed.username) as detail
        from claimed
        join shared using (username)
        group by all
    """,
)

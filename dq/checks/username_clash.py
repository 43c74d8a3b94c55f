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
    compared=("email", "username"),
    other_kind="contact",
    # An inactive user keeps its username, so every card and every portal user counts.
    sql="""
        with shared as (
            select username
            from claim
            anti join placeholder on placeholder.address = claim.username
            group by username
            having count(*) > 1
        ), member as (
            select claim.contact_id, claim.username
            from claim
            join shared using (username)
        ), smallest as (
            select username, min(contact_id, 2) as two from member group by username
        )
        select
            member.contact_id as record_id,
            two[if(two[1] = member.contact_id, 2, 1)] as other_id,
            min(member.username) as detail
        from member
        join smallest using (username)
        group by all
    """,
)

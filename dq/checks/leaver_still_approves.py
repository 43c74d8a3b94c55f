"""Leavers with an active approval on a project that is not closed."""

from dq.checks import Check
from dq.errors import N_

CHECK = Check(
    id="leaver_still_approves",
    title=N_("Left, but still approves"),
    why=N_("Hours, sub-agreements or invoices wait for somebody who is not there any more."),
    action=N_(
        "Let the successor approve and have the back office take this person off the projects."
    ),
    reason=N_("Still approves for {detail}."),
    severity="error",
    dimension="timeliness",
    record_kind="contact",
    compared=("status", "successor_id"),
    scope="left",
    sql="""
        with asked as (
            select contact_id, list(distinct called(project_name, project_id)) as projects
            from approving
            group by contact_id
        )
        select
            contact.id as record_id,
            null as other_id,
            array_to_string(list_sort(projects)[:3], ', ')
                || if(len(projects) > 3, ', +' || (len(projects) - 3), '') as detail
        from contact
        join asked on asked.contact_id = contact.id
        where contact.status = 'left'
    """,
)

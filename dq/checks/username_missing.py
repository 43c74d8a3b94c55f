"""Active cards that approve something and cannot log in, for want of a username."""

from dq.checks import Check
from dq.errors import N_

CHECK = Check(
    id="username_missing",
    title=N_("Approves, but has no username"),
    why=N_("Hours, sub-agreements or invoices wait for somebody who cannot log in to the portal."),
    action=N_(
        "Fill in the e-mail address so that the username is made, or let somebody else approve."
    ),
    reason=N_("Approves for {detail}, but has no username."),
    severity="error",
    dimension="completeness",
    record_kind="contact",
    compared=("email", "username"),
    scope="active",
    sql="""
        with asked as (
            select
                approval.contact_id,
                list(distinct called(project.name, approval.project_id)) as projects
            from approval
            left join project on project.id = approval.project_id
            where coalesce(approval.active, true)
            group by approval.contact_id
        )
        select
            card.id as record_id,
            null as other_id,
            array_to_string(list_sort(projects)[:3], ', ')
                || if(len(projects) > 3, ', +' || (len(projects) - 3), '') as detail
        from card
        join asked on asked.contact_id = card.id
        anti join claim on claim.contact_id = card.id and claim.active
        where card.active
            and (
                known('contact', 'username')
                or (
                    exists (select 1 from portal_user)
                    and known('portal_user', 'contact_id')
                )
            )
    """,
)

"""Projects on which nobody in service approves, or not everything that is to be approved."""

from dq.checks import Check
from dq.errors import N_

CHECK = Check(
    id="project_without_approver",
    title=N_("Project without an approver"),
    why=N_("What is to be approved on this project reaches nobody, so it stays where it is."),
    action=N_("Ask the customer who approves, and have the back office put them on the project."),
    reason=N_("Nobody in service approves {detail}."),
    severity="error",
    dimension="completeness",
    record_kind="project",
    detail_codes="approval",
    # The same projects as in the view approving. Where nothing was ever approved, all is missing.
    sql="""
        with asked as (
            select
                approving.project_id,
                approving.kind,
                coalesce(bool_or(card.active), false) as covered
            from approving
            left join card on card.id = approving.contact_id
            group by approving.project_id, approving.kind
        ), known_of as (
            select
                project_id,
                bool_or(covered) as covered,
                string_agg(kind, ' ' order by kind) filter (where not covered) as missing
            from asked
            group by project_id
        )
        select
            project.id as record_id,
            null as other_id,
            coalesce(known_of.missing, 'hours invoice sub_agreement') as detail
        from project
        left join known_of on known_of.project_id = project.id
        where not coalesce(
                project.status = 'closed',
                project.end_date < (select max(exported) from load),
                false
            )
            and (known_of.missing is not null or not coalesce(known_of.covered, false))
            and (
                exists (select 1 from approval)
                or exists (select 1 from exported where object = 'approval')
            )
            and exists (select 1 from contact)
    """,
)

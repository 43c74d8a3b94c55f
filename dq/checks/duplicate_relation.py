"""Relations that link the same contact and account twice."""

from dq.checks import Check
from dq.errors import N_

CHECK = Check(
    id="duplicate_relation",
    title=N_("Same relation twice"),
    why=N_(
        "Salesforce allows one relation per person and account; the second one blocks a later "
        "merge."
    ),
    action=N_("Keep one relation, with the right roles and dates, and delete the other."),
    reason=N_("The same person and account are linked by {other} as well."),
    severity="notice",
    dimension="uniqueness",
    record_kind="relation",
    other_kind="relation",
    sql="""
        with shared as (
            select contact_id, account_id
            from relation
            where contact_id is not null and account_id is not null
            group by contact_id, account_id
            having count(*) > 1
        ), member as (
            select relation.id, relation.contact_id, relation.account_id, relation.roles
            from relation
            join shared using (contact_id, account_id)
        ), smallest as (
            select contact_id, account_id, min(id, 2) as two
            from member
            group by contact_id, account_id
        )
        select
            member.id as record_id,
            two[if(two[1] = member.id, 2, 1)] as other_id,
            member.roles as detail
        from member
        join smallest using (contact_id, account_id)
    """,
)

"""Active cards that are likely the same person, as matching grouped them."""

from dq.checks import Check
from dq.errors import N_

CHECK = Check(
    id="duplicate_person",
    title=N_("Likely the same person twice"),
    why=N_(
        "Hours, approvals and history end up on two cards, and changes are made on one of them "
        "only."
    ),
    action=N_("Compare the cards side by side: merge them, or say that they are not duplicates."),
    reason=N_("{detail} sure: the same person as {other}."),
    severity="warning",
    dimension="uniqueness",
    record_kind="contact",
    other_kind="contact",
    scope="active",
    sql="""
        with member as (
            select cluster.record_id, cluster.group_id
            from cluster
            join card on card.id = cluster.record_id and card.active
            where cluster.record_kind = 'contact'
        ), grouped as (
            select group_id, min(record_id, 2) as two
            from member
            group by group_id
            having count(*) > 1
        ), side as (
            select left_id as record_id, score from pair where record_kind = 'contact'
            union all
            select right_id, score from pair where record_kind = 'contact'
        ), best as (
            select record_id, max(score) as score from side group by record_id
        )
        select
            member.record_id,
            two[if(two[1] = member.record_id, 2, 1)] as other_id,
            least(99, cast(round(100 * best.score) as integer)) || ' %' as detail
        from member
        join grouped using (group_id)
        left join best using (record_id)
    """,
)

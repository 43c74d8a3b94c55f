"""Accounts that are likely the same organisation, as matching grouped them."""

from dq.checks import Check
from dq.errors import N_

CHECK = Check(
    id="duplicate_account",
    title=N_("Likely the same account twice"),
    why=N_("People, projects and invoices of one customer are spread over two accounts."),
    action=N_("Compare the accounts: merge them, or make one the department of the other."),
    reason=N_("{detail} sure: the same organisation as {other}."),
    severity="warning",
    dimension="uniqueness",
    record_kind="account",
    other_kind="account",
    sql="""
        with member as (
            select record_id, group_id from cluster where record_kind = 'account'
        ), grouped as (
            select group_id, min(record_id, 2) as two
            from member
            group by group_id
            having count(*) > 1
        ), side as (
            select left_id as record_id, score from pair where record_kind = 'account'
            union all
            select right_id, score from pair where record_kind = 'account'
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

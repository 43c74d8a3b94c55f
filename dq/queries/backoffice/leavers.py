"""What people who left still approve, and for how long it has waited."""

from dataclasses import dataclass
from datetime import date

import duckdb


@dataclass(frozen=True)
class Overdue:
    """What a leaver still approves: one kind on one project, with who looks after the account.

    `last_day` is the best that is known of it; `weeks` are the whole weeks from then to the day
    of the last export.
    """

    contact_id: str
    leaver: str
    account: str | None
    owner: str | None
    project_id: str | None
    project: str | None
    kind: str | None
    last_day: date | None
    weeks: int | None


# The account is the project's; the leaver's own where the project was not exported.
QUERY = """
    with newest as (select max(exported) as day from load),
        -- What is asked of the back office is not so outside before an export shows it.
        approves as (
            select contact_id, project_id, kind from approving
            union
            select approval.contact_id, approval.project_id, approval.kind
            from upstream.approval
            left join project on project.id = approval.project_id
            where coalesce(approval.active, true)
                and not coalesce(
                    project.status = 'closed', project.end_date < (select day from newest), false
                )
        ),
        asked as (
            select distinct
                card.id, card.called, card.account_id, card.modified,
                approves.project_id, project.name as project_name, approves.kind,
                project.account_id as project_account_id
            from approves
            join card on card.id = approves.contact_id
            left join project on project.id = approves.project_id
            where card.status = 'left' {only}
        ),
        ended as (
            select contact_id, max(end_date) as day
            from relation
            where contact_id in (select id from asked)
                and end_date <= (select day from newest)
            group by contact_id
        ),
        dated as (
            select
                asked.*,
                coalesce(departure.last_day, ended.day, asked.modified::date) as last_day
            from asked
            left join departure on departure.id = asked.id
            left join ended on ended.contact_id = asked.id
        )
    select
        dated.id as contact_id,
        dated.called as name,
        account.name as account,
        account.owner,
        dated.project_id,
        dated.project_name as project,
        dated.kind as approves,
        dated.last_day,
        case when dated.last_day is not null
            then greatest(0, (select day from newest) - dated.last_day) // 7
        end as weeks
    from dated
    left join account on account.id = coalesce(dated.project_account_id, dated.account_id)
"""
APPROVALS = QUERY.format(only="")
ORDER = "order by weeks desc nulls last, name, contact_id, project, project_id, approves"


def approvals(db: duckdb.DuckDBPyConnection, contact_id: str | None = None) -> list[Overdue]:
    """What leavers, or this one, still approve; what has waited longest first."""
    only = "and approves.contact_id = $id and card.id = $id" if contact_id else ""
    given = {"id": contact_id} if contact_id else {}
    rows = db.execute(f"{QUERY.format(only=only)} {ORDER}", given).fetchall()
    return [Overdue(*row) for row in rows]

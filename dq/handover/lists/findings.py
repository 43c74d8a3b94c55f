"""The list of findings that a team lead downloads or shares.

Tested in tests/handover/lists/test_tables.py.
"""

OPEN = "select * from open_finding where check_id in $checks"
# How a finding stands, as a list names it.
STATE = """
    case
        when chosen.solved_load is not null then 'solved'
        when chosen.under_way then 'under_way'
        when chosen.disposed is not null then chosen.disposed
        when chosen.returned_load = newest.id then 'returned'
        when chosen.first_load = newest.id then 'new'
        else 'open'
    end
"""
# Whose it is: the card, project or account of the record, and the card or account of the other one.
RECORDS = """
    left join relation
        on chosen.record_kind = 'relation'
        and relation.id = chosen.record_id
    left join card
        on card.id = coalesce(
            relation.contact_id,
            case when chosen.record_kind = 'contact' then chosen.record_id end
        )
    left join project
        on chosen.record_kind = 'project'
        and project.id = chosen.record_id
    left join account
        on account.id = coalesce(
            project.account_id,
            case when chosen.record_kind = 'account' then chosen.record_id end
        )
    left join card as other_card on other_card.id = chosen.other_id
    left join account as other_account on other_account.id = chosen.other_id
"""


def listed(chosen: str) -> str:
    """The query of the findings that the query `chosen` selects from table finding.

    Its parameters are those of `chosen` and four lists of equal length: `$checks` (ids, in the
    order to show them), `$titles`, `$severities` and `$actions` (what to say of them).
    """
    return f"""
        with chosen as ({chosen}),
            named as (
                select
                    unnest($checks) as check_id,
                    unnest($titles) as title,
                    unnest($severities) as severity,
                    unnest($actions) as action
            ),
            newest as (select coalesce(max(id), 0) as id from load)
        select
            named.title as "check",
            named.severity,
            {STATE} as state,
            coalesce(card.called, project.name, account.name) as name,
            coalesce(card.account_name, account.name) as account,
            coalesce(card.owner, account.owner) as owner,
            chosen.detail,
            coalesce(other_card.called, other_account.name) as other,
            named.action,
            card.email,
            load.exported as since,
            chosen.record_kind,
            chosen.record_id,
            chosen.other_id
        from chosen
        cross join newest
        join named on named.check_id = chosen.check_id
        {RECORDS}
        left join load on load.id = coalesce(chosen.returned_load, chosen.first_load)
        order by
            list_position($checks, chosen.check_id),
            chosen.record_kind,
            chosen.record_id,
            chosen.other_id
    """

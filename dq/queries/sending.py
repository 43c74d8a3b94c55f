"""What the records that go to Salesforce are called."""

PERSON = "coalesce(nullif(card.full_name, ''), card.email, card.id)"
# Of every record: record_table, id, the card it belongs to and what a person calls it.
NAMES = f"""
    select 'contact' as record_table, card.id, card.id as contact_id, {PERSON} as name
    from card
    union all
    select 'relation', relation.id, card.id, concat_ws(' · ', {PERSON}, account.name)
    from relation
    join card on card.id = relation.contact_id
    left join account on account.id = relation.account_id
    union all
    select 'approval', approval.id, card.id, concat_ws(' · ', {PERSON}, project.name)
    from approval
    join card on card.id = approval.contact_id
    left join project on project.id = approval.project_id
    union all
    select 'portal_user', portal_user.id, card.id, portal_user.username
    from portal_user
    left join card on card.id = portal_user.contact_id
    union all
    select 'account', account.id, null, coalesce(account.name, account.id)
    from account
"""

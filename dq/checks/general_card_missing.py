"""Accounts whose people approve hours through one mailbox, and that have no general card for it."""

from dq.checks import Check
from dq.errors import N_

CHECK = Check(
    id="general_card_missing",
    title=N_("General card missing"),
    why=N_(
        "Colleagues approve hours with one mailbox, but only one card can have its username: "
        "the others cannot log in."
    ),
    action=N_(
        "Make one general card in the account's name for the mailbox, and give the people their "
        "own address."
    ),
    reason=N_("{detail} stands on several people who approve hours, and has no general card."),
    severity="warning",
    dimension="consistency",
    record_kind="account",
    # A mailbox may serve several departments; the account with most of its people is the one.
    sql="""
        with person as (
            select card.id, card.account_id, address
            from (
                select id, account_id, general, active, unnest(
                    list_distinct([address, folded(username)])
                ) as address
                from card
            ) as card
            where card.active
                and not card.general
                and card.account_id is not null
                and address is not null
                and address not in (select address from placeholder)
                and card.id in (select contact_id from approving where kind = 'hours')
        ), shared as (
            select address
            from person
            group by address
            having count(distinct id) > 1
        ), general as (
            select unnest([address, folded(username)]) as address
            from card
            where general and active
        )
        select account_id as record_id, null as other_id, address as detail
        from person
        where address in (select address from shared)
            and address not in (select address from general where address is not null)
            and account_id in (select id from account)
            and general_known(null)
        group by address, account_id
        qualify row_number() over (
                partition by address order by count(distinct person.id) desc, account_id
            ) = 1
    """,
)

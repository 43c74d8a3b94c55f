"""General cards that are not the only one of their account for their mailbox."""

from dq.checks import Check
from dq.errors import N_

CHECK = Check(
    id="general_card_double",
    title=N_("General card double"),
    why=N_("A username can exist only once, so with one of the two nobody can log in."),
    action=N_("Keep the one that logs in, and merge the other into it."),
    reason=N_("{other} is a general card of the same account with the address {detail}."),
    severity="warning",
    dimension="uniqueness",
    record_kind="contact",
    compared=("email", "account_id"),
    other_kind="contact",
    scope="active",
    sql="""
        with shared as (
            select id, account_id, address
            from card
            where active
                and general
                and account_id is not null
                and address is not null
                and address not in (select address from placeholder)
        )
        select mine.id as record_id, min(other.id) as other_id, mine.address as detail
        from shared as mine
        join shared as other
            on other.account_id = mine.account_id
            and other.address = mine.address
            and other.id <> mine.id
        group by mine.id, mine.address
    """,
)

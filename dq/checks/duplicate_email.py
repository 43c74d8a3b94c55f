"""Active cards that share one e-mail address."""

from dq.checks import Check
from dq.errors import N_

CHECK = Check(
    id="duplicate_email",
    title=N_("Same e-mail address on several cards"),
    why=N_(
        "A person has one card; a second card with the address splits the history and cannot "
        "get its own username."
    ),
    action=N_(
        "Same person: merge the cards and link the accounts. Different people: give each their "
        "own address."
    ),
    reason=N_("{other} has the same address: {detail}."),
    severity="warning",
    dimension="uniqueness",
    record_kind="contact",
    other_kind="contact",
    scope="active",
    sql="""
        with shared as (
            select folded(email) as address, min(id, 2) as two
            from card
            where active and folded(email) is not null
            group by address
            having count(*) > 1
        )
        select
            card.id as record_id,
            two[if(two[1] = card.id, 2, 1)] as other_id,
            card.email as detail
        from card
        join shared on shared.address = folded(card.email)
        anti join placeholder on placeholder.address = shared.address
        where card.active
    """,
)

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
    compared=("email",),
    other_kind="contact",
    scope="active",
    sql="""
        with shared as (
            select address
            from card
            anti join placeholder using (address)
            where active and address is not null
            group by address
            having count(*) > 1
        ), member as (
            select card.id, card.email, card.address
            from card
            join shared using (address)
            where card.active
        ), smallest as (
            select address, min(id, 2) as two from member group by address
        )
        select
            member.id as record_id,
            two[if(two[1] = member.id, 2, 1)] as other_id,
            member.email as detail
        from member
        join smallest using (address)
    """,
)

"""Cards whose e-mail address is already the username of another card."""

from dq.checks import Check
from dq.errors import N_

CHECK = Check(
    id="username_taken",
    title=N_("Username already taken"),
    why=N_(
        "The username is made from the e-mail address; another card has it, so this person "
        "cannot get a login."
    ),
    action=N_(
        "Same person: keep one card. Different people: correct the address here, or free the "
        "username there."
    ),
    reason=N_("{detail} is the username of {other}."),
    severity="error",
    dimension="uniqueness",
    record_kind="contact",
    compared=("email", "username"),
    other_kind="contact",
    # Who has that username already is a matter of username_clash.
    sql="""
        with taken as materialized (
            select card.id, card.email, card.address
            from card
            semi join claim on claim.username = card.address
            anti join claim as own
                on own.username = card.address
                and own.contact_id = card.id
            anti join placeholder on placeholder.address = card.address
        ), holder as (
            select username, min(contact_id) as contact_id
            from claim
            where username in (select address from taken)
            group by username
        )
        select taken.id as record_id, holder.contact_id as other_id, taken.email as detail
        from taken
        join holder on holder.username = taken.address
    """,
)

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
    other_kind="contact",
    # Who has that username already is a matter of username_clash.
    sql="""
        with taken as materialized (
            select card.id, card.email, card.address, claim.contact_id
            from card
            join claim on claim.username = card.address
            where claim.contact_id <> card.id
        )
        select taken.id as record_id, min(taken.contact_id) as other_id, taken.email as detail
        from taken
        anti join placeholder using (address)
        anti join claim as own on own.username = taken.address and own.contact_id = taken.id
        group by taken.id, taken.email
    """,
)

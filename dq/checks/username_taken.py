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
        with wanted as (
            select contact.id, contact.email, folded(contact.email) as username
            from contact
            anti join placeholder on placeholder.address = folded(contact.email)
            where folded(contact.email) is not null
        )
        select wanted.id as record_id, min(claim.contact_id) as other_id, wanted.email as detail
        from wanted
        join claim using (username)
        anti join claim as own on own.username = wanted.username and own.contact_id = wanted.id
        group by wanted.id, wanted.email
    """,
)

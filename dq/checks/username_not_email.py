"""Active cards whose username and e-mail address differ, ignoring case and spaces."""

from dq.checks import Check
from dq.errors import N_

CHECK = Check(
    id="username_not_email",
    title=N_("Username is not the e-mail address"),
    why=N_(
        "The username must be the e-mail address; otherwise the portal refuses the login that "
        "the person expects."
    ),
    action=N_("Correct whichever is wrong; after a change of address ask for a new username."),
    reason=N_("The username is {detail}."),
    severity="error",
    dimension="consistency",
    record_kind="contact",
    compared=("email", "username"),
    scope="active",
    sql="""
        select card.id as record_id, null as other_id, min(claim.username) as detail
        from card
        join claim on claim.contact_id = card.id and claim.active
        where card.active
            and claim.username <> card.address
            and card.address not in (select address from placeholder)
            and claim.username not in (
                select address from placeholder where cards is not null
            )
        group by card.id
    """,
)

"""Active cards without an e-mail address; a dash, a word such as geen, or nvt@nvt.nl is none."""

from dq.checks import Check
from dq.errors import N_

CHECK = Check(
    id="missing_email",
    title=N_("No e-mail address"),
    why=N_("Without an address there is no username, so no login to the portal, and no mail."),
    action=N_("Ask for the address and fill it in."),
    reason=N_("No e-mail address is filled in."),
    proposal=N_("The field says {detail}."),
    severity="error",
    dimension="completeness",
    record_kind="contact",
    compared=("email", "kind"),
    scope="active",
    sql="""
        select card.id as record_id, null as other_id, nullif(trim(card.email), '') as detail
        from card
        where card.active
            and (
                card.address is null
                or card.address in (
                    select address from placeholder where cards is null and contains(address, '@')
                )
            )
            and known('contact', 'email')
    """,
)

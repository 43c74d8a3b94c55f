"""Active cards whose e-mail address cannot be one."""

from dq.checks import Check
from dq.errors import N_
from dq.values import emails

CHECK = Check(
    id="invalid_email",
    title=N_("E-mail address is not valid"),
    why=N_("Mail does not arrive, and the username made from it does not work."),
    action=N_("Correct the address."),
    reason=N_("{detail} cannot be an e-mail address."),
    proposal=N_("Probably {detail} is meant."),
    correct=emails.meant,
    severity="error",
    dimension="validity",
    record_kind="contact",
    compared=("email",),
    scope="active",
    sql="""
        select card.id as record_id, null as other_id, card.email as detail
        from email_fact
        join card on card.email = email_fact.email
        where card.active
            and not email_fact.valid
            and card.address is not null
            and card.address not in (
                select address from placeholder where contains(address, '@')
            )
    """,
)

"""Active cards whose mail came back to Salesforce."""

from dq.checks import Check
from dq.errors import N_

CHECK = Check(
    id="bounced_email",
    title=N_("Mail to the address comes back"),
    why=N_("The person gets no mail, and Salesforce warns before every message to the address."),
    action=N_("Ask for the right address and correct it; Salesforce then clears the warning."),
    reason=N_("Salesforce says: {detail}."),
    detail_codes="day",
    severity="warning",
    dimension="validity",
    record_kind="contact",
    compared=("email",),
    scope="active",
    # An address that was changed here since is another one, whose mail did not come back.
    sql="""
        select
            card.id as record_id,
            null as other_id,
            concat_ws(
                ': ', card.bounced::date::varchar,
                nullif(rtrim(trim(card.bounce_reason), '.'), '')
            ) as detail
        from card
        left join upstream.contact as there on there.id = card.id
        where card.active
            and (card.bounced is not null or nullif(trim(card.bounce_reason), '') is not null)
            and card.address is not null
            and (there.id is null or folded(there.email) is not distinct from folded(card.email))
            and card.address not in (select address from placeholder)
    """,
)

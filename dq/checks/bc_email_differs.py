"""Cards whose e-mail address is another one in Business Central."""

from dq.checks import Check
from dq.errors import N_

CHECK = Check(
    id="bc_email_differs",
    title=N_("Other e-mail address in Business Central"),
    why=N_(
        "Mail from Business Central, such as invoices, goes to another address than the card says."
    ),
    action=N_(
        "Find out which address is right and correct the other one; the back office changes "
        "Business Central."
    ),
    reason=N_("Business Central has {detail}."),
    severity="warning",
    dimension="consistency",
    record_kind="contact",
    other_kind="bc_contact",
    # Business Central accepts several addresses in one field.
    sql="""
        with differs as materialized (
            select card.id, card.address, in_bc.id as other_id, in_bc.email
            from in_bc
            join card on card.id = in_bc.contact_id
            where card.email <> in_bc.email
                and card.address <> folded(in_bc.email)
        )
        select id as record_id, other_id, email as detail
        from differs
        anti join placeholder using (address)
        where trim(email) not ilike '%.invalid'
            and not list_contains(regexp_split_to_array(folded(email), '\\s*[;,]\\s*'), address)
    """,
)

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
        "Find out which address is right and correct the other one; Binnendienst changes "
        "Business Central."
    ),
    reason=N_("Business Central has {detail}."),
    severity="warning",
    dimension="consistency",
    record_kind="contact",
    other_kind="bc_contact",
    # Business Central accepts several addresses in one field.
    sql="""
        select contact.id as record_id, bc_contact.id as other_id, bc_contact.email as detail
        from bc_contact
        join contact on contact.id = bc_contact.salesforce_id
        anti join placeholder on placeholder.address = folded(contact.email)
        where folded(contact.email) <> folded(bc_contact.email)
            and not ends_with(folded(bc_contact.email), '.invalid')
            and not list_contains(
                regexp_split_to_array(folded(bc_contact.email), '\\s*[;,]\\s*'),
                folded(contact.email)
            )
    """,
)

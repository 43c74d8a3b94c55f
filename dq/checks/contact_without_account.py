"""Active cards that hang under no account."""

from dq.checks import Check
from dq.errors import N_

CHECK = Check(
    id="contact_without_account",
    title=N_("Card without an account"),
    why=N_("Nobody finds the card at the customer, and it can have no portal user."),
    action=N_("Put the card under the right customer or department."),
    reason=N_("No account is filled in."),
    severity="error",
    dimension="completeness",
    record_kind="contact",
    compared=("account_id",),
    scope="active",
    sql="""
        select card.id as record_id, null as other_id, null as detail
        from card
        where card.active
            and card.account_id is null
            and known('contact', 'account_id')
    """,
)

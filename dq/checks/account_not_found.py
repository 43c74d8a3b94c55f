"""Cards whose account is in no account file."""

from dq.checks import Check
from dq.errors import N_

CHECK = Check(
    id="account_not_found",
    title=N_("Account not found"),
    why=N_(
        "The card hangs under an account that was not exported or no longer exists, so nobody "
        "sees it there."
    ),
    action=N_(
        "Look the account up in Salesforce and put the card under the right one, or export the "
        "account too."
    ),
    reason=N_("Account {detail} is not in the export."),
    severity="error",
    dimension="consistency",
    record_kind="contact",
    compared=("account_id",),
    sql="""
        select contact.id as record_id, null as other_id, contact.account_id as detail
        from contact
        anti join account on account.id = contact.account_id
        where contact.account_id is not null
            and exists (select 1 from account)
    """,
)

"""Accounts that are likely the same organisation, as matching grouped them."""

from dq.checks import Check, of_groups
from dq.errors import N_

CHECK = Check(
    id="duplicate_account",
    title=N_("Likely the same account twice"),
    why=N_("People, projects and invoices of one customer are spread over two accounts."),
    action=N_("Compare the accounts: merge them, or make one the department of the other."),
    reason=N_("{detail} sure: the same organisation as {other}."),
    severity="warning",
    dimension="uniqueness",
    record_kind="account",
    other_kind="account",
    sql=of_groups(
        "account",
        """
            select record_id, group_id
            from cluster
            where record_kind = 'account' and known('account', 'name')
        """,
    ),
)

"""Active cards that are likely the same person, as matching grouped them."""

from dq.checks import Check, of_groups
from dq.errors import N_

CHECK = Check(
    id="duplicate_person",
    title=N_("Likely the same person twice"),
    why=N_(
        "Hours, approvals and history end up on two cards, and changes are made on one of them "
        "only."
    ),
    action=N_("Compare the cards side by side: merge them, or say that they are not duplicates."),
    reason=N_("{detail} sure: the same as {other}."),
    severity="warning",
    dimension="uniqueness",
    record_kind="contact",
    other_kind="contact",
    scope="active",
    sql=of_groups(
        "contact",
        """
            select cluster.record_id, cluster.group_id
            from cluster
            join card on card.id = cluster.record_id and card.active
            where cluster.record_kind = 'contact'
        """,
    ),
)

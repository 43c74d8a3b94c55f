"""Cards in service that are blocked in Business Central."""

from dq.checks import Check
from dq.errors import N_

CHECK = Check(
    id="inactive_in_bc_active_here",
    title=N_("Inactive in Business Central, active here"),
    why=N_(
        "The back office cannot choose this person, or the person left and the card does not say"
        " so."
    ),
    action=N_(
        "Ask the customer. Left: say so on the card. Still there: have the back office make the "
        "contact active again."
    ),
    reason=N_("Contact {detail} is set to Niet actief in Business Central."),
    severity="warning",
    dimension="consistency",
    record_kind="contact",
    other_kind="bc_contact",
    scope="active",
    # Whoever is there twice, once switched off, can still be chosen.
    sql="""
        with known_there as (
            select contact_id, min(id) as id
            from in_bc
            group by contact_id
            having bool_and(coalesce(blocked, false))
        )
        select card.id as record_id, known_there.id as other_id, known_there.id as detail
        from card
        join known_there on known_there.contact_id = card.id
        where card.active
            and known('contact', 'status')
    """,
)

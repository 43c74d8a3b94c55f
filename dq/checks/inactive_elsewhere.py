"""Cards in service that are switched off in another system."""

from dq.checks import Check
from dq.errors import N_, Filled
from dq.sources.declaration import People


def check(people: People) -> Check:
    """The rule for one system; whoever is there twice, once switched off, can still be chosen."""
    return Check(
        id=f"inactive_in_{people.short}_active_here",
        title=Filled(N_("Inactive in {system}, active here"), system=people.system),
        why=N_(
            "The back office cannot choose this person, or the person left and the card does not"
            " say so."
        ),
        action=N_(
            "Ask the customer. Left: say so on the card. Still there: have the back office make the"
            " contact active again."
        ),
        reason=Filled(
            N_("Contact {detail} is set to {switched_off} in {system}."),
            system=people.system,
            switched_off=people.switched_off,
        ),
        severity="warning",
        dimension="consistency",
        record_kind="contact",
        compared=("status",),
        other_kind=people.object,
        scope="active",
        sql=f"""
            with known_there as (
                select contact_id, min(id) as id
                from in_{people.short}
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

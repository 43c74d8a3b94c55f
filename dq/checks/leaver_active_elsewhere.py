"""Leavers who are not switched off in another system."""

from dq.checks import Check
from dq.errors import N_, Filled
from dq.sources.declaration import People


def check(people: People) -> Check:
    """The rule for one system."""
    return Check(
        id=f"leaver_active_in_{people.short}",
        title=Filled(N_("Left, but active in {system}"), system=people.system),
        why=Filled(
            N_("{system} goes on offering this person for projects and mail."), system=people.system
        ),
        action=Filled(
            N_("Have the back office set the contact in {system} to {switched_off}."),
            system=people.system,
            switched_off=people.switched_off,
        ),
        reason=Filled(N_("Contact {detail} is still active in {system}."), system=people.system),
        severity="warning",
        dimension="timeliness",
        record_kind="contact",
        compared=("status",),
        other_kind=people.object,
        scope="left",
        sql=f"""
            select contact.id as record_id, there.id as other_id, there.id as detail
            from contact
            join in_{people.short} as there on there.contact_id = contact.id
            where contact.status = 'left'
                and not coalesce(there.blocked, false)
                and known('{people.object}', 'blocked')
        """,
    )

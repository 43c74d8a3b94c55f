"""Portal users whose e-mail address or name is not their card's."""

from dq.checks import Check
from dq.errors import N_

CHECK = Check(
    id="user_differs_from_card",
    title=N_("Portal user differs from the card"),
    why=N_(
        "Mail of the portal goes to the address of the user, and who approves is shown under the "
        "user's name."
    ),
    action=N_("Find out which one is right; correct the card, or the user in Salesforce."),
    reason=N_("The portal user has {detail}."),
    severity="warning",
    dimension="consistency",
    record_kind="contact",
    compared=("email", "first_name", "last_name"),
    other_kind="portal_user",
    scope="active",
    # An infix may be in the user's last name, or missing there. A user with a last name alone is
    # compared by that.
    sql="""
        with login as (
            select
                portal_user.id, portal_user.contact_id, portal_user.email,
                said(portal_user.email) as address,
                concat_ws(' ', portal_user.first_name, portal_user.last_name) as name,
                letters(name) as typed,
                coalesce(portal_user.first_name, '') <> '' as whole
            from portal_user
            where coalesce(portal_user.active, true)
        ), compared as (
            select
                card.id, login.id as other_id, login.email, login.name,
                known('contact', 'email')
                    and known('portal_user', 'email')
                    and login.address <> card.address
                    and login.address not in (select address from placeholder)
                    and card.address not in (select address from placeholder)
                    as other_email,
                known('contact', 'last_name')
                    and known('portal_user', 'last_name')
                    and not card.general
                    and login.typed <> ''
                    and not wordless(card.last_name)
                    and login.typed not in (
                        letters(concat_ws(' ', if(login.whole, card.first_name, null),
                            card.last_name)),
                        letters(concat_ws(' ', if(login.whole, card.first_name, null),
                            card.middle_name, card.last_name))
                    )
                    as other_name
            from login
            join card on card.id = login.contact_id
            where card.active
        )
        select
            id as record_id,
            other_id,
            concat_ws(', ', if(other_email, trim(email), null), if(other_name, trim(name), null))
                as detail
        from compared
        where other_email or other_name
    """,
)

"""Portal users of people in service who never log in, or not for a long time."""

from dq.checks import Check
from dq.errors import N_

CHECK = Check(
    id="unused_login",
    title=N_("Login is not used"),
    why=N_("A login that nobody uses can be misused unnoticed, and its licence is paid for."),
    action=N_(
        "Ask whether the person still needs it; if not, have the back office deactivate the "
        "portal user in Salesforce."
    ),
    # A dash where nobody ever logged in: no word, for it is shown in any language.
    reason=N_("Last logged in: {detail}."),
    detail_codes="day",
    severity="notice",
    dimension="timeliness",
    record_kind="contact",
    compared=("status",),
    other_kind="portal_user",
    scope="active",
    sql="""
        select
            card.id as record_id,
            portal_user.id as other_id,
            coalesce(portal_user.last_login::date::varchar, '–') as detail
        from portal_user
        join card on card.id = portal_user.contact_id
        where card.active
            and coalesce(portal_user.active, true)
            and known('portal_user', 'active')
            and known('portal_user', 'last_login')
            and (
                portal_user.last_login is null
                or portal_user.last_login::date + getvariable('unused_login_days')::integer
                    < coalesce((select max(exported) from load), current_date)
            )
    """,
)

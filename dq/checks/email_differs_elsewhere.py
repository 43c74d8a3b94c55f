"""Cards whose e-mail address is another one in another system."""

from dq.checks import Check
from dq.errors import N_, Filled
from dq.sources.declaration import People


def check(people: People) -> Check:
    """The rule for one system; there several addresses may stand in one field."""
    return Check(
        id=f"{people.short}_email_differs",
        title=Filled(N_("Other e-mail address in {system}"), system=people.system),
        why=Filled(
            N_("Mail from {system}, such as invoices, goes to another address than the card says."),
            system=people.system,
        ),
        action=Filled(
            N_(
                "Find out which address is right and correct the other one; the back office changes"
                " {system}."
            ),
            system=people.system,
        ),
        reason=Filled(N_("{system} has {detail}."), system=people.system),
        severity="warning",
        dimension="consistency",
        record_kind="contact",
        compared=("email",),
        other_kind=people.object,
        sql=f"""
            with differs as materialized (
                select card.id, card.address, there.id as other_id, there.email
                from in_{people.short} as there
                join card on card.id = there.contact_id
                where card.email <> there.email
                    and card.address <> folded(there.email)
            )
            select id as record_id, other_id, email as detail
            from differs
            anti join placeholder using (address)
            where trim(email) not ilike '%.invalid'
                and not list_contains(
                    regexp_split_to_array(folded(email), '\\s*[;,]\\s*'), address
                )
        """,
    )

"""Active cards with a phone or mobile number that cannot exist; a word such as geen is none."""

from dq.checks import Check
from dq.errors import N_

CHECK = Check(
    id="invalid_phone",
    title=N_("Phone number is not valid"),
    why=N_("Nobody can be called on it, and it hides that two cards are one person."),
    action=N_("Correct the number; a foreign one starts with + and the country code."),
    reason=N_("{detail} cannot be a phone number."),
    severity="notice",
    dimension="validity",
    record_kind="contact",
    details=("phone", "mobile"),
    scope="active",
    sql="""
        with wrong as (
            select phone from phone_fact where not valid and said(phone) is not null
        ), listed as (
            select id, phone, 1 as place
            from card
            where active and phone in (select phone from wrong)
            union all
            select id, mobile, 2
            from card
            where active
                and mobile in (select phone from wrong)
                and mobile is distinct from phone
        )
        select id as record_id, null as other_id, string_agg(phone, ', ' order by place) as detail
        from listed
        group by id
    """,
)

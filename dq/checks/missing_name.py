"""Active cards of persons without a first or a last name; general cards need none."""

from dq.checks import Check
from dq.errors import N_

CHECK = Check(
    id="missing_name",
    title=N_("Name is incomplete"),
    why=N_("Without a full name nobody can tell whether the person is there already."),
    action=N_("Ask for the first and the last name and fill them in."),
    reason=N_("The first or the last name is missing."),
    severity="warning",
    dimension="completeness",
    record_kind="contact",
    compared=("first_name", "last_name"),
    scope="active",
    # A dash, a full stop or "onbekend" is no name.
    sql="""
        with asked as (
            select id, kind, full_name, first_name, first_name as name
            from card
            where active and not general and known('contact', 'first_name')
            union all
            select id, kind, full_name, first_name, last_name
            from card
            where active and not general and known('contact', 'last_name')
        )
        select id as record_id, null as other_id, nullif(min(full_name), '') as detail
        from asked
        where (
                wordless(name)
                or folded(name) in (select unnest(getvariable('empty_names')))
            )
            and (first_name is not null or general_known(kind))
        group by id
    """,
)

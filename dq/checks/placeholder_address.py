"""An address on a large part of the file, or addresses ending in .invalid."""

from dq.checks import Check
from dq.errors import N_

CHECK = Check(
    id="placeholder_address",
    title=N_("The file has addresses that are nobody's"),
    why=N_(
        "A sandbox copy or a filled-in dummy: usernames and duplicates cannot be judged by "
        "these addresses."
    ),
    action=N_("Export from the production organisation, or clear the address on the cards."),
    reason=N_("On {detail} cards."),
    severity="warning",
    dimension="validity",
    record_kind="file",
    # All addresses ending in .invalid are one finding; cards with them are not judged by it.
    sql="""
        select
            if(ends_with(address, '.invalid'), '.invalid', address) as record_id,
            null as other_id,
            cast(sum(cards) as bigint)::varchar as detail
        from placeholder
        where cards is not null
        group by record_id
    """,
)

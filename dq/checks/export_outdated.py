"""The newest export is of so long ago that Salesforce has changed since."""

from dq.checks import Check
from dq.errors import N_

CHECK = Check(
    id="export_outdated",
    title=N_("The export is too old"),
    why=N_(
        "What changed in Salesforce since is not known here: findings may be solved already, and "
        "new ones are missing."
    ),
    action=N_("Export again from Salesforce and Business Central, and load the files."),
    reason=N_("The export is {detail} days old."),
    severity="warning",
    dimension="timeliness",
    record_kind="file",
    # One finding for each export that grew old; the next export solves it. The demo company never
    # gets another.
    sql="""
        select
            exported::varchar as record_id,
            null as other_id,
            (current_date - exported)::varchar as detail
        from load
        where exported = (select max(exported) from load)
            and current_date - exported > getvariable('export_days')::integer
        group by exported
        having bool_or(actor is distinct from 'demo')
    """,
)

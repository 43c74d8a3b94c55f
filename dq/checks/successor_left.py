"""Leavers whose successor is not in service either."""

from dq.checks import Check
from dq.errors import N_

CHECK = Check(
    id="successor_left",
    title=N_("Successor is not there either"),
    why=N_("The tasks were handed to somebody who has left or is inactive, so nobody does them."),
    action=N_("Ask the customer who does them now and fill in that person as the successor."),
    reason=N_("Successor {other} is no longer in service."),
    severity="warning",
    dimension="timeliness",
    record_kind="contact",
    other_kind="contact",
    scope="left",
    sql="""
        select contact.id as record_id, successor.id as other_id, successor.status as detail
        from contact
        join contact as successor on successor.id = contact.successor_id
        where contact.status = 'left'
            and successor.status in ('left', 'inactive')
    """,
)

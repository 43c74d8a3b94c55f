"""Leavers whose successor is not in service either."""

from dq.checks import Check
from dq.errors import N_

CHECK = Check(
    id="successor_left",
    title=N_("Successor is not there either"),
    why=N_("The tasks were handed to somebody who has left or is inactive, so nobody does them."),
    action=N_("Ask the customer who does them now and fill in that person as the successor."),
    reason=N_("Successor {other} is no longer in service."),
    proposal=N_("Proposal: {detail}."),
    severity="warning",
    dimension="timeliness",
    record_kind="contact",
    compared=("status", "successor_id"),
    other_kind="contact",
    scope="left",
    # The proposal is the first in the chain of successors who is there.
    sql="""
        select
            contact.id as record_id,
            successor.id as other_id,
            called(
                taker.first_name, taker.middle_name, taker.last_name, taker.email, taker.id
            ) as detail
        from contact
        join contact as successor on successor.id = contact.successor_id
        left join heir on heir.contact_id = contact.id
        left join contact as taker on taker.id = heir.heir_id
        where contact.status = 'left'
            and successor.status in ('left', 'inactive')
    """,
)

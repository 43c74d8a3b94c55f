"""Leavers for whom no successor is filled in."""

from dq.checks import Check
from dq.errors import N_

CHECK = Check(
    id="leaver_without_successor",
    title=N_("Left without a successor"),
    why=N_("Nobody knows who took over the tasks, so approvals and questions stay where they are."),
    action=N_("Ask the customer who took over and as of when, and fill it in on the card."),
    reason=N_("No successor is filled in."),
    severity="error",
    dimension="timeliness",
    record_kind="contact",
    compared=("status", "successor_id"),
    scope="left",
    # A departure for which nobody was noted means that somebody decided that nobody takes over; a
    # successor whose card is gone does not.
    sql="""
        select contact.id as record_id, null as other_id, null as detail
        from contact
        where contact.status = 'left'
            and contact.successor_id is null
            and known('contact', 'successor_id')
            and contact.id not in (
                select succession.contact_id
                from succession
                join contact as successor on successor.id = succession.successor_id
            )
            and contact.id not in (
                select id from departure where id not in (select contact_id from succession)
            )
    """,
)

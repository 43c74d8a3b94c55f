"""Active cards of persons without a job title; general cards need none."""

from dq.checks import Check
from dq.errors import N_

CHECK = Check(
    id="missing_title",
    title=N_("No job title"),
    why=N_("Colleagues cannot see whom they may call about hours, contracts or invoices."),
    action=N_("Ask for the job title and fill it in."),
    reason=N_("No job title is filled in."),
    severity="notice",
    dimension="completeness",
    record_kind="contact",
    compared=("title", "kind"),
    scope="active",
    # A dash, a full stop or "onbekend" is no title.
    sql="""
        select card.id as record_id, null as other_id, card.title as detail
        from card
        where card.active
            and not card.general
            and (
                wordless(card.title)
                or folded(card.title) in (select unnest(getvariable('empty_words')))
            )
            and known('contact', 'title')
            and (card.first_name is not null or general_known(card.kind))
    """,
)

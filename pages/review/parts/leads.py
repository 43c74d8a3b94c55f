"""Where a finding leads: cards, the account, and the page that settles it."""

import streamlit as st

from dq import sources
from dq.checks import Check
from dq.queries.backoffice import duties, tiles
from dq.queries.review.findings import Finding
from dq.queries.review.ways_out import KINDS
from pages.ui.frame import frame
from pages.ui.widgets import widgets
from pages.ui.words.i18n import _, escape


def leads(row: Finding, check: Check) -> None:
    """Links to the card, the other card, the account, and the page that settles it."""
    with st.container(horizontal=True, gap="small"):
        if row.contact_id:
            widgets.contact_link(row.contact_id, _("To the card"))
        if row.other_id and check.other_kind == "contact":
            widgets.contact_link(row.other_id, _("To {name}", name=row.other or row.other_id))
        if row.account_id and row.account:
            widgets.account_link(row.account_id, escape(row.account))
        together(row.check_id, row.record_id)
        settles(row)


MAILBOX_CHECKS = ("general_card_missing", "shared_mailbox_on_person")
LEAVER_CHECKS = (
    "leaver_still_approves", "leaver_without_successor", "successor_left", "leaver_can_log_in",
    *(f"leaver_active_in_{people.short}" for people in sources.elsewhere()),
)  # fmt: skip


def settles(row: Finding) -> None:
    """The link to the form in which the finding is settled, where there is one."""
    if row.check_id in MAILBOX_CHECKS:
        given = {"account": row.account_id, "mailbox": row.detail}
        missing = row.check_id == "general_card_missing"
        label = _("Make the general card") if missing else _("To the general card")
        widgets.link("cards/general.py", label, **given)
    elif row.check_id in LEAVER_CHECKS:
        known = duties.departure(frame.open_store(), row.record_id)
        # Whoever has the tasks by now is proposed.
        heir = known.heir[0] if known.heir else None
        widgets.link("backoffice/leave.py", _("Hand over"), id=row.record_id, by=heir)
    elif row.check_id == "tile_overdue":
        listed = tiles.of_contact(frame.open_store(), row.record_id)
        for tile in [one for one in listed if one.state != "done"][:1]:
            widgets.link("backoffice/tile.py", _("To the tile"), id=tile.id)


def together(check_id: str, record_id: str | None = None) -> None:
    """The link to the page that shows the cards of a finding next to each other."""
    label = _("See them side by side")
    if check_id in ("duplicate_person", "duplicate_account"):
        kind = "account" if check_id == "duplicate_account" else "contact"
        widgets.link("review/duplicates.py", label, d_kind=kind, d_record=record_id)
    elif check_id in KINDS:
        widgets.link("review/usernames.py", label, u_kind=check_id)
    elif check_id in LEAVER_CHECKS and record_id is None:
        widgets.link("backoffice/tiles.py", _("Tiles for all at once"))

"""What matching left out, in a folded line at the bottom; nothing where it left nothing out."""

import streamlit as st

from dq.matching.weighing import explain
from dq.objects import Mergeable
from dq.queries.review import left_out
from dq.queries.review.left_out import Dropped, Oversize
from pages.ui.frame import frame
from pages.ui.widgets import widgets
from pages.ui.words.i18n import _, escape, n_, plain


def show(kind: Mergeable) -> None:
    """Records that could not be read, sets that were too large to compare, and groups that were too
    large to believe."""
    found = left_out.of_kind(frame.open_store(), kind)
    if not (found.unread or found.dropped or found.oversize):
        return
    with st.expander(_("What Kaartenbak left out"), key="d_left_out"):
        if found.unread:
            _unread(kind, found.unread)
        if found.dropped:
            _too_large_to_compare(found.dropped)
        for group in found.oversize:
            _too_large_to_believe(kind, group)


def _unread(kind: Mergeable, records: list[tuple[str, str]]) -> None:
    st.markdown(
        n_(
            "{number} card could not be read, so it was not compared and is not found by name. "
            "Correct what is odd in it:",
            "{number} cards could not be read, so they were not compared and are not found by name."
            " Correct what is odd in them:",
            len(records),
        )
    )
    _links(kind, records)


def _links(kind: Mergeable, records: list[tuple[str, str]]) -> None:
    link = widgets.contact_link if kind == "contact" else widgets.account_link
    with st.container(horizontal=True, gap="small"):
        for record_id, name in records:
            link(record_id, escape(name))


def _too_large_to_compare(dropped: list[Dropped]) -> None:
    st.markdown(
        n_(
            "{number} set of {cards} cards was too large to compare card by card.",
            "{number} sets of {cards} cards in all were too large to compare card by card.",
            sum(one.blocks for one in dropped),
            cards=sum(one.records for one in dropped),
        )
    )
    widgets.table(
        plain("Sets that were too large"),
        [plain("What the cards share"), plain("Sets"), plain("Cards")],
        [
            [
                widgets.shown(plain(explain.SHARED[one.key])),
                widgets.shown(one.blocks),
                widgets.shown(one.records),
            ]
            for one in dropped
        ],
        numbers=2,
    )
    widgets.quiet(
        plain(
            "Cards that share more than this were compared all the same; a card can be in several "
            "sets. If you miss a duplicate, look for it by name."
        )
    )


def _too_large_to_believe(kind: Mergeable, group: Oversize) -> None:
    st.markdown(
        _(
            "{cards} cards look like one group. Kaartenbak does not believe that and kept only the "
            "strongest links between them. See what these have in common:",
            cards=group.records,
        )
    )
    _links(kind, group.first)

"""Perhaps the same person: cards at two companies with one name and nothing else in common."""

import streamlit as st

from dq.queries.review import name_only
from pages.review.parts import deciding
from pages.ui.frame import frame
from pages.ui.session import address
from pages.ui.widgets import widgets
from pages.ui.words.i18n import _, escape, n_

db = frame.open_store()
st.title(_("Perhaps the same person"))
frame.stop_without_data(db)
total = name_only.count(db)
if not total:
    st.success(_("No namesakes at two companies, or you decided on all of them."))
    st.stop()
st.markdown(
    _(
        "These cards have one name at two companies, and nothing else says that they are one"
        " person. That may be somebody who changed jobs, or two people. They are never merged"
        " together by themselves."
    )
)
st.markdown(n_("{number} pair", "{number} pairs", total))
for pair in name_only.page(db, address.page("p_page", total, name_only.PAGE)):
    with st.container(border=True, key=f"p_{pair.left_id}_{pair.right_id}"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            for id, name, account in (
                (pair.left_id, pair.left_name, pair.left_account),
                (pair.right_id, pair.right_name, pair.right_account),
            ):
                label = escape(name) if account is None else f"{escape(name)} · {escape(account)}"
                widgets.contact_link(id, label)
        deciding.buttons("contact", pair.left_id, pair.right_id)
address.pager("p_page", total, name_only.PAGE)

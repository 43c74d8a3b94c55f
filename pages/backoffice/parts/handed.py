"""What the back office was given to put right in Salesforce or Business Central.

Tested in tests/pages/backoffice/test_tiles.py.
"""

from datetime import date

import streamlit as st

from dq.access import rights
from dq.access.rights import TILES
from dq.casework.ways.others import BACK_OFFICE
from dq.commands import put_right
from dq.commands.put_right import PutRight
from dq.queries.backoffice import handed
from dq.queries.backoffice.handed import Handed
from dq.settings import rules
from pages.ui.session import opened, saving
from pages.ui.widgets import widgets
from pages.ui.words.i18n import _, escape, plain

SHOWN = 30


def show() -> None:
    """A line for each, the first due first, with a button that says that it was done."""
    db = opened.open_store()
    listed = handed.to(db, BACK_OFFICE)
    if not listed:
        return
    with st.container(border=True, gap="small", key="t_handed"):
        title = _("To put right in Salesforce or Business Central ({number})", number=len(listed))
        st.header(title, anchor=False)
        for one in listed[:SHOWN]:
            _line(one)
        if len(listed) > SHOWN:
            st.markdown(_("and {number} more", number=len(listed) - SHOWN))


def _line(one: Handed) -> None:
    found = one.found
    check = rules.known(opened.open_store())[found.check_id]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        name = found.name or found.record_id
        widgets.link("review/findings.py", f"**{escape(name)}**", f_open=found.key)
        said = f"{plain(check.title)}: {widgets.reason(found, check)}"
        widgets.lines(said, widgets.quieter(plain(check.action)))
        if one.due:
            late = one.due < date.today()
            by = _("by {day}", day=one.due)
            st.markdown(f":red[{by}]" if late else by, width="content")
        st.space("stretch")
        barred = not rights.now().may(TILES)
        if st.button(_("Done"), key=f"t_handed_{found.key}", disabled=barred):
            message = plain("Noted of {name}. The next export shows whether it is so.", name=name)
            outcome = saving.attempt(put_right.run, PutRight((found.key,)), message)
            if outcome.done:
                st.rerun()
            saving.refusal(outcome)

"""What somebody sees who may not come in: how to sign in, or that nobody gave them a right yet.

And on a page, where it is for another role to act.
"""

import streamlit as st

from dq.access import rights
from dq.access.rights import DECIDE, MANAGE, READ, TILES, Right
from dq.errors import N_
from pages.ui.session import people
from pages.ui.widgets import widgets
from pages.ui.words import words
from pages.ui.words.i18n import _, escape, plain

# What each page needs, by its address: to be seen, and for what one does there.
PAGES: dict[str, tuple[Right, Right]] = {
    "": (READ, READ),
    "review": (READ, DECIDE),
    "findings": (READ, DECIDE),
    "duplicates": (READ, DECIDE),
    "usernames": (READ, DECIDE),
    "progress": (READ, READ),
    "merge": (READ, DECIDE),
    "merge_all": (READ, DECIDE),
    "perhaps": (READ, DECIDE),
    "search": (READ, READ),
    "create": (READ, DECIDE),
    "contact": (READ, DECIDE),
    "account": (READ, DECIDE),
    "general": (READ, DECIDE),
    "tiles": (READ, TILES),
    "tile": (READ, TILES),
    "leave": (READ, DECIDE),
    "business_central": (READ, READ),
    "upload": (MANAGE, MANAGE),
    "package": (READ, MANAGE),
    "results": (READ, MANAGE),
    "clashes": (READ, DECIDE),
    "download": (READ, READ),
    "report": (READ, READ),
    "history": (READ, READ),
    "certainty": (READ, READ),
    "settings": (READ, MANAGE),
    "personal_data": (MANAGE, MANAGE),
    "help": (READ, READ),
}
ONLY = {
    DECIDE: N_("You may look here; only a lead changes something."),
    TILES: N_("You may look here; only the back office ticks and hands over."),
    MANAGE: N_("You may look here; only an administrator changes something."),
}


def admits(page: st.Page) -> bool:
    """Let who is there see a page; else say why not, and how it can be otherwise."""
    person = rights.now()
    sees, acts = PAGES.get(page.url_path, (MANAGE, MANAGE))
    if person.may(sees):
        if not person.may(acts):
            widgets.quiet(plain(ONLY[acts]))
        return True
    error = person.refusal(sees if person.may(READ) else READ)
    if person.may(READ):
        st.title(page.title)
        st.info(escape(words.said(error.message, error.values)))
        return False
    st.title("Kaartenbak")
    st.markdown(escape(words.said(error.message, error.values)))
    if person.name:
        st.button(_("Sign out"), key="entrance_out", on_click=people.sign_out)
    else:
        st.button(_("Sign in"), type="primary", key="entrance_in", on_click=st.login)
    return False

"""Who is at the screen: who signed in; where nobody does, the name that they gave, kept in the
browser. A change is logged under it."""

from collections.abc import Callable, Sequence
from urllib.parse import unquote

import streamlit as st
from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx

from dq.access import rights, roles, signin
from dq.access.rights import READ, Person
from dq.errors import N_
from dq.settings import receivers
from dq.values import invisible
from pages.ui.session import opened
from pages.ui.words.i18n import _, escape, label, plain

COOKIE = "kaartenbak_name"
ROLES = {
    "administrator": N_("Administrator"),
    "lead": N_("Lead"),
    "back_office": N_("Back office"),
    "reader": N_("Reader"),
}
LONGEST = 60
# The field of the question.
NOW = "who_now"


def given() -> str:
    """The name for the browser to keep; of who signs in it keeps none."""
    return "" if signin.now() else name()


def asking() -> Callable[[], Person]:
    """What says who is there, by what this run knows of them; on any thread, and as it is then."""
    if signin.now() is None:
        return lambda: rights.OWNER
    if get_script_run_ctx() is None:
        return lambda: rights.NOBODY
    claims, ticket = st.user.to_dict(), roles.ticket(st.context.cookies.to_dict())
    return lambda: roles.person(claims, ticket)


def person() -> Person:
    """Who is there, and what they may do."""
    return asking()()


def name() -> str:
    """The name of the one at the screen, as owners and colleagues are called; "" as long as nobody
    said. Of who signed in, it is that of the owner with their address, else the address."""
    if signin.now() is not None:
        one = rights.now()
        known = receivers.owner_at(opened.open_store(), one.name) if one.may(READ) else None
        return known or one.name
    if "who" not in st.session_state:
        st.session_state["who"] = _cleaned(unquote(st.context.cookies.get(COOKIE, "")))
    return st.session_state["who"]


def ask() -> None:
    """A button with the name, or with the question for it; who signed in can sign out."""
    if signin.now() is not None:
        _signed_in(rights.now())
        return
    if st.session_state.get("who_text") != name():
        st.session_state["who_text"] = name()
    with st.popover(label(name()) if name() else _("Who are you?"), key="who_box"):
        st.text_input(
            _("Your name, as the history shows it"),
            key="who_text",
            on_change=_said,
            args=("who_text",),
        )


def _signed_in(one: Person) -> None:
    if not one.name:
        return
    with st.popover(label(one.name), key="who_box"):
        st.markdown(escape(", ".join(plain(ROLES[role]) for role in ROLES if role in one.roles)))
        st.button(_("Sign out"), key="sign_out", on_click=sign_out)


def sign_out() -> None:
    """End the sign-in, here and for every page that is still open with it."""
    roles.end(roles.ticket(st.context.cookies.to_dict()))
    st.logout()


def ask_beside() -> None:
    """The question for the name beside a button that saves, until one was given before.

    It stays as long as the form does: a field that goes as one types moves the button.
    """
    if signin.now() or name() and "who_first" not in st.session_state:
        return
    st.text_input(
        _("Your name, for the history"),
        key="who_first",
        on_change=_said,
        args=("who_first",),
        width=300,
    )


def unknown() -> bool:
    """Whether nobody said who is there, and nobody was asked."""
    return signin.now() is None and not name() and not st.session_state.get("who_asked")


def question(answered: Callable[[], None], known: Sequence[str] = ()) -> None:
    """The question for the name, before the first decision.

    :param known: names of account owners, to choose one's own
    """
    with st.form("who_form", border=False):
        st.text_input(_("Your name, for the history"), key=NOW, width=300)
        st.markdown(_("It is asked once. Colleagues see who decided what."))
        st.form_submit_button(_("Go on"), type="primary", key="who_go", on_click=answered)
    if not known:
        return

    def choose(name: str) -> None:
        st.session_state[NOW] = name
        answered()

    st.markdown(_("Or choose your name, as the export has it:"))
    with st.container(horizontal=True, gap="small", key="who_known"):
        for one in known:
            st.button(label(one), key=f"who_is_{one}", on_click=choose, args=(one,))


def answer() -> None:
    """Take the answer to the question; none is one too, and it is not asked again."""
    st.session_state["who_asked"] = True
    _said(NOW)


def _cleaned(name: str) -> str:
    """A name without surplus spaces and signs that nobody sees, also those that turn the text."""
    return " ".join(invisible.text(name).split())[:LONGEST]


def _said(key: str) -> None:
    st.session_state["who"] = _cleaned(st.session_state[key])

"""Around every page: the week, the language, the link to copy, and one place for errors."""

import logging
import os
import traceback
from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal, NoReturn

import duckdb
import streamlit as st
from markupsafe import Markup
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.state import session_state

from dq import discreet
from dq.access import rights
from dq.access.rights import READ
from dq.commands import acknowledge
from dq.errors import N_, DqError
from dq.objects import OWN_KEY
from dq.queries.backoffice import tiles
from dq.queries.exchange import loads
from dq.queries.review import merging
from dq.queries.settings import history, notices
from dq.store import door, faults
from pages.ui.frame import browser, entrance, links, search_box
from pages.ui.session import drafts, held, navigation, opened, people, saving
from pages.ui.session.opened import ROOT, open_store
from pages.ui.widgets import widgets
from pages.ui.words import formats, i18n, words
from pages.ui.words.i18n import LANGUAGES, _, escape, language, plain

ICON = ROOT / "pages" / "static" / "icon.svg"
LOGO = ROOT / "pages" / "static" / "logo.svg"
STYLE = Path(__file__).with_name("style.css")
log = logging.getLogger("kaartenbak")
# What the address of the overview says where another page was asked for that is not there.
MISSING = "missing"
UNCHANGED = N_(
    "Something went wrong that should not. Nothing was changed."
    " Please pass on reference {reference}."
)
SAVED = N_(
    "Something went wrong that should not, but what you did before it is saved."
    " Please pass on reference {reference}."
)
# How many changes this thread had committed when its last page was done.
_before: ContextVar[int] = ContextVar("before", default=0)


@dataclass(frozen=True)
class Bar:
    """The places over every page that are filled once the page is known."""

    week: DeltaGenerator
    find: DeltaGenerator
    done: DeltaGenerator


def begin() -> Bar:
    """Set who is there, the tab, the style and the language, which the menu needs; return the bar's
    places."""
    rights.asked_of(people.person)
    st.set_page_config(page_title="Kaartenbak", page_icon=str(ICON), layout="wide")
    st.logo(str(LOGO), size="large")
    st.html(f"<style>{STYLE.read_text('utf-8')}</style>")
    with st.container(key="bar", horizontal=True, vertical_alignment="center", gap="small"):
        week = st.empty()
        with st.container(
            key="tools",
            horizontal=True,
            width="content",
            gap="small",
            vertical_alignment="center",
        ):
            find = st.empty()
            st.segmented_control(
                "Taal / Language",
                list(LANGUAGES),
                default="NL",
                required=True,
                key="lang",
                bind="query-params",
                label_visibility="collapsed",
            )
            links.copy_address()
            people.ask()
            browser.tell()  # only now is the language of the address known
    if masked():
        st.info(
            _("Masked: names, addresses and numbers are invented. What you do here is not kept.")
        )
    return Bar(week, find, st.empty())


def masked() -> bool:
    """Whether the store is a copy under invented names."""
    return bool(os.environ.get("KAARTENBAK_MASKED"))


def tab(title: str) -> None:
    """What the browser's tab is called."""
    st.set_page_config(page_title=f"{title} · Kaartenbak")


def run(page: st.Page, bar: Bar, first: Callable[[st.Page], None]) -> None:
    """Run `page`, and before it what comes first; show what goes wrong in the user's language."""
    tab(page.title.partition(" (")[0])
    drafts.between()
    held.begin()
    navigation.arrived(page.url_path)
    try:
        if rights.now().may(READ):
            _week(bar.week)
            if page.url_path != "search":
                with bar.find.container():
                    search_box.box(open_store())
        if not entrance.admits(page):
            return
        if missing := st.query_params.get(MISSING):
            st.warning(_("There is no page {name}. This is the overview.", name=missing))
        store_notices()
        saving.last(bar.done)
        saving.ask_first()
        first(page)
        page.run()
        held.free_uploads()
    except Exception as error:
        if overlapped(error):
            st.rerun()
        show(error)
    finally:
        drafts.after()
        end()


def overlapped(error: Exception) -> bool:
    """Whether Streamlit stumbled over the end of the run before this one, which writes to the same
    session while one types fast (each run has a lock of its own)."""
    if not isinstance(error, RuntimeError) or error.__traceback__ is None:
        return False
    last = traceback.extract_tb(error.__traceback__)[-1]
    return "changed size during iteration" in str(error) and last.filename == session_state.__file__


def menu() -> Literal["top", "hidden"]:
    """Where the menu is: nowhere for who may see no page."""
    return "top" if rights.now().may(READ) else "hidden"


def counted(title: str) -> str:
    """The title of the tiles' page, with how many wait to be done."""
    try:
        number = tiles.unfinished(open_store())
    except DqError:  # said on the page itself
        number = 0
    return f"{title} ({number})" if number else title


def _week(slot: DeltaGenerator) -> None:
    """The line over every page: which export this is, of how many cards."""
    current = loads.current(open_store())
    if current is None:
        slot.markdown(_("No export loaded yet"))
        return
    week = plain("Week {week}", week=str(current.exported.isocalendar().week))
    export = plain("export of {day}", day=formats.weekday(current.exported, language()))
    size = plain(
        "{contacts} at {accounts}",
        contacts=i18n.counted("{number} contact", "{number} contacts", current.contacts),
        accounts=i18n.counted("{number} account", "{number} accounts", current.accounts),
    )
    line = Markup('<span class="kb-week">{} · {}<span class="kb-wide"> · {}</span></span>')
    slot.html(line.format(week, export, size))


def store_notices() -> None:
    """What happened to the store that nobody has read yet, until somebody says so."""
    found = notices.unread(open_store())
    if not found:
        return
    with st.container(border=True, key="notices"):
        for notice in found:
            st.warning(escape(words.said(notice.message, notice.facts)))
        st.button(
            _("I have read this"),
            key="notices_read",
            on_click=_acknowledge,
            args=(found[-1].moment,),
        )


def _acknowledge(until: datetime) -> None:
    saving.settle(acknowledge.run, acknowledge.Acknowledge(until), plain("Noted."))


def show(error: Exception, unknown: str | None = None) -> None:
    """Say what went wrong: a known error as its sentence, any other with a reference number and
    whether this run had committed a change by then, or as `unknown` (a message id) says it.
    """
    if isinstance(error, duckdb.FatalException):
        opened.forget()  # the database has shut itself; the next run opens it anew
    if known := faults.explained(error):
        st.error(escape(words.said(known.message, known.values)))
        return
    reference = discreet.reference()
    log.error("reference %s", reference, exc_info=error)
    saved = door.commits() != _before.get()
    st.error(words.said(unknown or (SAVED if saved else UNCHANGED), {"reference": reference}))


def end() -> None:
    """A run is over; a thread may go on with another, of which nothing was committed yet."""
    _before.set(door.commits())


def stop_without_data(db: duckdb.DuckDBPyConnection) -> None:
    """End the page with what to do first, as long as nothing was ever loaded."""
    if loads.current(db) is not None:
        return
    st.info(
        _("Load this week's exports from Salesforce and Business Central to begin."),
        title=_("The box is still empty"),
    )
    widgets.link("exchange/upload.py", _("To upload"))
    st.stop()


@contextmanager
def progress() -> Generator[Callable[..., None]]:
    """A bar that a long command moves: `tell(fraction, message, **values)`."""
    bar = st.progress(0.0, _("A moment"))

    def tell(fraction: float, message: str, **values: object) -> None:
        bar.progress(min(max(fraction, 0.0), 1.0), escape(words.said(message, values)))

    try:
        yield tell
    finally:
        bar.empty()


def stop_not_found(
    db: duckdb.DuckDBPyConnection,
    card_id: str,
    known: Callable[[duckdb.DuckDBPyConnection, str], None] | None = None,
) -> NoReturn:
    """End a card's page that has no card with what may have happened, and a way on.

    :param known: shows what is known all the same
    """
    merged = merging.stays(db, card_id)
    missing = _("Card not found") if card_id else _("No card chosen")
    st.title(_("Card merged") if merged else missing, anchor=False)
    if merged:
        kind, id = merged
        st.markdown(_("This card was merged into another one."))
        link = widgets.contact_link if kind == "contact" else widgets.account_link
        link(id, escape(history.name(db, id) or id))
    elif card_id.startswith(OWN_KEY):
        st.markdown(_("This card was made here and is undone; the history has it."))
        widgets.link("settings/history.py", _("To the history"))
    elif card_id:
        st.markdown(
            _(
                "There is no card with the id {id}. It may have gone with a later export.",
                id=card_id,
            )
        )
    else:
        st.markdown(_("Choose a card from the findings or from an account."))
    if card_id and known:
        known(db, card_id)
    widgets.link("review/findings.py", _("To the findings"))
    widgets.link("review/overview.py", _("To the overview"))
    st.stop()

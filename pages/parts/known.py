"""Everything that is known of somebody, in one workbook, and the way to remove it; from their card,
and of who has none any more."""

import duckdb
import streamlit as st

from dq import scratch
from dq.access import needs, rights
from dq.access.rights import MANAGE
from dq.domain import everybody
from dq.errors import NotFound
from dq.handover.lists import person as listed
from dq.words.voice import Voice
from pages.ui.widgets import download, widgets
from pages.ui.words.i18n import _, language, plain

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def of_gone(db: duckdb.DuckDBPyConnection, contact_id: str) -> None:
    """The same of a card that is not there, where something is known of it."""
    try:
        everybody.of(db, contact_id)
    except NotFound:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        button(db, contact_id)
        removal(contact_id)


def removal(contact_id: str) -> None:
    """The way to remove somebody, for who may."""
    if rights.now().may(MANAGE):
        page = "settings/personal_data.py"
        widgets.link(page, _("Remove this person"), p_part="person", id=contact_id)


def button(db: duckdb.DuckDBPyConnection, contact_id: str) -> None:
    """The button that makes the workbook once somebody asks for it, for who may have it."""
    if not needs.may_know():
        return
    voice = Voice(language())

    def make() -> bytes:  # on another thread, which knows no session
        with scratch.folder() as folder:
            target = folder / "person.xlsx"
            listed.to_xlsx(listed.read(db.cursor(), contact_id, voice), target)
            return target.read_bytes()

    download.button(
        _("All that is known"),
        make,
        file_name=plain("person {id}.xlsx", id=contact_id),
        mime=EXCEL,
        key="c_known",
        help=_("Everything about this person in one file, for whoever asks for it."),
    )

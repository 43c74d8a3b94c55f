"""All settings as one file: to keep, or to take over after a look at what it would change.

Tested in tests/pages/settings/test_settings.py.
"""

import duckdb
import streamlit as st

from dq import settings
from dq.commands import set as setting
from dq.commands.set import Set
from dq.errors import DqError
from dq.settings import whole
from pages.settings.parts import changes
from pages.ui.session import saving
from pages.ui.widgets import download, uploader, widgets
from pages.ui.words import own_text, words
from pages.ui.words.i18n import _, escape, n_, plain

# How often a file was taken over: the place for one is then empty again.
TURN = "whole_turn"
FORM = "whole"
state = st.session_state


def keep(db: duckdb.DuckDBPyConnection) -> None:
    """The file with what differs from the product's own."""
    values, title, name = whole.own(db), _("Keep them in a file"), plain("settings")
    with st.container(border=True, key="whole_out"):
        st.markdown(f"**{title}**")
        st.markdown(
            n_(
                "{number} setting differs from how Kaartenbak comes; it is in the file.",
                "{number} settings differ from how Kaartenbak comes; they are in the file.",
                len(values),
            )
            if values
            else _("All settings are as Kaartenbak comes.")
        )
        download.button(
            _("Download the settings"),
            whole.written(values),
            icon=":material/download:",
            file_name=f"Kaartenbak {name}.json",
            mime="application/json",
            key="whole_download",
        )


def take(db: duckdb.DuckDBPyConnection) -> None:
    """The place for a file, and what it would change."""
    title = _("Take over a file")
    with st.container(border=True, key="whole_in"):
        st.markdown(f"**{title}**")
        label = _(
            "A file that was made here or by another Kaartenbak; what it does not name becomes as"
            " Kaartenbak comes"
        )
        given = uploader.file(label, f"whole_file_{state.get(TURN, 0)}")
        if given is None:
            return
        try:
            wanted = setting.differing(db, whole.read(given.getvalue()))
        except DqError as error:
            st.error(escape(words.said(error.message, error.values)))
            return
        if not wanted:
            st.success(_("The settings are so already."))
            return
        _differences(db, wanted)
        asked = changes.button(FORM, [one.name for one in wanted])
        changes.under(db, FORM, wanted, asked=asked)
        button = n_("Take over {number} setting", "Take over {number} settings", len(wanted))
        st.button(button, type="primary", key="whole_take", on_click=_take, args=(wanted,))


def _differences(db: duckdb.DuckDBPyConnection, wanted: list[Set]) -> None:
    """Per setting what it is, and what it would be."""
    now, usual = settings.every(db), settings.defaults()
    rows = []
    for one in wanted:
        after = usual[one.name] if one.value is None else one.value
        said = own_text.setting(one.name, now[one.name], after)
        rows.append([widgets.shown("; ".join(said))])
    widgets.table(plain("What would be set"), [plain("What changes")], rows)


def _take(wanted: list[Set]) -> None:
    outcome = saving.settle(setting.run_all, wanted, plain("The settings are taken over."))
    if outcome.done:
        changes.forget(FORM)
        state[TURN] = state.get(TURN, 0) + 1

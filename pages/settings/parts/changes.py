"""What settings would change, before they are saved: a number per check, the groups, the score.

Tested in tests/pages/settings/test_settings.py.
"""

from collections.abc import Iterable

import duckdb
import streamlit as st
from markupsafe import Markup

from dq.casework import effect
from dq.casework.effect import Effect
from dq.checks import all_checks
from dq.commands.set import Set
from dq.errors import N_, DqError
from pages.ui.frame import frame
from pages.ui.session import opened
from pages.ui.widgets import widgets
from pages.ui.words import formats, words
from pages.ui.words.i18n import _, escape, language, plain

# The values that an effect was worked out for, and that effect; a place per form.
SHOWN = "effect_of_{}"
GROUPS = {"contact": N_("Groups of contacts"), "account": N_("Groups of accounts")}
state = st.session_state


def button(form: str, names: Iterable[str]) -> bool:
    """The button that works it out, where one of these can change a number; whether it is asked."""
    return effect.shown(names) and st.button(_("What changes?"), key=f"effect_{form}")


def under(db: duckdb.DuckDBPyConnection, form: str, wanted: Iterable[Set], *, asked: bool) -> None:
    """What these values would change, once it is asked and as long as they stay so."""
    commands = tuple(wanted)
    if asked and (found := worked_out(db, commands)):
        state[SHOWN.format(form)] = repr(commands), found
    values, found = state.get(SHOWN.format(form), ("", None))
    if found is not None and values == repr(commands):
        show(found)


def forget(form: str) -> None:
    """The values are saved."""
    state.pop(SHOWN.format(form), None)


def worked_out(db: duckdb.DuckDBPyConnection, commands: tuple[Set, ...]) -> Effect | None:
    """The effect, with how far it is; None where a value is refused, which is said."""
    try:
        with frame.progress() as tell:
            return effect.of(db, commands, tell, opened.resident())
    except DqError as error:
        st.error(escape(words.said(error.message, error.values)))
        return None


def show(found: Effect) -> None:
    """What there is now and what there would be, of what would be another."""
    rows = [
        [
            widgets.shown(plain(all_checks()[id].title)),
            _number(found.now.findings.get(id)),
            _number(found.then.findings.get(id)),
        ]
        for id in found.checks
    ]
    rows += [
        [
            widgets.shown(plain(GROUPS[kind])),
            _number(found.now.groups[kind]),
            _number(found.then.groups[kind]),
        ]
        for kind in found.kinds
    ]
    before, after = (
        formats.percent(one, language()) if one is not None else "–"
        for one in (found.now.score, found.then.score)
    )
    if before != after:
        rows.append([widgets.shown(one) for one in (plain("Score"), before, after)])
    if not rows:
        st.markdown(_("No finding, group or score changes."))
        return
    head = [plain("Open findings"), plain("Now"), plain("Then")]
    widgets.table(plain("What changes"), head, rows, across=True, numbers=2)


def _number(count: int | None) -> Markup:
    return widgets.shown(plain("off") if count is None else formats.number(count, language()))

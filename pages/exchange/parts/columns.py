"""The columns of a table of an upload, and what each becomes."""

import duckdb
import streamlit as st

from dq import intake
from dq.intake import Batch, Sheet
from dq.intake.landing import preview as looks
from dq.reading.vocabulary import DELETED, MASTER, contrary, normalised
from pages.exchange.parts import at_hand, preview
from pages.ui.session import address
from pages.ui.words import words
from pages.ui.words.i18n import _, escape, plain

state = st.session_state


def show(db: duckdb.DuckDBPyConnection, batch: Batch, index: int, sheet: Sheet) -> None:
    """The columns of the file and what each becomes."""
    used = len(sheet.headers) - len(sheet.unknown)
    title = _("Columns: {used} of {all} used", used=used, all=len(sheet.headers))
    if sheet.unknown:
        title += " · " + _("left out: {names}", names=shortened(sheet.unknown))
    key = f"up_columns_{state['up_read']}_{index}"
    # Where something was amiss with the columns they are in sight, and stay so while they change.
    state[f"{key}_amiss"] = amiss = state.get(f"{key}_amiss", False) or bool(sheet.problem)
    expander = st.expander(title, key=key, expanded=amiss, on_change="rerun")
    if not expander.open:
        return
    values = looks.first_values(db, sheet)
    with expander, st.grid(4, min_column_width=200, gap="small"):
        for place, header in enumerate(sheet.headers):
            if normalised(header) not in DELETED | MASTER:
                with st.container(gap=None, key=f"up_column_{index}_{place}"):
                    _column(db, batch, index, sheet, place, values)


def _column(
    db: duckdb.DuckDBPyConnection,
    batch: Batch,
    index: int,
    sheet: Sheet,
    place: int,
    values: dict[str, list[str]],
) -> None:
    """One column: what it becomes, and the first values in it."""
    header, fields = sheet.headers[place], intake.fields(sheet.object or "")
    key, field = at_hand.widget_key("column", index, place, sheet.object), sheet.mapping.get(header)
    st.selectbox(
        escape(header) or _("(no name)"),
        fields,
        index=fields.index(field) if field in fields else None,
        key=key,
        format_func=address.labels(fields, words.field),
        placeholder=_("Left out"),
        help=_("This column says who is active: it is read the other way round.")
        if contrary(field or "", header)
        else None,
        on_change=_mapped,
        args=(db, batch, sheet, header, key),
    )
    preview.examples(db, sheet, header, values)


def _mapped(
    db: duckdb.DuckDBPyConnection, batch: Batch, sheet: Sheet, header: str, key: str
) -> None:
    """The user says what a column is."""
    with at_hand.alone():
        chosen = {**sheet.mapping, header: state[key]}
        intake.remap(db, batch, sheet, sheet.object, chosen, keyed=sheet.keyed)


def shortened(names: list[str]) -> str:
    """The first names of a long list, and how many more there are."""
    named = ", ".join(names[:6])
    more = len(names) - 6
    return named if more <= 0 else plain("{names} and {number} more", names=named, number=more)

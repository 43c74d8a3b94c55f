"""What is seen of a sheet before it is loaded: missing columns, changes, values and dates."""

from datetime import date, datetime

import duckdb
import streamlit as st

from dq import intake
from dq.intake import Batch, Sheet
from dq.intake.landing import preview
from pages.ui.widgets import widgets
from pages.ui.words import formats, words
from pages.ui.words.i18n import _, language, n_, plain

state = st.session_state
# So many changed records are in sight at a time.
PAGE = 20


def lacking(db: duckdb.DuckDBPyConnection, batch: Batch, sheet: Sheet) -> None:
    """The columns that the last export had and this one has not, and which may be meant."""
    missing = preview.lacking(db, batch, sheet)
    if not missing:
        return
    meant = preview.instead(db, sheet, missing)
    lines = [
        plain(
            "{field}: {header} has the same values",
            field=words.field(one),
            header=meant[one],
        )
        if one in meant
        else words.field(one)
        for one in missing
    ]
    names, left = "; ".join(lines), sheet.unknown
    said = n_(
        "{number} column of the export before is missing here: {names}. What is known of it stays;"
        " new records have nothing there.",
        "{number} columns of the export before are missing here: {names}. What is known of them"
        " stays; new records have nothing there.",
        len(missing),
        names=names,
    )
    choose = _("Is it here under another name? Choose it below.")
    st.error(f"{said} {choose}" if left else said)


def changes(db: duckdb.DuckDBPyConnection, index: int, sheet: Sheet) -> None:
    """The records that change, field by field, a page at a time."""
    number = sheet.counts.changed
    if not number:
        return
    expander = st.expander(
        n_("{number} record that changes", "{number} records that change", number),
        key=f"up_changed_{state['up_read']}_{index}",
        on_change="rerun",
    )
    if not expander.open:  # they are looked up for those who ask
        return
    with expander:
        pages = -(-number // PAGE)
        page = 1
        if pages > 1:
            page = st.number_input(
                _("Page of {pages}", pages=pages),
                1,
                pages,
                key=f"up_changed_page_{state['up_read']}_{index}",
                width=160,
            )
        rows = []
        for one in preview.changed(db, sheet, PAGE, (int(page) - 1) * PAGE):
            for place, (field, before, after) in enumerate(one.fields):
                old, new = written(before, field), written(after, field)
                name = widgets.shown(one.name or one.id) if not place else ""
                rows.append(
                    [
                        name,
                        widgets.shown(words.field(field)),
                        widgets.marked(old, new),
                        widgets.marked(new, old),
                    ]
                )
        widgets.table(
            plain("Records that change"),
            [plain("Name"), plain("Field"), plain("Loaded now"), plain("In this file")],
            rows,
        )


def written(value: object, field: str) -> object:
    """A value as people read it."""
    if isinstance(value, datetime):
        return formats.moment(value, language())
    if isinstance(value, date):
        return formats.day(value, language())
    return words.value(field, value) if isinstance(value, str | bool) else value


def examples(
    db: duckdb.DuckDBPyConnection, sheet: Sheet, header: str, values: dict[str, list[str]]
) -> None:
    """The first values of a column; of a date, how it is read."""
    field = sheet.mapping.get(header)
    if sheet.ready and field in sheet.dates and (read := preview.reading(db, sheet, field)):
        value, found = read
        look = sheet.dates[field]
        order = ""
        if look.other:
            order = plain("month first") if look.american else plain("day first")
        said = f"{value} = {written(found, field)}"
        widgets.quiet(f"{said} ({order})" if order else said)
        return
    shown = values.get(header, [])
    widgets.quiet(" · ".join(value[:30] for value in shown) if shown else plain("empty"))


def without_key(db: duckdb.DuckDBPyConnection, batch: Batch, index: int, sheet: Sheet) -> None:
    """For a list of people without keys: the way to load it all the same."""
    if sheet.listed:
        widgets.quiet(
            plain(
                "These people are not from Salesforce: their keys are made of the e-mail address,"
                " or else of name and number."
            )
        )
    elif intake.may_be_list(sheet) and st.button(
        _("It is a list without keys: make them"), key=f"up_list_{state['up_read']}_{index}"
    ):
        intake.remap(db, batch, sheet, "contact", sheet.mapping, keyed=True)
        st.rerun()

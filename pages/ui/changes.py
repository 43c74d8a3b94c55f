"""Changes as a reader sees them: who, when, what, why, and the way back."""

import duckdb
import streamlit as st

from dq.queries import history
from dq.queries.history import Change, Field, Filter
from pages.ui import saving, widgets, words
from pages.ui.i18n import _, escape, plain, written

# So many of a card's own changes are shown on it; the history page has them all.
ON_CARD = 5
# Fields of which a change says something to a reader.
SILENT = {"kind", "version", "created", "modified", "record_kind"}
MOST_FIELDS = 8


def of_record(db: duckdb.DuckDBPyConnection, record_id: str) -> None:
    """The newest changes of one record."""
    chosen = Filter(record_id=record_id)
    found = history.changes(db, chosen, size=ON_CARD)
    if not found:
        return
    st.header(_("History"), anchor=False)
    for change in found:
        show(change, named=False)
    total = history.count(db, chosen)
    if total > ON_CARD:
        widgets.link("settings/history.py", _("All {number} changes", number=total), h_id=record_id)


def show(change: Change, *, named: bool = True) -> None:
    """One change: a line of what and who, its fields, its reason, and a button to undo it.

    :param named: with the records that it is about
    """
    with st.container(border=True, key=f"h_{change.id}", gap=None):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            widgets.lines(headline(change))
            st.space("stretch")
            if change.undone_by is not None:
                undone = _("undone")
                st.markdown(f":gray[{undone}]")
            elif change.undoable:
                st.button(
                    _("Undo"),
                    key=f"h_undo_{change.id}",
                    type="tertiary",
                    on_click=saving.take_back,
                    args=(change.id,),
                )
        if named and change.records:
            records(change)
        if told := spoken(change):
            widgets.lines(*told)
        if change.reason:
            widgets.quiet(plain("Reason: {reason}", reason=change.reason))


def headline(change: Change) -> str:
    """What was done, by whom and when."""
    what = words.command(change.command)
    return plain(
        "{what} by {actor}, {moment}",
        what=what[:1].upper() + what[1:],
        actor=words.actor(change.actor),
        moment=change.moment,
    )


def records(change: Change) -> None:
    """Links to the cards and accounts of a change."""
    with st.container(horizontal=True, gap="small"):
        for kind, id, name in change.records[:4]:
            link = widgets.contact_link if kind == "contact" else widgets.account_link
            link(id, escape(name))
        if len(change.records) > 4:
            st.markdown(_("and {number} more", number=len(change.records) - 4))


def spoken(change: Change) -> list[str]:
    """The fields that changed, a line each."""
    fields = [field for field in change.fields if field.name not in SILENT and telling(field)]
    lines = [
        plain(
            "{field}: {before} → {after}",
            field=words.field(field.name),
            before=value(field, field.before),
            after=value(field, field.after),
        )
        for field in fields[:MOST_FIELDS]
    ]
    if rest := len(fields) - MOST_FIELDS:
        lines += [plain("and {number} more", number=rest)] if rest > 0 else []
    return lines


def telling(field: Field) -> bool:
    """Whether a field says something beyond the links to its records."""
    return not field.name.endswith("_id")


def value(field: Field, content: object) -> str:
    """A value before or after, in words."""
    shown = words.value(field.name, content)
    return written(shown) if shown not in (None, "") else plain("empty")

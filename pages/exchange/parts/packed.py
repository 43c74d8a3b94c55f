"""A package that was made: how far it is, its zip, the way back, and what did not arrive of it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import streamlit as st

from dq import scratch
from dq.commands import withdraw
from dq.errors import N_
from dq.handover.package import archive
from dq.queries.exchange.packages import Missed, Package
from pages.ui.session import saving
from pages.ui.widgets import download, widgets
from pages.ui.words import i18n, words
from pages.ui.words.i18n import _, escape, language, plain

STATES = {
    "sent": N_("on the way"),
    "done": N_("done"),
    "failed": N_("refused"),
    "missed": N_("not in the export"),
    "arrived": N_("arrived"),
    "withdrawn": N_("withdrawn"),
}
# What did not happen, where that is no field.
MISSED = {
    "insert": N_("is not in the export"),
    "delete": N_("is still in the export"),
    "merge": N_("is not done by hand yet"),
}


def show(db: duckdb.DuckDBPyConnection, one: Package) -> None:
    """A package: when and by whom, how far, its zip and the way to withdraw it."""
    with st.container(
        border=True, horizontal=True, vertical_alignment="center", gap="small",
        key=f"package_{one.number}",
    ):  # fmt: skip
        widgets.text(
            plain("Package {number}", number=one.number),
            plain("{moment} by {name}", moment=one.made, name=one.made_by)
            if one.made_by
            else plain("{moment} (name unknown)", moment=one.made),
            " · ".join(_how_far(one)),
        )
        st.space("stretch")
        download.button(
            _("Download"),
            _zipped(db, one.number, language()),
            file_name=plain("Kaartenbak package {number}.zip", number=one.number),
            mime="application/zip",
            key=f"p_zip_{one.number}",
        )
        if one.states.get("sent"):
            with st.popover(_("Withdraw"), key=f"p_withdraw_{one.number}"):
                _withdrawn(one.number)


def not_arrived(one: Package, rows: list[Missed]) -> None:
    """The first rows that the export after a package does not show, with what it has instead."""
    with st.expander(_("Not in the export of package {number}", number=one.number)):
        st.markdown(
            _("What is still wanted goes again with the next package; else Salesforce's stands.")
        )
        for row in rows:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                if row.contact_id:
                    widgets.contact_link(row.contact_id, escape(row.name))
                else:
                    st.markdown(escape(row.name))
                lines = [_instead(*sides) for sides in row.fields.items()]
                widgets.lines(*lines or [plain(MISSED.get(row.operation, MISSED["merge"]))])
        if (more := one.states["missed"] - len(rows)) > 0:
            widgets.quiet(plain("and {number} more", number=more))


def _zipped(db: duckdb.DuckDBPyConnection, number: int, code: str) -> Callable[[], bytes]:
    """What makes the zip when it is asked for, on a thread that knows no session."""
    say = i18n.speaker(code)

    def make() -> bytes:
        with scratch.folder() as folder:
            target = Path(folder) / "package.zip"
            archive.write(db.cursor(), number, target, say, words.README[code])
            return target.read_bytes()

    return make


def _how_far(one: Package) -> Iterator[str]:
    """How many rows are in which state, and how many of those on the way are done by hand."""
    for state, number in one.states.items():
        said = f"{number} {plain(STATES[state])}"
        if state == "sent" and one.work:
            said += ", " + plain("{number} of them by hand", number=one.work)
        yield said


def _withdrawn(number: int) -> None:
    """The question before a package is withdrawn, which cannot be undone."""
    st.markdown(
        _(
            "Only if nothing of it was loaded: what is in it is then packed again, and would go"
            " twice. This cannot be undone."
        )
    )
    if st.button(_("Withdraw package {number}", number=number), key=f"p_back_{number}"):
        message = plain("Package {number} is withdrawn.", number=number)
        saving.settle(withdraw.run, withdraw.Withdraw(number), message)
        st.rerun()


def _instead(field: str, values: tuple[object, object]) -> str:
    """What was sent of a field, and what the export has."""
    sent, there = (
        plain("empty") if value in (None, "") else words.value(field, value) for value in values
    )
    return plain(
        "{field}: {sent} sent, {there} in the export",
        field=words.field(field),
        sent=sent,
        there=there,
    )

"""The rows that a load takes out or leaves behind: the first in sight, all of them as a file."""

from pathlib import Path

import duckdb
import streamlit as st

from dq import intake, scratch
from dq.handover.lists.files import Wording, to_csv
from dq.intake import Batch, Sheet
from dq.intake.landing import gone as disappearing
from pages.ui.widgets import download, widgets
from pages.ui.words import words
from pages.ui.words.i18n import _, n_, plain

# So many rows of a list are in sight; all of them are in its download.
IN_SIGHT = 20


def gone(db: duckdb.DuckDBPyConnection, batch: Batch, index: int, sheet: Sheet) -> None:
    """The records that go with this load, and all of them as a file."""
    number = sheet.counts.gone
    expander = st.expander(
        n_("{number} record that goes", "{number} records that go", number),
        key=f"up_gone_{index}",
        on_change="rerun",
    )
    if not expander.open:  # they are looked up for those who ask
        return
    with expander:
        widgets.table(
            plain("Records that go"),
            [plain("Name"), plain("ID")],
            [
                [widgets.shown(name), widgets.code(key)]
                for name, key in disappearing.first(db, batch, sheet, IN_SIGHT)
            ],
        )
        _first_only(number)
        download.button(
            _("Download the records that go"),
            gone_csv(db, batch, sheet),
            file_name=plain("gone-{file}.csv", file=Path(sheet.name).stem),
            mime="text/csv",
            key=f"up_gone_download_{index}",
        )


def gone_csv(db: duckdb.DuckDBPyConnection, batch: Batch, sheet: Sheet) -> bytes:
    """All records that go with this load, as a file for people."""
    # Made at once and not on the click: that runs on another thread, and this cursor serves one.
    wording = Wording({"name": plain("Name"), "id": plain("ID")})
    with scratch.folder() as folder:
        target = Path(folder) / "gone.csv"
        to_csv(db, disappearing.listing(batch, sheet), target, separator=";", wording=wording)
        return target.read_bytes()


def rejected(index: int, sheet: Sheet) -> None:
    """The rows that were left out, each with its reason, and all of them as a file."""
    with st.expander(
        n_("{number} rejected row", "{number} rejected rows", len(sheet.rejects)),
        key=f"up_rejected_{index}",
    ):
        widgets.table(
            plain("Rejected rows"),
            [plain("Line"), plain("Reason"), plain("Row")],
            [
                [
                    widgets.shown(reject.line),
                    widgets.shown(words.said(reject.reason, reject.values)),
                    widgets.shown(" · ".join(cell for cell in reject.cells if cell)[:160]),
                ]
                for reject in sheet.rejects[:IN_SIGHT]
            ],
        )
        _first_only(len(sheet.rejects))
        download.button(
            _("Download the rejected rows"),
            intake.rejected_csv(sheet, words.said),
            file_name=plain("rejected-{file}.csv", file=Path(sheet.name).stem),
            mime="text/csv",
            key=f"up_download_{index}",
        )


def _first_only(number: int) -> None:
    """Says so when a list shows only its first rows."""
    if number > IN_SIGHT:
        widgets.quiet(
            plain("The first {shown} of {number}; the file has all.", shown=IN_SIGHT, number=number)
        )

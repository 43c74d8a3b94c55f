"""The file that Business Central imports, with its two buttons."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import streamlit as st

from dq import scratch
from dq.handover.lists import business_central
from dq.handover.lists.business_central import Import
from dq.handover.lists.files import MOST_EXCEL_ROWS
from dq.queries.exchange import loads
from pages.ui.session import opened
from pages.ui.widgets import download, widgets
from pages.ui.words.i18n import _, plain

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = (
    ("CSV", "csv", business_central.to_csv, "text/csv"),
    ("Excel", "xlsx", business_central.to_xlsx, XLSX),
)


def offer(db: duckdb.DuckDBPyConnection) -> None:
    """What the file holds and its buttons; they are off where nothing differs."""
    total = opened.remembered(_number)
    last = loads.current(db)
    day = last.exported.isoformat() if last else ""
    name = plain("Import for Business Central")
    with st.container(
        border=True, horizontal=True, vertical_alignment="center", gap="small", key="x_import"
    ):
        widgets.text(
            name,
            plain(
                "Only the contacts that differ, in the layout of a configuration package: e-mail,"
                " who is not active and External ID."
            ),
            plain("{number} rows", number=total),
        )
        st.space("stretch")
        for label, ending, write, mime in KINDS:
            many = ending == "xlsx" and total > MOST_EXCEL_ROWS
            download.button(
                label,
                _made(db, write),
                file_name=f"{name} {day}.{ending}",
                mime=mime,
                key=f"x_import_{ending}",
                disabled=not total or many,
                help=_("Too many rows for Excel; take the CSV.") if many else None,
            )


def _number(db: duckdb.DuckDBPyConnection) -> int:
    return len(business_central.read(db).rows)


def _made(
    db: duckdb.DuckDBPyConnection, write: Callable[[Import, Path], None]
) -> Callable[[], bytes]:
    """What makes the file when it is asked for."""

    def make() -> bytes:
        with scratch.folder() as folder:
            target = Path(folder) / "import"
            write(business_central.read(db.cursor()), target)
            return target.read_bytes()

    return make

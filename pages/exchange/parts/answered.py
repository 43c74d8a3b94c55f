"""What the results of a load into Salesforce brought, as every page that takes them says it."""

import duckdb
import streamlit as st

from dq.commands.results import Told
from dq.outgoing.plan import FILES
from dq.queries.exchange import packages
from pages.ui.widgets import widgets
from pages.ui.words import words
from pages.ui.words.i18n import counted, escape, plain

SHOWN = 20
TITLES = {file.name: file.title for file in FILES}


def show(db: duckdb.DuckDBPyConnection, found: Told) -> None:
    """How many rows are done, refused, and of no package that is known; what is unclear, and the
    files that are no results."""
    widgets.lines(
        counted("{number} row is done.", "{number} rows are done.", found.done),
        counted("{number} row was refused.", "{number} rows were refused.", found.failed),
    )
    if found.unknown:
        widgets.lines(
            counted(
                "{number} row is of no package that is known here.",
                "{number} rows are of no package that is known here.",
                found.unknown,
            )
        )
    if found.unclear:
        _unclear(db, found)
    if found.aside:
        widgets.lines(
            *(words.said(one.message, one.values) for one in found.aside[:SHOWN]),
            *_more(len(found.aside)),
        )


def _unclear(db: duckdb.DuckDBPyConnection, found: Told) -> None:
    """The lines that fit several rows of packages, with those rows."""
    listed = found.unclear[:SHOWN]
    rows = packages.rows_of(db, [key for one in listed for key in one.keys])
    st.warning(
        escape(
            counted(
                "{number} line fits several rows, so nothing was noted of it. The next export shows"
                " what became of them.",
                "{number} lines fit several rows, so nothing was noted of them. The next export"
                " shows what became of them.",
                len(found.unclear),
            )
        )
    )
    for one in listed:
        said = [_row(*rows[key][:2], rows[key][3]) for key in one.keys[:SHOWN]]
        place = plain("{file}, line {line}", file=one.file, line=one.line)
        widgets.lines(f"{place}: {' / '.join(said)}")
    widgets.lines(*_more(len(found.unclear)))


def _row(number: int, file: str, name: str) -> str:
    return " · ".join([plain("Package {number}", number=number), plain(TITLES[file]), name])


def _more(total: int) -> list[str]:
    return [plain("and {number} more", number=total - SHOWN)] if total > SHOWN else []

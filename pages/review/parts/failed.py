"""Checks that could not be worked out: named in a sentence; nothing where all could."""

import duckdb
import streamlit as st

from dq.checks import all_checks
from dq.queries.review import overview
from pages.ui.words.i18n import n_, plain


def show(db: duckdb.DuckDBPyConnection) -> None:
    """Which checks the newest judgement lacks, and what that means for what is in sight."""
    known = all_checks()
    names = [plain(known[id].title) if id in known else id for id in overview.failed(db)]
    if names:
        st.warning(
            n_(
                "{number} check could not be worked out: {checks}. What it found before is "
                "neither solved nor counted.",
                "{number} checks could not be worked out: {checks}. What they found before is "
                "neither solved nor counted.",
                len(names),
                checks=", ".join(names),
            )
        )

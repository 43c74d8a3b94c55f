"""The findings as a list of which one is open: rows in full, by a click or by keys.

Tested in tests/pages/review/test_findings.py and tests/browser/test_findings.py.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import streamlit as st

from dq.checks import Check
from dq.queries.review.findings import Finding
from dq.settings import rules
from pages.ui.frame import frame
from pages.ui.session import address
from pages.ui.widgets import widgets
from pages.ui.words import words
from pages.ui.words.i18n import plain

HERE = Path(__file__).parent
# The row that the browser asked for last, to tell it that this is the answer.
KEY, ASKED = "f_rows", "f_rows_asked"
_element = st.components.v2.component(
    "kaartenbak_rows",
    html='<div class="kb-rows"></div>',
    css=(HERE / "rows.css").read_text("utf-8"),
    js=(HERE / "rows.js").read_text("utf-8"),
    isolate_styles=False,
)


def show(
    rows: Sequence[Finding], opened: str, done: Mapping[str, str], times: int, *, single: bool
) -> None:
    """The rows, with the opened one marked; another one is put in the address.

    :param done: the state of those on which was decided, as a message id
    :param times: how many decisions there were; after another one the keys are the list's again
    :param single: they are all of one check, which then goes without saying
    """
    checks = rules.known(frame.open_store())
    data = {
        "label": plain("Findings; choose a row to see why it is there"),
        "head": [plain("State"), plain("Card"), plain("What")],
        "rows": [_row(row, checks[row.check_id], done.get(row.key), single=single) for row in rows],
        "open": opened,
        "answers": st.session_state.get(ASKED),
        "times": times,
    }
    _element(key=KEY, data=data, on_open_change=_chosen)


def _row(
    row: Finding, check: Check, done: str | None, *, single: bool
) -> dict[str, str | bool | None]:
    return {
        "key": row.key,
        "state": plain(done or words.SHORT_STATES[row.state]),
        "done": done is not None,
        "name": row.name or row.record_id,
        "account": row.account if row.account != row.name else None,
        "severity": check.severity,
        "sign": words.SEVERITIES[check.severity][0],
        "severity_word": words.severity_word(check.severity),
        "title": None if single else plain(check.title),
        "said": widgets.reason(row, check),
    }


def _chosen() -> None:
    st.session_state[ASKED] = key = st.session_state[KEY].open
    address.put("f_open", key)

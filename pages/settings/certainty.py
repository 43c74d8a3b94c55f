"""Certainty: how often the matching was right, by what people decided so far."""

import streamlit as st

from dq.queries.review import decisions
from pages.ui.frame import frame
from pages.ui.widgets import widgets
from pages.ui.words import formats
from pages.ui.words.i18n import _, language, plain

db = frame.open_store()
st.title(_("Certainty"))
frame.stop_without_data(db)
st.markdown(
    _(
        "Each likely duplicate comes with a certainty. Here you see whether it holds: of the pairs"
        " that you decided on, how many were a duplicate, per band of certainty."
    )
)
bands = decisions.bands(db)
if not bands:
    st.info(_("Nothing was decided yet. Say of a few groups whether they are a duplicate."))
    widgets.link("review/duplicates.py", _("To the duplicates"))
    st.stop()
widgets.table(
    plain("Right per band of certainty"),
    [
        plain("Certainty"),
        plain("Decided"),
        plain("Duplicate"),
        plain("Right"),
        plain("Expected"),
    ],
    [
        [
            widgets.shown(f"{band.low * 100:.0f}–{band.high * 100:.0f}\N{NBSP}%"),
            widgets.shown(band.decided),
            widgets.shown(band.same),
            widgets.shown(formats.percent(band.precision, language())),
            widgets.shown(formats.percent(band.expected, language())),
        ]
        for band in bands
    ],
    numbers=4,
)

"""Certainty: how often the matching was right by what people decided, and what that taught it."""

import streamlit as st

from dq import settings
from dq.matching.weighing import adjustment
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

st.subheader(_("Learned from your decisions"))
if not settings.get(db, "learn_from_decisions"):
    st.markdown(_("Learning from decisions is switched off."))
    widgets.link("settings/settings.py", _("To the settings"), s_part="comparing")
    st.stop()
learned = decisions.learned(db)
if learned is None:
    st.markdown(
        _(
            "From {least} decided pairs on, of which at least {each} are duplicates and {each} are"
            " not, Kaartenbak fits its points further on them.",
            least=adjustment.LEAST,
            each=adjustment.EACH,
        )
    )
    st.stop()
st.markdown(
    _(
        "{decided} decided pairs, of which {same} are duplicates. Each was judged by points that"
        " had not seen it.",
        decided=learned.decided,
        same=learned.same,
    )
)
widgets.table(
    plain("Before and after learning from decisions"),
    [plain("Points"), plain("Got it wrong"), plain("Off on average")],
    [
        [
            widgets.shown(name),
            widgets.shown(one.wrong),
            widgets.shown(formats.percent(one.off, language())),
        ]
        for name, one in (
            (plain("Learned from the file alone"), learned.before),
            (plain("And from your decisions"), learned.after),
        )
    ],
    numbers=2,
)
st.markdown(
    _("That is better, so the certainties you see are with your decisions.")
    if learned.used
    else _("That is not clearly better, so your decisions change no certainty.")
)

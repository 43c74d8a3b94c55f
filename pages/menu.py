"""The menu: sections and their pages; hands the chosen page to the frame."""

import streamlit as st

from pages.ui.frame import checking, frame
from pages.ui.words.i18n import _

bar = frame.begin()
page = st.navigation(
    {
        "": [
            st.Page("review/overview.py", title=_("Overview"), default=True),
            st.Page("review/review.py", title=_("Review")),
            st.Page("review/findings.py", title=_("Findings")),
            st.Page("review/duplicates.py", title=_("Duplicates")),
            st.Page("review/usernames.py", title=_("Usernames")),
            st.Page("review/progress.py", title=_("Progress")),
            st.Page("review/merge.py", title=_("Merge"), visibility="hidden"),
            st.Page("review/merge_all.py", title=_("Merge all"), visibility="hidden"),
            st.Page("review/perhaps.py", title=_("Perhaps"), visibility="hidden"),
        ],
        _("Cards"): [
            st.Page("cards/search.py", title=_("Search")),
            st.Page("cards/create.py", title=_("New card")),
            st.Page("cards/contact.py", title=_("Contact"), visibility="hidden"),
            st.Page("cards/account.py", title=_("Account"), visibility="hidden"),
            st.Page("cards/general.py", title=_("General card"), visibility="hidden"),
        ],
        _("Back office"): [
            st.Page("backoffice/tiles.py", title=frame.counted(_("Tiles"))),
            st.Page("backoffice/leave.py", title=_("Somebody leaves")),
            st.Page("backoffice/business_central.py", title="Business Central"),
            st.Page("backoffice/tile.py", title=_("Tile"), visibility="hidden"),
        ],
        _("In and out"): [
            st.Page("exchange/upload.py", title=_("Upload")),
            st.Page("exchange/package.py", title=_("Package")),
            st.Page("exchange/results.py", title=_("Results")),
            st.Page("exchange/clashes.py", title=_("Clashes")),
            st.Page("exchange/download.py", title=_("Download")),
            st.Page("exchange/report.py", title=_("Report")),
        ],
        _("Manage"): [
            st.Page("settings/history.py", title=_("History")),
            st.Page("settings/certainty.py", title=_("Certainty")),
            st.Page("settings/settings.py", title=_("Settings")),
            st.Page("settings/personal_data.py", title=_("Personal data")),
            st.Page("settings/help.py", title=_("Help")),
        ],
    },
    position=frame.menu(),
)
frame.run(page, bar, checking.before)

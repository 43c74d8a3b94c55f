"""What Streamlit writes of its own and no setting changes, in the words of the page's language.

Tested in tests/browser/test_dutch.py.
"""

from pathlib import Path

from dq.errors import N_
from pages.ui.words.i18n import plain

JS = Path(__file__).with_name("theirs.js").read_text("utf-8")
# As Streamlit writes it; what ends in a space is followed by something.
WORDS = (
    N_("App pages"),
    N_("Navigate to home page"),
    N_("Skip to main content"),
    N_("Expand sidebar"),
    N_("Collapse sidebar"),
    N_("Sidebar"),
    N_("Close"),
    N_("Open"),
    N_("Choose an option"),
    N_("Choose options"),
    N_("Clear all"),
    N_("Clear value"),
    N_("Clear entry"),
    N_("Clear date"),
    N_("Selected values"),
    N_("No results"),
    N_("file upload"),
    N_("Choose date"),
    N_("Choose date, "),
    N_("Previous month"),
    N_("Next month"),
    N_("Previous"),
    N_("Next"),
    N_("Increment"),
    N_("Decrement"),
    N_("Shortcut "),
    N_("Remove "),
    N_("Empty"),
    N_("day, "),
    N_("month, "),
    N_("year, "),
    N_("Use arrow keys to navigate dates. Enter to select. Escape to close."),
    N_("Error"),
    N_(": Date set outside allowed range. Please select a date on or after "),
    N_(": Date set outside allowed range. Please select a date on or before "),
    N_(": Date set outside allowed range. Please select a date between "),
    N_(" and "),
)


def words() -> dict[str, str]:
    """Each of them with how the page says it."""
    return {one: plain(one) for one in WORDS}

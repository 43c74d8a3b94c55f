"""Clashes: what was changed here and in Salesforce; choose which of the two holds."""

import streamlit as st

from dq.commands import settle
from dq.commands.settle import Choice, Settle
from dq.errors import N_
from dq.objects import MADE_HERE
from dq.queries.exchange import clashes
from dq.queries.exchange.clashes import Clash
from pages.ui.frame import frame
from pages.ui.session import saving
from pages.ui.widgets import widgets
from pages.ui.words import words
from pages.ui.words.i18n import _, escape, label, n_, plain

SHOWN = 50
# What either choice means for what is gone in Salesforce.
GONE = N_(
    "Take Salesforce's, and it goes here too, with what was added here that names it."
    " Keep ours, and it is made there anew."
)
GONE_FOR_GOOD = N_(
    "Take Salesforce's, and it goes here too, with what was added here that names it."
    " To keep it, make it in Salesforce."
)

state = st.session_state
db = frame.open_store()
st.title(_("Clashes"))
frame.stop_without_data(db)


def chosen(listed: list[Clash]) -> tuple[str, ...]:
    """The clashes that are ticked."""
    return tuple(one.id for one in listed if state.get(f"k_{one.id}"))


def all_or_none(listed: list[Clash]) -> None:
    """Tick every clash, or none."""
    for one in listed:
        state[f"k_{one.id}"] = state["k_all"]


def mixed(listed: list[Clash]) -> bool:
    """Whether some of the values are of a merged card, and not what Salesforce has."""
    return any(one.merged for one in listed)


def choose(listed: list[Clash], choice: Choice) -> None:
    """Settle what is ticked."""
    ids = chosen(listed)
    taken = plain("What Salesforce has was taken over.")
    said = {
        "theirs": plain("The other values were taken over.") if mixed(listed) else taken,
        "ours": plain("What stands here goes with the next package."),
    }
    saving.decide(settle.run, Settle(ids, choice), said[choice])
    state["k_all"] = False


def value(one: Clash, text: str | None) -> str | None:
    """A value in words."""
    if one.field == "active" and text in ("true", "false"):
        return plain("yes") if text == "true" else plain("no")
    return str(words.value(one.field or "", text)) if text else text


def show(one: Clash) -> None:
    """A clash: of whom, which field, and the three values."""
    with st.container(border=True, gap="small", key=f"clash_{one.id}"):
        if one.contact_id:
            widgets.contact_link(one.contact_id, f"**{escape(one.name)}**")
        else:
            st.markdown(f"**{escape(one.name)}**")
        gone = plain("Gone in Salesforce, changed or in use here")
        if one.theirs:
            gone = plain("Taken out here, changed in Salesforce")
        what = words.field(one.field) if one.field else gone
        st.checkbox(label(what), key=f"k_{one.id}")
        if not (one.field or one.theirs):
            widgets.quiet(plain(GONE if one.record_table in MADE_HERE else GONE_FOR_GOOD))
        if one.field:
            old, theirs, ours = (value(one, text) for text in (one.old, one.theirs, one.ours))
            cells = widgets.marked(theirs, ours), widgets.marked(ours, theirs), widgets.shown(old)
            widgets.table(
                what,
                [
                    plain("On the merged card") if one.merged else plain("Salesforce"),
                    plain("Here"),
                    plain("It was"),
                ],
                [cells],
            )


total = clashes.count(db)
if not total:
    st.info(_("No clashes."))
    widgets.link("exchange/package.py", _("Package for Salesforce"))
    st.stop()
listed = clashes.listing(db, SHOWN)
st.markdown(
    n_(
        "{number} field was changed here and in Salesforce since the last export."
        " It does not go there before you choose.",
        "{number} fields were changed here and in Salesforce since the last export."
        " They do not go there before you choose.",
        total,
    )
)
with st.container(horizontal=True, vertical_alignment="center", gap="small", key="k_ways"):
    st.checkbox(_("All on this page"), key="k_all", on_change=all_or_none, args=(listed,))
    st.space("stretch")
    none = not chosen(listed)
    st.button(
        _("Take the other values") if mixed(listed) else _("Take Salesforce's"),
        key="k_theirs",
        on_click=choose,
        args=(listed, "theirs"),
        disabled=none,
    )
    st.button(
        _("Keep ours"), key="k_ours", type="primary", on_click=choose, args=(listed, "ours"),
        disabled=none,
    )  # fmt: skip
for one in listed:
    show(one)
if total > SHOWN:
    st.markdown(_("and {number} more", number=total - SHOWN))

"""Overview: what to do first, the score and its trend, and a tile per check."""

import streamlit as st

from dq import settings
from dq.casework import queue
from dq.checks import all_checks
from dq.intake import inbox
from dq.queries.exchange import repaired
from dq.queries.review import overview
from dq.queries.settings import ruled
from dq.settings import rules
from pages.review.parts import failed
from pages.review.parts import queue as reviewing
from pages.review.parts.scoring import score
from pages.ui.frame import frame
from pages.ui.session import navigation, opened, people
from pages.ui.widgets import widgets
from pages.ui.words import formats, words
from pages.ui.words.i18n import _, language, n_, plain

FINDINGS = "review/findings.py"

db = frame.open_store()
st.title(_("Overview"))
frame.stop_without_data(db)
failed.show(db)

checks = rules.every(db)
measured = opened.remembered(overview.tiles)
tiles = [measured[id] for id in checks if id in measured]
unsettled = opened.remembered(overview.unsettled)
open_tiles = [tile for tile in tiles if tile.open]  # the worst check first


def age() -> None:
    """That the newest export is too old to say much of today."""
    days = overview.outdated(db, int(str(settings.get(db, "export_days"))))
    if days is not None:
        st.warning(_("The export is {number} days old. Load a new one.", number=days))
    elif known := overview.age(db):
        widgets.quiet(
            n_("The export is {number} day old.", "The export is {number} days old.", known)
        )


def waits() -> None:
    """What came into the inbox and waits for somebody to look at it."""
    box = inbox.beside(db)
    if box and (held := box.held(box.waiting)):
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key="waits"):
            label = n_(
                "{number} delivery in the inbox waits until somebody looks at it.",
                "{number} deliveries in the inbox wait until somebody looks at them.",
                len(held),
            )
            st.warning(label)
            widgets.link("exchange/upload.py", _("To Upload"))


def by_itself() -> None:
    """How much was repaired by itself after the newest export, and where to look at it."""
    found = repaired.after(db)
    if found and found.standing:
        label = n_(
            "{number} repair was made by itself after this export.",
            "{number} repairs were made by themselves after this export.",
            len(found.standing),
        )
        with st.container(
            horizontal=True, vertical_alignment="center", gap="small", key="by_itself"
        ):
            st.markdown(label)
            widgets.link("exchange/upload.py", _("Look at them"))


def next_step() -> None:
    """The button with which the review begins, and what the load changed."""
    if not open_tiles:
        st.success(_("Nothing is open. Load the next export when it is there."))
        with st.container(horizontal=True, gap="small", key="unsettled"):
            for state in ("under_way", "later", "accepted"):
                if any(state in states for states in unsettled.values()):
                    widgets.link(FINDINGS, plain(words.SHORT_STATES[state]), f_state=state)
        return
    cases, minutes = opened.remembered(queue.begun, people.name())
    begin = n_(
        "Start the review: {number} case, ± {minutes} min",
        "Start the review: {number} cases, ± {minutes} min",
        cases,
        minutes=minutes,
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="next"):
        if st.button(begin, type="primary", key="start"):
            reviewing.begin_again()
            navigation.go("review/review.py")
        total = sum(tile.open for tile in open_tiles)
        st.markdown(n_("{number} finding open", "{number} findings open", total))
        st.space("stretch")
        since = opened.remembered(overview.since)
        st.markdown(_("Since the export before:"))
        for state, sentence in (
            ("new", _("{number} new and open", number=since.new)),
            ("solved_now", _("{number} solved", number=since.solved)),
            ("returned", _("{number} returned", number=since.returned)),
        ):
            widgets.link(FINDINGS, sentence, f_state=state)
        if since.under_way:
            under_way = _("{number} under way", number=since.under_way)
            widgets.link(FINDINGS, under_way, f_state="under_way")
    if changed := opened.remembered(overview.ruled):
        labels = ", ".join(plain(label) for label in changed)
        widgets.quiet(plain(ruled.CHANGED, settings=labels))


def tile(entry: overview.Tile) -> None:
    """One check: its count, the change and its severity; the whole tile leads to its findings.

    All of it is one link, with its frame: six elements a tile made the page a fifth slower.
    """
    check = checks[entry.check_id]
    change = formats.change(entry.change, language())
    colour = "red" if (entry.change or 0) > 0 else "green"
    parts = [
        f"**{formats.number(entry.open, language())}**",
        f":{colour}[{change}]" if change else "",
        words.coloured(check.severity),
        f"*{_(check.title)}*",
    ]
    st.page_link(
        FINDINGS,
        label=" ".join(part for part in parts if part),
        query_params={"f_check": check.id},
        width="stretch",
    )


age()
waits()
by_itself()
next_step()
score.show(db)
if open_tiles:
    st.header(_("First now"))
    with st.container(key="first_now", gap=None), st.grid(4, min_column_width=230, gap="small"):
        for entry in open_tiles:
            tile(entry)
if calm := [entry for entry in tiles if not entry.open and entry.check_id not in unsettled]:
    names = ", ".join(plain(checks[one.check_id].title) for one in calm)
    st.markdown(_("No findings: {checks}.", checks=names))
if silent := rules.off(db):
    names = ", ".join(plain(all_checks()[id].title) for id in silent)
    with st.container(key="checks_off", gap=None):
        st.markdown(_("Off, and in no count: {checks}.", checks=names))
        widgets.link("settings/settings.py", _("To the settings of the checks"), s_part="checks")

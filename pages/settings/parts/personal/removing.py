"""What removing people for good means, and the button that does it once somebody is sure.

Tested in tests/pages/settings/test_personal_data.py.
"""

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

import duckdb
import streamlit as st

from dq import settings
from dq.commands import forget
from dq.commands.forget import Forget, Gone
from dq.domain.telling.telling import Elsewhere
from dq.handover.lists import removed
from dq.handover.lists.removed import Ahead, Left, Perhaps, Rows
from dq.objects import OBJECTS
from dq.store import copies
from dq.words.voice import Voice
from pages.ui.frame import frame
from pages.ui.session import address, opened, saving
from pages.ui.widgets import download, widgets
from pages.ui.words import i18n
from pages.ui.words.i18n import _, escape, language, n_, plain

# The uploads that wait to be loaded and have somebody in them who was removed in this session.
WAITING = "p_waiting"
# Which texts are ticked that may be about somebody else.
TICKED = "p_ticked"
# So many texts of others stand on a page, so much of each, and more can be ticked together.
MOST_TEXTS, LONGEST, FEW = 50, 160, 5
state = st.session_state


def ask(db: duckdb.DuckDBPyConnection, people: Sequence[tuple[str, str]]) -> None:
    """What goes, what stays and what is left to do, then the question.

    :param people: the id and the name of each
    """
    ids = tuple(id for id, _name in people)
    st.header(n_("Remove {number} person", "Remove {number} people", len(people)), anchor=False)
    st.warning(_("This cannot be undone, not with Undo and not from the history."))
    ahead = opened.remembered(removed.ahead, ids, language())
    _here(ahead.rows)
    also = _perhaps(ahead.perhaps)
    _copies(db)
    _elsewhere(ahead)
    _sure(people, also)


def _here(rows: Sequence[Rows]) -> None:
    widgets.table(
        plain("What is here of them"),
        [plain("What"), plain("What becomes of it"), plain("Rows")],
        [
            [widgets.shown(one.title), widgets.shown(plain(one.said)), widgets.shown(one.number)]
            for one in rows
        ],
        numbers=1,
    )
    st.markdown(
        _(
            "The keys stay, to know the person by in a later export, and the history keeps who did"
            " something when. Uploads that are kept and have the person in them go whole."
        )
    )


def _perhaps(texts: Sequence[Perhaps]) -> dict[str, list[str]]:
    """What may be of another of that name, each to be ticked where it is of the person; the places
    of what is, by card."""
    if not texts:
        return {}
    st.markdown(
        n_(
            "{number} text has the last name, or a number that others have too, and may be about"
            " somebody else. It stays, unless you tick it.",
            "{number} texts have the last name, or a number that others have too, and may be about"
            " somebody else. They stay, unless you tick them.",
            len(texts),
        )
    )
    places: dict[tuple[str, str], list[Perhaps]] = {}  # one place may have several
    for one in texts:
        places.setdefault((one.contact_id, one.place), []).append(one)
    ticked: set[tuple[str, str]] = state.setdefault(TICKED, set())
    ticked &= {*places}
    _all(places, ticked)
    number = address.page("p_texts", len(places), MOST_TEXTS)
    with st.container(gap=None, key="p_perhaps"):
        for at, said in [*places.items()][(number - 1) * MOST_TEXTS : number * MOST_TEXTS]:
            text = textwrap.shorten(" · ".join(one.text for one in said), LONGEST, placeholder="…")
            where = " · ".join((said[0].title, *said[0].about))
            key = f"p_also_{'_'.join(at)}"
            state[key] = at in ticked
            st.checkbox(escape(f"{where}: {text}"), key=key, on_change=_tick, args=(at, key))
    address.pager("p_texts", len(places), MOST_TEXTS)
    also: dict[str, list[str]] = {}
    for contact_id, place in sorted(ticked):
        also.setdefault(contact_id, []).append(place)
    return also


def _all(places: Mapping[tuple[str, str], Sequence[Perhaps]], ticked: set[tuple[str, str]]) -> None:
    """How many are ticked, and a button for all of them where there are many."""
    if len(places) <= FEW:
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.markdown(_("{number} of {total} are ticked.", number=len(ticked), total=len(places)))
        st.button(_("Tick all"), key="p_all", on_click=ticked.update, args=(places,))
        st.button(_("Tick none"), key="p_none", on_click=ticked.clear)


def _tick(at: tuple[str, str], key: str) -> None:
    ticked: set[tuple[str, str]] = state[TICKED]
    (ticked.add if state[key] else ticked.discard)(at)


def _copies(db: duckdb.DuckDBPyConnection) -> None:
    made = copies.of(db)
    if not made:
        return
    most = int(str(settings.get(db, "copies")))
    st.markdown(
        n_(
            "There is {number} copy of the store from before, of {oldest}, which has the person"
            " still.",
            "There are {number} copies of the store from before, which have the person still; the"
            " oldest is of {oldest}.",
            len(made),
            oldest=min(one.moment for one in made).date(),
        )
        + " "
        + _(
            "Each goes by itself once there are {most} newer ones of days on which something"
            " changed, or {most} newer ones of loads.",
            most=most,
        )
    )
    st.checkbox(_("Remove those copies now as well"), key="p_copies")


def _elsewhere(ahead: Ahead) -> None:
    left = [one for one in ahead.left if one.theirs]
    st.markdown(
        n_(
            "Elsewhere {number} record is to be removed by hand, in Salesforce, the portal or"
            " Business Central. The list names nobody.",
            "Elsewhere {number} records are to be removed by hand, in Salesforce, the portal or"
            " Business Central. The list names nobody.",
            len(left),
        )
    )
    _of_others(ahead.others)
    download_list(ahead.left, "p_list")


def _of_others(others: Sequence[Elsewhere]) -> None:
    """On whose cards something of the person is, which is not theirs to take out here."""
    if not others:
        return
    st.markdown(
        _(
            "This is also on records of others. It stays here until it is put right there; an edit"
            " of the card goes along with the next package. A second card of this person is to be"
            " removed as well."
        )
    )
    shown = dict.fromkeys((one.table, one.id, one.field, one.name, one.text) for one in others)
    with st.container(gap=None, key="p_others"):
        for table, id, field, name, text in [*shown][:MOST_TEXTS]:
            label = plain(OBJECTS[table].by_name[field].label)
            with st.container(horizontal=True, gap="small", vertical_alignment="center"):
                if table == "contact":
                    widgets.contact_link(id, escape(name))
                elif table == "account":
                    widgets.account_link(id, escape(name))
                else:
                    widgets.lines(f"{plain(OBJECTS[table].label)}, {name}")
                widgets.lines(f"{label}: {textwrap.shorten(text, LONGEST, placeholder='…')}")
    if len(shown) > MOST_TEXTS:
        widgets.quiet(plain("Only the first {number} are here.", number=MOST_TEXTS))


def download_list(left: Sequence[Left], key: str) -> None:
    """What is left to do elsewhere as a file, which names nobody."""
    download.button(
        _("Download the list"),
        removed.to_csv(left, Voice(language())),
        file_name=plain("after-removal.csv"),
        mime="text/csv",
        key=key,
    )


def _sure(people: Sequence[tuple[str, str]], also: Mapping[str, Sequence[str]]) -> None:
    one = len(people) == 1
    with st.form("p_form", border=False):
        st.text_input(
            _("Type the name {name} to be sure", name=people[0][1])
            if one and people[0][0] != people[0][1]
            else _("Type the key {id} to be sure: the name is not known", id=people[0][0])
            if one
            else _("Type {number} to be sure: so many people are removed", number=len(people)),
            key="p_sure",
            width=420,
            autocomplete="off",
        )
        pressed = st.form_submit_button(_("Remove for good"), type="primary", key="p_remove")
    if not pressed:
        return
    typed = str(state["p_sure"]).strip()
    if not one and typed != str(len(people)):
        st.error(_("Type the number of people, {number}; nobody was removed.", number=len(people)))
        return
    copied = bool(state.get("p_copies"))
    _remove(
        [Forget(id, typed if one else name, copied, tuple(also.get(id, ()))) for id, name in people]
    )


def _remove(commands: list[Forget]) -> None:
    """Carry it out, and let the file be written anew; a refusal is said where one is looking."""
    with frame.progress() as tell:

        def run(db: duckdb.DuckDBPyConnection, wanted: Any, actor: str) -> list[Gone]:
            return forget.run_all(db, wanted, actor, tell)

        outcome = saving.carry_out(run, commands, "")
    if not outcome.done:
        saving.refusal(outcome)
        return
    state[WAITING] = [path for gone in outcome.value for path in gone.waiting]
    said = i18n.counted(
        "{number} person is removed.", "{number} people are removed.", len(commands)
    )
    with st.spinner(_("Writing the store anew")):
        clean = opened.anew()
    later = plain("The file of the store still has them, until Kaartenbak is started again.")
    saving.say(said if clean else f"{said} {later}")
    for name in ("p_chosen", "p_asked", TICKED):
        state.pop(name, None)
    for name in ("id", "p_page", "p_texts"):
        address.put(name, None)
    address.put("p_part", "removed")
    st.rerun()

"""Tiles: what the back office has to do, open, busy and done, with how long it waits."""

import streamlit as st

from dq.casework.ways import leaving
from dq.commands import leave
from dq.queries.backoffice import duties, tiles
from dq.queries.backoffice.tiles import Tile
from pages.backoffice.parts import handed
from pages.ui.frame import frame
from pages.ui.session import address, guarded, people, saving
from pages.ui.widgets import widgets
from pages.ui.words import words
from pages.ui.words.i18n import _, escape, n_, plain

SHOWN = 30
AT_ONCE = 200

db = frame.open_store()
st.title(_("Tiles"))
frame.stop_without_data(db)


def without_tile() -> None:
    """Leavers who came in with an export and for whom nobody was told what to do."""
    number = duties.waiting(db)
    if not number:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="t_waiting"):
        st.markdown(
            n_(
                "{number} person left and still has access or work, but there is no tile.",
                "{number} people left and still have access or work, but there is no tile.",
                number,
            )
        )
        st.space("stretch")
        widgets.link("review/findings.py", _("To the findings"), f_check="leaver_still_approves")
        if st.button(_("Make their tiles"), key="t_make"):
            make()


def what_is_made(number: int, taken: int) -> str:
    """How many tiles are made, and what becomes of the approvals.

    :param taken: those of whom the card names a successor
    """
    made = n_("{number} tile is made.", "{number} tiles are made.", number)
    if taken == number:
        return f"{made} " + _("The successor on the card takes over the approvals.")
    if not taken:
        return f"{made} " + _(
            "No card names a successor: the approvals stop, and the findings name projects without"
            " anybody."
        )
    return f"{made} " + _(
        "For {taken} of them the successor on the card takes over the approvals; for the others"
        " they stop, and the findings name projects without anybody.",
        taken=taken,
    )


@guarded.dialog(_("Make their tiles"), width="large")
def make() -> None:
    """Who gets a tile and who takes over, before they are made."""
    listed = duties.leavers(db, AT_ONCE)
    taken = [one for one in listed if one.heir_id]
    st.markdown(what_is_made(len(listed), len(taken)))
    widgets.table(
        plain("Who gets a tile"),
        [plain("Name"), plain("Account"), plain("Left"), plain("Successor")],
        [
            [
                widgets.shown(part)
                for part in (
                    one.name,
                    one.account,
                    words.last_day(one.since, one.guessed),
                    one.heir,
                )
            ]
            for one in listed
        ],
    )
    if st.button(_("Make {number} tiles", number=len(listed)), type="primary", key="t_made"):
        commands = [leaving.command(one) for one in listed]
        message = plain("{number} tiles are made.", number=len(listed))
        outcome = saving.attempt(leave.run_all, commands, message)
        if outcome.done:
            st.rerun()
        saving.refusal(outcome)


def column(state: tiles.State, total: int, listed: list[Tile]) -> None:
    """One column of the board."""
    st.header(_("{state} ({number})", state=plain(words.TILES[state]), number=total), anchor=False)
    if not listed:
        st.markdown(_("No tiles."))
    for one in listed:
        card(one)
    if total > len(listed):
        st.markdown(_("and {number} more", number=total - len(listed)))


def last_day(tile: Tile) -> str | None:
    """Until when somebody was there, and whether that is an estimate."""
    if tile.last_day is None:
        return None
    if tile.guessed:
        return plain("last day about {day}", day=tile.last_day)
    return plain("last day {day}", day=tile.last_day)


def card(tile: Tile) -> None:
    """One tile in short: who, where, how far, how old, who has it."""
    with st.container(border=True, key=f"tile_{tile.id}", gap=None):
        back = _("comes back")
        sign = "" if tile.kind == "leave" else f" :gray[{back}]"
        widgets.link("backoffice/tile.py", f"**{escape(tile.name)}**{sign}", id=tile.id)
        progress = plain("{done} of {number} steps", done=tile.steps_done, number=tile.steps)
        widgets.lines(" · ".join(part for part in (tile.account, last_day(tile)) if part))
        age = (
            n_("{number} day old", "{number} days old", tile.days) if tile.days else _("new today")
        )
        widgets.quiet(" · ".join(part for part in (progress, age, tile.assignee) if part))
        if tile.reopened:
            again = n_("{number} step open again", "{number} steps open again", tile.reopened)
            st.markdown(f":orange[{again}]")


without_tile()
handed.show()
with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="t_filters"):
    address.text(_("Name or account"), "t_text", _("Any"))
    names = sorted({*tiles.assignees(db), *filter(None, [people.name()])})
    address.choice(_("Who has it"), names, "t_who", _("Everybody"))
text, who = address.value("t_text"), address.value("t_who")
counts = tiles.counts(db, text, who)
if not any(counts.values()):
    if text or who:
        address.nothing_found()
    else:
        st.info(_("No tiles yet. Saving that somebody leaves makes one for the back office."))
        widgets.link("backoffice/leave.py", _("Somebody leaves"))
    st.stop()
for place, name in zip(st.columns(3, gap="medium"), tiles.STATES, strict=True):
    with place:
        column(name, counts[name], tiles.board(db, name, text, who, SHOWN))

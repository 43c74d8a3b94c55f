"""Tile: the steps for the back office, each with what to type, ticked one by one."""

from datetime import date

import streamlit as st

from dq.commands import assign, tick
from dq.outgoing import waiting
from dq.queries.backoffice import duties, tiles
from dq.queries.backoffice.duties import Departure
from dq.queries.backoffice.tiles import Line, Tile
from pages.backoffice.parts import tasks
from pages.parts import changes
from pages.ui.frame import frame, links
from pages.ui.session import address, clock, people, saving
from pages.ui.widgets import widgets
from pages.ui.words import words
from pages.ui.words.i18n import _, escape, plain

db = frame.open_store()
tile_id = address.value("id") or ""
tile = tiles.tile(db, tile_id)
if tile is None:
    st.title(_("Tile not found"), anchor=False)
    st.markdown(_("This tile is gone: its change was undone, or the person came back."))
    widgets.link("backoffice/tiles.py", _("To the tiles"))
    st.stop()


def head(tile: Tile, departure: Departure) -> None:
    """Whose leaving this is, since when, and who took over."""
    leaves = _("{name} leaves", name=tile.name)
    if tile.last_day and tile.last_day > date.today():
        leaves = _("{name} leaves on {day}", name=tile.name, day=tile.last_day)
    frame.tab(tile.name)
    st.title(leaves if tile.kind == "leave" else _("{name} comes back", name=tile.name))
    parts = [
        plain("Last day {day}", day=words.last_day(tile.last_day, departure.guessed))
        if tile.last_day
        else None,
        plain(
            "tasks taken over by {names}",
            names=", ".join(name for _id, name in departure.successors),
        )
        if departure.successors
        else None,
        plain("as of {day}", day=tile.effective) if tile.effective else None,
    ]
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        widgets.contact_link(tile.contact_id, _("To the card"))
        if tile.account_id and tile.account:
            widgets.account_link(tile.account_id, escape(tile.account))
        widgets.lines(" · ".join(part for part in parts if part))


def whose(tile: Tile) -> None:
    """How far it is and who has it, with a way to take it or give it back."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="t_whose"):
        state = plain(words.TILES[tile.state])
        done = plain("{done} of {number} steps", done=tile.steps_done, number=tile.steps)
        made = (
            plain("made by {name}, {moment}", name=tile.made_by, moment=clock.here(tile.made))
            if tile.made_by
            else plain("made (name unknown), {moment}", moment=clock.here(tile.made))
        )
        whose = [plain("{name} has it", name=tile.assignee)] if tile.assignee else []
        widgets.lines(" · ".join([state, done, *whose, made]))
        st.space("stretch")
        if tile.assignee:
            st.button(_("Give back"), key="t_free", on_click=give, args=(tile, None))
        if people.name() and people.name() != tile.assignee:
            st.button(_("I take it"), key="t_take", on_click=give, args=(tile, people.name()))
    st.progress(tile.steps_done / tile.steps)


def give(tile: Tile, name: str | None) -> None:
    """Let somebody have the tile, or nobody."""
    message = plain("{name} has this tile.", name=name) if name else plain("Nobody has this tile.")
    saving.settle(assign.run, assign.Assign(tile.id, tile.version, name), message)


def do(line: Line, done: bool) -> None:
    """Tick a step, or take the tick away."""
    message = plain("Step done.") if done else plain("Step open again.")
    saving.settle(tick.run, tick.Tick(line.id, line.version, done), message)


def row(line: Line, departure: Departure) -> None:
    """One step: what to do, what to type, and whether it is done."""
    done = line.done is not None
    said = tasks.sentence(line, [line.kind] if line.kind else [], departure)
    with st.container(border=True, key=f"step_{line.id}", gap=None):
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            widgets.lines(f"{'✓' if done else line.place}  {said}")
            st.space("stretch")
            if (text := tasks.typed(line)) and not done:
                links.copy_text(text, f"t_copy_{line.id}")
            title, to = (_("Not done after all"), False) if done else (_("Tick off"), True)
            kind = "tertiary" if done else "secondary"
            st.button(title, key=f"t_do_{line.id}", type=kind, on_click=do, args=(line, to))
        if note := remark(line):
            widgets.quiet(note)
        if line.reopened:
            again = _("Open again: the export of {day} shows otherwise.", day=line.reopened)
            st.markdown(f":orange[{again}]")


def remark(line: Line) -> str | None:
    """Who did it and when, and which export showed it."""
    if line.done is None:
        return None
    seen = plain("seen in the export of {day}", day=line.seen) if line.seen else None
    ticked = None
    if line.done_by or not line.seen:
        ticked = (
            plain("done by {name}, {moment}", name=line.done_by, moment=clock.here(line.done))
            if line.done_by
            else plain("done (name unknown), {moment}", moment=clock.here(line.done))
        )
    return " · ".join(part for part in (ticked, seen) if part)


departure = duties.departure(db, tile.contact_id)
head(tile, departure)
whose(tile)
for day in waiting.days(db, tile.contact_id):
    widgets.quiet(plain("Goes along to Salesforce from {day}.", day=day))
for line in tiles.lines(db, tile.id):
    row(line, departure)
changes.of_record(tile.id)

"""Settings: what a team may set differently, a section at a time, kept with who set it."""

from contextlib import nullcontext
from itertools import groupby

import streamlit as st

from dq import settings
from dq.commands import set as setting
from dq.commands.set import Set
from dq.errors import N_
from dq.settings.declared import HEADS, SECTIONS, SETTINGS, TITLES
from dq.settings.setting import Setting
from pages.parts import api_names
from pages.settings.parts import changes, fields, whole
from pages.ui.frame import frame
from pages.ui.session import address, drafts, people, saving
from pages.ui.words.i18n import _, plain

# The section of the file that has them all.
WHOLE = "file"
# So many fields stand in three columns, and more than these.
THREE, MANY = 3, 9

db = frame.open_store()
now = settings.every(db)
st.title(_("Settings"))


def save(values: dict[str, settings.Value]) -> None:
    """Keep values, all or none; a refusal is said over the page."""
    wanted = tuple(Set(name, value) for name, value in values.items())
    outcome = saving.settle(setting.run_all, wanted, plain("The setting is saved."))
    if outcome.done:
        drafts.settle(FORM.id, *(fields.key(SETTINGS[name]) for name in values))
    st.rerun()


def head(group: str) -> None:
    """What stands over a group of settings."""
    title, text = HEADS.get(group, ("", ""))
    if title:
        st.markdown(f"**{_(title)}**")
    if text:
        st.markdown(_(text))


def form(group: str, members: list[Setting]) -> None:
    """Settings with the button that saves them."""
    columns = 3 if len(members) == THREE or len(members) > MANY else 2
    several = len(members) > 1
    with st.container(border=True, key=f"group_{group}"):
        head(group)
        with st.grid(columns, min_column_width=260, gap="small") if several else nullcontext():
            values = {one.name: fields.asked(one, now[one.name]) for one in members}
        wanted = [Set(name, value) for name, value in values.items()]
        with st.container(horizontal=True, gap="small"):
            if st.button(_("Save"), key=f"set_{group}_save"):
                changes.forget(group)
                save(values)
            asked = changes.button(group, values)
        changes.under(db, group, wanted, asked=asked)


def salesforce(group: str, members: list[Setting]) -> None:
    """What Salesforce does, saved with a click, and the names that it has for things."""
    api_names.contradictions(db)
    with st.container(border=True, key=f"set_{group}"):
        head(group)
        for one in members:
            value = fields.asked(one, now[one.name])
            if value != now[one.name]:
                save({one.name: value})
        api_names.table(now)


people.ask_beside()
parts = TITLES | {WHOLE: N_("All in one file")}
part = address.switch(_("Section"), list(parts), "s_part", lambda code: plain(parts[code]))
FORM = fields.form(part)
if part == WHOLE:
    whole.keep(db)
    whole.take(db)
    st.stop()
drafts.on_page(FORM)
for group, members in groupby(SECTIONS[part], key=lambda one: one.group):
    show = salesforce if group == "salesforce" else form
    show(group, list(members))

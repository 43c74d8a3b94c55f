"""Settings: what a team may set differently."""

import streamlit as st

from dq import settings
from dq.commands.set import Set
from dq.commands.set import run as set_value
from pages.parts import called
from pages.ui.frame import frame
from pages.ui.session import address, people, saving
from pages.ui.words import formats, options
from pages.ui.words.i18n import _, language, plain

db = frame.open_store()
now = settings.every(db)
st.title(_("Settings"))


def save(name: str, value: settings.Value) -> None:
    """Keep a value; a refusal is said over the page."""
    saving.settle(set_value, Set(name, value), plain("The setting is saved."))


def stored(key: str, value: object) -> str:
    """The key of a field that shows the stored value anew whenever that changed."""
    if st.session_state.get(f"{key}_stored") != value:
        st.session_state[f"{key}_stored"] = st.session_state[key] = value
    return key


def number(name: str, form: str, field: str) -> None:
    """The form of a setting that is a whole number."""
    with st.form(form):
        value = whole(name, f"{form}_{field}")
        if st.form_submit_button(_("Save"), key=f"{form}_save"):
            save(name, value)
            st.rerun()


def whole(name: str, key: str) -> int:
    """The field of a setting that is a whole number."""
    least, most = settings.RANGES[name]
    value = st.number_input(
        options.name(name),
        min_value=least,
        max_value=most,
        step=1,
        key=stored(key, int(str(now[name]))),
    )
    return int(value)


people.ask_beside()
with st.form("set_address"):
    url = st.text_input(
        options.name("salesforce_address"),
        placeholder="https://naam.lightning.force.com",
        help=_("Cards then have a button that opens them there."),
        key=stored("set_address_text", str(now["salesforce_address"])),
    )
    if st.form_submit_button(_("Save"), key="set_address_save"):
        save("salesforce_address", url.strip())
        st.rerun()


called.contradictions(db)
title = _("How your Salesforce calls and does things")
with st.container(border=True, key="set_salesforce"):
    st.markdown(f"**{title}**")
    for switch in ("salesforce_username_follows", "salesforce_keeps_old_account"):
        on = bool(now[switch])
        if st.toggle(options.name(switch), value=on, key=f"set_{switch}") != on:
            save(switch, not on)
            st.rerun()
    called.table(now)

with st.form("set_target"):
    target = st.slider(
        options.name("target_score"),
        50,
        100,
        format="%d %%",
        key=stored("set_target_value", round(100 * float(str(now["target_score"])))),
    )
    st.markdown(_("As it comes: {score}.", score=formats.percent(0.95, language())))
    if st.form_submit_button(_("Save"), key="set_target_save"):
        save("target_score", target / 100)
        st.rerun()

number("tile_days", "set_tiles", "days")
number("unused_login_days", "set_unused", "days")
number("export_days", "set_export", "days")

with st.form("set_survivor"):
    rules = list(options.RULES)
    chosen = st.multiselect(
        options.name("survivor_rules"),
        rules,
        help=_("The first of these that tells the cards apart decides, in this order."),
        format_func=address.labels(rules, options.rule),
        placeholder=_("The oldest card stays"),
        key=stored("set_survivor_rules", now["survivor_rules"]),
    )
    if st.form_submit_button(_("Save"), key="set_survivor_save"):
        save("survivor_rules", chosen)
        st.rerun()

number("merge_at_once", "set_at_once", "most")
number("load_removes", "set_removes", "share")
number("load_changes", "set_changes", "share")
number("load_part", "set_part", "share")
number("copies", "set_copies", "most")

with st.form("set_inactive"):
    own = now["bc_inactive_column"]
    lines = "\n".join(own) if isinstance(own, list) else ""
    text = st.text_area(
        _("Columns in Business Central's export that say who is not active, a line each"),
        help=_(
            "Business Central has no standard column for it. The usual ones, such as Blocked and"
            " Niet actief, are known already; a column that says who is active is read the other"
            " way round. It counts from the next upload on."
        ),
        key=stored("set_inactive_text", lines),
    )
    if st.form_submit_button(_("Save"), key="set_inactive_save"):
        save("bc_inactive_column", text.splitlines())
        st.rerun()

with st.form("set_reading"):
    title = _("Limits for the files of an upload")
    st.markdown(f"**{title}**")
    st.markdown(_("A file that goes beyond them is refused, and the others are read."))
    with st.grid(2, min_column_width=260, gap="small"):
        limits = {
            name: whole(name, f"set_{name}")
            for name in settings.RANGES
            if name.startswith(settings.READING)
        }
    if st.form_submit_button(_("Save"), key="set_reading_save"):
        for name, value in limits.items():
            if value != now[name]:
                save(name, value)
        st.rerun()

with st.form("set_words"):
    listed = now["mailbox_words"]
    lines = "\n".join(listed) if isinstance(listed, list) else ""
    text = st.text_area(
        _("Words before the @ that name a shared mailbox, a line each"),
        height=300,
        key=stored("set_words_text", lines),
    )
    if st.form_submit_button(_("Save"), key="set_words_save"):
        save("mailbox_words", text.splitlines())
        st.rerun()

"""Merge: which card stays, which values it gets, what moves and what stands in the way."""

from dataclasses import replace

import streamlit as st

from dq import settings
from dq.casework import merging as casework
from dq.commands import merge
from dq.commands.merge import Merge
from dq.objects import Mergeable
from dq.queries.review import merging, staying
from dq.queries.review.staying import Candidate
from dq.settings.names import eighteen
from pages.parts import reviewed
from pages.review.parts import merging as shown
from pages.ui.frame import frame
from pages.ui.session import address, drafts, navigation, people, saving
from pages.ui.session.drafts import Form
from pages.ui.widgets import widgets
from pages.ui.words import words
from pages.ui.words.i18n import _, counted, escape, label, n_, plain

db = frame.open_store()
st.title(_("Merge"))
reviewed.way_back()
kind: Mergeable = "account" if address.value("kind") == "account" else "contact"
ids = [eighteen(id.strip()) for id in (address.value("ids") or "").split(",") if id.strip()]
rows = merging.records(db, kind, ids)
if len(rows) < 2:
    st.info(_("There is nothing to merge here: one card is left, or the others are gone."))
    widgets.link("review/duplicates.py", _("To the duplicates"))
    st.stop()
names = {
    row["id"]: " ".join(
        filter(None, (row.get(part) for part in ("first_name", "middle_name", "last_name", "name")))
    )
    or row["id"]
    for row in rows
}


def stays(found: list[Candidate]) -> str:
    """Which record stays; the rules in the settings propose one."""
    rules = settings.get(db, "survivor_rules")
    best = staying.best(found, rules if isinstance(rules, list) else [])
    known = {one.id: one for one in found}
    options = [best, *(row["id"] for row in rows if row["id"] != best)]

    def described(id: str) -> str:
        one = known[id]
        parts = [names[id], id]
        if kind == "contact" and one.portal:
            parts.append(plain("logs in"))
        if not one.active:
            parts.append(plain("has left"))
        if one.approvals and kind == "contact":
            parts.append(n_("{number} approval", "{number} approvals", one.approvals))
        elif one.approvals:
            parts.append(n_("{number} project", "{number} projects", one.approvals))
        return " · ".join(parts)

    return st.radio(
        _("Which card stays?"),
        options,
        key=f"m_stays_{'-'.join(options)}",
        format_func=address.labels(options, lambda id: label(described(id))),
    )


def chosen(survivor: str) -> Merge:
    """The merge with the chosen value of every field that differs."""
    st.header(_("What the card gets"), anchor=False)
    if not casework.choices(kind, rows, survivor):
        st.markdown(_("The cards have the same in every field."))
    return casework.planned(kind, rows, survivor, shown.picked(kind, rows, survivor, "m"))


def what_moves(command: Merge) -> bool:
    """What goes along and what stands in the way; False where it cannot be done so."""
    phrases = shown.moving(merging.moves(db, kind, [*command.losers]))
    lines = [
        counted(
            "{names} goes; everything that names it then names {name}.",
            "{names} go; everything that names them then names {name}.",
            len(command.losers),
            names=words.joined([names[id] for id in command.losers]),
            name=names[command.survivor_id],
        )
    ]
    if phrases:
        lines.append(plain("Goes along: {what}.", what=", ".join(phrases)))
    widgets.text(plain("What happens"), *lines)
    obstacles = casework.obstacles(db, command)
    shown.warn(obstacles)
    return shown.possible(obstacles)


def save(command: Merge) -> None:
    """Merge, and go to the card that stays; a refusal is said and the choices stay."""
    group = address.value("group")
    outcome = saving.attempt(
        merge.run,
        command,
        plain("{name} is merged.", name=names[command.survivor_id]),
        ("duplicates", {"d_kind": kind, "d_group": group}) if group else None,
    )
    if outcome.done:
        drafts.end(FORM)
        reviewed.back()
    if outcome.done and group:  # one of many: on to the next
        navigation.go("review/duplicates.py", d_kind=kind, d_group=group)
    if outcome.done:
        page = "cards/contact.py" if kind == "contact" else "cards/account.py"
        navigation.go(page, id=command.survivor_id)
    saving.refusal(outcome)


FORM = Form(("merge", kind, *ids), "m_", ("m_seen",))
drafts.on_page(FORM)
with st.container(horizontal=True, gap="small"):
    for row in rows:
        link = widgets.contact_link if kind == "contact" else widgets.account_link
        link(row["id"], escape(names[row["id"]]))
found = staying.candidates(db, kind, [row["id"] for row in rows])
survivor = stays(found)
if staying.left_behind(found, survivor):
    st.warning(
        _(
            "{name} has left and stays so on the one card that remains. Choose a card of somebody"
            " in service, or report {name} back first.",
            name=names[survivor],
        )
    )
wanted = chosen(survivor)
fine = what_moves(wanted)
reason = st.text_input(_("Remark (optional)"), key="m_reason", max_chars=300)
people.ask_beside()
pressed = st.button(
    _("Merge"), type="primary", key="save", disabled=not fine, shortcut=reviewed.key()
)
versions = saving.on_screen("m_seen", {row["id"]: row["version"] for row in rows}, pressed)
if pressed:
    save(
        replace(
            wanted,
            version=versions[survivor],
            losers={id: versions[id] for id in wanted.losers},
            reason=reason.strip() or None,
        )
    )

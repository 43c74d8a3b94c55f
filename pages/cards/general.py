"""General card: a shared mailbox gets a card of its own, and each person their own address."""

import streamlit as st

from dq.commands import general
from dq.commands.general import General
from dq.queries import mailboxes
from dq.queries.accounts import Card
from dq.queries.mailboxes import User
from pages.ui import address, frame, going, picking, saving, widgets, words
from pages.ui.i18n import _, escape, label, n_, plain

NEW = ""

db = frame.open_store()
st.title(_("General card"))
frame.stop_without_data(db)
st.markdown(
    _(
        "Where colleagues share a mailbox there is one general card in the account's name. It has"
        " the mailbox's username; the people keep their own card with their own address."
    )
)


def which_card(at: Card, mailbox: str) -> str | None:
    """The general card that is there already, or None for a new one."""
    there = mailboxes.general_cards(db, at.id, mailbox)
    if not there:
        return None
    shown = {id: f"{name} · {email}" if email else name for id, name, email in there}
    shown[NEW] = plain("A new card named {account}", account=at.name)
    # Another mailbox's general card is not to lose its username by a click too fast.
    own = [id for id, _name, email in there if (email or "").lower() == mailbox.lower()]
    chosen = st.radio(
        _("The general card"),
        list(shown),
        index=list(shown).index(own[0] if own else NEW),
        key=f"g_card_{mailbox}",
        format_func=address.labels(list(shown), lambda id: label(shown[id])),
    )
    return chosen or None


def person(user: User) -> tuple[str, list[str]]:
    """A person's own address as typed, and the ids of the approvals that move."""
    with st.container(border=True, key=f"g_person_{user.id}", gap="small"):
        widgets.contact_link(user.id, f"**{escape(user.name)}**")
        own = st.text_input(
            _("Own e-mail address; empty: none, and no username"), key=f"g_own_{user.id}"
        )
        moving = []
        if user.approvals:
            st.markdown(_("Goes to the general card:"))
        for id, project, kind in user.approvals:
            title = f"{project}: {words.approvals([kind])}"
            if st.checkbox(label(title), key=f"g_move_{id}", value=True):
                moving.append(id)
    return own.strip(), moving


def preview(at: Card, mailbox: str, command: General, users: list[User]) -> None:
    """What happens, in sentences, before anything is written."""
    made = (
        plain(
            "The chosen general card gets {mailbox} as its address and username.", mailbox=mailbox
        )
        if command.card_id
        else plain(
            "A general card {account} is made, with {mailbox} as its address and username.",
            account=at.name,
            mailbox=mailbox,
        )
    )
    lines = [made]
    for user in users:
        own = command.people[user.id]
        lines.append(
            plain("{name} gets {email} as address and username.", name=user.name, email=own)
            if own
            else plain("{name} keeps the card, without an address or username.", name=user.name)
        )
    if command.approvals:
        lines.append(
            n_(
                "{number} approval goes to the general card.",
                "{number} approvals go to the general card.",
                len(command.approvals),
            )
        )
    widgets.text(plain("What happens"), *lines)


def wizard(at: Card, mailbox: str) -> None:
    """The general card, the people, what happens, and the button."""
    card_id = which_card(at, mailbox)
    users = mailboxes.users(db, mailbox)
    if users:
        st.header(
            n_(
                "The mailbox stands on the card of {number} person",
                "The mailbox stands on the cards of {number} people",
                len(users),
            ),
            anchor=False,
        )
    typed = {user.id: person(user) for user in users}
    # As they were when they came on screen: the run that saves reads them anew.
    seen = st.session_state.setdefault(f"g_seen_{mailbox}", {})
    for user in users:
        seen.setdefault(user.id, user.version)
    command = General(
        account_id=at.id,
        address=mailbox,
        card_id=card_id,
        people={id: own or None for id, (own, _moving) in typed.items()},
        approvals=tuple(id for _own, moving in typed.values() for id in moving),
        versions=dict(seen),
    )
    preview(at, mailbox, command, users)
    if st.button(_("Do this"), type="primary", key="save"):
        done, id = saving.attempt(general.run, command, plain("The general card is in order."))
        st.session_state.pop(f"g_seen_{mailbox}")
        if done:
            going.go("cards/contact.py", id=id)
        saving.refusal()


address.text(_("Shared mailbox"), "mailbox", "planning@…")
mailbox = (address.value("mailbox") or "").strip()
with st.container(key="g_where"):
    at = picking.account_in_address(db, "g")
if at and mailbox:
    wizard(at, mailbox)

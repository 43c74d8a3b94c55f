"""General card: a shared mailbox gets a card of its own, and each person their own address."""

from dataclasses import dataclass, replace

import streamlit as st

from dq.commands import general
from dq.commands.general import General
from dq.queries.cards import advice, mailboxes, usual_address
from dq.queries.cards.accounts import Card
from dq.queries.cards.mailboxes import GeneralCard, User
from dq.values import emails
from pages.parts import reviewed
from pages.ui.frame import frame
from pages.ui.session import address, drafts, navigation, people, saving
from pages.ui.session.drafts import Form
from pages.ui.widgets import picking, widgets
from pages.ui.words import words
from pages.ui.words.i18n import _, escape, label, n_, plain

NEW = ""

db = frame.open_store()
st.title(_("General card"))
frame.stop_without_data(db)
reviewed.way_back()
st.markdown(
    _(
        "Where colleagues share a mailbox there is one general card in the account's name. It has"
        " the mailbox's username; the people keep their own card with their own address."
    )
)


@dataclass(frozen=True)
class Part:
    """What becomes of a person: their own address, or that they stay out of it."""

    user: User
    joins: bool
    own: str
    moving: list[str]


def which_card(at: Card, mailbox: str) -> GeneralCard | None:
    """The general card that is there already, or None for a new one."""
    there = {one.id: one for one in mailboxes.general_cards(db, at.id, mailbox)}
    if not there:
        return None
    shown = {
        one.id: f"{one.name} · {one.email}" if one.email else one.name for one in there.values()
    }
    shown[NEW] = plain("A new card named {account}", account=at.name)
    # Another mailbox's general card is not to lose its username by a click too fast.
    own = [one.id for one in there.values() if same(one.email, mailbox)]
    chosen = st.radio(
        _("The general card"),
        list(shown),
        index=list(shown).index(own[0] if own else NEW),
        key=f"g_card_{mailbox}",
        format_func=address.labels(list(shown), lambda id: label(shown[id])),
    )
    return there.get(chosen)


def same(one: str | None, two: str) -> bool:
    """Whether two addresses are the same."""
    return (one or "").strip().lower() == two.lower()


def person(user: User, likely: str | None) -> Part:
    """A person's own address as typed, the approvals that move, and whether they take part.

    :param likely: the address that is proposed
    """
    with st.container(border=True, key=f"g_person_{user.id}", gap="small"):
        widgets.contact_link(user.id, f"**{escape(user.name)}**")
        if not st.checkbox(_("Takes part"), key=f"g_in_{user.id}", value=True):
            if user.holds:
                st.warning(
                    _("The username is {name}'s: the general card cannot get it.", name=user.name)
                )
            return Part(user, False, "", [])
        own = st.text_input(
            _("Own e-mail address; empty: none, and no username"),
            value=likely or "",
            key=f"g_own_{user.id}",
        )
        if likely and own == likely:
            widgets.quiet(
                _("Proposed: made as the addresses of colleagues are. Look whether it is so.")
            )
        moving = []
        if user.approvals:
            st.markdown(_("Goes to the general card:"))
        for id, project, kind in user.approvals:
            title = f"{project}: {words.approvals([kind])}"
            if st.checkbox(label(title), key=f"g_move_{id}", value=True):
                moving.append(id)
    return Part(user, True, own.strip(), moving)


def preview(at: Card, mailbox: str, card: GeneralCard | None, parts: list[Part]) -> None:
    """What happens, in sentences, before anything is written."""
    lines = about_card(at, mailbox, card)
    for part in parts:
        name = part.user.name
        lines.append(
            plain("{name} stays as it is.", name=name)
            if not part.joins
            else plain("{name} gets {email} as address and username.", name=name, email=part.own)
            if part.own
            else plain("{name} keeps the card, without an address or username.", name=name)
        )
    if moving := sum(len(part.moving) for part in parts):
        lines.append(
            n_(
                "{number} approval goes to the general card.",
                "{number} approvals go to the general card.",
                moving,
            )
        )
    widgets.text(plain("What happens"), *lines)


def about_card(at: Card, mailbox: str, card: GeneralCard | None) -> list[str]:
    """What the general card gets, and what it loses by it."""
    if card is None:
        return [
            plain(
                "A general card {account} is made, with {mailbox} as its address and username.",
                account=at.name,
                mailbox=mailbox,
            )
        ]
    lines = [
        plain(
            "The chosen general card gets {mailbox} as its address and username.", mailbox=mailbox
        )
    ]
    if card.email and not same(card.email, mailbox):
        lines.append(plain("Its old address {email} goes.", email=card.email))
    if card.username and not same(card.username, mailbox):
        old = card.username
        lines.append(
            plain("Its old username {old} goes: nobody logs in with it any more.", old=old)
        )
    return lines


def wizard(at: Card, mailbox: str) -> None:
    """The general card, the people, what happens, and the button."""
    card = which_card(at, mailbox)
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
    personal(mailbox, users)
    likely = usual_address.each(db, [user.id for user in users])
    parts = [person(user, likely.get(user.id)) for user in users]
    joining = [part for part in parts if part.joins]
    if card and same(card.email, mailbox) and same(card.username, mailbox) and not joining:
        st.success(
            _("Nothing to do: {name} has {mailbox} already.", name=card.name, mailbox=mailbox)
        )
        return
    command = General(
        account_id=at.id,
        address=mailbox,
        card_id=card.id if card else None,
        people={part.user.id: part.own or None for part in joining},
        approvals=tuple(id for part in joining for id in part.moving),
        versions={one.id: one.version for one in (*users, *([card] if card else []))},
    )
    preview(at, mailbox, card, parts)
    people.ask_beside()
    title = _("Do this") if card else _("Make the general card")
    pressed = st.button(title, type="primary", key="save", shortcut=reviewed.key())
    seen = saving.on_screen("g_seen", command.versions, pressed)
    if pressed:
        save(replace(command, versions=seen))


def save(command: General) -> None:
    """Do it, and go to the general card; a refusal is shown and everything typed stays."""
    outcome = saving.attempt(general.run, command, plain("The general card is in order."))
    if outcome.done:
        drafts.end(FORM)
        reviewed.back()
        navigation.go("cards/contact.py", id=outcome.value)
    saving.refusal(outcome)


def personal(mailbox: str, users: list[User]) -> None:
    """A warning where the mailbox is rather somebody's own address."""
    named = [user.name for user in users if user.named]
    if named and not advice.is_mailbox(db, mailbox):
        st.warning(
            _(
                "{mailbox} looks like the own address of {name}. Then it stays on that card, and"
                " no general card is needed.",
                mailbox=mailbox,
                name=named[0],
            )
        )


address.text(_("Shared mailbox"), "mailbox", "planning@…")
mailbox = (address.value("mailbox") or "").strip()
FORM = Form(("general", mailbox), "g_", ("g_at_", "g_other", "g_seen"))
drafts.on_page(FORM)
with st.container(key="g_where"):
    at = picking.account_in_address(db, "g")
if mailbox and emails.verdict(mailbox) is not None:
    st.error(_("{email} is not a valid e-mail address.", email=mailbox))
elif at and mailbox:
    wizard(at, mailbox)

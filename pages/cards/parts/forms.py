"""The forms over a card: edit, link, change company, end a relation; the address opens one."""

from datetime import date

import duckdb
import streamlit as st

from dq.commands import come_back, edit, move
from dq.queries.cards import accounts, advice, contacts
from dq.queries.cards.contacts import Card, Relation
from dq.values import phones
from pages.cards.parts import relating
from pages.ui.frame import browser
from pages.ui.session import address, dialogs, people, saving
from pages.ui.widgets import picking
from pages.ui.words import words
from pages.ui.words.i18n import _, label, plain

state = st.session_state


def show(db: duckdb.DuckDBPyConnection, card: Card, related: list[Relation]) -> None:
    """The form that the address asks for, if any."""
    forms: dialogs.Forms = {
        "edit": (_("Edit"), lambda _which: edit_card(db, card)),
        "link": (_("Link to accounts"), lambda _which: relating.link_card(db, card, related)),
        "move": (_("Change company or department"), lambda _which: move_card(db, card)),
        "back": (_("Back in service"), lambda _which: come_back_of(db, card)),
        "end": (
            _("End this relation"),
            lambda which: relating.end(db, card, related, which),
        ),
    }
    dialogs.show(card.id, forms)


def begin(card: Card) -> dict[str, str]:
    """The card's fields as they were when the form opened; its version is kept with them."""
    if "form_before" not in state:
        state["form_before"] = {name: card.fields[name] or "" for name in edit.FIELDS}
        for name, value in state["form_before"].items():
            state[f"form_{name}"] = value
    state.setdefault("form_version", card.version)
    return state["form_before"]


def version_of(db: duckdb.DuckDBPyConnection, contact_id: str) -> int | None:
    """The version that a card is at now."""
    card = contacts.card(db, contact_id)
    return card.version if card else None


def typed(name: str) -> str:
    """What a field of the form holds now."""
    return " ".join(str(state[f"form_{name}"]).split())


def edit_card(db: duckdb.DuckDBPyConnection, card: Card) -> None:
    """Every field of the card; the username follows the address."""
    before = begin(card)
    with st.grid(2, min_column_width=180, gap="small"):
        for name in edit.FIELDS:
            st.text_input(
                words.field(name),
                key=f"form_{name}",
                live="400ms" if name == "email" else False,
            )
    now = {name: typed(name) for name in edit.FIELDS}
    if now["email"] != before["email"]:
        about_login(db, card, now["email"], card.account_id)
    for name in ("phone", "mobile"):
        if now[name] != before[name]:
            about_phone(now[name])
    people.ask_beside()
    if st.button(_("Save"), type="primary", key="form_save", shortcut="Ctrl+Enter"):
        changed = {name: value for name, value in now.items() if value != before[name]}
        command = edit.Edit(card.id, state["form_version"], changed)
        outcome = saving.attempt(edit.run, command, plain("{name} is saved.", name=card.name))
        dialogs.finish(outcome, lambda: version_of(db, card.id))


def about_phone(number: str) -> None:
    """A warning where a number can be meant as one, but is none that can be dialled."""
    if number and phones.possible(number) and not phones.verdict(number)[0]:
        st.warning(_("{number} is not a valid phone number.", number=number))


def _offer(address: str) -> None:
    """A button that takes the address that was likely meant."""
    st.button(
        label(plain(advice.MEANT, email=address)),
        key="form_fix",
        on_click=_correct,
        args=(address,),
    )


def about_login(
    db: duckdb.DuckDBPyConnection, card: Card, email: str, account_id: str | None
) -> None:
    """What a new address means for the person's login."""
    if not email:
        st.warning(
            _("Without an address {name} has no username and cannot log in.", name=card.name)
        )
        return
    said = advice.of(db, email, account_id, card.id)
    if not said.valid:
        st.warning(_("{email} is not a valid e-mail address.", email=email))
        if said.suggestion:
            _offer(said.suggestion)
        return
    if said.mailbox and not card.general:
        st.warning(_(advice.MAILBOX))
    if said.other and not said.holder:
        st.warning(_(advice.OTHER, name=said.other))
    if said.suggestion:
        _offer(said.suggestion)
    if said.holder:
        st.error(
            _("{email} is already the username of {holder}.", email=email, holder=said.holder.name)
        )
    elif card.username:
        st.info(
            _(
                "The username changes along: once this is in Salesforce, {name} logs in with"
                " {email} and no longer with {old}.",
                name=card.name,
                email=email,
                old=card.username,
            )
        )
    else:
        st.info(_("The username becomes {email}.", email=email))


def _correct(email: str) -> None:
    state["form_email"] = email


def move_card(db: duckdb.DuckDBPyConnection, card: Card) -> None:
    """The new account, what becomes of the old one, and the address there."""
    state.setdefault("form_version", card.version)
    browser.focus("form_to_text")
    relating.preset(db, "form_to", {card.account_id})
    besides = [card.account_id] if card.account_id else []
    chosen = picking.account(db, _("New account or department"), "form_to", besides)
    keep = False
    last = date.today()
    if card.account_id:
        old = card.account or card.account_id
        keep = st.radio(
            label(plain("The relation with {account}", account=old)),
            (True, False),
            key="form_keep",
            format_func=address.labels(
                (True, False),
                lambda kept: _("stays as history, ended") if kept else _("goes"),
            ),
        )
        last = dialogs.day(_("Last day there"), "form_day") or last if keep else last
    email = address_there(db, card, chosen)
    people.ask_beside()
    title = _("Change company or department")
    if st.button(title, type="primary", key="form_save", disabled=chosen is None):
        command = move.Move(card.id, state["form_version"], chosen or "", bool(keep), last, email)
        message = plain("{name} changed company or department.", name=card.name)
        outcome = saving.attempt(move.run, command, message)
        dialogs.finish(outcome, lambda: version_of(db, card.id))


def address_there(db: duckdb.DuckDBPyConnection, card: Card, account_id: str | None) -> str | None:
    """The address at the new account, where it is another; the usual domain there beside it."""
    state.setdefault("form_email", card.email or "")
    st.text_input(words.field("email"), key="form_email", live="400ms")
    email = typed("email")
    account = accounts.card(db, account_id) if account_id else None
    usual = advice.usual_domains(db, account.id) if account else []
    if account and usual and email.rpartition("@")[2].lower() not in usual:
        there = ", ".join(usual)
        st.info(_("Usual at {account}: {domains}.", account=account.name, domains=there))
    if email == (card.email or ""):
        return None
    if email:
        about_login(db, card, email, account_id)
    return email or None


def come_back_of(db: duckdb.DuckDBPyConnection, card: Card) -> None:
    """Somebody who left is there again."""
    state.setdefault("form_version", card.version)
    st.markdown(
        _(
            "The card is in service again. What others took over goes back to {name}; what the back"
            " office did already becomes a new tile.",
            name=card.name,
        )
    )
    first = dialogs.day(_("Back as of"), "form_day")
    people.ask_beside()
    if st.button(_("Back in service"), type="primary", key="form_save", disabled=first is None):
        command = come_back.ComeBack(card.id, state["form_version"], first or date.today())
        message = (
            plain("{name} is in service again from {day}.", name=card.name, day=first)
            if first and first > date.today()
            else plain("{name} is in service again.", name=card.name)
        )
        outcome = saving.attempt(come_back.run, command, message)
        dialogs.finish(outcome, lambda: version_of(db, card.id))

"""The forms over a card: edit, link, change company, end a relation; the address opens one."""

from collections.abc import Callable
from datetime import date

import duckdb
import streamlit as st

from dq import rules
from dq.commands import come_back, edit, end_relation, link, move
from dq.errors import Conflict, NotFound
from dq.queries import accounts, advice, contacts
from dq.queries.contacts import Card, Relation
from pages.ui import address, picking, saving, words
from pages.ui.i18n import _, label, language, plain

# What Salesforce offers for the role of a relation as it comes, where no export shows better.
# Source: Salesforce object reference, AccountContactRelation.Roles
ROLES = (
    "Business User", "Decision Maker", "Economic Buyer", "Economic Decision Maker", "Evaluator",
    "Executive Sponsor", "Influencer", "Technical Buyer", "Other",
)  # fmt: skip
state = st.session_state


def show(db: duckdb.DuckDBPyConnection, card: Card, related: list[Relation]) -> None:
    """The form that the address asks for with `do`, if any."""
    asked = address.value("do") or ""
    kind, _sep, which = asked.partition(".")
    forms: dict[str, tuple[str, Callable[[], None]]] = {
        "edit": (_("Edit"), lambda: edit_card(db, card)),
        "link": (_("Link to accounts"), lambda: link_card(db, card, related)),
        "move": (_("Change company"), lambda: move_card(db, card)),
        "back": (_("Back in service"), lambda: come_back_of(db, card)),
        "end": (_("End this relation"), lambda: end_of(db, card, related, which)),
    }
    if kind not in forms:
        forget()
        return
    if state.get("form_of") != (card.id, asked, address.value("to")):
        forget()  # what was typed for another card or form
        state["form_of"] = (card.id, asked, address.value("to"))
    title, body = forms[kind]
    st.dialog(title, on_dismiss=close)(body)()


def close() -> None:
    """Close the form and forget what was typed in it."""
    address.put("do", None, "to")
    forget()


def forget() -> None:
    """Forget what was typed in a form."""
    for name in [name for name in state if str(name).startswith("form_")]:
        state.pop(name, None)


def finish(done: bool, version: Callable[[], int | None]) -> None:
    """After an attempt: close the form, or say why it was refused and keep what was typed.

    :param version: what the record is at now; a form's own copy is as old as the form
    """
    if done:
        close()
        st.rerun()
    error = state.get("_refused")
    saving.refusal()
    if isinstance(error, Conflict) and not isinstance(error, NotFound) and "form_version" in state:
        state["form_version"] = version()  # the next attempt writes on top of what was just shown
        st.markdown(_("Save once more to keep your own fields all the same."))


def begin(card: Card) -> dict[str, str]:
    """The card's fields as they were when the form opened; its version is kept with them."""
    if "form_before" not in state:
        state["form_before"] = {name: getattr(card, name) or "" for name in edit.FIELDS}
        for name, value in state["form_before"].items():
            state[f"form_{name}"] = value
    state.setdefault("form_version", card.version)
    return state["form_before"]


def version_of(db: duckdb.DuckDBPyConnection, contact_id: str) -> int | None:
    """The version that a card is at now."""
    card = contacts.card(db, contact_id)
    return card.version if card else None


def relation_version(
    db: duckdb.DuckDBPyConnection, contact_id: str, relation_id: str
) -> int | None:
    """The version that a relation is at now."""
    found = [one for one in contacts.relations(db, contact_id) if one.id == relation_id]
    return found[0].version if found else None


def edit_card(db: duckdb.DuckDBPyConnection, card: Card) -> None:
    """Every field of the card; the username follows the address."""
    before = begin(card)
    with st.grid(2, min_column_width=180, gap="small"):
        for name in edit.FIELDS:
            st.text_input(
                words.field(name),
                key=f"form_{name}",
                max_chars=rules.LENGTHS[name],
                live="400ms" if name == "email" else False,
            )
    now = {name: " ".join(str(state[f"form_{name}"]).split()) for name in edit.FIELDS}
    if now["email"] != before["email"]:
        about_login(db, card, now["email"])
    if st.button(_("Save"), type="primary", key="form_save", shortcut="Ctrl+Enter"):
        changed = {name: value for name, value in now.items() if value != before[name]}
        command = edit.Edit(card.id, state["form_version"], changed)
        done, _changed = saving.attempt(
            edit.run, command, plain("{name} is saved.", name=card.name)
        )
        finish(done, lambda: version_of(db, card.id))


def about_login(db: duckdb.DuckDBPyConnection, card: Card, email: str) -> None:
    """What a new address means for the person's login."""
    if not email:
        st.warning(
            _("Without an address {name} has no username and cannot log in.", name=card.name)
        )
        return
    said = advice.of(db, email, card.account_id, card.id)
    if not said.valid:
        st.warning(_("{email} is not a valid e-mail address.", email=email))
        return
    if said.mailbox and not card.general:
        st.warning(
            _("This looks like a shared mailbox. It belongs on a general card, not on a person's.")
        )
    if said.suggestion and said.suggestion != email.lower():
        st.button(
            label(plain("Did you mean {email}?", email=said.suggestion)),
            key="form_fix",
            on_click=_correct,
            args=(said.suggestion,),
        )
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


def link_card(db: duckdb.DuckDBPyConnection, card: Card, related: list[Relation]) -> None:
    """One or more accounts, with roles and a first day."""
    active = {one.account_id for one in related if one.active} | {card.account_id}
    preset(db, "form_accounts")
    label = _("Accounts or departments")
    chosen = picking.accounts(db, label, "form_accounts", besides=active - {None})
    roles, start = relation_fields(accounts.roles(db) or list(ROLES))
    if st.button(_("Link"), type="primary", key="form_save", disabled=not chosen):
        command = link.Link((card.id,), tuple(chosen), roles, start)
        done, _nothing = saving.attempt(
            link.run, command, plain("{name} is linked.", name=card.name)
        )
        finish(done, lambda: None)


def preset(db: duckdb.DuckDBPyConnection, key: str) -> None:
    """Begin with the account that the address names, if it does."""
    if (to := address.value("to")) and (account := accounts.card(db, to)):
        picking.preset(key, account.id, account.name)


def relation_fields(known: list[str]) -> tuple[tuple[str, ...], date | None]:
    """The roles and the first day of a relation; the organisation's own words for roles."""
    roles = st.multiselect(
        _("Roles"), known, key="form_roles", accept_new_options=True, placeholder=_("None")
    )
    start = day(_("Since"), "form_start")
    return tuple(roles), start


def day(label: str, key: str) -> date | None:
    """A day, today unless it is changed."""
    chosen = st.date_input(
        label, value="today", key=key, format="DD-MM-YYYY" if language() == "nl" else "DD/MM/YYYY"
    )
    return chosen if isinstance(chosen, date) else None


def move_card(db: duckdb.DuckDBPyConnection, card: Card) -> None:
    """The new account, and what becomes of the old one."""
    state.setdefault("form_version", card.version)
    preset(db, "form_to")
    chosen = picking.account(db, _("New account or department"), "form_to")
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
        last = day(_("Last day there"), "form_day") or last if keep else last
    if st.button(_("Change company"), type="primary", key="form_save", disabled=chosen is None):
        command = move.Move(card.id, state["form_version"], chosen or "", bool(keep), last)
        message = plain("{name} changed company.", name=card.name)
        finish(saving.attempt(move.run, command, message)[0], lambda: version_of(db, card.id))


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
    first = day(_("Back as of"), "form_day")
    if st.button(_("Back in service"), type="primary", key="form_save", disabled=first is None):
        command = come_back.ComeBack(card.id, state["form_version"], first or date.today())
        message = plain("{name} is in service again.", name=card.name)
        done, _tile = saving.attempt(come_back.run, command, message)
        finish(done, lambda: version_of(db, card.id))


def end_of(
    db: duckdb.DuckDBPyConnection, card: Card, related: list[Relation], relation_id: str
) -> None:
    """The last day of a relation."""
    found = [one for one in related if one.id == relation_id and one.active]
    if not found:
        st.markdown(_("This relation has ended already."))
        return
    relation = found[0]
    state.setdefault("form_version", relation.version)
    st.markdown(_("{account} stays on the card as history.", account=relation.account or ""))
    last = day(_("Last day"), "form_day")
    if st.button(_("End it"), type="primary", key="form_save", disabled=last is None):
        command = end_relation.EndRelation(relation_id, state["form_version"], last or date.today())
        done, _nothing = saving.attempt(end_relation.run, command, plain("The relation has ended."))
        finish(done, lambda: relation_version(db, card.id, relation_id))

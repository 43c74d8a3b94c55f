"""The forms that relate people and accounts: from the card, and from the account; and the end."""

from datetime import date

import duckdb
import streamlit as st

from dq.commands import end_relation, link
from dq.queries.cards import accounts, contacts
from dq.queries.cards.contacts import Card, Relation
from pages.ui.frame import browser
from pages.ui.session import address, dialogs, people, saving
from pages.ui.widgets import picking, widgets
from pages.ui.words.i18n import _, n_, plain

# What Salesforce offers for the role of a relation as it comes, where no export shows better.
# Source: Salesforce object reference, AccountContactRelation.Roles
ROLES = (
    "Business User", "Decision Maker", "Economic Buyer", "Economic Decision Maker", "Evaluator",
    "Executive Sponsor", "Influencer", "Technical Buyer", "Other",
)  # fmt: skip
state = st.session_state


def link_card(db: duckdb.DuckDBPyConnection, card: Card, related: list[Relation]) -> None:
    """One or more accounts, with roles and a first day."""
    active = {one.account_id for one in related if one.active} | {card.account_id}
    preset(db, "form_accounts", active)
    browser.focus("form_accounts_text")
    label = _("Accounts or departments")
    chosen = picking.accounts(db, label, "form_accounts", besides=active - {None})
    roles, start = fields(db)
    people.ask_beside()
    if st.button(_("Link"), type="primary", key="form_save", disabled=not chosen):
        command = link.Link((card.id,), tuple(chosen), roles, start)
        outcome = saving.attempt(link.run, command, plain("{name} is linked.", name=card.name))
        dialogs.finish(outcome, lambda: None)


def link_account(db: duckdb.DuckDBPyConnection, account: accounts.Card) -> None:
    """One or more people for an account, with roles and a first day for all of them."""
    browser.focus("form_people_text")
    there = accounts.members(db, account.id)
    chosen = picking.people(db, _("People"), "form_people", besides=there)
    widgets.link(
        "cards/search.py", _("Not found? Search further, or make a card"), account=account.id
    )
    roles, start = fields(db)
    people.ask_beside()
    if st.button(_("Link"), type="primary", key="form_save", disabled=not chosen):
        command = link.Link(tuple(chosen), (account.id,), roles, start)
        message = n_("{number} person is linked.", "{number} people are linked.", len(chosen))
        outcome = saving.attempt(link.run, command, message)
        dialogs.finish(outcome, lambda: None)


def preset(db: duckdb.DuckDBPyConnection, key: str, besides: set[str | None]) -> None:
    """Begin with the account that the address names, unless the person belongs there already."""
    account = accounts.card(db, address.value("to") or "")
    if account is None:
        return
    if account.id in besides:
        st.info(_("The card belongs to {account} already.", account=account.name))
    else:
        picking.preset(key, account.id, account.name)


def fields(db: duckdb.DuckDBPyConnection) -> tuple[tuple[str, ...], date | None]:
    """The roles and the first day of a relation; the organisation's own words for roles."""
    roles = st.multiselect(
        _("Roles"),
        accounts.roles(db) or list(ROLES),
        key="form_roles",
        accept_new_options=True,
        placeholder=_("None"),
    )
    return tuple(roles), dialogs.day(_("Since"), "form_start")


def end(
    db: duckdb.DuckDBPyConnection, card: Card, related: list[Relation], relation_id: str
) -> None:
    """The last day of a relation."""
    relation = next((one for one in related if one.id and one.id == relation_id), None)
    if relation is None:
        st.markdown(_("There is no such relation on this card."))
        return
    if relation.direct:
        st.markdown(_("This is the own account; change the company instead."))
        return
    if not relation.active:
        st.markdown(_("This relation has ended already."))
        return
    state.setdefault("form_version", relation.version)
    st.markdown(_("{account} stays on the card as history.", account=relation.account or ""))
    last = dialogs.day(_("Last day"), "form_day")
    people.ask_beside()
    if st.button(_("End it"), type="primary", key="form_save", disabled=last is None):
        command = end_relation.EndRelation(relation_id, state["form_version"], last or date.today())
        outcome = saving.attempt(end_relation.run, command, plain("The relation has ended."))
        dialogs.finish(outcome, lambda: version(db, card.id, relation_id))


def version(db: duckdb.DuckDBPyConnection, contact_id: str, relation_id: str) -> int | None:
    """The version that a relation is at now."""
    found = [one for one in contacts.relations(db, contact_id) if one.id == relation_id]
    return found[0].version if found else None

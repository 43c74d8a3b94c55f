"""Account: one account with what is wrong, its departments, its people and its projects."""

import streamlit as st

from dq.checks import all_checks
from dq.queries import accounts, advice, findings
from dq.queries.accounts import Card, Person
from pages.ui import address, changes, formats, frame, going, links, widgets, words
from pages.ui.i18n import _, escape, n_, plain

CHECKS = all_checks()

db = frame.open_store()
account_id = address.value("id") or ""
card = accounts.card(db, account_id)
if card is None:
    frame.stop_not_found(account_id)


def head(card: Card) -> None:
    """Which account this is, and of which it is a part."""
    st.title(escape(card.name), anchor=False)
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        for id, name in accounts.above(db, card.id):
            widgets.account_link(id, f"{escape(name)} ›")
        parts = [card.city, plain("owner: {name}", name=card.owner) if card.owner else None]
        widgets.lines(" · ".join(part for part in parts if part) or plain("account"))
        widgets.link("review/findings.py", _("All findings of this account"), f_account=card.id)


def actions(card: Card) -> None:
    """What can be done at the account; first of all to look whether somebody is there already."""
    with st.container(horizontal=True, gap="small", key="a_actions"):
        widgets.link("cards/search.py", _("Add a person"), account=card.id)
        widgets.link("cards/create.py", _("New card"), account=card.id)
        widgets.link("cards/general.py", _("General card"), account=card.id)
        links.salesforce(db, card.id)


def wrong(card: Card) -> None:
    """The open findings on the account itself, and the accounts that it looks like."""
    found = findings.about(db, "account", card.id)
    alike = accounts.lookalikes(db, card.id)
    if not found and not alike:
        return
    with st.container(border=True, key="a_wrong"):
        if found:
            st.header(n_("{number} finding", "{number} findings", len(found)), anchor=False)
        for one in found:
            if one.check_id in CHECKS:
                widgets.finding(one, CHECKS[one.check_id])
        for other in alike:
            with st.container(horizontal=True, gap="small", vertical_alignment="center"):
                widgets.account_link(other.id, _("Looks like {name}", name=other.name or other.id))
                widgets.lines(plain("{score} sure", score=formats.certainty(other.score)))
                widgets.link(
                    "review/duplicates.py",
                    _("Side by side"),
                    d_kind="account",
                    d_record=card.id,
                )


def opened() -> None:
    """Go to the card of the person whose name was clicked."""
    click = st.session_state["a_person"]
    st.session_state["a_go"] = click.row


def people(card: Card) -> None:
    """The contacts, direct ones first; a name leads to its card."""
    total = accounts.headcount(db, card.id)
    number = address.page("a_p", total, accounts.PAGE)
    rows = accounts.people(db, card.id, number)
    st.header(_("Contacts ({number})", number=total), anchor=False)
    if not rows:
        st.markdown(_("No contact is linked to this account."))
        return
    go = st.session_state.pop("a_go", None)
    if go is not None and go < len(rows):
        going.go("cards/contact.py", id=rows[go].id)
    st.dataframe(
        table(rows),
        hide_index=True,
        height="content" if len(rows) < 14 else 520,
        alt=plain("Contacts of this account; a name leads to the card"),
        column_config={
            plain("Name"): st.column_config.ButtonColumn(
                plain("Name"), on_click=opened, key="a_person", type="tertiary", alignment="left"
            )
        },
    )
    address.pager("a_p", total, accounts.PAGE)


def table(rows: list[Person]) -> dict[str, list[object]]:
    """The people as columns."""
    return {
        plain("Name"): [row.name for row in rows],
        plain("Job title"): [row.title or "" for row in rows],
        plain("E-mail"): [row.email or "" for row in rows],
        plain("Status"): [words.status(row.status) for row in rows],
        plain("Relation"): [
            plain("own account") if row.direct else plain("related") for row in rows
        ],
        plain("Findings"): [row.findings for row in rows],
    }


def details(card: Card) -> None:
    """The account's fields and its departments."""
    st.header(_("Details"), anchor=False)
    widgets.facts(
        (words.field(name), getattr(card, name))
        for name in (
            "type",
            "phone",
            "website",
            "street",
            "postal_code",
            "city",
            "kvk_number",
            "owner",
            "id",
        )
    )
    if domains := advice.usual_domains(db, card.id):
        widgets.quiet(plain("Usual e-mail domain: {domains}", domains=", ".join(domains)))
    departments = accounts.departments(db, card.id)
    if departments:
        st.header(_("Departments"), anchor=False)
        with st.container(horizontal=True, gap="small"):
            for department_id, name in departments:
                widgets.account_link(department_id, escape(name))


def projects(card: Card) -> None:
    """The account's projects, and who approves what on each."""
    found = accounts.projects(db, card.id)
    if not found:
        return
    st.header(_("Projects"), anchor=False)
    approving = accounts.approvers(db, card.id)
    widgets.table(
        plain("Projects of this account"),
        [plain("Project"), plain("Status"), plain("Start"), plain("Approves")],
        [
            [
                widgets.shown(one.name or one.id),
                widgets.shown(words.project_status(one.status)),
                widgets.shown(one.start),
                widgets.shown(
                    "; ".join(
                        f"{name}: {words.approvals(kinds)}"
                        for _id, name, kinds in approving.get(one.id, [])
                    )
                ),
            ]
            for one in found
        ],
    )


frame.see_to_checks(db, patient=False)
head(card)
actions(card)
wrong(card)
people(card)
left, right = st.columns(2, gap="large")
with left:
    details(card)
with right:
    projects(card)
changes.of_record(db, card.id)

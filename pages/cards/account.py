"""Account: one account with what is wrong, its departments, its people and its projects."""

import streamlit as st
from markupsafe import Markup

from dq.queries.cards import accounts, advice
from dq.queries.cards.accounts import Card, Person
from dq.queries.exchange import loads
from dq.queries.review import findings
from dq.settings import rules
from dq.settings.names import eighteen
from pages.cards.parts import relating
from pages.parts import changes
from pages.ui.frame import checking, frame, links
from pages.ui.session import address, dialogs
from pages.ui.widgets import widgets
from pages.ui.words import formats, words
from pages.ui.words.i18n import _, escape, n_, plain

db = frame.open_store()
CHECKS = rules.every(db)
account_id = eighteen(address.value("id") or "")  # reports have the short ones
card = accounts.card(db, account_id)
if card is None:
    frame.stop_not_found(db, account_id)


def head(card: Card) -> None:
    """Which account this is, and of which it is a part."""
    st.title(escape(card.name), anchor=False)
    frame.tab(card.name)
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        for id, name in accounts.above(db, card.id):
            widgets.account_link(id, f"{escape(name)} ›")
        parts = [card.city, plain("owner: {name}", name=card.owner) if card.owner else None]
        widgets.lines(" · ".join(part for part in parts if part) or plain("account"))
        widgets.link("review/findings.py", _("All findings of this account"), f_account=card.id)


def actions(card: Card) -> None:
    """What can be done at the account."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="a_actions"):
        st.button(_("Add a relation"), key="a_relate", on_click=address.put, args=("do", "relate"))
        widgets.link("cards/create.py", _("New card"), account=card.id)
        widgets.link("cards/general.py", _("General card"), account=card.id)
        links.salesforce(db, card.id)


def form(card: Card) -> None:
    """The form that the address asks for, if any."""
    title = _("Add a relation")
    forms: dialogs.Forms = {
        "relate": (title, lambda _which: relating.link_account(db, card)),
    }
    dialogs.show(card.id, forms)


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
                widgets.finding(one, CHECKS[one.check_id], card.id)
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


def people(card: Card) -> None:
    """The contacts, direct ones first; a name leads to its card."""
    total = accounts.headcount(db, card.id)
    number = address.page("a_p", total, accounts.PAGE)
    st.header(_("Related people ({number})", number=total), anchor=False)
    if not total:
        st.markdown(_("No contact is linked to this account."))
        return
    with st.container(key="a_people", gap=None):
        for row in accounts.people(db, card.id, number):
            with st.container(horizontal=True, gap="small"):
                widgets.contact_link(row.id, f"**{escape(row.name)}**")
                widgets.cells(beside(row))
    address.pager("a_p", total, accounts.PAGE)


def beside(row: Person) -> list[str]:
    """What the list says of a person beside the name."""
    return [
        row.title or "",
        row.email or "",
        words.status(row.status),
        plain("own account") if row.direct else plain("related"),
        n_("{number} finding", "{number} findings", row.findings) if row.findings else "",
    ]


def details(card: Card) -> None:
    """The account's fields and its departments."""
    st.header(_("Details"), anchor=False)
    unknown = loads.unknown(db, "account")
    widgets.facts(
        (
            words.field(name),
            plain("unknown")
            if getattr(card, name) is None and name in unknown
            else getattr(card, name),
        )
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


def approver(id: str, name: str, kinds: tuple[str, ...]) -> Markup:
    """Somebody who approves on a project, and what, as HTML."""
    return Markup("{}: {}").format(widgets.person(id, name), widgets.shown(words.approvals(kinds)))


def projects(card: Card) -> None:
    """The account's projects, and who approves what on each."""
    total = accounts.project_count(db, card.id)
    if not total:
        return
    found = accounts.projects(db, card.id, address.page("a_projects", total, accounts.PAGE))
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
                Markup("; ").join(approver(*one) for one in approving.get(one.id, []))
                or widgets.shown(None),
            ]
            for one in found
        ],
    )
    address.pager("a_projects", total, accounts.PAGE)


head(card)
actions(card)
form(card)
# What the checks say of the card comes once they have seen it; all else does not wait for them.
asked, judged = st.container(), st.container()
left, right = st.columns(2, gap="large")
with left:
    details(card)
with right:
    projects(card)
changes.of_record(card.id)
with asked:
    checking.see_to_checks(db, patient=False)
with judged:
    wrong(card)
    people(card)

"""Contact: one card with what is wrong, where the person belongs, and what they approve."""

import streamlit as st

from dq.objects import LIST_KEY, OWN_KEY
from dq.queries.cards import contacts
from dq.queries.cards.contacts import Card, Relation
from dq.queries.cards.counterparts import Counterpart
from dq.queries.exchange import loads
from dq.queries.review import findings
from dq.settings import rules
from dq.settings.names import eighteen
from pages.cards.parts import forms, leaving, login
from pages.parts import changes, own_username, there
from pages.parts import known as all_known
from pages.ui.frame import checking, frame, links
from pages.ui.session import address, opened
from pages.ui.widgets import widgets
from pages.ui.words import formats, words
from pages.ui.words.i18n import _, escape, n_, plain, written

db = frame.open_store()
CHECKS = rules.every(db)
contact_id = eighteen(address.value("id") or "")  # reports have the short ones
card = opened.remembered(contacts.card, contact_id)
if card is None:
    frame.stop_not_found(db, contact_id, all_known.of_gone)


def head(card: Card) -> None:
    """Who this is, and in one line whether all is well."""
    st.title(escape(card.name), anchor=False)
    frame.tab(card.name)
    parts = [card.title, card.department]
    kind = plain("general card") if card.general else plain("contact")
    role = ", ".join(part for part in parts if part) or kind
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.markdown(_("{role} at", role=role) if card.account_id else escape(role))
        if card.account_id and card.account:
            widgets.account_link(card.account_id, escape(card.account))
        elif card.account_id:
            widgets.lines(plain("an account that is not in the export: {id}", id=card.account_id))
    known = leaving.of(db, card)
    last = leaving.last_day_ahead(known)
    state = [plain("leaves on {day}", day=last) if last else words.status(card.status)]
    if card.general and role != plain("general card"):
        state.append(plain("general card"))
    state.append(login.sentence(card, contacts.login(db, card.id), until=last))
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        widgets.lines(" · ".join(state))
    leaving.show(db, card, known)
    there.show(card.id)


def actions(card: Card) -> None:
    """What can be done with the card."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="c_actions"):
        for code, label in (
            ("edit", _("Edit")),
            ("link", _("Link to an account")),
            ("move", _("Change company or department")),
        ):
            st.button(label, key=f"c_{code}", on_click=address.put, args=("do", code))
        leaving.actions(db, card)
        links.salesforce(db, card.id)
        all_known.button(db, card.id)
        all_known.removal(card.id)


def wrong(card: Card) -> None:
    """The open findings on the card, and the cards that it looks like."""
    found = findings.about(db, "contact", card.id)
    found.sort(key=lambda one: list(CHECKS).index(one.check_id) if one.check_id in CHECKS else 99)
    alike = opened.remembered(contacts.lookalikes, card.id)
    if not found and not alike:
        st.success(_("Nothing to do on this card."))
        return
    with st.container(border=True, key="c_wrong"):
        if found:
            st.header(n_("{number} finding", "{number} findings", len(found)), anchor=False)
        for one in found:
            if one.check_id in CHECKS:
                widgets.finding(one, CHECKS[one.check_id], card.id)
            if one.check_id in own_username.CHECKS and one.record_id == card.id:
                own_username.offer(db, card.id)
        for other in alike:
            with st.container(horizontal=True, gap="small", vertical_alignment="center"):
                widgets.contact_link(other.id, _("Looks like {name}", name=other.name or other.id))
                widgets.lines(
                    ", ".join(
                        part
                        for part in (
                            other.account,
                            plain("{score} sure", score=formats.certainty(other.score)),
                        )
                        if part
                    )
                )
                widgets.link("review/duplicates.py", _("Side by side"), d_record=card.id)


def details(card: Card) -> None:
    """The card's fields."""
    st.header(_("Details"), anchor=False)
    unknown = loads.unknown(db, "contact")
    widgets.facts(
        (words.field(name), shown(card, name, unknown))
        for name in (
            "salutation",
            "title",
            "department",
            "email",
            "phone",
            "mobile",
            "city",
            "owner",
            "id",
            "created",
            "modified",
        )
    )


def shown(card: Card, name: str, unknown: set[str]) -> object:
    """What a field holds, which is not known where no export shows it; the id that a new card has
    here says nobody anything."""
    if name == "id" and card.id.startswith(OWN_KEY):
        return plain("not in Salesforce yet")
    if name == "id" and card.id.startswith(LIST_KEY):
        return plain("from a list, not from Salesforce")
    worked_out = {"owner": card.owner, "created": card.created, "modified": card.modified}
    value = (card.fields | worked_out)[name]
    there = not card.id.startswith((OWN_KEY, LIST_KEY))
    return plain("unknown") if value is None and name in unknown and there else value


def belongs(related: list[Relation]) -> None:
    """The accounts, the direct one first."""
    st.header(_("Related accounts"), anchor=False)
    if not related:
        st.markdown(_("Linked to no account."))
    for one in related:
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            sign = "◆" if one.own else "◇"
            if one.account_id and one.account:
                widgets.account_link(one.account_id, f"{sign} {escape(one.account)}")
            else:
                widgets.lines(f"{sign} {one.account_id or '–'}")
            notes = [
                plain("own account")
                if one.own
                else plain("own account by the relation, not by the card")
                if one.direct
                else None,
                one.roles,
                plain("since {day}", day=one.start) if one.start else None,
                plain("until {day}", day=one.end) if one.end else None,
                None if one.active else plain("no longer active"),
            ]
            if text := ", ".join(note for note in notes if note):
                widgets.lines(text)
            if one.active and not one.direct and one.id:
                st.button(
                    _("End it"),
                    key=f"c_end_{one.id}",
                    type="tertiary",
                    on_click=address.put,
                    args=("do", f"end.{one.id}"),
                )


def approves(card: Card) -> None:
    """What the contact approves, a row per project."""
    approvals = opened.remembered(contacts.approvals, card.id)
    st.header(_("Approves"), anchor=False)
    if not approvals:
        st.markdown(_("Approves nothing."))
        return
    widgets.table(
        plain("What this contact approves, per project"),
        [plain("Project"), plain("Approves"), plain("Status")],
        [
            [
                widgets.shown(one.project or one.project_id),
                widgets.shown(words.approvals(one.kinds)),
                widgets.shown(words.project_status(one.status)),
            ]
            for one in approvals
        ],
    )


def elsewhere(card: Card) -> None:
    """Who the contact is in every other system."""
    for system, records in opened.remembered(contacts.in_other_systems, card.id).items():
        st.header(system, anchor=False)
        if not records:
            st.markdown(_("Not found in {system}.", system=system))
        known(card, records)


def known(card: Card, records: list[Counterpart]) -> None:
    """The records of one system, a line each."""
    for one in records:
        same = (one.email or "").strip().lower() == (card.email or "").strip().lower()
        parts = [
            one.id,
            words.in_bc(one.blocked, one.asked),
            plain("same e-mail")
            if same
            else plain("other e-mail: {email}", email=one.email)
            if one.email
            else plain("no e-mail"),
        ]
        widgets.lines(" · ".join(written(part) for part in parts))


related = opened.remembered(contacts.relations, card.id)
head(card)
actions(card)
forms.show(db, card, related)
# What the checks say of the card comes once they have seen it; all else does not wait for them.
asked, judged = st.container(), st.container()
left, right = st.columns(2, gap="large")
with left:
    details(card)
    elsewhere(card)
with right:
    belongs(related)
    approves(card)
changes.of_record(card.id)
with asked:
    checking.see_to_checks(db, patient=False)
with judged:
    wrong(card)

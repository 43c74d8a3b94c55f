"""Search: look whether somebody is there already, before a new card is made."""

from datetime import date

import streamlit as st

from dq.commands import link
from dq.errors import N_
from dq.ledger import OWN_KEY
from dq.matching import explain
from dq.matching.search import EXACT, Hit
from dq.queries import accounts, found
from dq.queries.found import Found
from pages.ui import address, frame, saving, widgets, words
from pages.ui.i18n import _, escape, n_, plain

BY = {
    "id": N_("same ID"),
    "email": N_("same e-mail address"),
    "username": N_("this is the username"),
    "phone": N_("same phone number"),
    "start": N_("begins with what you typed"),
    "slip": N_("written nearly the same"),
}

db = frame.open_store()
st.title(_("Search"))
frame.stop_without_data(db)
at = accounts.card(db, address.value("account") or "")


def asked() -> None:
    """Put what is typed into the address, so that the list can be shared."""
    address.put("q", st.session_state["s_text"].strip() or None)


@st.fragment
def box() -> None:
    """The box and what it finds while one types."""
    if "s_text" not in st.session_state or address.value("q") != st.session_state.get("s_seen"):
        st.session_state["s_text"] = address.value("q") or ""
    st.text_input(
        _("E-mail address, name, phone number, username or Salesforce ID"),
        key="s_text",
        type="search",
        live="200ms",
        on_change=asked,
    )
    text = address.value("q") or ""
    st.session_state["s_seen"] = address.value("q")
    if not text:
        st.markdown(
            _(
                "Is somebody there already? Then change that card instead of making a second one."
                " A slip in the address, other initials, a swapped first and last name: they are"
                " found all the same."
            )
        )
        return
    hits = look(text)
    cards = found.cards(db, [hit.id for hit in hits])
    hits = [hit for hit in hits if hit.id in cards]
    results(hits, cards)
    otherwise(text, hits)


def look(text: str) -> list[Hit]:
    """The hits; the first search after a start waits until all cards have been read."""
    here = frame.resident()
    if here.ready:
        return here.find(db, text)
    with st.spinner(_("Reading all cards, once after a start …")):
        return here.find(db, text)


def results(hits: list[Hit], cards: dict[str, Found]) -> None:
    """What was found, best first, and what to do with it."""
    if not hits:
        st.markdown(_("Nobody found."))
        return
    exact = [hit for hit in hits if hit.tier == EXACT]
    st.markdown(
        n_(
            "{number} card is exactly this. Use it: open it, link it or change its company.",
            "{number} cards are exactly this. Use one: open it, link it or change its company.",
            len(exact),
        )
        if exact
        else _("Not found exactly. These come close:")
    )
    for hit in hits:
        result(cards[hit.id], hit)


def result(card: Found, hit: Hit) -> None:
    """One card: who, where, whether they log in, why it is here, and what can be done."""
    with st.container(border=True, key=f"s_hit_{card.id}", gap=None):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            widgets.contact_link(card.id, f"**{escape(card.name)}**")
            st.space("stretch")
            actions(card)
        widgets.lines(" · ".join(part for part in spoken(card) if part))
        widgets.quiet(why(hit))


def spoken(card: Found) -> list[str | None]:
    """The card in a few words."""
    places = [card.account, *(name for _id, name in card.accounts)]
    own = (card.username or "").lower() == (card.email or "").lower()
    login = {
        "in": plain("can log in with it")
        if own
        else plain("can log in with {username}", username=card.username),
        "off": plain("cannot log in: {username} is switched off", username=card.username),
        "none": plain("no username"),
    }
    if card.username and card.id.startswith(OWN_KEY):
        login["in"] = plain("logs in with {username} once in Salesforce", username=card.username)
    return [
        card.title or (plain("general card") if card.general else None),
        ", ".join(place for place in places if place) or plain("at no account"),
        words.status(card.status),
        card.email,
        login[card.login],
    ]


def why(hit: Hit) -> str:
    """Why the card was found, in words."""
    if hit.by:
        return plain("Found: {why}", why=plain(BY[hit.by]))
    phrases = explain.sentence(hit.evidence)[:4]
    said = ", ".join(plain(message, **values) for message, values in phrases)
    return plain("Likely: {why}", why=said)


def actions(card: Found) -> None:
    """What to do with the card: for the account that the search is for, or change of company."""
    if at is None:
        widgets.link("cards/contact.py", _("Link to an account"), id=card.id, do="link")
        widgets.link("cards/contact.py", _("Change company"), id=card.id, do="move")
        return
    related = {card.account_id, *(id for id, _name in card.accounts)}
    if at.id in related:
        st.markdown(_("is at {account} already", account=at.name))
        return
    if st.button(_("Link to {account}", account=at.name), key=f"s_link_{card.id}"):
        relate(card.id, at.id, card.name, at.name)
        st.rerun()  # the whole page: what was done is told above this fragment
    here = {"id": card.id, "to": at.id}
    widgets.link("cards/contact.py", _("with a role or date"), **here, do="link")
    widgets.link("cards/contact.py", _("Change company"), **here, do="move")


def relate(contact_id: str, account_id: str, name: str, account: str) -> None:
    """Give the person a relation with the account."""
    saving.settle(
        link.run,
        link.Link((contact_id,), (account_id,), start=date.today()),
        plain("{name} is linked to {account}.", name=name, account=account),
    )


def otherwise(text: str, hits: list[Hit]) -> None:
    """Only below what was found: the way to a new card, filled with what was typed."""
    st.space("small")
    label = _("None of these: make a new card") if hits else _("Make a new card")
    given = {"text": text, "account": at.id if at else None}
    widgets.link("cards/create.py", label, **given)


if at:
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.markdown(_("For"))
        widgets.account_link(at.id, escape(at.name))
box()

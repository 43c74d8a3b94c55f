"""Search: look whether somebody is there already, before a new card is made."""

from datetime import date

import streamlit as st

from dq.commands import link
from dq.matching.searching.search import EXACT, MOST, Hit
from dq.queries.cards import accounts
from dq.queries.cards.found import Found
from pages.parts import reviewed
from pages.ui.frame import browser, frame, search_box
from pages.ui.frame.search_box import CARD, Answer
from pages.ui.session import address, guarded, opened, saving
from pages.ui.session.navigation import href
from pages.ui.widgets import widgets
from pages.ui.words.i18n import _, counted, escape, plain

PAUSE = "100ms"  # without a key before a search

db = frame.open_store()
st.title(_("Search"))
frame.stop_without_data(db)
reviewed.way_back()
at = accounts.card(db, address.value("account") or "")


def asked() -> None:
    """Put what is typed into the address, so that the list can be shared."""
    address.put("q", st.session_state["s_text"].strip() or None)


@guarded.fragment
def box() -> None:
    """The box and what it finds while one types."""
    if "s_text" not in st.session_state or address.value("q") != st.session_state.get("s_seen"):
        st.session_state["s_text"] = address.value("q") or ""
    st.text_input(
        _("E-mail address, name, phone number, username or Salesforce ID"),
        key="s_text",
        type="search",
        live=PAUSE,
        placeholder=plain("Find a card"),
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
    answer = look(text)
    pressed = search_box.show([*people(answer), *search_box.places(answer)])
    if pressed in answer.cards and at is not None:
        relate(pressed, at.id, answer.cards[pressed].name, at.name)
        st.rerun()  # the whole page: what was done is told above this fragment
    otherwise(text, answer)


def look(text: str) -> Answer:
    """What was found; the first search after a start waits until all cards have been read."""
    if opened.resident().ready:
        return search_box.look(db, text)
    with st.spinner(_("Reading all cards, once after a start …")):
        return search_box.look(db, text)


def people(answer: Answer) -> list[search_box.Row]:
    """The cards, best first, and what to do with them."""
    exact = [hit for hit in answer.hits if hit.tier == EXACT]
    if exact:
        head = counted(
            "{number} card is exactly this. Use it: open it, link it or change its company.",
            "{number} cards are exactly this. Use one: open it, link it or change its company.",
            len(exact),
        )
    elif named := sum(hit.by == "name" for hit in answer.hits):
        head = counted(
            "Found: {number} card has this name. If it is the same person, use that card.",
            "Found: {number} cards have this name. If one is the same person, use that card.",
            named,
        )
    elif answer.hits:
        head = plain("Not found exactly. These come close:")
    else:
        head = search_box.nobody(answer)
    if answer.more:
        first = plain("The first {number}; type more to see others.", number=MOST)
        head = f"{head} {first}"
    return [search_box.group(head, [person(answer.cards[hit.id], hit) for hit in answer.hits])]


def person(card: Found, hit: Hit) -> search_box.Row:
    """A card with what can be done: for the account that the search is for, or anywhere."""
    if at is None:
        link_to = plain("Link to an account"), href(CARD, id=card.id, do="link")
        move = plain("Change company"), href(CARD, id=card.id, do="move")
        return search_box.card(card, hit, link_to, move)
    if at.id in {card.account_id, *(id for id, _name in card.accounts)}:
        return search_box.card(card, hit, here=plain("is at {account} already", account=at.name))
    given = {"id": card.id, "to": at.id}
    detailed = plain("with a role or date"), href(CARD, **given, do="link")
    move = plain("Change company"), href(CARD, **given, do="move")
    button = plain("Link to {account}", account=at.name)
    return search_box.card(card, hit, detailed, move, button=button)


def relate(contact_id: str, account_id: str, name: str, account: str) -> None:
    """Give the person a relation with the account."""
    saving.settle(
        link.run,
        link.Link((contact_id,), (account_id,), start=date.today()),
        plain("{name} is linked to {account}.", name=name, account=account),
    )


def otherwise(text: str, answer: Answer) -> None:
    """Only below what was found: the way to a new card, filled with what was typed."""
    label = _("None of these: make a new card") if answer.hits else _("Make a new card")
    widgets.link("cards/create.py", label, text=text, account=at.id if at else None)


if at:
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.markdown(_("For"))
        widgets.account_link(at.id, escape(at.name))
box()
browser.focus("s_text")

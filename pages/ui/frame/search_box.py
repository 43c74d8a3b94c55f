"""What a search found, in words: the list on the search page, and the box on every other page."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import streamlit as st

from dq.errors import N_
from dq.matching.searching.search import MOST, Hit
from dq.matching.weighing import explain
from dq.objects import OWN_KEY
from dq.queries.cards import found
from dq.queries.cards.found import Found, Place
from pages.ui.session import guarded
from pages.ui.session.navigation import href
from pages.ui.session.opened import resident
from pages.ui.words import words
from pages.ui.words.i18n import counted, plain

BY = {
    "id": N_("same ID"),
    "email": N_("same e-mail address"),
    "username": N_("this is the username"),
    "phone": N_("same phone number"),
    "name": N_("this is the name"),
    "among": N_("these names are part of the name"),
    "company": N_("this name at this company"),
    "domain": N_("address at this domain"),
    "start": N_("begins with what you typed"),
    "slip": N_("written nearly the same"),
}
CARD, ACCOUNT, SEARCH = "cards/contact.py", "cards/account.py", "cards/search.py"
MOST_IN_BAR = 5
MOST_PLACES = 5
MOST_COUNTED = 10_000
Row = dict[str, Any]
HERE = Path(__file__).parent
_element = st.components.v2.component(
    "kaartenbak_search_box",
    html='<div class="kb-search"></div>',
    css=(HERE / "search_box.css").read_text("utf-8"),
    js=(HERE / "search_box.js").read_text("utf-8"),
    isolate_styles=False,
)


@dataclass(frozen=True)
class Answer:
    """Cards that were found, best first, and accounts."""

    hits: list[Hit] = field(default_factory=list)
    cards: dict[str, Found] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)
    all_places: int = 0

    @property
    def more(self) -> bool:
        """Whether there may be more than a search answers."""
        return len(self.hits) >= MOST


def look(db: duckdb.DuckDBPyConnection, text: str) -> Answer:
    """What the text may mean; the first search after a start waits until all cards are read."""
    hits = resident().find(db, text)
    cards = found.cards(db, [hit.id for hit in hits])
    named = resident().accounts(db, text, MOST_COUNTED)
    places = found.places(db, named[:MOST_PLACES])
    return Answer([hit for hit in hits if hit.id in cards], cards, places, len(named))


def show(groups: Sequence[Row]) -> str | None:
    """The list; the id of the card whose button was pressed just now."""
    return _element(key="s_found", data={"groups": groups}, on_link_change=_nothing).link


def group(head: str, rows: Sequence[Row]) -> Row:
    """Rows under a heading."""
    return {"head": head, "rows": list(rows)}


def places(answer: Answer, most: int = MOST_PLACES) -> list[Row]:
    """The accounts, under their heading; nothing where there are none."""
    rows = [place(one) for one in answer.places[:most]]
    if not rows:
        return []
    number = answer.all_places
    if len(rows) >= number:
        return [group(plain("Accounts"), rows)]
    head = plain("Accounts: the first {shown} of {number}", shown=len(rows), number=number)
    return [group(head, rows)]


def card(one: Found, hit: Hit, *links: tuple[str, str], here: str = "", button: str = "") -> Row:
    """A card: who, where, whether they log in, why it is here, and what can be done with it."""
    return {
        "id": one.id,
        "title": one.name,
        "href": href(CARD, id=one.id),
        "text": " · ".join(part for part in spoken(one) if part),
        "why": why(hit),
        "links": links,
        "here": here,
        "button": button,
    }


def place(one: Place) -> Row:
    """An account: where it is, what it belongs to, and how many people it has."""
    parts = [
        one.city,
        plain("part of {parent}", parent=one.parent) if one.parent else None,
        counted("{number} person", "{number} people", one.people),
    ]
    return {
        "title": one.name,
        "href": href(ACCOUNT, id=one.id),
        "text": " · ".join(part for part in parts if part),
        "links": (),
    }


def spoken(one: Found) -> list[str | None]:
    """The card in a few words."""
    places = [one.account, *(name for _id, name in one.accounts)]
    own = (one.username or "").lower() == (one.email or "").lower()
    login = {
        "in": plain("can log in with it")
        if own
        else plain("can log in with {username}", username=one.username),
        "off": plain("cannot log in: {username} is switched off", username=one.username),
        "left": plain("cannot log in: has left"),
        "none": plain("no username"),
    }
    if one.username and one.id.startswith(OWN_KEY):
        login["in"] = plain("logs in with {username} once in Salesforce", username=one.username)
    return [
        one.title or (plain("general card") if one.general else None),
        ", ".join(place for place in places if place) or plain("at no account"),
        words.status(one.status),
        one.email,
        login[one.login],
    ]


def brief(one: Found, hit: Hit) -> Row:
    """A card in the panel under the box."""
    parts = [one.title, one.account or plain("at no account"), words.status(one.status)]
    text = " · ".join(part for part in parts if part)
    return card(one, hit) | {"text": text}


def why(hit: Hit) -> str:
    """Why the card was found, in words."""
    if hit.by:
        return plain("Found: {why}", why=plain(BY[hit.by]))
    phrases = explain.sentence(hit.evidence)[:4]
    said = ", ".join(plain(message, **values) for message, values in phrases)
    return plain("Likely: {why}", why=said)


@guarded.fragment
def box(db: duckdb.DuckDBPyConnection) -> None:
    """The box on every page: the best few while one types, all of them after Enter."""
    text = st.session_state.pop("find_text", "")
    data = {
        "label": plain("Search by e-mail, name or phone"),
        "hint": plain("Find a card"),
        "page": href(SEARCH),
        "all": plain("All results"),
        "text": text,
        "groups": [],
    }
    if text:
        answer = look(db, text)
        best = [brief(answer.cards[hit.id], hit) for hit in answer.hits[:MOST_IN_BAR]]
        data["groups"] = [group(_head(len(best), answer), best), *places(answer, 3)]
        data["said"] = counted("{number} result", "{number} results", len(answer.hits))
        if answer.more:
            data["said"] = plain("{number} or more results", number=len(answer.hits))
    _element(key="find", data=data, width="content", on_text_change=_typed)


def _head(shown: int, answer: Answer) -> str:
    """Over the cards in the panel: how many of all that were found."""
    number = len(answer.hits)
    if not shown:
        return nobody(answer)
    if answer.more:
        return plain("Contacts: {shown} of {number} or more", shown=shown, number=number)
    if shown < number:
        return plain("Contacts: {shown} of {number}", shown=shown, number=number)
    return plain("Contacts")


def nobody(answer: Answer) -> str:
    """That no card was found, but perhaps accounts."""
    if not answer.places:
        return plain("Nobody found.")
    return counted(
        "No people, but {number} account", "No people, but {number} accounts", answer.all_places
    )


def _typed() -> None:
    st.session_state["find_text"] = (st.session_state["find"].text or "").strip()


def _nothing() -> None:
    """A trigger needs somebody to listen."""

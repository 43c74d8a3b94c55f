"""Choosing accounts or people: type a little, and choose what is meant by a click, or by arrows and
Enter; one or several."""

from collections.abc import Callable, Collection, Iterable
from pathlib import Path

import duckdb
import streamlit as st

from dq.matching.searching.search import MOST, order
from dq.queries.cards import accounts as queries
from dq.queries.cards import found
from dq.queries.cards.accounts import Card
from dq.queries.settings import history
from pages.ui.session import address, opened
from pages.ui.widgets import widgets
from pages.ui.words.i18n import _, escape, plain

Option = tuple[str, str]  # id and what is shown
MOST_SHOWN = 8
MOST_COUNTED = 1_000
# So many were found where there may be more.
FULL = (MOST, MOST_COUNTED)
# What the browser does with the keys in a box, on every page.
JS = Path(__file__).with_name("picking.js").read_text("utf-8")


def account(
    db: duckdb.DuckDBPyConnection, label: str, key: str, besides: Iterable = ()
) -> str | None:
    """The id of one account, or None as long as none is chosen."""
    return next(iter(accounts(db, label, key, most=1, besides=besides)), None)


def account_in_address(db: duckdb.DuckDBPyConnection, key: str) -> Card | None:
    """The account that the page's address names, with a way to another; else one to choose."""
    box = f"{key}_at"
    _to_address(box, "account")
    chosen = queries.card(db, address.value("account") or "")
    if chosen is not None:
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.markdown(_("At"))
            widgets.account_link(chosen.id, escape(chosen.name))
            other = ("account", None)
            st.button(_("Other account"), key=f"{key}_other", on_click=address.put, args=other)
        return chosen
    account(db, _("Account or department (required)"), box)
    return None


def accounts(
    db: duckdb.DuckDBPyConnection, label: str, key: str, *, most: int = 20, besides: Iterable = ()
) -> list[str]:
    """The ids of the accounts that are chosen."""

    return pick(label, key, lambda text: _accounts(db, text), most, set(besides))


def people(
    db: duckdb.DuckDBPyConnection,
    label: str,
    key: str,
    *,
    most: int = 20,
    besides: Iterable = (),
    near: Collection[str] = (),
) -> list[str]:
    """The ids of the contacts that are chosen, searched as the search page does.

    :param near: the accounts whose people come first among what is found equally well
    """

    return pick(label, key, lambda text: _people(db, text, near), most, set(besides))


def record_in_address(
    db: duckdb.DuckDBPyConnection, label: str, name: str, resets: tuple[str, ...]
) -> str | None:
    """The card or account that the address names as `name`; else a box to find one by its name."""

    def search(text: str) -> list[Option]:
        people, accounts = _people(db, text), _accounts(db, text)
        half = MOST_SHOWN // 2
        first = max(half, MOST_SHOWN - len(accounts))
        return people[:first] + accounts + people[first:]

    return _in_address(db, label, name, resets, search, _("All records"))


def person_in_address(
    db: duckdb.DuckDBPyConnection,
    label: str,
    name: str,
    resets: tuple[str, ...] = (),
    gone: Callable[[duckdb.DuckDBPyConnection, str], list[Option]] | None = None,
) -> str | None:
    """The contact that the address names as `name`; else a box to find one.

    :param gone: finds who has no card any more
    """

    def search(text: str) -> list[Option]:
        others = gone(db, text) if gone else []
        return [*others, *(one for one in _people(db, text) if one[0] not in {*dict(others)})]

    def called(id: str) -> str | None:
        return dict(gone(db, id)).get(id) if gone else None

    return _in_address(db, label, name, resets, search, _("Other person"), called)


def _in_address(
    db: duckdb.DuckDBPyConnection,
    label: str,
    name: str,
    resets: tuple[str, ...],
    search: Callable[[str], list[Option]],
    other: str,
    called: Callable[[str], str | None] = lambda _id: None,
) -> str | None:
    _to_address(name, name, *resets)
    if (id := address.value(name)) is None:
        pick(label, name, search, 1, set())
        return None
    with st.container(gap=None):
        st.markdown(label)
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"✓ {escape(history.name(db, id) or called(id) or id)}")
            st.button(
                other,
                key=f"{name}_drop",
                type="tertiary",
                on_click=address.put,
                args=(name, None, *resets),
            )
    return id


def _to_address(key: str, name: str, *resets: str) -> None:
    """Let the address say what was clicked on in the box `key`, before anything is drawn."""
    for id in st.session_state.get(f"{key}_chosen", ()):
        clear(key)
        address.put(name, id, *resets)


def _accounts(db: duckdb.DuckDBPyConnection, text: str) -> list[Option]:
    """Accounts by a part of their name; with the company where the name does not say it."""
    return [
        (id, name if not parent or parent.lower() in name.lower() else f"{name} · {parent}")
        for id, name, parent in found.accounts(db, text, MOST_COUNTED)
    ]


def _people(db: duckdb.DuckDBPyConnection, text: str, near: Collection[str] = ()) -> list[Option]:
    hits = opened.resident().find(db, text)
    cards = found.cards(db, [hit.id for hit in hits])
    there = [hit for hit in hits if hit.id in cards]
    # The very name, address or number that was typed stays before what is only like it.
    there.sort(key=lambda hit: (*order(hit)[:2], cards[hit.id].account_id not in near))
    parts = [(cards[hit.id], hit.id) for hit in there]
    return [
        (id, " · ".join(part for part in (card.name, card.title, card.account) if part))
        for card, id in parts
    ]


def pick(
    label: str, key: str, search: Callable[[str], list[Option]], most: int, besides: set[str]
) -> list[str]:
    """What is chosen, each with a button to drop it, and below it the box to find more."""
    chosen: dict[str, str] = st.session_state.setdefault(f"{key}_chosen", {})
    with st.container(key=f"pick_{key}"):
        if len(chosen) < most:
            st.text_input(
                label,
                key=f"{key}_text",
                type="search",
                live="200ms",
                placeholder=plain("Type a part of the name"),
            )
        else:
            st.markdown(label)
        for id, shown in chosen.items():
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.markdown(f"✓ {escape(shown)}")
                st.button(
                    _("Other choice") if most == 1 else _("Leave out"),
                    key=f"{key}_drop_{id}",
                    type="tertiary",
                    on_click=_drop,
                    args=(key, id),
                )
        text = str(st.session_state.get(f"{key}_text", "")).strip()
        if len(chosen) < most and len(text) >= 2:
            found = search(text)
            options = [one for one in found if one[0] not in besides | chosen.keys()]
            _offer(key, options)
            _say_how_many(len(options), more=len(found) in FULL)
    return list(chosen)


def _offer(key: str, options: list[Option]) -> None:
    if not options:
        st.markdown(_("Nothing found."))
    with st.container(gap=None, key=f"{key}_offer"):
        for id, shown in options[:MOST_SHOWN]:
            st.button(
                escape(shown),
                key=f"{key}_take_{id}",
                type="tertiary",
                on_click=_take,
                args=(key, id, shown),
                help=plain("Choose"),
            )


def _say_how_many(number: int, *, more: bool) -> None:
    """Say that the list is cut, and of how many it shows the first."""
    if number <= MOST_SHOWN:
        return
    values = {"shown": MOST_SHOWN, "number": number}
    widgets.quiet(
        plain("The first {shown} of {number} or more; type on to see others.", **values)
        if more
        else plain("The first {shown} of {number}; type on to see others.", **values)
    )


def clear(*keys: str) -> None:
    """Forget what was chosen and typed."""
    for key in keys:
        st.session_state.pop(f"{key}_chosen", None)
        st.session_state.pop(f"{key}_text", None)


def preset(key: str, id: str, shown: str) -> None:
    """Begin with this choice, where nothing was chosen yet."""
    st.session_state.setdefault(f"{key}_chosen", {id: shown})


def _take(key: str, id: str, shown: str) -> None:
    st.session_state[f"{key}_chosen"] = {**st.session_state.get(f"{key}_chosen", {}), id: shown}
    st.session_state[f"{key}_text"] = ""


def _drop(key: str, id: str) -> None:
    chosen = dict(st.session_state[f"{key}_chosen"])
    chosen.pop(id, None)
    st.session_state[f"{key}_chosen"] = chosen

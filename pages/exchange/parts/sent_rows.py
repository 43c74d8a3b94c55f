"""The rows of a package before it is made: each with what it changes and why, and a tick."""

from collections.abc import Iterator, Mapping

import duckdb
import streamlit as st

from dq.commands import accept
from dq.errors import N_
from dq.outgoing import sending
from dq.outgoing.asking import Ask, Sort
from dq.outgoing.difference import Place
from dq.outgoing.ready import Outgoing
from dq.outgoing.sorting import Line, Part
from dq.queries.cards import record_names
from dq.queries.exchange import packages, reasons
from dq.queries.exchange.reasons import Reason
from pages.parts import there
from pages.ui.session import address, clock, saving
from pages.ui.widgets import widgets
from pages.ui.words import words
from pages.ui.words.i18n import _, counted, escape, n_, plain

PAGE = 20
ASKED = {
    "unknown": N_(
        "{object}, {field}: the last export does not show it. What stands in Salesforce is written"
        " over and cannot be put back."
    ),
    "guessed": N_(
        "{object}, {field}: nobody said the day; it is the day on which the card was last changed."
    ),
}
CHANGED = N_("{field}: {was} → {becomes}")
# An address that stays goes along where the username is to follow it.
AGAIN = N_("{field}: {becomes}, again for the username")
OPERATIONS = {"insert": N_("new"), "delete": N_("goes")}
state = st.session_state


def sure() -> frozenset[Sort]:
    """What was said yes to."""
    return frozenset(state.get("p_sure", ()))


def left_out() -> frozenset[Place]:
    """What is left out of this package."""
    return frozenset(place for places in state.get("p_but", {}).values() for place in places)


def forget() -> None:
    """A package was made: the next one starts afresh."""
    for name in [str(name) for name in state if str(name).startswith(("p_ask_", "p_row_"))]:
        state.pop(name, None)
    for name in ("p_sure", "p_but"):
        state.pop(name, None)


def asks(found: Outgoing) -> None:
    """What goes only with a yes, a tick for each field and reason."""
    sorts: dict[Sort, list[Ask]] = {}
    for one in found.asks:
        sorts.setdefault(one.sort, []).append(one)
    if not sorts:
        return
    with st.container(border=True, key="p_asks"):
        st.markdown(_("**These go only if you say so**"))
        for sort, listed in sorts.items():
            table, field, why = sort
            said = plain(ASKED[why], object=plain(words.OBJECTS[table]), field=words.field(field))
            number = counted("{number} value", "{number} values", len(listed))
            st.checkbox(
                escape(f"{said} ({number})"),
                value=sort in sure(),
                key=f"p_ask_{'_'.join(sort)}",
                on_change=_answered,
                args=(sort,),
            )


def _answered(sort: Sort) -> None:
    ticked = state[f"p_ask_{'_'.join(sort)}"]
    state["p_sure"] = sure() | {sort} if ticked else sure() - {sort}


def files(db: duckdb.DuckDBPyConnection, offered: Outgoing, found: Outgoing) -> None:
    """Every file with its rows on demand.

    :param offered: with the rows that are left out
    :param found: without them, and without what waits for them
    """
    going = {_key(part, line) for part in found.parts for line in part.lines}
    keys = {_key(part, line) for part in offered.parts for line in part.lines}
    out = {key: places for key, places in state.get("p_but", {}).items() if key in keys}
    state["p_but"] = out  # what does not differ any more cannot be left out
    for part in offered.parts:
        # The number is of all rows: a title that changes would close the list.
        title = f"{part.number:02} {plain(part.file.title)} · {_rows(len(part.lines))}"
        expander = st.expander(title, key=f"p_file_{part.file.name}", on_change="rerun")
        if expander.open:
            with expander:
                _listed(db, part, going)
    if out:
        _for_good(out)


def _rows(number: int) -> str:
    return counted("{number} row", "{number} rows", number)


def _listed(db: duckdb.DuckDBPyConnection, part: Part, going: set[str]) -> None:
    name = f"p_rows_{part.number}"
    page = address.page(name, len(part.lines), PAGE)
    shown = part.lines[(page - 1) * PAGE : page * PAGE]
    ids = [line.record_id for line in shown]
    named = sending.named(db, ids)
    why = reasons.of(db, ids)
    values = (value for line in shown for row in (line.fields, line.old) for value in row.values())
    known = record_names.of(db, values)
    for line in shown:
        at = part.file.table, line.record_id
        _row(part, line, named.get(at, (None, line.key)), why.get(at), known, going)
    address.pager(name, len(part.lines), PAGE)


def _row(
    part: Part,
    line: Line,
    named: tuple[str | None, str],
    why: Reason | None,
    known: Mapping[str, str],
    going: set[str],
) -> None:
    contact_id, name = named
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        _tick(_key(part, line), line, name, going)
        with st.container(width=200):
            if contact_id:
                widgets.contact_link(contact_id, escape(name))
            else:
                st.markdown(escape(name))
        with st.container(gap=None):
            widgets.lines("; ".join(_changes(part, line, known)))
            if why:
                moment = clock.here(why.moment)
                widgets.quiet(words.done(words.command(why.command), why.actor, moment))


def _tick(key: str, line: Line, name: str, going: set[str]) -> None:
    """Whether the row goes along; not where it waits for one that is left out."""
    title, out = plain("Send {name}", name=name), key in state.get("p_but", {})
    if not out and key not in going:
        st.checkbox(title, value=False, key=f"p_waits_{key}", label_visibility="collapsed",
                    disabled=True, help=_("It waits for a row that is left out."))  # fmt: skip
        return
    st.checkbox(
        title,
        value=not out,
        key=f"p_row_{key}",
        label_visibility="collapsed",
        disabled=not line.places,
        help=None if line.places else _("Another row needs it."),
        on_change=_ticked,
        args=(key, line.places),
    )


def _changes(part: Part, line: Line, known: Mapping[str, str]) -> Iterator[str]:
    """What the row says, field by field."""
    if word := OPERATIONS.get(part.file.operation):
        yield plain(word)
    if part.file.operation == "delete":
        return
    unknown = plain("unknown")
    for field, value in line.fields.items():
        becomes = there.shown(field, known.get(str(value), value))
        if part.file.operation == "insert":
            yield f"{words.field(field)}: {becomes}"
        else:
            old = line.old.get(field)
            was = there.shown(field, known.get(str(old), old)) if field in line.old else unknown
            said = AGAIN if field == "email" and old == value else CHANGED
            yield plain(said, field=words.field(field), was=was, becomes=becomes)


def _key(part: Part, line: Line) -> str:
    return f"{part.file.name}:{line.key}"


def _ticked(key: str, places: tuple[Place, ...]) -> None:
    out: Mapping[str, tuple[Place, ...]] = state.get("p_but", {})
    left = {name: value for name, value in out.items() if name != key}
    state["p_but"] = left if state[f"p_row_{key}"] else {**left, key: places}


def _for_good(out: Mapping[str, tuple[Place, ...]]) -> None:
    """What is left out now can be left out for good."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(
            n_("{number} row stays out of this package.", "{number} rows stay out of this package.",
               len(out))
        )  # fmt: skip
        if st.button(
            _("Leave out for good"),
            key="p_accept",
            help=_("Both sides may stay as they are; it is not offered again until one changes."),
        ):
            message = n_(
                "{number} difference may stay.", "{number} differences may stay.", len(out)
            )
            command = accept.Accept(left_out())
            if saving.settle(accept.run, command, message).done:
                state.pop("p_but", None)
            st.rerun()


def accepted(db: duckdb.DuckDBPyConnection, found: Outgoing) -> None:
    """What may stay different and still does, with the way to offer it again."""
    listed = [one for one in packages.accepted(db) if one.place in found.left_out]
    if not listed:
        return
    expander = st.expander(
        n_("{number} difference may stay", "{number} differences may stay", len(listed)),
        key="p_accepted",
        on_change="rerun",
    )
    if not expander.open:
        return
    with expander:
        named = sending.named(db, [one.record_id for one in listed])
        page = address.page("p_accepted_page", len(listed), PAGE)
        for one in listed[(page - 1) * PAGE : page * PAGE]:
            _id, name = named.get((one.table, one.record_id), (None, one.record_id))
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.markdown(escape(name))
                widgets.lines(
                    plain(
                        "{field}: {theirs} in Salesforce, {ours} here",
                        field=words.field(one.field),
                        theirs=there.shown(one.field, one.theirs),
                        ours=there.shown(one.field, one.ours),
                    )
                    if one.field
                    else plain(words.OBJECTS[one.table])
                )
                if st.button(_("Offer again"), key=f"p_again_{one.id}", type="tertiary"):
                    message = plain("It goes along with the next package.")
                    saving.settle(accept.offer_again, accept.OfferAgain((one.id,)), message)
                    st.rerun()
        address.pager("p_accepted_page", len(listed), PAGE)

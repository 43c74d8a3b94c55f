"""The way out of a case, filled in, with a key for each of the four decisions on it."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import streamlit as st

from dq.casework.case import DUPLICATES, Case
from dq.casework.ways import Ask, Do, Open
from dq.commands import decide, dispose, hand_to
from dq.commands.decide import Decide
from dq.commands.dispose import Dispose
from dq.commands.hand_to import HandTo
from dq.domain.dispositions import Disposal
from dq.errors import N_
from pages.parts import reviewed
from pages.review.parts import until
from pages.review.parts.decided import Decided, Verdict
from pages.ui.session import navigation, saving
from pages.ui.session.saving import Outcome
from pages.ui.words import reasons, words
from pages.ui.words.i18n import _, label, plain

PAGES = {
    "contact": "cards/contact.py",
    "general": "cards/general.py",
    "leave": "backoffice/leave.py",
    "merge": "review/merge.py",
    "tile": "backoffice/tile.py",
    "upload": "exchange/upload.py",
}
OTHER_REASON, SOMEBODY_ELSE = N_("Another reason"), N_("Somebody else")
# What a decision is handed to: the case's id, and what was decided.
Done = Callable[[Decided], None]
Refused = Callable[[str], None]
Step = tuple[Callable[..., Any], Any]


def says(one: Case) -> str:
    """What will happen, in one sentence."""
    message, values = one.way.says
    return words.said(message, dict(values))


def act(one: Case, done: Done, refused: Refused) -> None:
    """The proposed way out: a button, a field with its button, or the link to a form."""
    way = one.way
    if isinstance(way, Do):
        st.button(
            _("Do it"),
            key="way_do",
            type="primary",
            shortcut="1",
            on_click=_carry_out,
            args=(one, "solved", ((way.run, way.command),), says(one), done, refused, way.sent),
        )
    elif isinstance(way, Open):
        page = PAGES[way.page]
        params = {name: value for name, value in way.params.items() if value}
        if navigation.here() == "review":
            params[reviewed.CASE] = one.id
        if st.button(_("Open the form"), key="way_open", type="primary", shortcut="1"):
            navigation.go(page, **params)


def field_key(one: Case, way: Ask) -> str:
    """The key of the field to type in."""
    return f"way_{one.id}_{way.name}"


def field(one: Case, way: Ask, done: Done, refused: Refused) -> None:
    """The field to type in; Enter saves it."""
    key = field_key(one, way)
    with (
        st.form("way_form", border=False, enter_to_submit=True),
        st.container(horizontal=True, vertical_alignment="bottom", gap="small"),
    ):
        st.text_input(words.field(way.name), value=way.value or "", key=key, width=420)
        st.form_submit_button(
            _("Save"), type="primary", on_click=_typed, args=(one, way, key, done, refused)
        )


def _typed(one: Case, way: Ask, key: str, done: Done, refused: Refused) -> None:
    value = str(st.session_state.get(key, "")).strip()
    if not value or value == (way.value or "").strip() and not way.proposed:
        refused(plain("Type what it is to be, or choose one of the other keys."))
        return
    said = plain("{field}: {value}", field=words.field(way.name), value=value)
    _carry_out(one, "solved", ((way.run, way.make(value)),), said, done, refused, way.sent)


def why(one: Case, done: Done, refused: Refused) -> None:
    """The usual reasons why nothing needs to be done, a key each."""
    st.markdown(_("Why is nothing needed?"))
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        for place, reason in enumerate(reasons.USUAL, start=1):
            st.button(
                _(reason),
                key=f"why_{place}",
                shortcut=str(place),
                on_click=_accept,
                args=(one, reason, done, refused),
            )
        _otherwise(one, "why", OTHER_REASON, 200, _accept, done, refused)
    if _keys(one, besides_pairs=bool(one.pairs)):  # two that are not the same never will be
        until.day(_("Until (empty: for good)"), f"why_until_{one.id}", None)


def _otherwise(
    one: Case,
    what: str,
    title: str,
    most: int,
    then: Callable[[Case, str, Done, Refused], None],
    done: Done,
    refused: Refused,
) -> None:
    """A field for what no button says; `then` is called with what was typed into it."""
    key = f"{what}_other_{one.id}"

    def typed() -> None:
        if said := str(st.session_state[key]).strip():
            then(one, said, done, refused)

    st.text_input(
        _(title),
        key=key,
        max_chars=most,
        width=260,
        placeholder=plain(title),
        label_visibility="collapsed",
        on_change=typed,
    )


def _accept(one: Case, reason: str, done: Done, refused: Refused) -> None:
    """Nothing is needed: no duplicates, and what else was found may stay so."""
    steps: list[Step] = []
    last = until.chosen(f"why_until_{one.id}")
    if one.pairs:
        steps.append((decide.run_all, [Decide(*pair, False, reason) for pair in one.pairs]))
    if keys := _keys(one, besides_pairs=bool(one.pairs)):
        steps.append((dispose.run, Dispose(keys, "accepted", reason, last)))
    said = plain("Not needed: {reason}", reason=reasons.shown(reason))
    if last:
        said = plain("{said}, until {day}", said=said, day=last)
    _carry_out(one, "accepted", steps, said, done, refused, False)


def _keys(one: Case, *, besides_pairs: bool = False) -> tuple[str, ...]:
    return tuple(
        found.key for found in one.findings if not (besides_pairs and found.check_id in DUPLICATES)
    )


def later(one: Case, done: Done, refused: Refused) -> None:
    """It waits until the next export."""
    _wait(one, None, done, refused)


def when(one: Case, done: Done, refused: Refused) -> None:
    """Until when it waits."""
    until.ask(f"when_until_{one.id}", lambda last: _wait(one, last, done, refused))


def _wait(one: Case, last: date | None, done: Done, refused: Refused) -> None:
    state: Disposal = "later"
    steps = ((dispose.run, Dispose(_keys(one), state, until=last)),)
    said = plain("Waits until {day}.", day=last) if last else plain("Waits until the next export.")
    _carry_out(one, "later", steps, said, done, refused, False)


def who(one: Case, names: Sequence[str], done: Done, refused: Refused) -> None:
    """The colleagues to whom it can be given, a key each."""
    st.markdown(_("Who sees to it?"))
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        for place, name in enumerate(names[:8], start=1):
            st.button(
                label(words.assignee(name)),
                key=f"who_{place}",
                shortcut=str(place),
                on_click=_give,
                args=(one, name, done, refused),
            )
        _otherwise(one, "who", SOMEBODY_ELSE, 60, _give, done, refused)
    until.day(_("By"), f"who_due_{one.id}", until.due())


def _give(one: Case, name: str, done: Done, refused: Refused) -> None:
    records = tuple(dict.fromkeys((found.record_kind, found.record_id) for found in one.findings))
    due = until.chosen(f"who_due_{one.id}") or until.due()
    said = plain("{name} sees to it, by {day}.", name=words.assignee(name), day=due)
    steps = ((hand_to.run, HandTo(records, name, due)),)
    _carry_out(one, "given", steps, said, done, refused, False)


def _carry_out(
    one: Case,
    verdict: Verdict,
    steps: Sequence[Step],
    said: str,
    done: Done,
    refused: Refused,
    sent: bool,
) -> None:
    """Run the commands; what was refused is said where one is looking."""
    changes: list[int] = []
    for run, command in steps:
        outcome: Outcome = saving.carry_out(run, command, said)
        if not outcome.done:
            refused(outcome.said)
            return
        changes += outcome.change_ids
    done(Decided(one, verdict, said, tuple(changes), sent))

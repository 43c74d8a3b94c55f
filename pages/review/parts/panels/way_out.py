"""The way out of a case, filled in, with a key for each of the four decisions on it."""

from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st

from dq.casework.case import Case
from dq.casework.ways import Do, Open
from dq.casework.ways.doubles import DUPLICATES
from dq.checks import all_checks
from dq.commands import decide, dispose, hand_to
from dq.commands.decide import Decide
from dq.commands.dispose import Dispose
from dq.commands.hand_to import HandTo
from dq.domain.dispositions import Disposal
from dq.errors import N_
from dq.queries.review.findings import Finding
from pages.parts import reviewed
from pages.review.parts.decided import Decided, Decision, Verdict
from pages.review.parts.panels import until
from pages.ui.session import navigation, saving
from pages.ui.session.late import Step
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
DUE = "who_due"
# The key that leads to the field for what no button says (keys.js).
OTHERWISE = "0"
# What is nobody's again, and the key after those of names.
NOBODY, NOBODY_KEY = "", "9"
OTHER_REASON, SOMEBODY_ELSE = N_("Another reason"), N_("Somebody else")
# What a decision is handed to, which carries it out.
Done = Callable[[Decision], None]
Refused = Callable[[str], None]


def says(one: Case) -> str:
    """What will happen, in one sentence."""
    message, values = one.way.says
    return words.said(message, dict(values))


def asks(one: Case) -> list[str]:
    """What whom it is handed to is asked to do."""
    handed = isinstance(one.way, Do) and isinstance(one.way.command, HandTo)
    return [plain(all_checks()[one.about.check_id].action)] if handed else []


def act(one: Case, done: Done) -> None:
    """The proposed way out: a button, a field with its button, or the link to a form."""
    way = one.way
    if isinstance(way, Do):
        st.button(
            _("Do it"),
            key="way_do",
            type="primary",
            shortcut="1",
            on_click=_decide,
            args=(one, "solved", ((way.run, way.command),), says(one), done),
            kwargs={"sent": way.sent},
        )
    elif isinstance(way, Open):
        page = PAGES[way.page]
        params = {name: value for name, value in way.params.items() if value}
        if navigation.here() == "review":
            params |= reviewed.along(one.id)
        if st.button(_("Open the form"), key="way_open", type="primary", shortcut="1"):
            navigation.go(page, **params)


def why(one: Case, done: Done) -> None:
    """The usual reasons why nothing needs to be done, a key each."""
    asked = _("Why is this no duplicate?") if one.pairs else _("Why is nothing needed?")
    st.markdown(f"{asked} {_also(one)}")

    def accept(reason: str) -> None:
        _accept(one, reason, done)

    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        for place, reason in enumerate(reasons.USUAL, start=1):
            st.button(
                _(reason),
                key=f"why_{place}",
                shortcut=str(place),
                on_click=accept,
                args=(reason,),
            )
        _otherwise(f"why_other_{one.id}", OTHER_REASON, 200, accept)
    if _besides_pairs(one):  # two that are not the same never will be
        until.day(_("Until (empty: for good)"), f"why_until_{one.id}", None)


def _also(one: Case) -> str:
    """What the reason is kept for besides what is asked about: it is one decision on the case."""
    checks = all_checks()
    titles = {
        plain(checks[found.check_id].title): None
        for found in _besides_pairs(one)
        if one.pairs or found.check_id != one.about.check_id
    }
    if not titles:
        return ""
    return _("The reason is kept for this as well: {titles}.", titles=", ".join(titles))


def _otherwise(key: str, title: str, most: int, then: Callable[[str], None]) -> None:
    """A field for what no button says; `then` is called with what was typed into it, once that is
    saved: who leaves the field decides nothing.

    What is too long is said to be, and stays; a field with a most of its own takes nothing of what
    is pasted, and says nothing.
    """
    long = f"{key}_long"

    def typed() -> None:
        said = str(st.session_state[key]).strip()
        st.session_state[long] = len(said) > most
        if said and not st.session_state[long]:
            then(said)

    with (
        st.form(f"form_{key}", border=False, width="content"),
        st.container(horizontal=True, vertical_alignment="bottom", gap="small", width="content"),
    ):
        st.text_input(
            _(title),
            key=key,
            width=260,
            placeholder=f"{plain(title)} · {OTHERWISE}",
            label_visibility="collapsed",
        )
        st.form_submit_button(_("Save"), key=f"save_{key}", on_click=typed)
    if st.session_state.pop(long, False):
        st.error(_("At most {number} characters.", number=most))


def _accept(one: Case, reason: str, done: Done) -> None:
    """Nothing is needed: no duplicates, and what else was found may stay so."""
    steps: list[Step] = []
    last = until.chosen(f"why_until_{one.id}")
    if one.pairs:
        steps.append((decide.run_all, [Decide(*pair, False, reason) for pair in one.pairs]))
    if keys := _keys(_besides_pairs(one)):
        steps.append((dispose.run, Dispose(keys, "accepted", reason, last)))
    said = plain("Not needed: {reason}", reason=reasons.shown(reason))
    if last:
        said = plain("{said}, until {day}", said=said, day=last)
    _decide(one, "accepted", steps, said, done)


def _besides_pairs(one: Case) -> list[Finding]:
    """What is found of a case but that two are one, which is decided of the pair."""
    return [found for found in one.findings if not (one.pairs and found.check_id in DUPLICATES)]


def _keys(findings: Sequence[Finding]) -> tuple[str, ...]:
    return tuple(found.key for found in findings)


def later(one: Case, done: Done) -> None:
    """It waits until the next export."""
    _wait(one, None, done)


def when(one: Case, done: Done) -> None:
    """Until when it waits."""
    until.ask(f"when_until_{one.id}", lambda last: _wait(one, last, done))


def _wait(one: Case, last: date | None, done: Done) -> None:
    state: Disposal = "later"
    steps = ((dispose.run, Dispose(_keys(one.findings), state, until=last)),)
    said = plain("Waits until {day}.", day=last) if last else plain("Waits until the next export.")
    _decide(one, "later", steps, said, done)


def who(one: Case, names: Sequence[str], done: Done) -> None:
    """The colleagues to whom it can be given, a key each."""
    records = tuple(dict.fromkeys((found.record_kind, found.record_id) for found in one.findings))

    def give(name: str) -> None:
        step, said = given(records, name)
        _decide(one, "given" if name else "later", (step,), said, done)

    colleagues(one.id, names, give)


def given(records: tuple[tuple[str, str], ...], name: str) -> tuple[Step, str]:
    """What gives records to somebody by the day in the field beside, and how it is said; to nobody
    where there is no name."""
    if not name:
        return (hand_to.run, HandTo(records, None)), plain("Nobody's any more.")
    due = until.chosen(DUE) or until.due()
    said = plain("{name} sees to it, by {day}.", name=words.assignee(name), day=due)
    return (hand_to.run, HandTo(records, name, due)), said


def colleagues(key: str, names: Sequence[str], give: Callable[[str], None]) -> None:
    """Names, a key each, and a field for another one; `give` hears which, "" for nobody."""
    st.markdown(_("Who sees to it?"))
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        for place, name in enumerate(names[:8], start=1):
            st.button(
                label(words.assignee(name)),
                key=f"who_{place}",
                shortcut=str(place),
                on_click=give,
                args=(name,),
            )
        st.button(_("Nobody"), key="who_nobody", shortcut=NOBODY_KEY, on_click=give, args=(NOBODY,))
        _otherwise(f"who_other_{key}", SOMEBODY_ELSE, 60, lambda typed: give(meant(typed, names)))
    until.day(_("By"), DUE, until.due())


def meant(typed: str, names: Sequence[str]) -> str:
    """Whom somebody means that typed a name, or the beginning of one that nobody else has."""
    called = {name: words.assignee(name).casefold() for name in names}
    found = [name for name, said in called.items() if said == typed.casefold()]
    found = found or [
        name for name, said in called.items() if said.startswith(f"{typed.casefold()} ")
    ]
    return found[0] if len(found) == 1 else typed


def _decide(
    one: Case,
    verdict: Verdict,
    steps: Sequence[Step],
    said: str,
    done: Done,
    *,
    sent: bool = False,
) -> None:
    done(Decision(one, verdict, tuple(steps), said, sent))


def at_once(done: Callable[[Decided], None], refused: Refused) -> Done:
    """Carries a decision out before anything else; `done` hears what was decided."""

    def decide(wanted: Decision) -> None:
        changes = carry_out(wanted.steps, wanted.said, refused)
        if changes is not None:
            done(wanted.made(changes))

    return decide


def carry_out(steps: Sequence[Step], said: str, refused: Refused) -> tuple[int, ...] | None:
    """Run the commands; their changes, or None where one was refused, which is said where one is
    looking."""
    changes: list[int] = []
    for run, command in steps:
        outcome: Outcome = saving.carry_out(run, command, said)
        if not outcome.done:
            refused(outcome.said)
            return None
        changes += outcome.change_ids
    return tuple(changes)

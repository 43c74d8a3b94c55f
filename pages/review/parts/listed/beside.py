"""The finding that is open beside the list: why it is there, what can be decided, and what follows.

Tested in tests/pages/review/test_findings.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from dq.casework import case
from dq.casework.ways.others import BACK_OFFICE
from dq.commands import dispose, undo
from dq.commands.dispose import Dispose
from dq.domain.dispositions import DISPOSALS
from dq.errors import N_
from dq.queries.backoffice import handed, leavers
from dq.queries.cards import records
from dq.queries.review import disposed, findings
from dq.queries.review.findings import Finding
from dq.settings import rules
from pages.review.parts import case_facts, colleagues, leads
from pages.review.parts.decided import Decided
from pages.review.parts.panels import panel, way_out
from pages.review.parts.panels.panel import Panel
from pages.ui.frame import frame
from pages.ui.session import address, opened, people, saving
from pages.ui.widgets import widgets
from pages.ui.words import reasons, words
from pages.ui.words.i18n import _, escape, plain

# What was decided since the page was read, by the keys of the findings; and how often.
DONE, TIMES = "f_done", "f_times"
STATES = {
    "solved": words.SHORT_STATES["under_way"],
    "accepted": words.SHORT_STATES["accepted"],
    "later": words.SHORT_STATES["later"],
    "given": N_("Given"),
}


@dataclass(frozen=True)
class Done:
    """What was decided of a finding: its state by now, in a sentence, and its changes."""

    state: str
    said: str
    changes: tuple[int, ...]


def done() -> dict[str, Done]:
    """What was decided since the page was read, by the keys of the findings, the last one last."""
    return st.session_state.setdefault(DONE, {})


def times() -> int:
    """How often something was decided or taken back."""
    return st.session_state.get(TIMES, 0)


def forget() -> None:
    """The page is read anew: what was decided is in what it reads."""
    st.session_state.pop(DONE, None)


def details(row: Finding, then: str) -> None:
    """Why the record is here, what to do, where to go and what the export says of it.

    :param then: what to open after a decision
    """
    check = rules.known(frame.open_store())[row.check_id]
    name = row.name or row.record_id
    with st.container(border=True, key="f_details"):
        st.header(escape(name), anchor=False)
        severity = f"{words.sign(check.severity)} {words.severity_word(check.severity)}"
        st.markdown(f"**{severity} · {_(check.title)}**")
        widgets.lines(widgets.reason(row, check))
        widgets.advice(check)
        widgets.quiet(standing(row))
        if given := handed.of(frame.open_store(), row.record_kind, row.record_id):
            widgets.quiet(colleagues.seen_to(*given))
        decide(row, then)
        leads.leads(row, check)
        if row.check_id == "leaver_still_approves":
            waiting(row.record_id)
        source = opened.remembered(records.source, row.record_kind, row.record_id)
        if source:
            widgets.text(plain("As exported"))
            widgets.facts(
                (words.field(field), words.value(field, value))
                for field, value in source.items()
                if value is not None
            )


def standing(row: Finding) -> str:
    """Its state, since when, and of what may stay or waits why and until when."""
    state = plain(words.SHORT_STATES[row.state])
    if row.state not in DISPOSALS and row.since:
        return plain("{state} since {day}", state=state, day=row.since)
    if known := disposed.of(frame.open_store(), row.key):
        if known.reason:
            state = plain("{state}: {reason}", state=state, reason=reasons.shown(known.reason))
        if known.until:
            state = plain("{said}, until {day}", said=state, day=known.until)
    return state


def decide(row: Finding, then: str) -> None:
    """What can be decided where one reads; or the way back from what was decided."""
    if (refused := asked(row.key).refused) and (row.key in done() or row.state in DISPOSALS):
        st.error(escape(refused))
    if row.key in done():
        widgets.quiet(done()[row.key].said)
    elif row.state in DISPOSALS:
        st.button(_("Take up again"), key="f_again", on_click=take_up, args=(row.key, then))
    elif row.state in ("new", "returned", "earlier"):
        state = asked(row.key)
        names = [BACK_OFFICE, *findings.owners(frame.open_store())] if state.asking == "who" else []
        found = opened.remembered(case.of_finding, row)
        for before in found.earlier.values():
            widgets.quiet(case_facts.again(before))
        with st.container(key="way"):
            if people.unknown():
                people.question(people.answer)
                return
            now = way_out.at_once(lambda made: decided(made, row.key, then), state.refuse)
            panel.show(found, state, names, now)


def asked(key: str) -> Panel:
    """What the panel of this finding asks."""
    known, state = st.session_state.get("f_panel", (None, Panel()))
    if known != key:
        state = Panel()
    st.session_state["f_panel"] = key, state
    return state


def take_up(key: str, then: str) -> None:
    """Let a finding count again."""
    outcome = saving.carry_out(dispose.run, Dispose((key,), None), plain("It counts again."))
    if not outcome.done:
        asked(key).refuse(outcome.said)
        return
    go_on(key, Done(words.SHORT_STATES["earlier"], outcome.said, outcome.change_ids), then)


def decided(made: Decided, key: str, then: str) -> None:
    """Keep what was decided."""
    go_on(key, Done(STATES[made.counted], made.said, made.changes), then)


def go_on(key: str, made: Done, then: str) -> None:
    """Keep what was decided, say it over the next page too, and open the next finding."""
    st.session_state.pop("f_panel", None)
    done()[key] = made
    st.session_state[TIMES] = times() + 1
    saving.say(made.said, made.changes, ("findings", {"f_open": key}))
    address.put("f_open", then)


def take_back(key: str) -> None:
    """Undo what was decided of a finding, and open it."""
    made = done()[key]
    commands = [undo.Undo(id) for id in made.changes]
    outcome = saving.carry_out(undo.run_all, commands, plain("Undone."))
    address.put("f_open", key)
    if not outcome.done:
        asked(key).refuse(outcome.said)
        if outcome.already:  # by somebody else
            del done()[key]
        return
    del done()[key]
    st.session_state[TIMES] = times() + 1
    saving.say(outcome.said)


def last() -> None:
    """What was decided last, and the way back from it."""
    if not done():
        return
    key, made = [*done().items()][-1]
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="f_last"):
        widgets.quiet(made.said)
        st.space("stretch")
        st.button(_("Undo"), key="f_undo", shortcut="u", on_click=take_back, args=(key,))


def upcoming(listed: Sequence[Finding], key: str) -> str:
    """What to open after a decision: the next one on which there is none; the same at the end."""
    order = [row.key for row in listed]
    at = order.index(key) if key in order else -1
    left = [one for one in [*order[at + 1 :], *order[: max(at, 0)]] if one not in done()]
    return left[0] if left else key


def waiting(contact_id: str) -> None:
    """What a leaver still approves, and for how long it has waited."""
    rows = leavers.approvals(frame.open_store(), contact_id)
    if not rows:
        return
    widgets.table(
        plain("What this contact still approves"),
        [plain("Project"), plain("Approves"), plain("Account owner"), plain("Weeks since leaving")],
        [
            [
                widgets.shown(row.project or row.project_id),
                widgets.shown(words.approvals([row.kind] if row.kind else [])),
                widgets.shown(row.owner),
                widgets.shown(row.weeks),
            ]
            for row in rows
        ],
        numbers=1,
    )
    if rows[0].last_day:
        text = plain(
            "Counted from {day}, the best that is known of the last day.", day=rows[0].last_day
        )
        widgets.quiet(text)

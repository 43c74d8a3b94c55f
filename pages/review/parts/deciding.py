"""What is decided on the cases of the queue: carried out, refused, taken back, and what is left.

Tested in tests/pages/review/test_review.py.
"""

import time
from dataclasses import replace
from functools import partial

import duckdb
import streamlit as st

from dq.casework import case, queue, remaining
from dq.casework.case import Case
from dq.casework.queue import Entry
from dq.store import logs
from pages.review.parts import case_facts
from pages.review.parts.decided import Decided, Decision
from pages.review.parts.panels import way_out
from pages.review.parts.queue import Queue, anew, go
from pages.ui.session import navigation, opened, people
from pages.ui.session.late import LATE, Late

# Who looks longer than so many seconds is not deciding.
LONGEST = 300.0


def settled(one: Queue, said: str) -> None:
    """Note what was decided of a case in a form, for who comes back from it."""
    landed(one)
    if one.opened is None:
        return
    (found, before), one.opened = one.opened, None
    db = opened.open_store()
    changes = remaining.since(db, before, people.name())
    if len(remaining.of(db, found.findings, None, changes)) == len(found.findings):
        return
    one.decided.append(Decided(found, "solved", said, tuple(changes), True))
    one.read.pop(found.id, None)
    if one.entry and one.entry.id == found.id:
        go(one, 0 if case.read(db, found.id) else 1)


def decide(one: Queue, wanted: Decision) -> None:
    """Carry a decision out, most of them once the next case is drawn; what turns out to be left
    then comes after that."""
    if one.resting:  # they have left that case
        return
    heard(one, wanted.case.id)
    landed(one)
    db, seconds = opened.open_store(), time.monotonic() - one.since
    if not wanted.at_once:
        took = partial(_took, db, one.entry, seconds)
        about = case_facts.title(wanted.case)
        one.late = late = Late(db, wanted.steps, people.name(), took, navigation.here(), about)
        _note(one, wanted.made(()))
        st.session_state[LATE] = late
        return
    changes = way_out.carry_out(wanted.steps, wanted.said, partial(refuse, one, wanted.case))
    if changes is not None:
        _took(db, one.entry, seconds)
        _note(one, wanted.made(changes))


def landed(one: Queue) -> bool:
    """Wait for the last decision; the case of one that was refused comes again after the one that
    is on screen, in which somebody may be typing by now.

    :raises Exception: a fault of ours
    """
    late, one.late = one.late, None
    if late is None:
        return True
    made = one.decided.pop()  # it counts once it is known to be so
    try:
        late.wait()
    except Exception:
        _come_back(one, made.case.id, anew(made.case.id, made.case))
        raise
    if late.refused is None:
        one.decided.append(replace(made, changes=late.changes))
        _come_back(one, made.case.id, _left(one.decided[-1]))
        if one.opened:  # what a form changes comes after it
            one.opened = one.opened[0], logs.newest(opened.open_store())
        return True
    one.refused.append((made.case, late))  # before anything at which a page may be left
    _come_back(one, made.case.id, anew(made.case.id, made.case))
    return False


def heard(one: Queue, decided: str) -> None:
    """What was refused is said until there was time to read it; of a case that comes back, with
    that."""
    one.renewed = False
    come = {entry.id for entry in one.entries[one.place :]}
    one.refused = [
        (whose, late)
        for whose, late in one.refused
        if whose.id != decided and (whose.id in come or not late.read)
    ]


def refuse(one: Queue, whose: Case, said: str) -> None:
    """Say why a decision was not carried out, and of which case: that one may be settled by now,
    so that another one is on screen."""
    one.panel.refuse(case_facts.of(whose, said), stale=True)


def _took(db: duckdb.DuckDBPyConnection, entry: Entry | None, seconds: float) -> None:
    """Note how long somebody looked at a case, where they did not do something else meanwhile."""
    if entry and seconds < LONGEST:
        queue.took(db, entry.check_id, seconds)


def _note(one: Queue, made: Decided) -> None:
    """Keep what was decided, and go on to what is left of the case, or to the next one."""
    one.decided.append(made)
    one.read.pop(made.case.id, None)
    one.reading.discard(made.case.id)
    if left := _left(made):
        one.read[made.case.id] = left
    go(one, 0 if left else 1)


def _come_back(one: Queue, case_id: str, left: Case | None) -> None:
    """Ask what is left of a case after the one on screen."""
    if left is None:
        return
    one.read[case_id] = left
    places = [place for place, entry in enumerate(one.entries) if entry.id == case_id]
    if places and places[-1] < one.place:  # it has a number of its own: who counts sees none twice
        one.entries.insert(one.place + (one.entry is not None), one.entries[places[0]])


def _left(made: Decided) -> Case | None:
    """What is still to be decided of the case; None where that was all of it."""
    found = made.case.findings
    if made.verdict != "solved" or len(found) == 1 or not made.changes:
        return None
    db = opened.open_store()
    rest = case.present(db, remaining.of(db, found, made.case.about, made.changes))
    return case.of(db, made.case.id, rest) if rest else None


def back_to(one: Queue, made: Decided) -> None:
    """What was decided is undone: show its case again."""
    one.decided.remove(made)
    _show(one, made)
    one.panel.undone = made.said


def _show(one: Queue, made: Decided) -> None:
    """Show the case of a decision again, as it was then but for records that went."""
    db = opened.open_store()
    found = case.present(db, made.case.findings)
    one.read[made.case.id] = case.of(db, made.case.id, found) if found else None
    places = [place for place, entry in enumerate(one.entries) if entry.id == made.case.id]
    # A case that came back has two places, of which it needs one.
    passed = [place for place in places if place <= one.place] or places[:1] or [one.place]
    go(one, passed[-1] - one.place)
    one.entries = [
        entry
        for place, entry in enumerate(one.entries)
        if place <= one.place or entry.id != made.case.id
    ]

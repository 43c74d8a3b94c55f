"""The queue of one session: which case is on screen, what was decided, and what comes next."""

import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import duckdb
import streamlit as st

from dq.casework import case, queue, remaining
from dq.casework.case import Case
from dq.casework.queue import Entry, Whose
from dq.casework.ways import Ask, Open
from dq.judging import judge
from dq.store import logs
from pages.review.parts import case_facts, way_out
from pages.review.parts.decided import Decided, Decision
from pages.review.parts.panel import Panel
from pages.ui.session import navigation, opened, people
from pages.ui.session.late import LATE, Late
from pages.ui.words import words

KEY = "review_queue"
# So many cases are read before they are asked for.
AHEAD = 3
# So many seconds the browser draws, which the reading would hold up.
DRAWING = 0.2
# Who looks longer than this is not deciding.
LONGEST = 300.0


@dataclass
class Queue:
    """The cases that a load left open, in their order; `place` is the one on screen, and `address`
    the case that the address names because it was on screen. `opened` is a case that a form
    settles, with the last change before; `late` carries out the last decision."""

    whose: Whose
    entries: list[Entry]
    minutes: int
    load_id: int | None = None
    place: int = 0
    panel: Panel = field(default_factory=Panel)
    decided: list[Decided] = field(default_factory=list)
    since: float = field(default_factory=time.monotonic)
    read: dict[str, Case | None] = field(default_factory=dict)
    reading: set[str] = field(default_factory=set)
    address: str | None = None
    opened: tuple[Case, int] | None = None
    late: Late | None = None

    @property
    def entry(self) -> Entry | None:
        """The case on screen; None at the end."""
        return self.entries[self.place] if self.place < len(self.entries) else None

    @property
    def left(self) -> list[Entry]:
        """The cases on which nobody decided yet."""
        done = {one.case.id for one in self.decided}
        return [one for one in self.entries if one.id not in done]

    def counts(self) -> Counter[str]:
        """How many cases got which verdict, the last one of each."""
        last = {one.case.id: one for one in self.decided}.values()
        return Counter(one.counted for one in last)


def current(whose: Whose, me: str) -> Queue:
    """This session's queue; made anew for other cases than before, and read anew once an export
    came."""
    known: Queue | None = st.session_state.get(KEY)
    if known is None or known.whose != whose:
        if known and known.late:
            known.late.page = ""  # nobody looks at that queue any more
        known = begin(whose, me)
    elif not known.late and known.load_id != judge.judged(opened.open_store())[0]:
        _renew(known, me)
    return known


def _renew(one: Queue, me: str) -> None:
    """Go on with what the newest export left open, at the same case where it is still there."""
    db, at = opened.open_store(), one.entry
    one.load_id, one.entries = judge.judged(db)[0], queue.entries(db, one.whose, me)
    one.minutes = queue.minutes(db, one.entries)
    one.read.clear()
    one.decided.clear()  # of what the export before left open
    places = [place for place, entry in enumerate(one.entries) if at and entry.id == at.id]
    if not places:
        one.panel.asking = None  # a refusal is still to be read
    one.place = places[0] if places else 0


def begin(whose: Whose, me: str) -> Queue:
    """A new queue from what is open now."""
    db = opened.open_store()
    load_id, listed = judge.judged(db)[0], queue.entries(db, whose, me)
    made = Queue(whose, listed, queue.minutes(db, listed), load_id)
    st.session_state[KEY] = made
    return made


def shown(one: Queue) -> Case | None:
    """The case on screen, past those that are settled by now; None at the end."""
    while entry := one.entry:
        if one.panel.stale or entry.id not in one.read:  # it may have changed since
            one.panel.stale = False
            one.read[entry.id] = _anew(entry.id, one.read.get(entry.id))
        if found := one.read[entry.id]:
            _watch(one, found)
            return found
        del one.entries[one.place]
        one.panel.asking = None  # that was asked of the case that went
    return None


def _anew(case_id: str, known: Case | None) -> Case | None:
    """The case as it is now; of one that was on screen what is left of that, since what was decided
    is not judged yet."""
    db = opened.open_store()
    found = case.read(db, case_id)
    if found is None or known is None:
        return found
    keys = {one.key for one in known.findings}
    rest = [one for one in found.findings if one.key in keys]
    return case.of(db, case_id, rest) if rest else None


def _watch(one: Queue, found: Case) -> None:
    """Remember of a case that a form settles what was changed until now."""
    by_form = isinstance(found.way, Open)
    one.opened = (found, logs.newest(opened.open_store())) if by_form else None


def settled(one: Queue, said: str) -> None:
    """Note what was decided of a case in a form, for who comes back from it."""
    if one.opened is None or not landed(one):
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


def read_ahead(one: Queue) -> None:
    """Read the next cases while somebody looks at this one, which is drawn first."""
    upcoming = one.entries[one.place + 1 : one.place + 1 + AHEAD]
    wanted = [entry.id for entry in upcoming if entry.id not in {*one.read, *one.reading}]
    if wanted:
        one.reading.update(wanted)
        threading.Thread(target=_read, args=(opened.open_store(), one, wanted), daemon=True).start()


def _read(db: duckdb.DuckDBPyConnection, one: Queue, ids: Sequence[str]) -> None:
    time.sleep(DRAWING)
    try:
        for id in ids:
            one.read.setdefault(id, case.read(db, id))
    except Exception:  # whoever asks for it hears why
        return
    finally:
        one.reading.difference_update(ids)


def walk(one: Queue, step: int) -> None:
    """Show the case before or after, past those of which nothing is left to decide."""
    settled = {made.case.id for made in one.decided if made.verdict == "solved" and not made.given}
    steps, last = step, len(one.entries)
    while 0 <= (place := one.place + steps) < last and _done(one, one.entries[place], settled):
        steps += step
    if place >= 0:
        go(one, steps)


def _done(one: Queue, entry: Entry, settled: set[str]) -> bool:
    return entry.id in settled and one.read.get(entry.id) is None


def go(one: Queue, steps: int) -> None:
    """Show another case, as it is now."""
    one.place = min(max(one.place + steps, 0), len(one.entries))
    one.panel.ask(None)
    one.opened = None
    one.since = time.monotonic()


def decide(one: Queue, wanted: Decision) -> None:
    """Carry a decision out, the next case drawn first. Where something of the case is likely to be
    left that comes next; else what turns out to be left comes after the next case."""
    if not landed(one):
        return  # the decision before was refused, and its case is on screen again
    db, seconds = opened.open_store(), time.monotonic() - one.since
    if not wanted.of_a_part:
        took = partial(_took, db, one.entry, seconds)
        one.late = Late(db, wanted.steps, people.name(), took, navigation.here())
        st.session_state[LATE] = one.late
        _note(one, wanted.made(()))
        return
    changes = way_out.carry_out(wanted.steps, wanted.said, partial(refuse, one, wanted.case))
    if changes is not None:
        _took(db, one.entry, seconds)
        _note(one, wanted.made(changes))


def landed(one: Queue) -> bool:
    """Wait for the last decision; one that was refused is shown again with why.

    :raises Exception: a fault of ours
    """
    late, one.late = one.late, None
    if late is None:
        return True
    made = one.decided.pop()  # it counts once it is known to be so
    late.wait()
    if late.refused is None:
        one.decided.append(replace(made, changes=late.changes))
        _come_back(one, one.decided[-1])
        if one.opened:  # what a form changes comes after it
            one.opened = one.opened[0], logs.newest(opened.open_store())
        return True
    late.told = True
    _show(one, made)
    if made.typed and isinstance(made.case.way, Ask):  # nothing that was typed is lost
        st.session_state[way_out.field_key(made.case, made.case.way)] = made.typed
    refuse(one, made.case, words.said(late.refused.message, late.refused.values))
    return False


def refuse(one: Queue, whose: Case, said: str) -> None:
    """Say why a decision was not carried out, and of which case: that one may be settled by now,
    so that another one is on screen."""
    title = case_facts.title(whose)
    one.panel.refuse(said if title in said else f"{title}: {said}", stale=True)


def _took(db: duckdb.DuckDBPyConnection, entry: Entry | None, seconds: float) -> None:
    """Note how long somebody looked at a case, where they did not do something else meanwhile."""
    if entry and seconds < LONGEST:
        queue.took(db, entry.check_id, seconds)


def _note(one: Queue, made: Decided) -> None:
    """Keep what was decided, and go on to what is left of the case, or to the next one."""
    one.decided.append(made)
    one.read.pop(made.case.id, None)
    if left := _left(made):
        one.read[made.case.id] = left
    go(one, 0 if left else 1)


def _come_back(one: Queue, made: Decided) -> None:
    """Ask what is left of a case after the one on screen."""
    if left := _left(made):
        one.read[left.id] = left
        places = [place for place, entry in enumerate(one.entries) if entry.id == left.id]
        if places and places[0] < one.place:
            one.entries.insert(one.place, one.entries.pop(places[0]))
            one.place -= 1


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
    go(one, (places[0] if places else one.place) - one.place)

"""The queue of one session: which case is on screen, what was decided, and what comes next."""

import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import duckdb
import streamlit as st

from dq.casework import case, queue
from dq.casework.case import Case
from dq.casework.queue import Entry, Whose
from dq.casework.ways import Ask, Open
from dq.judging import judge
from dq.store import logs
from pages.review.parts.decided import Decided
from pages.review.parts.panels.panel import Panel
from pages.ui.session import opened
from pages.ui.session.late import DRAWING, Late

KEY = "review_queue"
# So many cases are read before they are asked for.
AHEAD = 3


@dataclass
class Queue:
    """The cases that a load left open, in their order; `place` is the one on screen, and `address`
    the case that the address names because it was on screen. `opened` is a case that a form
    settles, with the last change before; `late` carries out the last decision. `refused` has of
    which cases a decision was refused once the next one was on screen, with what says why.
    `renewed` says that another export came since the last decision, and `resting` that somebody
    stops here for now."""

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
    renewed: bool = False
    refused: list[tuple[Case, Late]] = field(default_factory=list)
    resting: bool = False

    @property
    def entry(self) -> Entry | None:
        """The case on screen; None at the end."""
        return self.entries[self.place] if self.place < len(self.entries) else None

    @property
    def typed(self) -> int:
        """How often something was typed and saved."""
        typed = (made for made in self.decided if isinstance(made.case.way, Ask))
        return sum(made.counted == "solved" for made in typed)

    @property
    def left(self) -> int:
        """How many cases there are on which nobody decided yet."""
        listed = {one.id for one in self.entries}  # one that came back after a refusal twice
        return len(listed - {one.case.id for one in self.decided})

    def counts(self) -> Counter[str]:
        """How many cases got which verdict, the last one of each."""
        last = {one.case.id: one for one in self.decided}.values()
        return Counter(one.counted for one in last)


def current(whose: Whose, me: str) -> Queue:
    """This session's queue; made anew for other cases than before, and read anew once an export
    came."""
    known: Queue | None = st.session_state.get(KEY)
    if known is None or known.whose != whose:
        refused = _refused(known) if known else []
        known = begin(whose, me)
        known.refused = refused
    elif not known.late and known.load_id != judge.judged(opened.open_store())[0]:
        _renew(known, me)
    return known


def _refused(one: Queue) -> list[tuple[Case, Late]]:
    """What is still to be said of a queue that nobody looks at any more."""
    last = [(one.decided[-1].case, one.late)] if one.late else []
    return one.refused + [(whose, late) for whose, late in last if late.ends() and late.refused]


def _renew(one: Queue, me: str) -> None:
    """Go on with what the newest export left open, at the same case where it is still there."""
    db, at = opened.open_store(), one.entry
    ahead = [entry.id for entry in one.entries[one.place :]]
    one.load_id, one.entries = judge.judged(db)[0], queue.entries(db, one.whose, me)
    places = {entry.id: place for place, entry in enumerate(one.entries)}
    one.place = next((places[id] for id in ahead if id in places), 0)
    one.minutes = queue.minutes(db, one.entries)
    one.renewed, one.resting = True, False
    one.read.clear()
    one.reading.clear()
    one.decided.clear()  # of what the export before left open
    if at is None or one.entry is None or one.entry.id != at.id:
        one.panel.asking = None  # a refusal is still to be read


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
            one.read[entry.id] = anew(entry.id, one.read.get(entry.id))
        if found := one.read[entry.id]:
            _watch(one, found)
            return found
        del one.entries[one.place]
        one.panel.asking = None  # that was asked of the case that went
    return None


def anew(case_id: str, known: Case | None) -> Case | None:
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
            found = case.read(db, id)
            if id in one.reading:  # nobody decided on it meanwhile
                one.read.setdefault(id, found)
    except Exception:  # whoever asks for it hears why
        return
    finally:
        one.reading.difference_update(ids)


def walk(one: Queue, step: int) -> None:
    """Show the case before or after, past those of which nothing is left to decide."""
    steps = _steps(one, step)
    if steps is not None:
        go(one, steps)


def walkable(one: Queue, step: int) -> bool:
    """Whether there is a case before this one (or after it, or the end)."""
    return _steps(one, step) is not None


def _steps(one: Queue, step: int) -> int | None:
    settled = {made.case.id for made in one.decided if made.verdict == "solved" and not made.given}
    steps, last = step, len(one.entries)
    while 0 <= (place := one.place + steps) < last and _done(one, one.entries[place], settled):
        steps += step
    return steps if place >= 0 else None


def _done(one: Queue, entry: Entry, settled: set[str]) -> bool:
    return entry.id in settled and one.read.get(entry.id) is None


def go(one: Queue, steps: int) -> None:
    """Show another case, as it is now."""
    one.place = min(max(one.place + steps, 0), len(one.entries))
    one.panel.ask(None)
    one.panel.turn += 1
    one.opened = None
    one.resting = False
    one.since = time.monotonic()


def begin_again() -> None:
    """Show the case at which somebody stopped."""
    if known := st.session_state.get(KEY):
        known.resting = False


def rest(one: Queue) -> None:
    """Stop here: show what was done, until somebody goes on."""
    one.resting = True

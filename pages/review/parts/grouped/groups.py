"""The groups of one list in a session: which is on screen, what was decided, and what comes next.

Tested in tests/pages/review/test_duplicates.py.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

import streamlit as st

from dq.commands import undo
from pages.review.parts.panels import way_out
from pages.review.parts.panels.panel import Panel
from pages.ui.session import address, people, saving
from pages.ui.session.late import Step
from pages.ui.words.i18n import plain

# Where the address says which group is on screen.
GROUP = "d_group"


class Group(Protocol):
    """A group, under an id that stays the same between loads, and its records."""

    @property
    def id(self) -> str: ...
    @property
    def ids(self) -> tuple[str, ...]: ...


G = TypeVar("G", bound=Group)


@dataclass
class Taken(Generic[G]):
    """A decision on a group, in a sentence, its changes, and where the group stood; nowhere once
    the list was read again."""

    group: G
    said: str
    changes: tuple[int, ...]
    place: int | None = None


@dataclass
class Listed(Generic[G]):
    """The groups in their order; `decided` is what was decided here, the last one last.

    It is read `again`, with the checks before it, where what was done makes other groups. The
    groups whose ids are `waiting` were put off or given to somebody here.
    """

    entries: list[G]
    decided: list[Taken[G]] = field(default_factory=list)
    panel: Panel = field(default_factory=Panel)
    again: bool = False
    waiting: set[str] = field(default_factory=set)

    def take(self, made: Taken[G], *, waits: bool) -> None:
        """Keep a decision: the group is settled, or waits behind the others."""
        group = made.group
        made.place = next(
            (place for place, one in enumerate(self.entries) if one.id == group.id), None
        )
        self.decided.append(made)
        self.entries = [one for one in self.entries if one.id != group.id]
        if waits:
            self.entries.append(group)
            self.waiting.add(group.id)

    def back(self) -> Taken[G]:
        """Forget the last decision; its group stands where it did."""
        last = self.decided.pop()
        self.waiting.discard(last.group.id)
        if last.place is not None:
            self.entries = [one for one in self.entries if one.id != last.group.id]
            self.entries.insert(last.place, last.group)
        return last


def read(name: str, entries: Sequence[G]) -> Listed[G]:
    """The list of this name with the groups as they are now; what was decided here stays known."""
    known: Listed[G] | None = st.session_state.get(f"groups_{name}")
    if known is None:
        known = st.session_state[f"groups_{name}"] = Listed([])
    known.entries = list(entries)
    known.waiting.clear()
    for taken in known.decided:
        taken.place = None
    return known


def on_screen(shown: Sequence[Group]) -> int:
    """The place of the group that the address names; 0 where that is not among these."""
    wanted = address.value(GROUP)
    return next((place for place, one in enumerate(shown) if one.id == wanted), 0)


def go(one: Listed[Any], id: str | None) -> None:
    """Show another group."""
    address.put(GROUP, id, "d_record")
    one.panel.ask(None)


def carry_out(
    one: Listed[Any],
    group: Group,
    onward: str | None,
    step: Step,
    said: str,
    *,
    waits: bool = False,
) -> None:
    """Decide on a group, after the question who does, and go on to the next.

    :param onward: the group after it
    :param waits: whether it is still to be decided on, behind the others
    """

    def run() -> None:
        changes = way_out.carry_out((step,), said, one.panel.refuse)
        if changes is not None:
            one.take(Taken(group, said, changes), waits=waits)
            go(one, onward)

    first_known(one, run)


def first_known(one: Listed[Any], run: Callable[[], None]) -> None:
    """Run a decision, after the question who decides, which is asked over the whole page."""
    one.again = people.unknown() or one.again
    saving.first_known(run)


def of_pair(one: Listed[Any], group: Group, step: Step, said: str) -> None:
    """Decide on a pair of a group, after which the groups may be others."""

    def run() -> None:
        changes = way_out.carry_out((step,), said, one.panel.refuse)
        if changes is not None:
            one.decided.append(Taken(group, said, changes))
            one.again = True

    first_known(one, run)


def take_back(one: Listed[Any]) -> None:
    """Undo the last decision, and show its group."""
    commands = [undo.Undo(id) for id in one.decided[-1].changes]
    outcome = saving.carry_out(undo.run_all, commands, plain("Undone."))
    if not outcome.done:
        if outcome.already:  # by somebody else: the one before can be taken back
            one.decided.pop()
        one.panel.refuse(outcome.said)
        return
    last = one.back()
    one.again = last.place is None
    go(one, last.group.id)
    address.put("d_record", last.group.ids[0])

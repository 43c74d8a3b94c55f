"""To whom something can be given, and who has it. Tested in tests/pages/review/test_review.py."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

import duckdb

from dq.casework import queue
from dq.casework.queue import Entry
from dq.casework.ways import others
from pages.ui.session import people
from pages.ui.words import words
from pages.ui.words.i18n import plain


def names(db: duckdb.DuckDBPyConnection) -> list[str]:
    """Who is given cases here: the back office, the owners of accounts, and who was given some; in
    an order that stays, as each has a key."""
    listed = queue.entries(db, "all", people.name())
    known = {entry.assignee for entry in listed if entry.assignee}
    found = dict.fromkeys([others.BACK_OFFICE, *sorted(owners(listed)), *sorted(known)])
    return [name for name in found if name.casefold() != people.name().casefold()]


def owners(listed: Sequence[Entry]) -> list[str]:
    """The owners of the accounts that cases are of, those of most first."""
    often = Counter(entry.owner for entry in listed if entry.owner)
    return sorted(often, key=lambda name: (-often[name], name))


def seen_to(name: str, due: date | None) -> str:
    """Who was given it, and by when."""
    name = words.assignee(name)
    if due is None:
        return plain("{name} sees to it", name=name)
    return plain("{name} sees to it, by {day}", name=name, day=due)

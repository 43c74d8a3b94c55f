"""To whom something can be given. Tested in tests/pages/review/test_review.py."""

from collections import Counter
from collections.abc import Sequence

from dq.casework.queue import Entry
from dq.casework.ways import others
from pages.ui.session import people


def names(listed: Sequence[Entry]) -> list[str]:
    """Who is given cases here: who was lately, the owners of the most accounts, the back office."""
    known = [entry.assignee for entry in listed if entry.assignee]
    found = dict.fromkeys([others.BACK_OFFICE, *known, *owners(listed)])
    return [name for name in found if name.casefold() != people.name().casefold()]


def owners(listed: Sequence[Entry]) -> list[str]:
    """The owners of the accounts that cases are of, those of most first."""
    often = Counter(entry.owner for entry in listed if entry.owner)
    return sorted(often, key=lambda name: (-often[name], name))

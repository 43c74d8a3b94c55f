"""Load what lies in the inbox beside the store: data/inbox.

Tested in tests/cli/test_inbox.py.
"""

import argparse
import sys

from dq.cli import opened
from dq.errors import N_, Invalid

WAITS = N_("{number} of the inbox wait for a person: look at them, or load them with --yes.")

FAILED = N_(
    "Nothing of a delivery could be loaded; why stands above, and beside it in inbox/failed."
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Whether what is doubtful is loaded too."""
    parser.add_argument(
        "--yes",
        action="store_true",
        help="load also what is older, or takes out or changes more than exports usually do, and"
        " what waits",
    )


def run(given: argparse.Namespace) -> None:
    """Load what has come whole; say what became of it, and what waits.

    :raises StoreBusy: the app holds the store, and sees to the inbox itself
    :raises Invalid: something waits for a person, or failed
    """
    from dq.casework import automatic
    from dq.intake import inbox

    with opened(given.store, new=True) as db:
        box = inbox.box(given.store)
        box.make()
        found = inbox.take(db, box, sure=given.yes, after=automatic.follow)
        done = [found] if found else []
        waiting = box.held(box.waiting)
        if given.yes:
            done += [
                inbox.take_held(db, box, one.name, automatic.follow) for one in reversed(waiting)
            ]
            waiting = box.held(box.waiting)
        inbox.daily(db)
    for one in done:
        print(f"{one.state}: {', '.join(one.files)}")
        print("\n".join(f"  {line}" for line in one.lines))
    if not done:
        still = box.came()
        print(f"nothing to load{f': {len(still)} still coming' if still else ''} in {box.root}")
    for one in waiting if not done else []:
        for reason in one.reasons:
            print(f"dq: {', '.join(one.files)}: {reason}", file=sys.stderr)
    if any(one.state == "failed" for one in done):
        raise Invalid(FAILED)
    if waiting:
        raise Invalid(WAITS, number=len(waiting))

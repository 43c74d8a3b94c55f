"""Say what is kept for longer than the settings say; let go of old uploads and loads.

Tested in tests/domain/retention/test_purging.py.
"""

import argparse
from datetime import date

from dq.cli import opened


def arguments(parser: argparse.ArgumentParser) -> None:
    """Whether anything goes."""
    parser.add_argument(
        "--purge",
        action="store_true",
        help="let go of uploads and of the details of loads; nobody's card",
    )


def run(given: argparse.Namespace) -> None:
    """List who left long ago, by key; with --purge let go of what is no card.

    :raises StoreBusy: the app holds the store, and sees to it itself
    """
    from dq.domain.retention import purging

    with opened(given.store, new=given.purge) as db:
        for one in purging.leavers(db, date.today()):
            print(f"{one.id} left on {one.last_day}; to remove: python -m dq forget {one.id}")
        if given.purge:
            loads, files = purging.run(db, date.today(), "command line")
            print(f"details of {loads} loads and {len(files)} uploads are gone; counts stay")

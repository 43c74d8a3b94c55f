"""Go back to a copy of the store; without one, list the copies."""

import argparse
from pathlib import Path

from dq import copies, store
from dq.cli import opened
from dq.errors import Damaged, Invalid


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which copy."""
    parser.add_argument("copy", nargs="?", metavar="COPY", help="a name of the list, or a path")


def run(given: argparse.Namespace) -> None:
    """Make the store what it was in the copy; what it is now is kept as a copy itself.

    :raises Damaged: the copy cannot be read through
    :raises StoreBusy: the app holds the store
    """
    from dq.commands import restore

    path: Path = given.store
    if given.copy is None:
        _list(path)
        return
    copy = copies.find(path, given.copy)
    copies.read_through(copy)
    try:
        if not path.exists():
            raise Damaged("")  # as good as a store that cannot be opened
        with opened(path) as db:
            restore.run(db, restore.Restore(copy), "command line")
    except (Damaged, Invalid):
        old = copies.put_in_place(copy, path)
        store.close(store.connect(path))  # an older one is brought up to date
        if old:
            print(f"The damaged store is kept as {old}")
    print(f"{path} is as it was in {copy.name}")


def _list(path: Path) -> None:
    found = copies.listed(path)
    for copy in found:
        print(f"{copy.path.name}: {copy.moment:%Y-%m-%d %H:%M}, before a {copy.before}")
    if not found:
        print(f"There are no copies of {path} yet; one is made before every load.")

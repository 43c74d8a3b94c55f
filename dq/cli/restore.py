"""Go back to a copy of the store; without one, list the copies."""

import argparse
import os
from pathlib import Path

from dq.cli import opened
from dq.errors import N_, Damaged, Invalid
from dq.store import copies, faults


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which copy."""
    parser.add_argument("copy", nargs="?", metavar="COPY", help="a name of the list, or a path")


def run(given: argparse.Namespace) -> None:
    """Make the store what it was in the copy; what it is now is kept as a copy itself.

    :raises Damaged: the copy cannot be read through
    :raises StoreBusy: the app holds the store
    """
    from dq.commands import restore

    path = Path(os.path.realpath(given.store))
    if given.copy is None:
        _list(path)
        return
    copy = copies.find(path, given.copy)
    if path.exists() and copy.samefile(path):
        raise Invalid(N_("{path} is the store itself, not a copy of it."), path=path)
    with restore.readied(copy) as spare:
        try:
            if not path.exists():
                raise Damaged(faults.DAMAGED)  # as good as one that cannot be opened
            with opened(path, new=True) as db:
                if own := restore.own(db, spare):
                    restore.put_back(db, spare, copy, "command line")
        except Damaged:
            own = False
        if not own and (old := copies.put_in_place(spare, path)):
            print(f"What was there is kept as {old}")
    print(f"{path} is as it was in {copy.name}")


def _holds(copy: Path) -> str:
    from dq.queries.exchange import restorable

    found = restorable.held(copy)
    if found is None:
        return "it is damaged"
    day, contacts = found
    return f"{f'the export of {day}' if day else 'no export yet'}, {contacts} contacts"


def _list(path: Path) -> None:
    found = copies.listed(path)
    for copy in found:
        of = "of the day" if copy.before == copies.DAY else f"before a {copy.before}"
        made = f"{copy.path.name}: {copy.moment:%Y-%m-%d %H:%M}, {of}"
        print(f"{made}; {_holds(copy.path)}")
    if not found:
        print(f"There are no copies of {path} yet; one is made before every load, and every day.")

"""Remove everything about one person; this cannot be undone.

Tested in tests/cli/test_forget.py.
"""

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

from dq.cli import opened

if TYPE_CHECKING:
    import duckdb

    from dq.commands.forget import Gone


def arguments(parser: argparse.ArgumentParser) -> None:
    """Whom, and the name that says that somebody is sure."""
    parser.add_argument("id", metavar="ID", help="the id of the card")
    parser.add_argument("--name", help="the name on the card; without it nothing is removed")
    parser.add_argument(
        "--also",
        metavar="PLACE",
        action="append",
        default=[],
        help="a text that may be about this person, as it is called without --name, or all; it goes"
        " too",
    )
    parser.add_argument(
        "--copies", action="store_true", help="remove the copies of the store from before as well"
    )


def run(given: argparse.Namespace) -> None:
    """Say what would go; with the name of the person, remove it and say what is left to do.

    :raises NotFound: there is no such card
    :raises Invalid: the name is not the one on the card
    :raises StoreBusy: the app holds the store
    """
    from dq.commands import forget
    from dq.settings.names import eighteen

    id = eighteen(given.id)
    if given.name is None:
        with opened(given.store) as db:
            print("\n".join(_would(db, id)))
        return
    with opened(given.store, new=True) as db:
        command = forget.Forget(id, given.name, given.copies, tuple(given.also))
        gone = forget.run(db, command, "command line")
    with opened(given.store, new=True):
        pass  # written anew
    print("\n".join(_left(gone)))


def _would(db: "duckdb.DuckDBPyConnection", id: str) -> Iterator[str]:
    from dq.domain import everybody
    from dq.handover.lists import removed

    ahead = removed.ahead(db, (id,), "en")
    for one in ahead.rows:
        yield f"{one.title}: {one.number} rows, {one.said}"
    for one in (one for one in ahead.left if not one.theirs):
        yield f"elsewhere: {one.system}, {one.what}, {one.key}: {one.to_do}"
    for one in ahead.perhaps:
        yield f"perhaps about this person, stays without --also: {one.place}"
    who = everybody.of(db, id)
    kind, name = ("key: no name is known", id) if who.name == who.id else ("name on the card", "…")
    yield f"Nothing was removed. This cannot be undone; to do it, type the {kind}:"
    yield f'  python -m dq forget {id} --name "{name}"'


def _left(gone: "Gone") -> Iterator[str]:
    from dq.handover.lists import removed
    from dq.words.voice import Voice

    yield "Removed. What stays here is the key alone, to know the person by in a later export."
    yield "Still to be done elsewhere, before the next export:"
    for one in removed.elsewhere(gone.keys, gone.elsewhere, Voice("en")):
        yield f"  {one.system}, {one.what}, {one.key}: {one.to_do}"
    for path in gone.waiting:
        yield f"  this waits to be loaded and has the person in it: {path}"
    for path in gone.removed:
        yield f"removed: {path}"
    if gone.copies:
        yield "These copies have the person still; they go by themselves, or now with --copies:"
        yield from (f"  {path}" for path in gone.copies)

"""Forget: somebody is taken out of every table and out of the history; this cannot be undone."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from dq.domain import forgetting, kept_files, person
from dq.errors import N_, Invalid
from dq.progress import Progress
from dq.store import copies, door, logs

REMOVING = N_("{number} of {total} are removed")
UNLIKE = N_("That is not the name on this card; type it whole, to remove all about this person.")


@dataclass(frozen=True)
class Forget:
    """The card, and the name on it as somebody typed it who is sure; whether the copies of the
    store from before go as well."""

    contact_id: str
    name: str
    copies: bool = False


@dataclass(frozen=True)
class Gone:
    """What is left to do elsewhere, by keys alone: the keys of the records, by object; files that
    went, those that wait with the person in them, and copies of the store from before."""

    keys: dict[str, tuple[str, ...]]
    removed: tuple[Path, ...] = ()
    waiting: tuple[Path, ...] = ()
    copies: tuple[Path, ...] = ()


def run(db: duckdb.DuckDBPyConnection, command: Forget, actor: str) -> Gone:
    """Take out the card, what hangs on it, what was found and decided, and their values in the
    history; with the uploads that are kept. The file is written anew when it is opened next.

    :raises NotFound: there is no such card
    :raises Invalid: the name is not the one on the card
    """
    who = person.of(db, command.contact_id)
    if " ".join(command.name.split()) != " ".join(who.name.split()):
        raise Invalid(UNLIKE)  # without the name, which would then be in a log
    texts = {*who.cards, *person.telling(person.rows(db, who), who)}
    with door.writing(db, "forget", actor) as ledger:
        forgetting.take_out(db, who)
        ledger.told = {"forgotten": forgetting.keys(who)}
    removed, waiting = _files(db, texts)
    before = tuple(one.path for one in copies.of(db))
    if not command.copies:
        return Gone(forgetting.keys(who), removed, waiting, before)
    for path in before:
        path.unlink(missing_ok=True)
    return Gone(forgetting.keys(who), (*removed, *before), waiting)


def run_all(
    db: duckdb.DuckDBPyConnection,
    commands: Sequence[Forget],
    actor: str,
    progress: Progress | None = None,
) -> list[Gone]:
    """The same of several people, each by itself: whoever comes after a refusal stays.

    :raises NotFound: one has no card
    :raises Invalid: a name is not the one on the card
    """
    gone = []
    for number, command in enumerate(commands, start=1):
        gone.append(run(db, command, actor))
        if progress:
            progress(number / len(commands), REMOVING, number=number, total=len(commands))
    return gone


def _files(
    db: duckdb.DuckDBPyConnection, texts: set[str]
) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """Remove the uploads that were done with and have the person in them; which, and which wait."""
    store = logs.file(db)
    if store is None:
        return (), ()
    found = kept_files.holding(kept_files.beside(store), texts)
    done = [path for path in found if kept_files.done_with(path, store)]
    for path in done:
        path.unlink()
    return tuple(done), tuple(path for path in found if path not in done)

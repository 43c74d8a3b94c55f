"""Forget: somebody is taken out of every table and out of the history; this cannot be undone."""

import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from dq.access import needs
from dq.domain import everybody, forgetting
from dq.domain.everybody import Person
from dq.domain.forgotten import Place
from dq.domain.retention import kept_files
from dq.domain.telling.telling import Telling
from dq.errors import N_, Invalid
from dq.progress import Progress
from dq.store import copies, door, logs

REMOVING = N_("{number} of {total} are removed")
UNLIKE = N_("That is not the name on this card; type it whole, to remove all about this person.")


@dataclass(frozen=True)
class Forget:
    """The card, and the name on it as somebody typed it who is sure; whether the copies of the
    store from before go as well; and the places of what is said of the person or of another of that
    name, which is to go as well (dq/domain/telling/traces.py)."""

    contact_id: str
    name: str
    copies: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gone:
    """What is left to do elsewhere, by keys alone: the keys of the records, by object; the fields
    of others' records that have something of the person; files that went, those that wait with the
    person in them, and copies of the store from before."""

    keys: dict[str, tuple[str, ...]]
    elsewhere: tuple[Place, ...] = ()
    removed: tuple[Path, ...] = ()
    waiting: tuple[Path, ...] = ()
    copies: tuple[Path, ...] = ()


def run(
    db: duckdb.DuckDBPyConnection, command: Forget, actor: str, besides: Collection[str] = ()
) -> Gone:
    """Take out the card, what hangs on it, what was found and decided, and their values in the
    history; with the uploads that are kept. The file is written anew when it is opened next.

    :param besides: the cards of people who are removed at the same time, and are nobody else
    :raises NotFound: there is no such card
    :raises Invalid: the name is not the one on the card
    """
    needs.see_to("forget")
    with door.writing(db, "forget", actor) as ledger:
        who = everybody.of(db, command.contact_id)  # with what was written until now
        if _spelt(command.name) != _spelt(who.name):
            raise Invalid(UNLIKE)  # without the name, which would then be in a log
        taken = forgetting.take_out(db, who, command.also, besides)
        told, elsewhere = taken.telling, taken.telling.places
        ledger.told = {
            "forgotten": forgetting.keys(who),
            "elsewhere": elsewhere,
            "hidden": taken.hidden,
        } | ({"made": taken.made} if taken.made else {})
        # Before it is written: who is stopped here finds the person, and removes the rest as well.
        removed, waiting = _files(db, who, told)
        before = tuple(one.path for one in copies.of(db))
        if command.copies:
            for path in before:
                path.unlink(missing_ok=True)
            removed, before = (*removed, *before), ()
    return Gone(forgetting.keys(who), elsewhere, removed, waiting, before)


def _spelt(name: str) -> str:
    """A name without how its spaces and accents are written."""
    return unicodedata.normalize("NFC", " ".join(name.split()))


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
    besides = {id for one in commands for id in everybody.cards(db, one.contact_id)[1]}
    for number, command in enumerate(commands, start=1):
        gone.append(run(db, command, actor, besides))
        if progress:
            progress(number / len(commands), REMOVING, number=number, total=len(commands))
    return gone


def _files(
    db: duckdb.DuckDBPyConnection, who: Person, told: Telling
) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """Remove the uploads that were done with and have the person in them; which, and which wait."""
    store = logs.file(db)
    if store is None:
        return (), ()
    found = kept_files.holding(store, who, told)
    done = [path for path in found if kept_files.done_with(path, store)]
    for path in done:
        path.unlink(missing_ok=True)
    return tuple(done), tuple(path for path in found if path not in done)

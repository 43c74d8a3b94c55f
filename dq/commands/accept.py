"""Accept: what differs from Salesforce stays so on both sides, and is not sent any more."""

from dataclasses import dataclass

import duckdb

from dq.errors import N_, Conflict, Invalid, NotFound
from dq.outgoing import accepted, difference
from dq.outgoing.difference import Place
from dq.settings import names
from dq.store import door


@dataclass(frozen=True)
class Accept:
    """These differences stay: fields of a record, or (without a field) the record as a whole."""

    places: frozenset[Place]


@dataclass(frozen=True)
class OfferAgain:
    """What was accepted goes along again, by the keys of the acceptances."""

    ids: tuple[str, ...]


def run(db: duckdb.DuckDBPyConnection, command: Accept, actor: str) -> None:
    """Note both sides of each, so that it is offered again as soon as either changes.

    :raises Invalid: nothing was chosen
    :raises Conflict: one of them does not differ any more
    """
    if not command.places:
        raise Invalid(N_("Choose at least one."))
    with door.writing(db, "accept", actor) as ledger:
        read = difference.read(db, names.read(db))
        found = {(change.table, change.id): change for change in read}
        for table, id, field in sorted(command.places, key=str):
            change = found.get((table, id))
            if change is None or (field is not None and field not in change.fields):
                raise Conflict(N_("Somebody changed this meanwhile; look again."))
            theirs, ours = accepted.sides(change, field)
            ledger.write(
                "accepted",
                ":".join((table, id, field or "")),
                {
                    "record_table": table,
                    "record_id": id,
                    "field": field,
                    "theirs": theirs,
                    "ours": ours,
                },
            )


def offer_again(db: duckdb.DuckDBPyConnection, command: OfferAgain, actor: str) -> None:
    """Take the acceptances back.

    :raises NotFound: one of them is gone already
    """
    with door.writing(db, "offer_again", actor) as ledger:
        for id in command.ids:
            try:
                ledger.delete("accepted", id)
            except NotFound as error:
                raise NotFound(N_("Somebody did this already.")) from error

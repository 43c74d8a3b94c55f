"""The ways out of a username that is missing, somebody else's, or not the address.

Tested in tests/casework/test_ways.py.
"""

import duckdb

from dq.casework.ways import addresses, card, doubles
from dq.casework.ways.way import Do, Way
from dq.commands import give_username
from dq.commands.give_username import GiveUsername
from dq.domain import cards
from dq.errors import N_
from dq.queries.review.findings import Finding
from dq.queries.review.ways_out import same
from dq.values import emails

ONE = N_("{name} gets {username} as username.")
FREES = N_("{name} gets their own {username} as username; then this one is free.")


def of_own_address(db: duckdb.DuckDBPyConnection, card_id: str, message: str = ONE) -> Do | None:
    """The card's own address as its username, where it can be one and is free."""
    person = card.read(db, card_id)
    email = person["email"]
    if not email or same(email, person["username"]) or emails.verdict(email) is not None:
        return None
    if cards.holder(db, email, card_id):
        return None
    return Do(
        (message, {"name": person["name"], "username": email}),
        give_username.run,
        GiveUsername({card_id: email}, {card_id: person["version"]}),
    )


def own(db: duckdb.DuckDBPyConnection, found: Finding) -> Way:
    """The username follows the address; an address that cannot be it is typed."""
    return of_own_address(db, found.record_id) or addresses.typed(db, found)


def shared(db: duckdb.DuckDBPyConnection, found: Finding) -> Way:
    """One person has one card. Of two people, who has an address of their own gets that as
    username; else this one's address is typed."""
    if double := doubles.duplicate_person(db, found):
        return double
    other = of_own_address(db, found.other_id, FREES) if found.other_id else None
    return of_own_address(db, found.record_id, FREES) or other or addresses.typed(db, found)

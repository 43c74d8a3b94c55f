"""The ways out of a username that is missing, somebody else's, or not the address.

Tested in tests/casework/test_ways.py.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import duckdb

from dq.casework.ways import addresses, card, doubles
from dq.casework.ways.way import Do, Way
from dq.commands import give_username
from dq.commands.give_username import GiveUsername
from dq.domain import cards, logins
from dq.errors import N_
from dq.queries.review.findings import Finding
from dq.queries.review.ways_out import same
from dq.values import emails

Person = dict[str, Any]
ONE = N_("{name} gets {username} as username.")
FREES = N_("{name} gets their own {username} as username, and lets go of {freed}.")
TURNS = N_("{name} gets {username} as username; who has it now gets their own address.")
MANY = N_("{number} people get their own address as username.")
# The cards with the username, or with a portal user that has it, on or not.
HOLDERS = """
    select id from contact where folds_to(username, $username)
    union
    select contact_id
    from portal_user
    where folds_to(username, $username)
        and contact_id in (select id from contact)
    order by 1
"""


def of_own_addresses(
    db: duckdb.DuckDBPyConnection, card_ids: Sequence[str], freed: str | None = None
) -> Do | None:
    """The cards' own addresses as their usernames, of those who can have it; None if nobody.

    :param freed: the username that they have now, which is to be free
    """
    people = [card.read(db, id) for id in card_ids]
    able = [person for person in people if _able(db, person, freed) and _free(db, person)]
    if not able:
        return None
    message = MANY if len(able) > 1 else FREES if freed else ONE
    return _given(message, able, freed)


def _given(message: str, people: Sequence[Person], freed: str | None = None) -> Do:
    first = people[0]
    names = {"name": first["name"], "username": first["email"], "number": len(people)}
    return Do(
        (message, names | ({"freed": freed} if freed else {})),
        give_username.run,
        GiveUsername(
            {person["id"]: person["email"] for person in people},
            {person["id"]: person["version"] for person in people},
        ),
    )


def _able(db: duckdb.DuckDBPyConnection, person: Person, freed: str | None) -> bool:
    """Whether the card's address is another than its username and could be it; and no portal user
    of the card would go on with another name, or with the one to be freed."""
    email, username = person["email"], person["username"]
    if not email or emails.verdict(email.strip()) is not None:
        return False
    users = logins.users(db, person["id"])
    if same(email, username):
        return logins.only(users, email) is not None
    kept = [one for one in users if len(users) > 1 and not same(one.username, username)]
    return not any(
        one.active or same(one.username, email) or same(one.username, freed) for one in kept
    )


def _free(db: duckdb.DuckDBPyConnection, person: Person) -> bool:
    return cards.holder(db, person["email"], person["id"]) is None


def own(db: duckdb.DuckDBPyConnection, found: Finding) -> Way | None:
    """The username follows the address; an address that cannot be it is typed. None where one of
    several portal users has another name: only Salesforce can tell which of them goes."""
    if given := of_own_addresses(db, [found.record_id]):
        return given
    person = card.read(db, found.record_id)
    if person["email"] and same(person["email"], person["username"]):
        return None
    return addresses.typed(db, found)


def shared(db: duckdb.DuckDBPyConnection, found: Finding) -> Way:
    """One person has one card. Of several people, who has an address of their own gets that as
    username; else the address of one is typed."""
    if double := doubles.duplicate_person(db, found):
        return double
    return _let_go(db, found, _holders(db, found.detail))


def _let_go(db: duckdb.DuckDBPyConnection, found: Finding, holders: Sequence[str]) -> Way:
    return of_own_addresses(db, holders, found.detail) or addresses.of_one(db, found)


def _holders(db: duckdb.DuckDBPyConnection, username: str | None) -> list[str]:
    return [id for (id,) in db.execute(HOLDERS, {"username": username}).fetchall()]


def username_taken(db: duckdb.DuckDBPyConnection, found: Finding) -> Way:
    """The same; who waited for the username gets it as soon as everybody else lets go of it."""
    if double := doubles.duplicate_person(db, found):
        return double
    holders = _holders(db, found.detail)
    way = _let_go(db, found, holders)
    if not isinstance(way, Do) or len(way.command.usernames) < len(holders):
        return way
    person = card.read(db, found.record_id)
    if not _able(db, person, None):
        return way
    says = {"name": person["name"], "username": person["email"]}
    them = [card.read(db, id) for id in holders]
    return replace(_given(TURNS, [*them, person]), says=(TURNS, says))


def username_lookalike(db: duckdb.DuckDBPyConnection, found: Finding) -> Way:
    """The same of two that look alike."""
    if double := doubles.duplicate_person(db, found):
        return double
    both = [found.record_id, *([found.other_id] if found.other_id else [])]
    return of_own_addresses(db, both) or addresses.of_one(db, found)

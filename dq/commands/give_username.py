"""Give username: cards get usernames, and their portal users with them; the addresses stay."""

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from dq.domain import cards, logins
from dq.errors import N_, Invalid
from dq.store import door


@dataclass(frozen=True)
class GiveUsername:
    """Per card the username that it gets; `versions` has the cards as the user saw them."""

    usernames: Mapping[str, str]
    versions: Mapping[str, int]


def run(db: duckdb.DuckDBPyConnection, command: GiveUsername, actor: str) -> None:
    """Give all of them, or none; what one card frees a later one may get in the same change.

    :raises Invalid: no card is named, a username cannot be one, or somebody else holds it
    :raises NotFound: a card is gone
    :raises Conflict: somebody changed a card since
    """
    if not command.usernames:
        raise Invalid(N_("Choose at least one person."))
    wanted = {id: cards.address(name.strip()) for id, name in command.usernames.items()}
    with door.writing(db, "give_username", actor) as ledger:
        for id, username in wanted.items():
            logins.readdress(ledger, id, {"username": username}, command.versions.get(id))
            # Its name may be another one than the card's was, or the card had none.
            if user := logins.only(logins.users(db, id), username):
                ledger.update("portal_user", user.id, {"username": username, "email": username})

"""A card's login: the portal user follows the username, which follows the e-mail address."""

from dq.domain import cards
from dq.errors import N_, Invalid
from dq.store.ledger import Ledger


def follow(ledger: Ledger, contact_id: str, username: str | None, before: str | None) -> None:
    """Give the card's portal users with the old username the new one; none takes nothing away.

    :raises Invalid: somebody else holds the new username, or another portal user of the card
    """
    cards.username_free(ledger.db, username, contact_id)
    if not username or not before:
        return
    rows = ledger.db.execute(
        """
        select id
        from portal_user
        where contact_id = ? and folded(username) = folded(?)
        order by id
        """,
        [contact_id, before],
    ).fetchall()
    if rows and _held(ledger, username, [id for (id,) in rows]):
        raise Invalid(
            N_(
                "{username} is the username of another portal user of this card, which keeps it;"
                " choose another address."
            ),
            username=username,
        )
    for (id,) in rows:
        ledger.update("portal_user", id, {"username": username, "email": username})


def _held(ledger: Ledger, username: str, besides: list[str]) -> bool:
    rows = ledger.db.execute(
        "select id from portal_user where folded(username) = folded(?)"
        " and id not in (select unnest(?::varchar[]))",
        [username, besides],
    ).fetchall()
    return bool(rows)

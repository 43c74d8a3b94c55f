"""A card's login: the portal user follows the username, which follows the e-mail address."""

from dq import rules
from dq.ledger import Ledger


def follow(ledger: Ledger, contact_id: str, username: str | None, before: str | None) -> None:
    """Give the card's portal users with the old username the new one; none takes nothing away.

    :raises Invalid: somebody else holds the new username
    """
    rules.username_free(ledger.db, username, contact_id)
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
    for (id,) in rows:
        ledger.update("portal_user", id, {"username": username, "email": username})

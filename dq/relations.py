"""The relations of a contact: one own (direct) account, the others beside it, a pair only once."""

from datetime import date

from dq.ledger import Ledger, Row


def of_pair(ledger: Ledger, contact_id: str, account_id: str) -> Row | None:
    """The relation of a contact with an account, the active one first, or None."""
    rows = ledger.db.execute(
        """
        select id, coalesce(active, true), coalesce(direct, false)
        from relation
        where contact_id = ? and account_id = ?
        order by 2 desc, 3 desc, id
        limit 1
        """,
        [contact_id, account_id],
    ).fetchall()
    return dict(zip(("id", "active", "direct"), rows[0], strict=True)) if rows else None


def make_own(ledger: Ledger, contact_id: str, account_id: str) -> None:
    """Let the relation with this account be the contact's direct one, and the only such."""
    known = of_pair(ledger, contact_id, account_id)
    others = ledger.db.execute(
        "select id from relation where contact_id = ? and direct and id is distinct from ?"
        " order by id",
        [contact_id, known and known["id"]],
    ).fetchall()
    for (id,) in others:
        ledger.update("relation", id, {"direct": False})
    own: Row = {"active": True, "direct": True, "end_date": None}
    if known:
        ledger.update("relation", known["id"], own)
    else:
        add(ledger, contact_id, account_id, own)


def end(ledger: Ledger, contact_id: str, account_id: str, day: date) -> None:
    """End the relation with an account on `day`; where only the card told of it, note it so."""
    known = of_pair(ledger, contact_id, account_id)
    ended: Row = {"active": False, "direct": False, "end_date": day}
    if known:
        ledger.update("relation", known["id"], ended)
    else:
        add(ledger, contact_id, account_id, ended)


def remove(ledger: Ledger, contact_id: str, account_id: str) -> None:
    """Take out every relation with an account."""
    rows = ledger.db.execute(
        "select id from relation where contact_id = ? and account_id = ? order by id",
        [contact_id, account_id],
    ).fetchall()
    for (id,) in rows:
        ledger.delete("relation", id)


def add(ledger: Ledger, contact_id: str, account_id: str, values: Row) -> None:
    """Add a relation; it has a key of its own until Salesforce gives it one."""
    pair = {"id": ledger.new_id(), "account_id": account_id, "contact_id": contact_id}
    ledger.insert("relation", pair | values)

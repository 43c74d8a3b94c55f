"""The relations of a contact: one own (direct) account, the others beside it, a pair only once."""

from datetime import date

from dq.objects import OWN_KEY
from dq.store.ledger import Ledger, Row

# What somebody may have said of a relation, besides whether it is active.
SAID = ("roles", "start_date")
# When a relation can be taken out in Salesforce that is not with somebody's own account.
ANY_TIME = (0, "")


def of_pair(ledger: Ledger, contact_id: str, account_id: str) -> Row | None:
    """The relation of a contact with an account, the active one first, or None."""
    rows = ledger.db.execute(
        """
        select id
        from relation
        where contact_id = ? and account_id = ?
        order by coalesce(active, true) desc, coalesce(direct, false) desc, id
        limit 1
        """,
        [contact_id, account_id],
    ).fetchall()
    return read(ledger, rows[0][0]) if rows else None


def read(ledger: Ledger, id: str) -> Row:
    """A relation; one that does not say so is active, and beside the own account."""
    row = ledger.row("relation", id)
    return row | {"active": row["active"] is not False, "direct": row["direct"] is True}


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


def update_with_own(ledger: Ledger, table: str, id: str, values: Row) -> None:
    """Set fields of a record; another account of a contact brings the direct relation with it."""
    ledger.update(table, id, values)
    if table == "contact" and values.get("account_id"):
        make_own(ledger, id, values["account_id"])


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


def once(ledger: Ledger, one: Row, there: Row, named: Row) -> Row:
    """Of two relations that a merge makes the same, keep one: `there`, unless the other one is
    the one that nobody can take out in Salesforce before the merge, see `last`. Either way it
    says what `there` says, and what the other one does where that is silent.

    :param named: what `one` is to name from now on, if it is kept
    """
    kept, gone = there, one
    if later(ledger, one["id"], there["id"]):
        kept, gone = one, there
    ledger.delete("relation", gone["id"])
    values: Row = {"direct": one["direct"] or there["direct"]}
    values |= {name: one[name] if there[name] is None else there[name] for name in SAID}
    if gone["active"] and not kept["active"]:
        values |= {"active": True, "end_date": None}
    ledger.update("relation", kept["id"], values | (named if kept is one else {}))
    return kept | values


def once_per_pair(ledger: Ledger) -> None:
    """The same of all that became one pair, because Salesforce merged a record that is to be
    merged there once more, or made anew what a merged one has here under a key of our own."""
    pairs = ledger.db.execute(
        """
        select list({
            'id': here.id,
            'active': coalesce(here.active, true),
            'direct': coalesce(here.direct, false),
            'roles': here.roles,
            'start_date': here.start_date
        } order by starts_with(here.id, $own), here.id)
        from main.relation as here
        left join upstream.relation as there on there.id = here.id
        where here.contact_id in (select survivor_id from survivor)
            or here.account_id in (select survivor_id from survivor)
        group by here.contact_id, here.account_id
        having count(distinct concat_ws(' ', there.contact_id, there.account_id)) > 1
        order by all
        """,
        {"own": OWN_KEY},
    ).fetchall()
    for ([kept, *others],) in pairs:
        for one in others:
            kept = once(ledger, one, kept, {})


def later(ledger: Ledger, one: str, other: str) -> bool:
    """Whether the one relation can be taken out in Salesforce later than the other, see `last`."""
    first = last(ledger, one)
    return first > ANY_TIME and first > last(ledger, other)


def last(ledger: Ledger, id: str) -> tuple[int, str]:
    """How late a relation can be taken out in Salesforce: any time; if it is with the contact's
    own account not before that contact is merged, which goes by the order of the ids; never, if
    the contact stays."""
    rows = ledger.db.execute(
        "select contact_id from upstream.relation where id = ? and direct", [id]
    ).fetchall()
    if not rows:
        return ANY_TIME
    [(contact_id,)] = rows
    stays = ledger.db.execute("select 1 from main.contact where id = ?", [contact_id]).fetchall()
    return (2 if stays else 1, contact_id)

"""Two records become one: what was decided of who goes, and what names it, is of who stays.

Tested in tests/commands/test_merge.py.
"""

from collections.abc import Collection

from dq.domain import cards
from dq.domain.decisions import keep
from dq.objects import NAMED_BY, Mergeable
from dq.store.ledger import Ledger

# Who logs in to the portal: as it is here, and in Salesforce (`here` is false), where those who
# were merged here are not yet one.
LOGINS = """
    select id, contact_id, username, coalesce(active, true) as active, true as here
    from main.portal_user
    union all
    select
        login.id, coalesce(survivor.survivor_id, login.contact_id), login.username,
        coalesce(login.active, true), false
    from upstream.portal_user as login
    left join survivor on survivor.id = login.contact_id
"""


def decisions(ledger: Ledger, kind: Mergeable, loser: str, survivor: str) -> None:
    """What was decided of who goes and a third holds for who stays."""
    rows = ledger.db.execute(
        """
        select id, if(left_id = $loser, right_id, left_id), same
        from decision
        where record_kind = $kind and $loser in (left_id, right_id)
        order by id
        """,
        {"kind": kind, "loser": loser},
    ).fetchall()
    for id, other, same in rows:
        ledger.delete("decision", id)
        pair = sorted((survivor, other))
        known = ledger.db.execute(
            "select 1 from decision where id = ?", [f"{kind}:{pair[0]}:{pair[1]}"]
        ).fetchall()
        if other != survivor and not known:
            keep(ledger, kind, survivor, other, same)


# Seen to row by row, because two of them may say the same.
APART = {
    ("relation", "contact_id"),
    ("relation", "account_id"),
    ("portal_user", "contact_id"),
    ("decision", "left_id"),
    ("decision", "right_id"),
}


def names(
    ledger: Ledger, kind: Mergeable, loser: str, survivor: str, besides: Collection[str] = ()
) -> None:
    """Let every other row that named who goes name who stays, but not in the tables `besides`."""
    if kind == "contact":
        departure(ledger, loser, survivor)
    for table, column in NAMED_BY[kind]:
        if (table, column) not in APART and table not in besides:
            rows = ledger.db.execute(
                f"select id from main.{table} where {column} = ? order by id", [loser]
            ).fetchall()
            for (id,) in rows:
                _name(ledger, table, column, id, survivor)


def departure(ledger: Ledger, loser: str, survivor: str) -> None:
    """Somebody who left goes into another card, before that is named in its place: the departure
    is of who stays, unless that is left already or in service; then it is over."""
    db = ledger.db
    if not db.execute("select 1 from departure where id = ?", [loser]).fetchall():
        return
    gone = ledger.row("departure", loser)
    ledger.delete("departure", loser)
    if cards.contact(db, survivor)["active"]:
        _over(ledger, loser)
    elif not db.execute("select 1 from departure where id = ?", [survivor]).fetchall():
        ledger.insert("departure", gone | {"id": survivor})


def _over(ledger: Ledger, id: str) -> None:
    """Nobody has the tasks of somebody who is there, and what the back office had still to do about
    their own card need not be done."""
    listed = {
        "succession": "select id from succession where contact_id = $id",
        "step": """
            select step.id
            from step
            join tile on tile.id = step.tile_id and tile.kind = 'leave' and tile.contact_id = $id
            where step.person_id = $id and step.done is null
        """,
        "tile": "select id from tile anti join step on step.tile_id = tile.id"
        " where contact_id = $id",
    }
    for table, query in listed.items():
        for (row_id,) in ledger.db.execute(f"{query} order by 1", {"id": id}).fetchall():
            ledger.delete(table, row_id)


def _name(ledger: Ledger, table: str, column: str, id: str, survivor: str) -> None:
    if table in ("contact", "account") and id == survivor:  # a successor, or parent, of oneself
        ledger.update(table, id, {column: None})
    elif (table, column) == ("approval", "contact_id") and _approves(ledger, id, survivor):
        ledger.update(table, id, {"contact_id": survivor, "active": False})
    elif table == "succession":
        row = ledger.row(table, id)
        ledger.delete(table, id)
        row |= {column: survivor}
        key = f"{row['contact_id']}:{row['successor_id']}"
        if row["contact_id"] != row["successor_id"]:
            pair = {name: row[name] for name in ("contact_id", "successor_id")}
            ledger.write(table, key, pair)
    else:
        ledger.update(table, id, {column: survivor})


def _approves(ledger: Ledger, approval_id: str, survivor: str) -> bool:
    """Whether the survivor approves the same already."""
    return bool(
        ledger.db.execute(
            """
            select 1
            from approval
            join approval as theirs
                on theirs.project_id = approval.project_id and theirs.kind = approval.kind
            where approval.id = $id
                and theirs.contact_id = $survivor
                and coalesce(theirs.active, true)
                and coalesce(approval.active, true)
            """,
            {"id": approval_id, "survivor": survivor},
        ).fetchall()
    )

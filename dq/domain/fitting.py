"""Whether rows as they were before a change fit together with what came later.

Tested in tests/commands/test_undo.py.
"""

from typing import Any

from dq.domain import cards, forgotten
from dq.errors import N_, Conflict, Invalid
from dq.objects import NAMED_BY, OBJECTS
from dq.store import meanwhile, rows
from dq.store.ledger import Ledger

Edit = dict[str, Any]
REMOVED = N_("Somebody who was removed would be named again, so this stays as it is.")


def moved_since(ledger: Ledger, edits: list[Edit], made_by: int) -> list[str]:
    """The cards of the relations in a change that something later wrote: where nothing did, they
    fit as well as they did before."""
    cards = {id for edit in edits if edit["table"] == "relation" for id in edit["about"]}
    rows = ledger.db.execute(
        "select id from contact where version > $made_by and list_contains($cards, id)",
        {"made_by": made_by, "cards": sorted(cards)},
    ).fetchall()
    return [id for (id,) in rows]


def whole(ledger: Ledger, edits: list[Edit], made_by: int, moved: list[str]) -> None:
    """See that rows fit, which are by now as they were before.

    :raises Conflict: with what came later the rows, as they were before, do not fit together
    :raises Invalid: they name somebody who was removed
    """
    _nothing_hangs(ledger, edits, made_by)
    _nobody_missing(ledger, edits, made_by)
    _usernames_free(ledger, edits, made_by)
    _relations_fit(ledger, edits, made_by, moved)


def _nothing_hangs(ledger: Ledger, edits: list[Edit], made_by: int) -> None:
    """Rows of later changes name a record that went."""
    for edit in edits:
        if edit["before"] is None:
            for table, column in NAMED_BY.get(edit["table"], ()):
                named = f"select id from main.{table} where {column} = ?"
                if ledger.db.execute(named, [edit["id"]]).fetchall():
                    raise meanwhile.blocked(ledger.db, made_by, [edit["id"]])


def _nobody_missing(ledger: Ledger, edits: list[Edit], made_by: int) -> None:
    """A row that comes back names a card that went since; what the change itself made does not
    come back."""
    first: dict[tuple[str, str], Edit] = {}
    for edit in edits:
        first.setdefault((edit["table"], edit["id"]), edit)
    people = {
        edit["before"].get(column)
        for edit in edits
        if edit["after"] is None and first[edit["table"], edit["id"]]["before"] is not None
        for table, column in NAMED_BY["contact"]
        if table == edit["table"] and edit["before"].get("record_kind") != "account"
    }
    _not_removed(ledger, edits)
    for id in sorted(people - {None}):
        if not ledger.db.execute("select id from contact where id = ?", [id]).fetchall():
            if id in forgotten.keys(ledger.db).get("contact", ()):
                raise Invalid(REMOVED)
            raise meanwhile.blocked(ledger.db, made_by, [id])


def _not_removed(ledger: Ledger, edits: list[Edit]) -> None:
    """A row that stayed names nobody again who was removed since, unless the export does."""
    removed = forgotten.keys(ledger.db).get("contact", set())
    for edit in edits:
        for table, column in NAMED_BY["contact"]:
            named = (edit["before"] or {}).get(column) if table == edit["table"] else None
            if edit["after"] is not None and named in removed:
                ours = table not in OBJECTS
                there = {} if ours else rows.read(ledger.db, f"upstream.{table}", [edit["id"]])
                if there.get(edit["id"], {}).get(column) != named:
                    raise Invalid(REMOVED)


def _usernames_free(ledger: Ledger, edits: list[Edit], made_by: int) -> None:
    """A username that comes back was given to somebody else since; who had it too all the time
    does not count."""
    for edit in edits:
        username = (edit["before"] or {}).get("username")
        if edit["table"] == "contact" and username and _given(ledger, username, edit, made_by):
            found = cards.holder(ledger.db, username, edit["id"])
            raise Conflict(
                N_("{username} is the username of {holder} by now; it cannot come back."),
                username=username,
                holder=found.name if found else None,
            )


def _given(ledger: Ledger, username: str, edit: Edit, made_by: int) -> bool:
    """Whether another card or a portal user has the username only since the change, or may have:
    an export wrote it since, of which no edit tells what."""
    rows = ledger.db.execute(
        """
        with holding as (
            select 'contact' as kind, id, version
            from contact
            where folds_to(username, $username) and id <> $id
            union all
            select 'portal_user', id, version
            from portal_user
            where folds_to(username, $username) and contact_id is distinct from $id
        ),
        written as (
            select id as change_id, unnest(edits::json[]) as edit
            from change
            where id >= $made_by
        ),
        had as (
            select kind, holding.id, arg_min(edit -> 'before' ->> 'username', change_id) as username
            from holding
            join written on edit ->> 'table' = kind and edit ->> 'id' = holding.id
            where json_exists(edit, '$.before.username') or json_exists(edit, '$.after.username')
            group by kind, holding.id
        )
        select 1
        from holding
        left join had on had.kind = holding.kind and had.id = holding.id
        where holding.version > $made_by
            and if(
                had.id is null,
                exists (from change where id > $made_by and command = 'load'),
                not coalesce(folds_to(had.username, $username), false)
            )
        """,
        {"username": username, "id": edit["id"], "made_by": made_by},
    ).fetchall()
    return bool(rows)


def _relations_fit(ledger: Ledger, edits: list[Edit], made_by: int, moved: list[str]) -> None:
    """A later change made the same relation again, or another one the own account."""
    ids = sorted({edit["id"] for edit in edits if edit["table"] == "relation"})
    clashes = ledger.db.execute(
        """
        select mine.contact_id, mine.account_id
        from relation as mine
        join relation as other
            on other.contact_id = mine.contact_id
            and other.id <> mine.id
            and not list_contains($ids, other.id)
            and other.version > $made_by
        where list_contains($ids, mine.id)
            and (other.account_id = mine.account_id or (other.direct and mine.direct))
        union all
        select relation.contact_id, relation.account_id
        from relation
        join contact on contact.id = relation.contact_id
        where list_contains($ids, relation.id)
            and list_contains($moved, contact.id)
            and (
                (
                    relation.direct
                    and not coalesce(relation.active, true)
                    and contact.status is distinct from 'left'
                )
                or (relation.direct and relation.account_id is distinct from contact.account_id)
            )
        """,
        {"ids": ids, "made_by": made_by, "moved": moved},
    ).fetchall()
    if clashes:
        raise meanwhile.blocked(ledger.db, made_by, [id for pair in clashes for id in pair if id])

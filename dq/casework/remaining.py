"""What is left of a case after a part of it was decided, told by what was written.

Tested in tests/casework/test_remaining.py.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import duckdb

from dq.access import needs
from dq.casework.ways.doubles import DUPLICATES
from dq.checks import all_checks
from dq.domain import decisions
from dq.queries.review.findings import Finding

# Of which fields of a card the rows speak that belong to it.
SPEAKS = {
    "portal_user": ("username", "status"),
    "approval": ("status",),
    "departure": ("status", "successor_id"),
    "succession": ("successor_id",),
    "tile": ("status",),
    "relation": ("account_id",),
}
# Tables of which a row speaks of itself alone; what a merge wrote on the record that stays is said
# by that.
ALONE = ("contact", "account", "merged")
# Commands that write what is decided of a finding, which is read beside it.
KEPT = ["dispose", "hand_to"]
# A record that went, or was decided on whole.
WHOLE = "*"

Written = Mapping[str, Mapping[str, Any]]


def of(
    db: duckdb.DuckDBPyConnection,
    found: Sequence[Finding],
    about: Finding | None,
    changes: Iterable[int],
) -> list[Finding]:
    """Those findings of which nothing that their check looks at was written by these changes.

    What was written may have settled the others; the next judgement says whether it did.

    :param about: the finding that was decided on, which is none of them; None where that is not
        known
    """
    written = _written(db, changes)
    rest = (one for one in found if about is None or one.key != about.key)
    return [one for one in rest if not _touched(one, written)]


def untouched(db: duckdb.DuckDBPyConnection, found: Sequence[Finding]) -> list[Finding]:
    """Those of which nothing that their check looks at was written since they were judged."""
    ids = {id for one in found for id in (one.record_id, one.other_id) if id}
    rows = db.execute(
        """
        select change.id
        from change
        where id > coalesce((select max(change_id) from judged), 0)
            and undone_by is null
            and coalesce(undoes <= (select max(change_id) from judged), true)
            and command not in (select unnest($kept::varchar[]))
            and exists (
                from unnest($ids::varchar[]) as asked(id)
                where contains(edits::varchar, asked.id)
            )
        order by id
        """,
        {"ids": sorted(ids), "kept": KEPT},
    ).fetchall()
    return of(db, found, None, [id for (id,) in rows]) if rows else list(found)


def since(db: duckdb.DuckDBPyConnection, change_id: int, actor: str) -> list[int]:
    """What somebody changed after that change, as far as it stands."""
    rows = db.execute(
        "select id from change where id > ? and actor = ? and undone_by is null and undoes is null"
        " order by id",
        [change_id, needs.actor(actor)],
    ).fetchall()
    return [id for (id,) in rows]


def _touched(found: Finding, written: Written) -> bool:
    pair = decisions.key(found.record_kind, found.record_id, found.other_id or "")
    if found.check_id in DUPLICATES and pair in written:
        return True
    check = all_checks()[found.check_id]
    fields: dict[str, Any] = {}
    for id in (found.record_id, found.other_id):
        fields |= written.get(id or "", {})
    if WHOLE in fields or not (check.compared or check.details):
        return bool(fields)
    shown = [name for name in check.details if str(fields.get(name) or "\0") in str(found.detail)]
    return bool(shown) or not fields.keys().isdisjoint(check.compared)


def _written(db: duckdb.DuckDBPyConnection, changes: Iterable[int]) -> Written:
    """By a record's id the fields of it that were written, with what they were."""
    rows = db.execute(
        "select edits from change where id in (select unnest($ids::bigint[])) order by id",
        {"ids": list(changes)},
    ).fetchall()
    written: defaultdict[str, dict[str, Any]] = defaultdict(dict)
    for (edits,) in rows:
        for edit in json.loads(edits):
            for id, fields in _fields(edit):
                written[id] = fields | written[id]
    return written


def _fields(edit: Mapping[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """The records that an edit speaks of, and which of their fields."""
    table, id = edit["table"], edit["id"]
    whole = {WHOLE: None}
    itself = whole if None in (edit["before"], edit["after"]) else edit["before"]
    if table in SPEAKS:
        speaks = dict.fromkeys(SPEAKS[table])
        if table == "portal_user" and itself is not whole and "active" not in itself:
            del speaks["status"]  # another name lets nobody in or out
        if table == "relation" and itself is not whole and "account_id" not in itself:
            del speaks["account_id"]  # whose it is by a merge moves nobody
        return [*((about, speaks) for about in edit["about"] if about != id), (id, itself)]
    if table == "decision":  # by its id of both at once
        return [(id, whole)]
    if table in ALONE:
        return [(id, itself)]
    return [(about, whole) for about in (id, *edit["about"])]

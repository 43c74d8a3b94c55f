"""What people decided and put right in the period: who, what, of whom and why.

Tested in tests/handover/report/test_report.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

import duckdb

from dq.access import itself
from dq.handover.report.contents import belonging
from dq.queries.settings import history
from dq.queries.settings.history import Change, Edit, Filter

# `again` says that a finding counts again, `free` that somebody has it no more, `apart` that two
# are not the same, `fixed` that a card, an account or what hangs on it was changed.
Kind = Literal["accepted", "later", "again", "given", "free", "same", "apart", "fixed"]
# What puts something right here.
FIXING = {
    *("create", "edit", "link", "end_relation", "move", "general", "leave", "come_back", "tick"),
    *("merge", "give_username", "drop_relation", "settle"),
}
# So many changes are read at a time.
AT_ONCE = 500


Record = tuple[str, str]


@dataclass(frozen=True)
class Decision:
    """One decision: by `actor`, of the records called `names` (`records` has their kinds and ids).

    `check_id` is what was found, `to` whoever has it now, `until` the day until which it holds or
    by which it is due; of what was put right `command` says how.
    """

    moment: datetime
    actor: str
    kind: Kind
    names: tuple[str, ...]
    records: tuple[Record, ...]
    command: str
    check_id: str | None = None
    to: str | None = None
    until: date | None = None
    reason: str | None = None


def read(
    db: duckdb.DuckDBPyConnection, since: date | None, owner: str | None = None
) -> list[Decision]:
    """The decisions that stand, the newest first; what Kaartenbak repaired by itself is none.

    :param owner: only of records of the accounts of this owner
    """
    found: list[Decision] = []
    number = 1
    while changes := history.changes(db, Filter(first=since), number, AT_ONCE):
        standing = (
            one
            for one in changes
            if one.undone_by is None and one.undoes is None and one.actor != itself.AUTOMATIC
        )
        made = [decision for change in standing for decision in _decisions(change)]
        found += made if owner is None else _of(db, made, owner)
        number += 1
    return found


def _of(db: duckdb.DuckDBPyConnection, made: list[Decision], owner: str) -> list[Decision]:
    """Those of a record of this owner."""
    known = belonging.owners(db, {record for one in made for record in one.records})
    return [
        one
        for one in made
        if any(belonging.same(known.get(record), owner) for record in one.records)
    ]


def _decisions(change: Change) -> Iterator[Decision]:
    for edit in change.edits:
        if edit.table == "disposition":
            yield _disposed(change, edit)
        elif edit.table == "assignment":
            yield _given(change, edit)
        elif edit.table == "decision" and edit.made and change.command == "decide":
            yield _ruled(change, edit)
    if change.command in FIXING:
        yield _made(change, "fixed", [(kind, id) for kind, id, _name in change.records])


def _disposed(change: Change, edit: Edit) -> Decision:
    check_id, kind, record_id, _other = (*edit.id.split("~"), "", "", "")[:4]
    decided: Kind = "accepted" if _after(edit, "state") == "accepted" else "later"
    return _made(
        change,
        "again" if edit.gone else decided,
        [(kind, record_id)],
        check_id=check_id,
        until=_after(edit, "until"),
    )


def _given(change: Change, edit: Edit) -> Decision:
    kind, _, record_id = edit.id.partition("~")
    return _made(
        change,
        "free" if edit.gone else "given",
        [(kind, record_id)],
        to=_after(edit, "assignee"),
        until=_after(edit, "due"),
    )


def _ruled(change: Change, edit: Edit) -> Decision:
    of = str(_after(edit, "record_kind"))
    pair = [(of, str(_after(edit, name))) for name in ("left_id", "right_id")]
    return _made(change, "same" if _after(edit, "same") else "apart", pair)


def _made(
    change: Change,
    kind: Kind,
    records: list[Record],
    *,
    check_id: str | None = None,
    to: str | None = None,
    until: date | None = None,
) -> Decision:
    names = tuple(change.names[id][1] if id in change.names else id for _kind, id in records)
    by, why = change.actor, change.reason
    return Decision(
        *(change.moment, by, kind, names, tuple(records), change.command),
        *(check_id, to, until, why),
    )


def _after(edit: Edit, name: str) -> Any:
    found = edit.field(name)
    return found.after if found else None

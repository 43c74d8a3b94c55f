"""Decide: say that two records are one and the same, or that they are not."""

from dataclasses import dataclass
from typing import get_args

import duckdb

from dq.domain import decisions
from dq.errors import N_, Invalid, NotFound
from dq.objects import Mergeable
from dq.store import door

KINDS = get_args(Mergeable)


@dataclass(frozen=True)
class Decide:
    """What a person says of a pair; `same` None takes an earlier decision back."""

    record_kind: Mergeable
    left_id: str
    right_id: str
    same: bool | None
    reason: str | None = None


def run(db: duckdb.DuckDBPyConnection, command: Decide, actor: str) -> None:
    """Keep the decision for this and every later load; matching respects it.

    :raises Invalid: the two are one record
    :raises NotFound: one of the records is gone
    :raises Conflict: somebody else decided at the same moment
    """
    left, right = sorted((command.left_id, command.right_id))
    if left == right:
        raise Invalid(N_("A record cannot be compared with itself."))
    if command.record_kind not in KINDS:
        raise Invalid(N_("Only contacts and accounts can be duplicates."))
    with door.writing(db, "decide", actor, reason=command.reason) as ledger:
        present = db.execute(
            f"select id from {command.record_kind} where id in (?, ?)", [left, right]
        ).fetchall()
        for wanted in (left, right):
            if (wanted,) not in present:
                raise NotFound(N_("The record {id} is gone."), id=wanted)
        decisions.keep(ledger, command.record_kind, left, right, command.same)

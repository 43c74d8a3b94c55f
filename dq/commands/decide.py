"""Decide: say that two records are one and the same, or that they are not."""

from dataclasses import dataclass
from typing import Literal

import duckdb

from dq import store
from dq.errors import N_, Invalid, NotFound

KINDS = ("contact", "account")


@dataclass(frozen=True)
class Decide:
    """What a person says of a pair; `same` None takes an earlier decision back."""

    record_kind: Literal["contact", "account"]
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
    pair = [command.record_kind, left, right]
    with store.writing(db, "decide", actor, reason=command.reason) as log:
        present = db.execute(
            f"select id from {command.record_kind} where id in (?, ?)", [left, right]
        ).fetchall()
        for wanted in (left, right):
            if (wanted,) not in present:
                raise NotFound(N_("The record {id} is gone."), id=wanted)
        before = db.execute(
            """
            delete from decision
            where record_kind = ? and left_id = ? and right_id = ?
            returning same
            """,
            pair,
        ).fetchall()
        if command.same is not None:
            db.execute(
                """
                insert into decision (record_kind, left_id, right_id, same, score)
                select $kind, $left, $right, $same, max(score)
                from pair
                where record_kind = $kind
                    and least(left_id, right_id) = $left
                    and greatest(left_id, right_id) = $right
                """,
                {"kind": pair[0], "left": left, "right": right, "same": command.same},
            )
        log["before"] = {"pair": pair, "same": before[0][0] if before else None}
        log["after"] = {"pair": pair, "same": command.same}

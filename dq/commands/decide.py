"""Decide: say that two records are one and the same, or that they are not."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import get_args

import duckdb

from dq.domain import decisions
from dq.errors import N_, Invalid, NotFound
from dq.objects import Mergeable
from dq.store import door
from dq.store.ledger import Ledger

REASON = 200
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
    run_all(db, (command,), actor)


def run_all(db: duckdb.DuckDBPyConnection, commands: Iterable[Decide], actor: str) -> None:
    """The same of several pairs, as one change.

    :raises Invalid: also where the reason is too long
    """
    listed = tuple(commands)
    reason = next((command.reason for command in listed if command.reason), None)
    if reason and len(reason) > REASON:
        raise Invalid(N_("The reason has at most {number} characters."), number=REASON)
    with door.writing(db, "decide", actor, reason=reason) as ledger:
        for command in listed:
            _keep(ledger, command)


def _keep(ledger: Ledger, command: Decide) -> None:
    kind, pair = command.record_kind, sorted((command.left_id, command.right_id))
    if pair[0] == pair[1]:
        raise Invalid(N_("A record cannot be compared with itself."))
    if kind not in KINDS:
        raise Invalid(N_("Only contacts and accounts can be duplicates."))
    present = ledger.db.execute(f"select id from {kind} where id in (?, ?)", pair).fetchall()
    for wanted in pair:
        if (wanted,) not in present:
            raise NotFound(N_("The record {id} is gone."), id=wanted)
    decisions.keep(ledger, kind, pair[0], pair[1], command.same)

"""Dispose: findings may stay as they are (not needed), or wait; or are taken up again."""

from dataclasses import dataclass
from datetime import date

import duckdb

from dq.domain import dispositions
from dq.domain.dispositions import DISPOSALS, Disposal
from dq.errors import N_, Invalid
from dq.store import door

REASON = 200


@dataclass(frozen=True)
class Dispose:
    """The findings, by their keys; `state` None takes an earlier decision back.

    `until` is the last day on which it holds; without it what is accepted stays so until what was
    compared changes, and what is to wait does so until the next load.
    """

    findings: tuple[str, ...]
    state: Disposal | None
    reason: str | None = None
    until: date | None = None


def run(db: duckdb.DuckDBPyConnection, command: Dispose, actor: str) -> None:
    """Keep the decision for this and later loads.

    :raises Invalid: no finding is named, the reason is too long, or the day is past
    :raises NotFound: a finding is solved or gone
    """
    if not command.findings:
        raise Invalid(N_("Choose at least one finding."))
    if command.state is not None and command.state not in DISPOSALS:
        raise Invalid(N_("Choose what to do with it."))
    reason = (command.reason or "").strip() or None
    if reason and len(reason) > REASON:
        raise Invalid(N_("The reason has at most {number} characters."), number=REASON)
    if command.until and command.until < date.today():
        raise Invalid(N_("The last day is past, choose a later one."))
    with door.writing(db, "dispose", actor, reason=reason) as ledger:
        dispositions.keep(ledger, command.findings, command.state, reason, command.until)

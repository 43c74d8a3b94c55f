"""Dispose: findings may stay as they are (not needed), or wait; or are taken up again."""

from dataclasses import dataclass
from datetime import date

import duckdb

from dq.domain import dispositions
from dq.domain.dispositions import DISPOSALS, Disposal
from dq.errors import N_, Invalid, NotFound
from dq.store import door
from dq.store.ledger import Ledger

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
        now = dispositions.seen(db, command.findings)
        for key in dict.fromkeys(command.findings):
            if key not in now:
                raise NotFound(N_("This finding is solved or gone. Look again."))
            _keep(ledger, key, command, reason, now[key])


def _keep(
    ledger: Ledger, key: str, command: Dispose, reason: str | None, seen: dispositions.Seen
) -> None:
    known = ledger.db.execute("select 1 from disposition where id = ?", [key]).fetchall()
    if command.state is None:
        if known:
            ledger.delete("disposition", key)
        return
    check_id, kind, record_id, other_id = key.split("~")
    [(load_id,)] = ledger.db.execute("select coalesce(max(id), 0) from load").fetchall()
    ledger.write(
        "disposition",
        key,
        {
            "check_id": check_id,
            "record_kind": kind,
            "record_id": record_id,
            "other_id": other_id or None,
            "state": command.state,
            "reason": reason,
            "until": command.until,
            "load_id": load_id,
            "seen": dispositions.text(seen),
        },
    )

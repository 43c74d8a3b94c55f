"""What people decided of a finding: not needed, or later; and whether that still holds.

Tested in tests/commands/test_dispose.py.
"""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any, Literal, get_args

import duckdb

from dq.checks import all_checks
from dq.errors import N_, NotFound
from dq.objects import OBJECTS
from dq.store.ledger import Ledger

Disposal = Literal["accepted", "later"]
DISPOSALS: tuple[Disposal, ...] = get_args(Disposal)
# A finding's identity as one text, in SQL; as `queries.review.named.Finding.key` has it.
KEY = "concat_ws('~', check_id, record_kind, record_id, coalesce(other_id, ''))"

Seen = dict[str, Any]


def seen(db: duckdb.DuckDBPyConnection, keys: Sequence[str]) -> dict[str, Seen]:
    """Per key of a finding that is there what its check compares now: the detail, and the fields
    of the record that the check names."""
    by_check: dict[str, list[str]] = {}
    for key in keys:
        by_check.setdefault(key.split("~")[0], []).append(key)
    found: dict[str, Seen] = {}
    for check_id, asked in by_check.items():
        if check := all_checks().get(check_id):
            rows = db.execute(_query(check.record_kind, check.compared), {"keys": asked}).fetchall()
            found |= {key: json.loads(said) for key, said in rows}
    return found


def _query(kind: str, fields: Sequence[str]) -> str:
    pairs = "".join(f", '{name}', record.{name}" for name in fields)
    join = f"left join {kind} as record on record.id = finding.record_id" if pairs else ""
    return f"""
        select key, json_object('detail', detail{pairs})
        from (
            select {KEY} as key, record_id, detail
            from finding
            where solved_load is null
        ) as finding
        {join if kind in OBJECTS else ""}
        where key in (select unnest($keys))
    """


def text(seen: Seen) -> str:
    """What was compared, as the store keeps it."""
    return json.dumps(seen, ensure_ascii=False, sort_keys=True)


def differences(before: Seen, now: Seen) -> dict[str, tuple[Any, Any]]:
    """Per field that is otherwise by now what it was, and what it is."""
    return {
        name: (value, now.get(name)) for name, value in before.items() if value != now.get(name)
    }


def holds(
    state: str, until: date | None, load_id: int, before: Seen, now: Seen, at: tuple[date, int]
) -> bool:
    """Whether what was decided still does.

    :param before: what was compared then, and `now`: what is
    :param at: the day and the load of now
    """
    day, newest = at
    if until is not None and until < day:
        return False
    if state == "later":
        return until is not None or load_id == newest
    return not differences(before, now)


def keep(
    ledger: Ledger,
    findings: Sequence[str],
    state: Disposal | None,
    reason: str | None = None,
    until: date | None = None,
) -> None:
    """Write within a change what was decided of findings, by their keys; no state takes it back.

    :raises NotFound: a finding is solved or gone
    """
    now = seen(ledger.db, findings)
    for key in dict.fromkeys(findings):
        if key not in now:
            raise NotFound(N_("This finding is solved or gone. Look again."))
        if state is not None:
            _write(ledger, key, state, reason, until, now[key])
        elif ledger.db.execute("select 1 from disposition where id = ?", [key]).fetchall():
            ledger.delete("disposition", key)


def _write(
    ledger: Ledger,
    key: str,
    state: Disposal,
    reason: str | None,
    until: date | None,
    known: Seen,
) -> None:
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
            "state": state,
            "reason": reason,
            "until": until,
            "load_id": load_id,
            "seen": text(known),
        },
    )

"""What was decided earlier of a finding that is open again, and what changed since.

Tested in tests/commands/test_dispose.py.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from dq.domain import dispositions
from dq.domain.dispositions import Disposal


@dataclass(frozen=True)
class Earlier:
    """A decision that holds no more; `changed` has per field what it was, and what it is now.

    Without a change the day or the load is past until which it held.
    """

    state: Disposal
    reason: str | None
    until: date | None
    changed: Mapping[str, tuple[Any, Any]]


def of(db: duckdb.DuckDBPyConnection, keys: Sequence[str]) -> dict[str, Earlier]:
    """Per key of an open finding what was decided of it earlier."""
    rows = db.execute(
        """
        select id, state, reason, until, seen
        from disposition
        where id in (select unnest($keys::varchar[]))
            and exists (
                from open_finding as open
                where open.check_id = disposition.check_id
                    and open.record_kind = disposition.record_kind
                    and open.record_id = disposition.record_id
                    and open.other_id is not distinct from disposition.other_id
            )
        """,
        {"keys": list(keys)},
    ).fetchall()
    now = dispositions.seen(db, [id for id, *_ in rows])
    return {
        id: Earlier(
            state, reason, until, dispositions.differences(json.loads(seen), now.get(id, {}))
        )
        for id, state, reason, until, seen in rows
    }

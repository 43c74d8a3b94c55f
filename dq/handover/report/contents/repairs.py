"""What Kaartenbak repaired by itself after the exports of the period, and what was taken back.

Tested in tests/handover/report/test_repairs.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from dq.handover.report.contents import belonging
from dq.handover.report.contents.period import Period
from dq.outgoing.sending import named
from dq.queries.exchange import repaired
from dq.queries.exchange.repaired import Repaired


@dataclass(frozen=True)
class Repair:
    """One repair, and the owner of the account that its record belongs to."""

    done: Repaired
    owner: str


@dataclass(frozen=True)
class Repairs:
    """The repairs, of the newest export first; how many more there were to do after that one (of
    one owner alone nothing is said of those)."""

    listed: tuple[Repair, ...] = ()
    left: int = 0

    @property
    def undone(self) -> int:
        """How many of them somebody took back."""
        return sum(one.done.undone for one in self.listed)


def read(db: duckdb.DuckDBPyConnection, period: Period, owner: str | None = None) -> Repairs:
    """The repairs since the export that the report compares with.

    :param owner: only those of the accounts of this owner
    """
    parts = repaired.since(db, period.base)
    every = [one for part in parts for one in part.done]
    owners = _owners(db, every)
    listed = tuple(Repair(one, owners[one.record_kind, one.record_id]) for one in every)
    if owner is not None:
        return Repairs(tuple(one for one in listed if belonging.same(one.owner, owner)))
    newest = next((one for one in parts if one.load_id == period.newest.load_id), None)
    return Repairs(listed, newest.left if newest else 0)


def _owners(db: duckdb.DuckDBPyConnection, every: list[Repaired]) -> Mapping[tuple[str, str], str]:
    """The owner of each record."""
    records = {(one.record_kind, one.record_id) for one in every}
    known = named(db, {id for _kind, id in records})
    cards = {record: card for record, (card, _name) in known.items() if card}
    return belonging.through(db, records, cards)

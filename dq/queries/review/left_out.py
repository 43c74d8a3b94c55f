"""What matching left out: sets too big to compare card by card, and groups too big to believe."""

import json
from dataclasses import dataclass, field

import duckdb

from dq.objects import Mergeable


@dataclass(frozen=True)
class Dropped:
    """Blocks of one blocking key ("stratum+sound") that were too big, and the records in them."""

    key: str
    blocks: int
    records: int


@dataclass(frozen=True)
class Oversize:
    """A group too big to be believed: how many records, and (id, name) of the first few."""

    records: int
    first: list[tuple[str, str]]


@dataclass(frozen=True)
class LeftOut:
    """What the last full matching left out of one kind of record; the biggest first.

    `unread` has (id, name) of the records that it stumbled over.
    """

    dropped: list[Dropped]
    oversize: list[Oversize]
    unread: list[tuple[str, str]] = field(default_factory=list)


NAMES = {
    "contact": "select id, called from card where id in (select unnest($ids::varchar[]))",
    "account": """
        select id, called(name, id) from account where id in (select unnest($ids::varchar[]))
    """,
}


def of_kind(db: duckdb.DuckDBPyConnection, kind: Mergeable) -> LeftOut:
    """What was left out of this kind; empty lists where nothing was, or before the first match.

    A record that was removed since is not named.
    """
    rows = db.execute(
        "select dropped, oversize, coalesce(unread, '[]') from matching where record_kind = ?",
        [kind],
    ).fetchall()
    dropped = [Dropped(**one) for row in rows for one in json.loads(row[0])]
    oversize = [one for row in rows for one in json.loads(row[1])]
    unread = [record_id for row in rows for record_id in json.loads(row[2])]
    ids = [*unread, *(record_id for one in oversize for record_id in one["ids"])]
    names = dict(db.execute(NAMES[kind], {"ids": ids}).fetchall()) if ids else {}
    return LeftOut(
        sorted(dropped, key=lambda one: (-one.records, one.key)),
        [
            Oversize(one["records"], [(i, names[i]) for i in one["ids"] if i in names])
            for one in oversize
        ],
        [(i, names[i]) for i in unread if i in names],
    )

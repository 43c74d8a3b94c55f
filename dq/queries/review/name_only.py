"""Cards at two companies that agree on the name alone, by groups: perhaps the same person."""

from collections import defaultdict
from dataclasses import dataclass

import duckdb

from dq.judging.cases import components

# What a group that waits is called in table `later`, apart from the groups of likely duplicates.
PREFIX = "perhaps~"


@dataclass(frozen=True)
class Group:
    """Cards that pairs of one name tie together: their ids, and those pairs on which nobody
    decided, the likeliest first. It `waits` until the next load."""

    id: str
    ids: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]
    waits: bool


def count(db: duckdb.DuckDBPyConnection) -> int:
    """How many groups there are, without those that people decided on."""
    return len(groups(db))


def groups(db: duckdb.DuckDBPyConnection) -> list[Group]:
    """The groups, the likeliest first, and after them those that wait."""
    rows = db.execute(OPEN).fetchall()
    ties = [(("contact", left), ("contact", right)) for left, right in rows]
    first = components(ties)
    ids, pairs = defaultdict(set), defaultdict(list)
    for (one, two), pair in zip(ties, rows, strict=True):
        ids[first[one]] |= {one[1], two[1]}
        pairs[first[one]].append(pair)
    waiting = {id for (id,) in db.execute(WAITING).fetchall()}
    found = []
    for top, members in ids.items():
        id = PREFIX + min(members)
        found.append(Group(id, tuple(sorted(members)), tuple(pairs[top]), id in waiting))
    return sorted(found, key=lambda one: one.waits)


OPEN = """
    select perhaps.left_id, perhaps.right_id
    from perhaps
    semi join contact as l on l.id = perhaps.left_id
    semi join contact as r on r.id = perhaps.right_id
    anti join settled
        on settled.record_kind = perhaps.record_kind
        and settled.left_id = least(perhaps.left_id, perhaps.right_id)
        and settled.right_id = greatest(perhaps.left_id, perhaps.right_id)
    where perhaps.record_kind = 'contact'
    order by perhaps.score desc, perhaps.left_id, perhaps.right_id
"""
WAITING = """
    select id
    from later
    where record_kind = 'contact'
        and load_id = (select max(id) from load)
        and starts_with(id, 'perhaps~')
"""

"""All findings of a kind at once, where what is proposed is safe to do unseen one by one.

Tested in tests/casework/test_together.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from dq.casework import ways
from dq.casework.ways import Do
from dq.judging import judge
from dq.queries.review import findings
from dq.queries.review.findings import Filter, Finding
from dq.store import door

# The checks of which the way out follows from the data alone: the library knows the slip, the
# address is free, the two say the same.
SAFE = (
    "email_domain_typo",
    "username_missing",
    "username_not_email",
    "duplicate_relation",
    "damaged_text",
)
# So many are done at once.
MOST = 200


@dataclass(frozen=True)
class Proposal:
    """A finding, and what would be done about it."""

    finding: Finding
    way: Do


def proposals(db: duckdb.DuckDBPyConnection, check_id: str) -> list[Proposal]:
    """What can be done at once about the open findings of a check, at most `MOST`: nothing where
    it is not a safe one, or one has to look first; each record once. Nothing as long as the newest
    load is not judged, which may have put right what was found."""
    if check_id not in SAFE or not judge.newest(db):
        return []
    made: list[Proposal] = []
    touched: set[str | None] = set()
    for found in findings.page(db, Filter((check_id,)), size=MOST):
        if found.record_id in touched:
            continue
        _, way = ways.proposed(db, [found])
        if isinstance(way, Do) and way.sent:
            made.append(Proposal(found, way))
            touched |= {found.record_id, found.other_id}
    return made


def run(db: duckdb.DuckDBPyConnection, chosen: Sequence[Proposal], actor: str) -> None:
    """Do all of them, each a change of its own, or none.

    :raises DqError: what one of them raises
    """
    with door.together(db):
        for one in chosen:
            one.way.run(db, one.way.command, actor)

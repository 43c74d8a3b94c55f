"""Which findings an export shows: those are what the scores of its load count, until the next load.

Nothing that is done here changes that between two exports. What is put right here still counts;
what came up here, or was accepted before the load, does not.

Tested in tests/judging/test_shown.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from dq.domain.dispositions import KEY
from dq.judging import pending

# `shown_load` of a finding that no export shows. Without any it is not settled yet.
NONE = 0
# Accepted before the load, and that still holds.
SETTLED = f"""
    coalesce(disposed = 'accepted', false)
    and {KEY} in (select id from disposition where load_id < $load)
"""
OPEN = "solved_load is null and not list_contains($failed::varchar[], check_id)"


@dataclass(frozen=True)
class Basis:
    """What a judgement goes by: its load, whether that was not judged before (`first`) or by other
    rules (`other`), and the checks that had failed on it before."""

    load_id: int
    first: bool
    other: bool
    failed: tuple[str, ...]

    @property
    def anew(self) -> bool:
        """Whether the scores of the load are to be worked out."""
        return self.first or self.other or bool(self.failed)


def basis(db: duckdb.DuckDBPyConnection, load_id: int, code: str) -> Basis:
    """What the judgement that now begins goes by."""
    before = db.execute("select load_id, code from judged").fetchall()
    first = not before or before[0][0] != load_id
    failed = db.execute(
        "select check_id from measure where load_id = ? and open is null", [load_id]
    ).fetchall()
    other = not first and before[0][1] != code
    return Basis(load_id, first, other, () if first else tuple(id for (id,) in failed))


def settle(db: duckdb.DuckDBPyConnection, at: Basis, failed: set[str], edited: bool) -> None:
    """Note of every open finding whether the export of this load shows it.

    :param failed: the checks that could not be worked out now
    :param edited: whether something was changed here since the last judgement, before the load
    """
    given = {"failed": sorted(failed)}
    # What is new with a load came with it, unless somebody changed something just before.
    came = at.first and not edited
    db.execute(
        "create or replace temp table own as select unnest($ids::varchar[]) as id",
        {"ids": sorted(_own(db, at, given, came))},
    )
    db.execute(
        f"""
        update finding
        set shown_load = case
            when {SETTLED} then coalesce(shown_load, {NONE})
            when {_entering(at)} and shown_load > {NONE} then $load
            when shown_load is null and $came then $load
            when ({_entering(at)} or ($other and shown_load is null))
                and record_id not in (from own)
                and coalesce(other_id not in (from own), true)
            then $load
            else coalesce(shown_load, {NONE})
        end
        where {OPEN} and shown_load is distinct from $load
        """,
        given | {"load": at.load_id, "other": at.other, "came": came},
    )
    db.execute("drop table temp.own")


def _entering(at: Basis) -> str:
    """Whether a finding is judged for the first time on this load, as SQL."""
    again = ", ".join(f"'{id}'" for id in at.failed)
    return "true" if at.first else f"check_id in ({again})" if again else "false"


def _own(
    db: duckdb.DuckDBPyConnection, at: Basis, given: Mapping[str, object], came: bool
) -> set[str]:
    """Of the records of what is to be settled those that are otherwise here than in the export."""
    if not at.anew:
        return set()
    news = "" if came else "or shown_load is null"
    return pending.records(
        db,
        f"""
        select unnest([record_id, other_id])
        from finding
        where {OPEN} and (shown_load = {NONE} {news})
        """,
        given,
    )

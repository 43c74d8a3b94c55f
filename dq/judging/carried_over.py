"""What is found now meets what was found before: still there, back, under way, solved, or new.

Tested in tests/judging/test_findings.py.
"""

import duckdb

from dq.judging import pending, shown

SAME = """
    finding.check_id = found.check_id
    and finding.record_kind = found.record_kind
    and finding.record_id = found.record_id
    and finding.other_id is not distinct from found.other_id
"""
# Findings that are not found any more; of a check that is off they stay as they were.
GONE = f"""
    from finding
    where solved_load is null
        and check_id not in (from switched_off)
        and not exists (select 1 from found where {SAME})
"""
# What people decided of a pair settles a finding on it.
RULED = """
    exists (
        select 1
        from settled
        where not settled.same
            and settled.record_kind = finding.record_kind
            and settled.left_id = least(finding.record_id, finding.other_id)
            and settled.right_id = greatest(finding.record_id, finding.other_id)
    )
"""


def _repaired(db: duckdb.DuckDBPyConnection, edited: bool) -> set[str]:
    """The records of which something was put right here that no export has shown yet.

    What an export brought is solved, whatever else waits on the record; only what was put right
    here since it was judged, or is on its way since before, can be no more than that.
    """
    only = "" if edited else "and under_way"
    return pending.records(db, f"select unnest([record_id, other_id]) {GONE} {only}")


def merge(db: duckdb.DuckDBPyConnection, at: shown.Basis, failed: set[str], edited: bool) -> None:
    """Carry the findings over to this load: still there, back again, under way, solved, or new.

    The temporary table `found` has what was found.
    """
    _still_there(db, at)
    db.execute(
        "create or replace temp table repaired as select unnest($ids::varchar[]) as id",
        {"ids": sorted(_repaired(db, edited))},
    )
    _gone(db, at, failed, edited)
    db.execute("drop table temp.repaired")
    _new(db, at)


def _still_there(db: duckdb.DuckDBPyConnection, at: shown.Basis) -> None:
    """What was solved and is back within one load (an edit undone) never went away."""
    db.execute(
        f"""
        update finding
        set last_load = $load,
            detail = found.detail,
            returned_load = case
                when finding.solved_load < $load then $load else finding.returned_load
            end,
            -- To be settled anew: it came with this load.
            shown_load = case
                when finding.solved_load < $load then null
                -- Or it is found again by other rules, after others that did not find it.
                when $other and finding.solved_load is not null then null
                when $first and finding.under_way and shown_load = 0 then null
                else shown_load
            end,
            solved_load = null,
            under_way = null
        from found
        where {SAME}
            and (
                finding.last_load <> $load
                or finding.solved_load is not null
                or finding.under_way
                or finding.detail is distinct from found.detail
            )
        """,
        {"load": at.load_id, "first": at.first, "other": at.other},
    )


def _gone(db: duckdb.DuckDBPyConnection, at: shown.Basis, failed: set[str], edited: bool) -> None:
    """What is not found any more is solved, or under way where that was put right here."""
    db.execute(
        f"""
        update finding
        set under_way = case when waits then true end,
            solved_load = case when not waits then $load end,
            -- What other rules do not find any more never was.
            shown_load = if(not waits and not ruled and $other, 0, shown_load)
        from (
            select
                *,
                (record_id in (from repaired) or coalesce(other_id in (from repaired), false))
                    and not ruled and ($edited or coalesce(under_way, false)) as waits
            from (
                select
                    check_id, record_kind, record_id, other_id, finding.under_way, {RULED} as ruled
                {GONE}
                    and not list_contains($failed::varchar[], check_id)
            ) as gone
        ) as found
        where {SAME}
        """,
        {"load": at.load_id, "failed": sorted(failed), "other": at.other, "edited": edited},
    )


def _new(db: duckdb.DuckDBPyConnection, at: shown.Basis) -> None:
    db.execute(
        f"""
        insert into finding (
            check_id, record_kind, record_id, other_id, detail, first_load, last_load
        )
        select check_id, record_kind, record_id, other_id, detail, $load, $load
        from found
        where not exists (select 1 from finding where {SAME})
        """,
        {"load": at.load_id},
    )

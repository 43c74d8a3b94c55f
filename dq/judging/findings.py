"""Judge the data with every check, and keep the history of what was found."""

import logging
from collections.abc import Mapping
from typing import Protocol

import duckdb

from dq import sources
from dq.errors import N_
from dq.judging import cases, disposed, pending
from dq.progress import Progress
from dq.store import door

# Views that most rules read; worked out once for all rules, under the same name.
VIEWS = ("card", "claim", *(f"in_{people.short}" for people in sources.elsewhere()))


log = logging.getLogger("kaartenbak")


class Rule(Protocol):
    """What this command needs of a check."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def record_kind(self) -> str: ...
    @property
    def dimension(self) -> str: ...
    @property
    def scope(self) -> str: ...
    @property
    def sql(self) -> str: ...


def run(
    db: duckdb.DuckDBPyConnection,
    rules: Mapping[str, Rule],
    code: str,
    progress: Progress | None = None,
) -> None:
    """Find what offends the rules, write findings, measures and scores in one transaction.

    `code` is noted as the version that judged, with today's date. The settings must hold on this
    cursor and the facts must be up to date. A rule whose query fails has a measure without a
    number, and its earlier findings stay as they were.
    """
    tell = progress or (lambda fraction, message, **values: None)
    failed: set[str] = set()
    while True:
        try:
            _judge(db, rules, failed, code, tell)
            break
        except _Failed as failure:
            # An error ends the transaction, so all of it is done again without this rule.
            log.exception("The check %s could not be worked out", failure.check_id)
            failed.add(failure.check_id)
    tell(1.0, N_("Checked"))


class _Failed(Exception):
    """The query of one rule went wrong."""

    def __init__(self, check_id: str) -> None:
        super().__init__(check_id)
        self.check_id = check_id


def _judge(
    db: duckdb.DuckDBPyConnection,
    every: Mapping[str, Rule],
    failed: set[str],
    code: str,
    tell: Progress,
) -> None:
    rules = {name: rule for name, rule in every.items() if name not in failed}
    with door.transaction(db):
        [(load_id,)] = db.execute("select coalesce(max(id), 0) from load").fetchall()
        db.execute(
            "create or replace temp table found (check_id varchar, record_kind varchar,"
            " record_id varchar, other_id varchar, detail varchar)"
        )
        for view in VIEWS:
            # An unqualified name means the temporary table as long as there is one.
            db.execute(f"create temp table {view} as select * from main.{view}")
        for done, rule in enumerate(rules.values()):
            tell(done / len(rules), rule.title)
            _find(db, rule)
        _merge(db, load_id, failed, _repaired(db, load_id))
        disposed.mark(db, load_id)
        cases.work_out(db)
        _measure(db, rules, failed, load_id)
        _score(db, rules, load_id)
        for table in (*VIEWS, "found"):
            db.execute(f"drop table temp.{table}")
        db.execute("delete from judged")
        db.execute(
            "insert into judged (load_id, change_id, code, day)"
            " select ?, (select coalesce(max(id), 0) from change), ?, current_date",
            [load_id, code],
        )


def _find(db: duckdb.DuckDBPyConnection, rule: Rule) -> None:
    """Add what offends the rule to the temporary table `found`."""
    try:
        db.execute(
            "insert into found select $id, $kind, record_id, other_id, detail"
            f" from ({rule.sql}) as offending",
            {"id": rule.id, "kind": rule.record_kind},
        )
    except (duckdb.OperationalError, duckdb.InterruptException):
        raise  # the machine's fault (memory, disk) or the user's wish
    except duckdb.Error as error:
        raise _Failed(rule.id) from error


SAME = """
    finding.check_id = found.check_id
    and finding.record_kind = found.record_kind
    and finding.record_id = found.record_id
    and finding.other_id is not distinct from found.other_id
"""
# Findings that are not found any more.
GONE = f"""
    from finding
    where solved_load is null
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


def _repaired(db: duckdb.DuckDBPyConnection, load_id: int) -> set[str]:
    """The records of which something was put right here that no export has shown yet.

    What an export brought is solved, whatever else waits on the record; only what was put right
    here since it was judged, or is on its way since before, can be no more than that.
    """
    [(edited,)] = db.execute(
        """
        select coalesce(bool_or(
            judged.load_id = $load or exists (
                select 1
                from change
                where id > judged.change_id
                    and command <> 'load'
                    and id < (
                        select max(id) from change where command = 'load'
                    )
            )
        ), false)
        from judged
        """,
        {"load": load_id},
    ).fetchall()
    only = "" if edited else "and under_way"
    return pending.records(db, f"select unnest([record_id, other_id]) {GONE} {only}")


def _merge(
    db: duckdb.DuckDBPyConnection, load_id: int, failed: set[str], repaired: set[str]
) -> None:
    """Carry the findings over to this load: still there, back again, under way, solved, or new."""
    # What was solved and is back within one load (an edit undone) never went away.
    db.execute(
        f"""
        update finding
        set last_load = $load,
            detail = found.detail,
            returned_load = case
                when finding.solved_load < $load then $load else finding.returned_load
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
        {"load": load_id},
    )
    db.execute(
        "create or replace temp table repaired as select unnest($ids::varchar[]) as id",
        {"ids": sorted(repaired)},
    )
    db.execute(
        f"""
        update finding
        set under_way = case when waits then true end,
            solved_load = case when not waits then $load end
        from (
            select
                check_id, record_kind, record_id, other_id,
                (record_id in (from repaired) or coalesce(other_id in (from repaired), false))
                    and not {RULED} as waits
            {GONE}
                and not list_contains($failed::varchar[], check_id)
        ) as found
        where {SAME}
        """,
        {"load": load_id, "failed": sorted(failed)},
    )
    db.execute("drop table temp.repaired")
    db.execute(
        f"""
        insert into finding (
            check_id, record_kind, record_id, other_id, detail, first_load, last_load
        )
        select check_id, record_kind, record_id, other_id, detail, $load, $load
        from found
        where not exists (select 1 from finding where {SAME})
        """,
        {"load": load_id},
    )


def _measure(
    db: duckdb.DuckDBPyConnection, rules: Mapping[str, Rule], failed: set[str], load_id: int
) -> None:
    """Count the open findings of every rule, the ones without any too."""
    db.execute("delete from measure where load_id = ?", [load_id])
    db.execute(
        """
        insert into measure (load_id, check_id, open)
        select $load, rule.check_id, count(open.check_id)
        from (select unnest($checks) as check_id) as rule
        left join open_finding as open using (check_id)
        group by rule.check_id
        union all
        select $load, unnest($failed::varchar[]), null
        """,
        {"load": load_id, "checks": list(rules), "failed": sorted(failed)},
    )


def _score(db: duckdb.DuckDBPyConnection, rules: Mapping[str, Rule], load_id: int) -> None:
    """Per dimension, the share of the records asked about in which nothing was found.

    A dimension without records has no score; "overall" is the mean of the others.
    """
    db.execute("delete from score where load_id = ?", [load_id])
    dimensions = sorted({rule.dimension for rule in rules.values()})
    for dimension in dimensions:
        mine = [rule for rule in rules.values() if rule.dimension == dimension]
        asked = " union all ".join(
            _records(kind, {rule.scope for rule in mine if rule.record_kind == kind})
            for kind in sorted({rule.record_kind for rule in mine} - {"file"})
        )
        db.execute(
            f"""
            insert into score (load_id, dimension, value)
            select $load, $dimension, 1 - count(offending.record_id) / count(*)
            from ({asked}) as asked
            left join (
                select distinct record_kind, record_id
                from (
                    select check_id, record_kind, record_id from found
                    union all
                    -- What is put right here and not outside yet is still so.
                    select check_id, record_kind, record_id from finding where under_way
                )
                where list_contains($checks, check_id)
            ) as offending
                using (record_kind, record_id)
            having count(*) > 0
            """,
            {"load": load_id, "dimension": dimension, "checks": [rule.id for rule in mine]},
        )
    db.execute(
        "insert into score (load_id, dimension, value) select $load, 'overall', avg(value)"
        " from score where load_id = $load having count(*) > 0",
        {"load": load_id},
    )


def _records(kind: str, scopes: set[str]) -> str:
    """The records of a kind that the scopes ask about, as a query."""
    if "all" in scopes:
        return f"select '{kind}' as record_kind, id as record_id from {kind}"
    conditions = {"active": "active", "left": "status = 'left'"}
    where = " or ".join(conditions[scope] for scope in sorted(scopes))
    return f"select '{kind}' as record_kind, id as record_id from card where {where}"

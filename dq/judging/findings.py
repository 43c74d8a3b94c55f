"""Judge the data with every check, and keep the history of what was found."""

import logging
from collections.abc import Mapping
from typing import Protocol

import duckdb

from dq import sources
from dq.errors import N_
from dq.judging import cases, disposed, pending, scores, shown
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
    def severity(self) -> str: ...
    @property
    def within(self) -> bool: ...
    @property
    def sql(self) -> str: ...


def run(
    db: duckdb.DuckDBPyConnection,
    rules: Mapping[str, Rule],
    code: str,
    progress: Progress | None = None,
) -> None:
    """Find what offends the rules, write findings, measures and numbers in one transaction.

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
        at = shown.basis(db, load_id, code)
        edited = _edited(db, load_id)
        _merge(db, at, failed, edited)
        disposed.mark(db, load_id)
        cases.work_out(db)
        shown.settle(db, at, failed, edited)
        _measure(db, rules, failed, load_id)
        if at.anew:
            scores.count(db, rules, load_id)
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


def _edited(db: duckdb.DuckDBPyConnection, load_id: int) -> bool:
    """Whether something was changed here since the last judgement, and since the last load."""
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
    return edited


def _repaired(db: duckdb.DuckDBPyConnection, edited: bool) -> set[str]:
    """The records of which something was put right here that no export has shown yet.

    What an export brought is solved, whatever else waits on the record; only what was put right
    here since it was judged, or is on its way since before, can be no more than that.
    """
    only = "" if edited else "and under_way"
    return pending.records(db, f"select unnest([record_id, other_id]) {GONE} {only}")


def _merge(db: duckdb.DuckDBPyConnection, at: shown.Basis, failed: set[str], edited: bool) -> None:
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
            -- To be settled anew: it came with this load.
            shown_load = case
                when finding.solved_load < $load then null
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
        {"load": at.load_id, "first": at.first},
    )
    db.execute(
        "create or replace temp table repaired as select unnest($ids::varchar[]) as id",
        {"ids": sorted(_repaired(db, edited))},
    )
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
        {"load": at.load_id},
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

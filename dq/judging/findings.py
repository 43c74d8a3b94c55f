"""Judge the data with every check, and keep the history of what was found."""

import logging
import re
from collections.abc import Collection, Mapping
from typing import Protocol

import duckdb

from dq import sources
from dq.errors import N_
from dq.judging import carried_over, cases, disposed, lineage, scores, shown
from dq.judging.touched import Touched
from dq.progress import Progress
from dq.settings.sections.checks import PREFIX
from dq.store import door

# Views that most rules read; worked out once for all rules, under the same name, where more than a
# few are to be worked out.
VIEWS = ("card", "claim", "exported", *(f"in_{people.short}" for people in sources.elsewhere()))
# How a rule speaks of them, where not by their name alone: macros that read them.
CALLED = {"exported": "exported|known|general_known"}
FEW = 4

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
    failed: Collection[str] = (),
    touched: Touched | None = None,
    seen: int | None = None,
) -> None:
    """Find what offends the rules, write findings, measures and numbers in one transaction.

    `code` is noted as the version that judged, with today's date. The settings must hold on this
    cursor and the facts must be up to date. A rule whose query fails has a measure without a
    number, and its earlier findings stay as they were.

    :param failed: rules whose query is known to fail
    :param touched: what was written since rules judged that were the same but for its settings;
        what reads none of it found the same as then
    :param seen: the newest change that is known to be judged whole, facts and likely duplicates as
        well; without it the newest there is
    :raises Failed: in the caller's transaction, which that has ended
    """
    tell = progress or (lambda fraction, message, **values: None)
    lacking, joined = set(failed), door.inside(db)
    while True:
        try:
            _judge(db, rules, lacking, code, tell, touched, seen)
            break
        except Failed as failure:
            # An error ends the transaction, so all of it is done again without this rule.
            if joined:
                raise
            log.exception("The check %s could not be worked out", failure.check_id)
            lacking.add(failure.check_id)
    tell(1.0, N_("Checked"))


class Failed(Exception):
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
    touched: Touched | None,
    seen: int | None,
) -> None:
    rules = {name: rule for name, rule in every.items() if name not in failed}
    with door.joined(db):
        [(load_id,)] = db.execute("select coalesce(max(id), 0) from load").fetchall()
        db.execute(
            "create or replace temp table found (check_id varchar, record_kind varchar,"
            " record_id varchar, other_id varchar, detail varchar)"
        )
        at = shown.basis(db, load_id, code)
        asked = {id: one for id, one in rules.items() if _asked(one, touched, at.failed)}
        views = [view for view in VIEWS if _worth_it(view, asked.values())]
        for view in views:
            # An unqualified name means the temporary table as long as there is one.
            db.execute(f"create temp table {view} as select * from main.{view}")
        for done, rule in enumerate(asked.values()):
            tell(done / len(asked), rule.title)
            _find(db, rule)
        _found_before(db, [id for id in rules if id not in asked])
        edited = _edited(db, load_id)
        carried_over.merge(db, at, failed, edited)
        disposed.mark(db, load_id)
        cases.work_out(db)
        shown.settle(db, at, failed, edited)
        _measure(db, rules, failed, load_id)
        if at.anew:
            scores.count(db, rules, load_id)
        for table in (*views, "found"):
            db.execute(f"drop table temp.{table}")
        db.execute("delete from judged")
        db.execute(
            "insert into judged (load_id, change_id, code, day)"
            " select ?, coalesce(?, (select coalesce(max(id), 0) from change)), ?, current_date",
            [load_id, seen, code],
        )


def _asked(rule: Rule, touched: Touched | None, failed: Collection[str]) -> bool:
    """Whether a rule is to be worked out anew."""
    if touched is None or rule.id in failed:
        return True
    own = {f"{PREFIX}{rule.id}", *lineage.variables(rule.sql)}
    if not own.isdisjoint(touched.settings):
        return True
    try:
        return touched.any_of(lineage.of(rule.sql))
    except duckdb.Error:  # which is said when it is worked out
        return True


def _worth_it(view: str, asked: Collection[Rule]) -> bool:
    """Whether so many rules read a view that it is worked out for all of them at once."""
    called = re.compile(rf"\b({CALLED.get(view, view)})\b")
    return sum(bool(called.search(rule.sql)) for rule in asked) > FEW


def _found_before(db: duckdb.DuckDBPyConnection, checks: Collection[str]) -> None:
    """Add to `found` what rules found that are not worked out anew."""
    db.execute(
        """
        insert into found
        select check_id, record_kind, record_id, other_id, detail
        from finding
        where check_id in (select unnest($checks::varchar[]))
            and solved_load is null
            and not coalesce(under_way, false)
        """,
        {"checks": list(checks)},
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
        raise Failed(rule.id) from error


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

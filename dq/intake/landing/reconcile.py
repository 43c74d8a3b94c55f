"""What an export says of work that was asked: rows made here arrived, steps are done or not."""

from datetime import date, datetime

import duckdb

from dq.domain import relations
from dq.intake.batch import Batch
from dq.intake.cells.stage import fields
from dq.intake.landing import arrive, direct, sent, threeway
from dq.objects import NAMED_BY, OWN_KEY
from dq.reading import vocabulary
from dq.store.ledger import Ledger

# Per subject of a step the object in whose file the back office's work shows, and the column
# without which the file says nothing of it.
SHOWN_IN = {
    "relation": ("relation", None),
    "approval": ("approval", None),
    "status": ("contact", "status"),
    "login": ("portal_user", "active"),
    "bc": ("bc_contact", "blocked"),
}
# Whether it is on, as last exported.
SHOWN = """
    case step.subject
        when 'relation' then exists (
            select 1
            from upstream.relation
            where relation.contact_id = step.person_id
                and relation.account_id = step.account_id
                and coalesce(relation.active, true)
        )
        when 'approval' then exists (
            select 1
            from upstream.approval
            where approval.contact_id = step.person_id
                and approval.project_id = step.project_id
                and approval.kind = step.approval_kind
                and coalesce(approval.active, true)
        )
        when 'status' then exists (
            select 1
            from upstream.contact
            where contact.id = step.person_id and contact.status is distinct from 'left'
        )
        when 'login' then exists (
            select 1
            from upstream.portal_user
            where portal_user.id = step.record_id and coalesce(portal_user.active, true)
        )
        else exists (
            select 1
            from upstream.bc_contact
            where bc_contact.id = step.record_id and not coalesce(bc_contact.blocked, false)
        )
    end
"""


def run(
    db: duckdb.DuckDBPyConnection, batch: Batch, version: int, load_id: int, exported: date
) -> None:
    """Compare what was asked with the export that is now in `upstream`, within its load.

    `version` is the id of the load's change, which the rows of main get.
    """
    arrive.Arrivals(db, batch, load_id, version).run()
    _follow_merges(db, version)
    relations.once_per_pair(Ledger(db, version))
    direct.follow(db, version)
    sent.run(db, batch, exported)
    _clashes(db, batch, load_id, version)
    told = [
        subject
        for subject, (name, column) in SHOWN_IN.items()
        if any(column is None or column in sheet.columns for sheet in batch.of(name))
    ]
    if told:
        whole = [
            subject
            for subject in told
            if all(sheet.complete for sheet in batch.of(SHOWN_IN[subject][0]))
        ]
        _compare(db, told, exported)
        _see(db, version, load_id)
        _reopen(db, whole, version, load_id)
        db.execute("drop table told").fetchall()


def _follow_merges(db: duckdb.DuckDBPyConnection, version: int) -> None:
    """What newly names a record that was merged here names the one that stays."""
    if db.execute("select count(*) from merged").fetchall() == [(0,)]:
        return
    for kind, places in NAMED_BY.items():
        for table, column in places:
            if table in vocabulary.objects():
                db.execute(
                    f"update main.{table} as named set {column} = survivor.survivor_id,"
                    f" version = {version} from survivor where named.{column} = survivor.id"
                    f" and survivor.id not in (select id from main.{kind})"
                ).fetchall()


def _clashes(db: duckdb.DuckDBPyConnection, batch: Batch, load_id: int, version: int) -> None:
    """What went there though it was changed here; and both sides may agree again."""
    for name in batch.objects:
        threeway.gone(db, name, load_id, version)
        named = [field for sheet in batch.of(name) for field in fields(sheet)]
        threeway.close(db, name, list(dict.fromkeys(named)))


def _compare(db: duckdb.DuckDBPyConnection, subjects: list[str], exported: date) -> None:
    """Make `told`: per step whether it was ticked before the export, and is so in it.

    Where several steps are about the same thing, what the newest wants is what counts.
    """
    db.execute(
        f"""
        create or replace temp table told as
        with step as (
            select
                asked.*,
                row_number() over same_thing = 1 as newest,
                first_value(asked.wanted) over same_thing as last_wanted
            from main.step as asked
            join tile on tile.id = asked.tile_id
            window same_thing as (
                partition by subject, person_id, project_id, approval_kind, account_id, record_id
                order by tile.made desc, place desc
            )
        )
        select
            id, done is not null and seen_load is null and newest as ticked,
            {SHOWN} = last_wanted as right
        from step
        where list_contains($here, step.subject)
            -- Salesforce knows nothing yet of a card that was made here.
            and not starts_with(step.person_id, '{OWN_KEY}')
            and (step.done is null or step.done::date <= $exported)
        """,
        {"here": subjects, "exported": exported},
    ).fetchall()


def _see(db: duckdb.DuckDBPyConnection, version: int, load_id: int) -> None:
    """Tick what the export shows as done, and note that it does."""
    db.execute(
        """
        update step
        set done = coalesce(step.done, $now),
            seen_load = $load,
            reopened_load = null,
            version = $version
        from told
        where told.id = step.id and told.right and step.seen_load is null
        """,
        {"now": datetime.now().replace(microsecond=0), "load": load_id, "version": version},
    ).fetchall()


def _reopen(db: duckdb.DuckDBPyConnection, subjects: list[str], version: int, load_id: int) -> None:
    """Open again what was ticked and is not so; only a whole file can contradict.

    What an export has shown was done: if it is not so later, that is of another cause.
    """
    db.execute(
        """
        update step
        set done = null, done_by = null, reopened_load = $load, version = $version
        from told
        where told.id = step.id and told.ticked and not told.right
            and list_contains($subjects, step.subject)
        """,
        {"load": load_id, "version": version, "subjects": subjects},
    ).fetchall()

"""What an export says of work that was asked: rows made here arrived, steps are done or not."""

from datetime import datetime

from dq.domain import relations
from dq.intake.cells.stage import fields
from dq.intake.landing import Landing, arrive, clashes, direct, sent
from dq.objects import NAMED_BY, OBJECTS, OWN_KEY

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


def run(landing: Landing) -> None:
    """Compare what was asked with the export that is now in `upstream`, within its load."""
    arrive.Arrivals(landing).run()
    _follow_merges(landing)
    relations.once_per_pair(landing.ledger)
    direct.follow(landing)
    sent.run(landing)
    _clashes(landing)
    _steps(landing)


def _steps(landing: Landing) -> None:
    """See of each step whether it is so in this export, as far as its files show that."""
    of = landing.batch.of
    shown = [
        subject
        for subject, (name, column) in SHOWN_IN.items()
        if any(column is None or column in sheet.columns for sheet in of(name))
    ]
    if not shown:
        return
    whole = [
        subject for subject in shown if all(sheet.complete for sheet in of(SHOWN_IN[subject][0]))
    ]
    compared = _compared(landing, shown)
    _see(landing, compared)
    _reopen(landing, compared, whole)


def _follow_merges(landing: Landing) -> None:
    """What newly names a record that was merged here names the one that stays."""
    if landing.db.execute("select count(*) from merged").fetchall() == [(0,)]:
        return
    for kind, places in NAMED_BY.items():
        for table, column in places:
            if table in OBJECTS:
                landing.db.execute(
                    f"update main.{table} as named set {column} = survivor.survivor_id,"
                    f" version = {landing.version} from survivor where named.{column} = survivor.id"
                    f" and survivor.id not in (select id from main.{kind})"
                )


def _clashes(landing: Landing) -> None:
    """What went there though it was changed here; and both sides may agree again."""
    for name in landing.batch.objects:
        clashes.gone(landing, name)
        named = [field for sheet in landing.batch.of(name) for field in fields(sheet)]
        clashes.close(landing, name, list(dict.fromkeys(named)))


def _compared(landing: Landing, subjects: list[str]) -> str:
    """The relation that says per step whether it was ticked before the export, and is so in it.

    Where several steps are about the same thing, what the newest wants is what counts.
    """
    return landing.keep(
        "compared_steps",
        f"""
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
        {"here": subjects, "exported": landing.exported},
    )


def _see(landing: Landing, compared: str) -> None:
    """Tick what the export shows as done, and note that it does."""
    landing.db.execute(
        f"""
        update step
        set done = coalesce(step.done, $now),
            seen_load = $load,
            reopened_load = null,
            version = $version
        from {compared} as compared
        where compared.id = step.id and compared.right and step.seen_load is null
        """,
        {
            "now": datetime.now().replace(microsecond=0),
            "load": landing.load_id,
            "version": landing.version,
        },
    )


def _reopen(landing: Landing, compared: str, subjects: list[str]) -> None:
    """Open again what was ticked and is not so; only a whole file can contradict.

    What an export has shown was done: if it is not so later, that is of another cause.
    """
    landing.db.execute(
        f"""
        update step
        set done = null, done_by = null, reopened_load = $load, version = $version
        from {compared} as compared
        where compared.id = step.id and compared.ticked and not compared.right
            and list_contains($subjects, step.subject)
        """,
        {"load": landing.load_id, "version": landing.version, "subjects": subjects},
    )

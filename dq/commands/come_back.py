"""Come back: somebody who left is in service again, and has again what was taken over."""

from dataclasses import dataclass
from datetime import date

import duckdb

from dq.domain import cards, steps
from dq.domain.steps import Step
from dq.errors import N_, Invalid
from dq.objects import LEAVING
from dq.outgoing import difference
from dq.settings import names
from dq.store import door
from dq.store.ledger import Ledger

Listed = list[tuple[str, bool, Step]]  # id, whether it was done, the step


# What Salesforce takes this card for: what was said to it last, else what it exported.
TAKEN_FOR = """
    with said as (
        select fields ->> 'status' as status
        from package_row
        where record_table = 'contact' and record_id = $id and state in ('sent', 'done')
            and json_exists(fields, '$.status')
        order by package_id desc, key desc
        limit 1
    )
    from said
    union all
    select coalesce(status, 'active')
    from upstream.contact
    where id = $id and not exists (from said)
"""
TOO_EARLY = N_(
    "Salesforce does not know yet that {name} leaves: no package has it. Enter the return once one"
    " has (see Package), or undo the leaving under History."
)


@dataclass(frozen=True)
class ComeBack:
    """The card, as it was at `version`, is of somebody in service from `day` on."""

    contact_id: str
    version: int
    day: date


def run(db: duckdb.DuckDBPyConnection, command: ComeBack, actor: str) -> str | None:
    """The tile with what the back office has to turn back; None where it had done nothing yet.

    What was still to be done for the leaving need not be done any more.

    :raises Invalid: the person has not left, or Salesforce does not know that yet and the return is
        for a day to come
    :raises NotFound: the card is gone
    :raises Conflict: somebody changed it since
    """
    id = command.contact_id
    with door.writing(db, "come_back", actor) as ledger, ledger.as_of(command.day):
        found = cards.contact(db, id)
        if found["active"]:
            raise Invalid(N_("{name} is in service already."), name=found["name"])
        if command.day > date.today() and _untold(db, id):
            raise Invalid(TOO_EARLY, name=found["name"])
        back = dict.fromkeys(LEAVING) | {"status": steps.status(in_service=True)}
        ledger.update("contact", id, back, command.version)
        listed = _turned(ledger, id, command.day)
        _forget(ledger, id)
        for step_id, done, _step in listed:
            if not done:
                ledger.delete("step", step_id)
        _drop_empty(ledger, id)
        turned = [step.reversed() for _id, done, step in listed if done]
        if not any(step.subject == "status" for _id, _done, step in listed):
            # Left with an export, not here; the relation with the own account may have ended too.
            turned.insert(0, Step("status", True, id))
            own = Step("relation", True, id, account_id=found["account_id"])
            if found["account_id"] and own not in turned and steps.put(ledger, own, command.day):
                turned.append(own)
        # Who left takes over again before the others are taken off.
        turned.sort(key=lambda step: not step.wanted)
        return steps.hand_out(ledger, "return", id, turned)


def _untold(db: duckdb.DuckDBPyConnection, id: str) -> bool:
    """Whether Salesforce takes somebody who left for one in service, and could be told."""
    if "status" not in difference.carried(db, names.read(db), "contact"):
        return False
    agreed = "from accepted where id = ? and ours = '\"left\"'"
    if db.execute(agreed, [f"contact:{id}:status"]).fetchall():
        return False
    rows = db.execute(TAKEN_FOR, {"id": id}).fetchall()
    return any(status not in ("left", "inactive") for (status,) in rows)


def _turned(ledger: Ledger, id: str, day: date) -> Listed:
    """Turn what was asked for the leaving back in `main`, except what others need by now."""
    turned = []
    for step_id, done, step in _listed(ledger, id):
        if step.person_id != id and _needed(ledger, id, step):
            continue
        if step.subject != "status":
            steps.put(ledger, step.reversed(), day)
        turned.append((step_id, done, step))
    return turned


def _needed(ledger: Ledger, id: str, step: Step) -> bool:
    """Whether a successor has this for somebody else who left too, or for work of their own."""
    if step.subject == "relation":
        rows = ledger.db.execute(
            """
            select 1 from contact where id = $person and account_id = $account
            union all
            select 1 from approving where contact_id = $person and account_id = $account
            """,
            {"person": step.person_id, "account": step.account_id},
        )
        return bool(rows.fetchall())
    rows = ledger.db.execute(
        """
        select 1
        from step
        join tile on tile.id = step.tile_id and tile.kind = 'leave'
        join departure on departure.id = step.person_id and departure.id <> $id
        join succession
            on succession.contact_id = departure.id and succession.successor_id = $person
        where step.subject = 'approval'
            and not step.wanted
            and step.project_id = $project
            and step.approval_kind = $kind
        """,
        {
            "id": id,
            "person": step.person_id,
            "project": step.project_id,
            "kind": step.approval_kind,
        },
    )
    return bool(rows.fetchall())


def _listed(ledger: Ledger, id: str) -> Listed:
    """The steps of this leaving, the last first: a relation ends before it begins again."""
    rows = ledger.db.execute(
        """
        select
            step.id, step.done is not null, step.subject, step.wanted, step.person_id,
            step.project_id, step.approval_kind, step.account_id, step.record_id
        from tile
        join step on step.tile_id = tile.id
        where tile.contact_id = $id
            and tile.kind = 'leave'
            and tile.made > (
                select coalesce(max(made), '-infinity'::timestamp)
                from tile
                where contact_id = $id and kind = 'return'
            )
        order by tile.made desc, tile.id desc, step.place desc
        """,
        {"id": id},
    ).fetchall()
    return [(row[0], row[1], Step(*row[2:])) for row in rows]


def _forget(ledger: Ledger, id: str) -> None:
    """Nobody has the tasks of somebody who is there."""
    for table, column in (("departure", "id"), ("succession", "contact_id")):
        rows = ledger.db.execute(f"select id from {table} where {column} = ? order by id", [id])
        for (row_id,) in rows.fetchall():
            ledger.delete(table, row_id)


def _drop_empty(ledger: Ledger, id: str) -> None:
    """A tile without steps is no tile."""
    rows = ledger.db.execute(
        """
        select tile.id
        from tile
        anti join step on step.tile_id = tile.id
        where tile.contact_id = ?
        order by tile.id
        """,
        [id],
    ).fetchall()
    for (tile_id,) in rows:
        ledger.delete("tile", tile_id)

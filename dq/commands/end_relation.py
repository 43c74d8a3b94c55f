"""End relation: a person no longer belongs to an account beside their own."""

from dataclasses import dataclass
from datetime import date

import duckdb

from dq.errors import N_, Invalid
from dq.store import door
from dq.store.ledger import after


@dataclass(frozen=True)
class EndRelation:
    """The relation, as it was at `version`, ends on a day."""

    relation_id: str
    version: int
    day: date


def run(db: duckdb.DuckDBPyConnection, command: EndRelation, actor: str) -> None:
    """Switch the relation off and note its last day; it stays as history.

    :raises Invalid: it is the own account, it has ended, or the day is before its start
    :raises NotFound: it is gone
    :raises Conflict: somebody changed it since
    """
    with door.writing(db, "end_relation", actor) as ledger:
        row = ledger.row("relation", command.relation_id)
        own = db.execute(
            "select 1 from contact where id = ? and account_id = ?",
            [row["contact_id"], row["account_id"]],
        ).fetchall()
        if row["direct"] or own:
            raise Invalid(N_("This is the own account; change the company instead."))
        if row["active"] is False:
            raise Invalid(N_("This relation has ended already."))
        if row["start_date"] and command.day < row["start_date"]:
            raise Invalid(N_("The last day is before the first, {start}."), start=row["start_date"])
        ended = {"active": False, "end_date": command.day}
        with ledger.as_of(after(command.day)):
            ledger.update("relation", command.relation_id, ended, command.version)

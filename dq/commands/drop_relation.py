"""Drop relation: a relation that is there twice is there once, and says what both said."""

from dataclasses import dataclass

import duckdb

from dq.domain import relations
from dq.errors import N_, Invalid
from dq.store import door


@dataclass(frozen=True)
class DropRelation:
    """Of two relations of one person with one account, the one that is to go."""

    relation_id: str
    other_id: str


def run(db: duckdb.DuckDBPyConnection, command: DropRelation, actor: str) -> None:
    """Keep one of the two, the other where Salesforce does not let this one go.

    :raises Invalid: they are not of one person with one account
    :raises NotFound: one of them is gone
    """
    with door.writing(db, "drop_relation", actor) as ledger:
        one = relations.read(ledger, command.relation_id)
        there = relations.read(ledger, command.other_id)
        pair = ("contact_id", "account_id")
        if one["id"] == there["id"] or any(one[name] != there[name] for name in pair):
            raise Invalid(N_("These two are not the same relation."))
        relations.once(ledger, one, there, {})

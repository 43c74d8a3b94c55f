"""Drop relation: a relation that is there twice is there once, and says what both said."""

from dataclasses import dataclass

import duckdb

from dq.domain import relations
from dq.errors import N_, Invalid
from dq.store import door


@dataclass(frozen=True)
class DropRelation:
    """The relations of one person with one account, of which one stays."""

    relation_ids: tuple[str, ...]


def run(db: duckdb.DuckDBPyConnection, command: DropRelation, actor: str) -> None:
    """Keep one of them: the one that Salesforce does not let go, else the active one.

    :raises Invalid: they are fewer than two, or not of one person with one account
    :raises NotFound: one of them is gone
    """
    with door.writing(db, "drop_relation", actor) as ledger:
        rows = [relations.read(ledger, id) for id in dict.fromkeys(command.relation_ids)]
        pairs = {(row["contact_id"], row["account_id"]) for row in rows}
        if len(rows) < 2 or len(pairs) > 1:
            raise Invalid(N_("These are not the same relation."))
        kept, *others = sorted(rows, key=lambda row: (not row["active"], not row["direct"]))
        for one in others:
            kept = relations.once(ledger, one, kept, {})

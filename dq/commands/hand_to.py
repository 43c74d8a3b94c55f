"""Hand to: what was found of records is somebody's to see to, by a day; or nobody's again.

Tested in tests/casework/test_ways.py.
"""

from dataclasses import dataclass
from datetime import date

import duckdb

from dq.domain import cards
from dq.errors import N_, Invalid
from dq.store import door


@dataclass(frozen=True)
class HandTo:
    """The records of a case, each as its kind and id; no name takes it back."""

    records: tuple[tuple[str, str], ...]
    assignee: str | None
    due: date | None = None


def run(db: duckdb.DuckDBPyConnection, command: HandTo, actor: str) -> None:
    """Note who sees to these records.

    :raises Invalid: no record is named, the name is too long, or the day is past
    """
    if not command.records:
        raise Invalid(N_("Choose at least one finding."))
    assignee = cards.cleaned({"assignee": command.assignee})["assignee"]
    if command.due and command.due < date.today():
        raise Invalid(N_("The day is past, choose a later one."))
    with door.writing(db, "hand_to", actor) as ledger:
        for kind, id in dict.fromkeys(command.records):
            key = f"{kind}~{id}"
            if assignee:
                values = {"record_kind": kind, "record_id": id}
                ledger.write("assignment", key, values | {"assignee": assignee, "due": command.due})
            elif db.execute("select 1 from assignment where id = ?", [key]).fetchall():
                ledger.delete("assignment", key)

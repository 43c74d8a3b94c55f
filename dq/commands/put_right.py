"""Put right: who was given something put it right elsewhere; the next export shows whether so."""

from dataclasses import dataclass

import duckdb

from dq.domain import dispositions
from dq.errors import N_, Invalid
from dq.store import door

REASON = N_("Put right in Salesforce or Business Central")

GIVEN = """
    select 1
    from given_finding
    where check_id = ? and record_kind = ? and record_id = ? and coalesce(other_id, '') = ?
"""


@dataclass(frozen=True)
class PutRight:
    """The findings, by their keys."""

    findings: tuple[str, ...]


def run(db: duckdb.DuckDBPyConnection, command: PutRight, actor: str) -> None:
    """Let the findings wait for the next export: what is not right in that is open again.

    :raises Invalid: no finding is named, or one is of a record that nobody was given
    :raises NotFound: a finding is solved or gone
    """
    if not command.findings:
        raise Invalid(N_("Choose at least one finding."))
    with door.writing(db, "put_right", actor, reason=REASON) as ledger:
        dispositions.keep(ledger, command.findings, "later", REASON)
        for key in command.findings:
            if not db.execute(GIVEN, key.split("~")).fetchall():
                raise Invalid(N_("This was not given to anybody to put right."))

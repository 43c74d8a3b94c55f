"""Put right: who was given something put it right elsewhere; the next export shows whether so."""

from dataclasses import dataclass

import duckdb

from dq.domain import dispositions
from dq.errors import N_, Invalid
from dq.store import door

REASON = N_("Put right in Salesforce or Business Central")


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
        for key in command.findings:
            _check, kind, id, _other = key.split("~")
            if not db.execute("select 1 from assignment where id = ?", [f"{kind}~{id}"]).fetchall():
                raise Invalid(N_("This was not given to anybody to put right."))
        dispositions.keep(ledger, command.findings, "later", REASON)

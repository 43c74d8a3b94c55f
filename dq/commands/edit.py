"""Edit: correct the fields of a card; a new address brings its username along."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import duckdb

from dq.domain import cards, logins
from dq.errors import N_, Invalid
from dq.store import door

FIELDS = cards.FIELDS


@dataclass(frozen=True)
class Edit:
    """New values of a card that was at `version` when the user saw it."""

    contact_id: str
    version: int
    values: Mapping[str, str | None] = field(default_factory=dict)
    reason: str | None = None


def run(db: duckdb.DuckDBPyConnection, command: Edit, actor: str) -> bool:
    """Write what differs; says whether anything did.

    :raises Invalid: the last name is empty, a value is too long, the address cannot be one or is
        somebody else's username
    :raises NotFound: the card is gone
    :raises Conflict: somebody changed it since
    """
    if unknown := set(command.values) - set(FIELDS):
        raise Invalid(N_("{field} cannot be changed here."), field=min(unknown))
    values = cards.cleaned(command.values)
    if "last_name" in values and not values["last_name"]:
        raise Invalid(N_("{field} cannot be empty."), field="last_name")
    with door.writing(db, "edit", actor, reason=command.reason) as ledger:
        return logins.readdress(ledger, command.contact_id, values, command.version)

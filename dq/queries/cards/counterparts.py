"""The people of another system that some cards are, without reading all of either."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from dq.sources import business_central
from dq.sources.declaration import People


@dataclass(frozen=True)
class Counterpart:
    """Somebody in another system as last exported; `by_address` where not its id but its address
    tells whose. `asked` is what the back office is asked to make of `blocked`, None: nothing."""

    id: str
    name: str | None
    email: str | None
    blocked: bool | None
    asked: bool | None = None
    by_address: bool = False


# Rows that may have one of the addresses; folding every address would take five times as long.
ALIKE = """(
    list_contains($addresses::varchar[], lower(email))
    or starts_with(email, ' ')
    or ends_with(email, ' ')
)"""


def records(
    db: duckdb.DuckDBPyConnection, ids: Sequence[str], people: People = business_central.PEOPLE
) -> dict[str, list[Counterpart]]:
    """The records of these cards by card, as the view in_<short> of that system has them.

    The view looks at the addresses of all cards, which takes long where there are very many.
    """
    cards = db.execute(
        "select id, folded(email) from contact where id in (select unnest($ids::varchar[]))",
        {"ids": list(ids)},
    ).fetchall()
    addresses = {address: id for id, address in cards if address}
    rows = db.execute(
        f"""
        with known as materialized (
            from {people.object} where list_contains($ids::varchar[], salesforce_id) or {ALIKE}
        )
        select
            known.salesforce_id, folded(known.email), known.id, known.name, known.email,
            if(there.id is null, known.blocked, there.blocked),
            if(there.id is not null and coalesce(there.blocked, false) <> known.blocked,
                known.blocked, null)
        from known
        left join upstream.{people.object} as there on there.id = known.id
        order by known.id
        """,
        {"ids": list(ids), "addresses": list(addresses)},
    ).fetchall()
    found: dict[str, list[Counterpart]] = {}
    asked = {id for id, _ in cards}
    loose = []
    for salesforce_id, address, *record in rows:
        if salesforce_id in asked:
            found.setdefault(salesforce_id, []).append(Counterpart(*record))
        elif address in addresses:
            loose.append((salesforce_id, address, record))
    if not loose:
        return found
    taken = _known(db, [salesforce_id for salesforce_id, *_ in loose if salesforce_id])
    single = _single(db, sorted({address for _, address, _ in loose}))
    for salesforce_id, address, record in loose:
        if salesforce_id not in taken and address in single:
            found.setdefault(addresses[address], []).append(Counterpart(*record, by_address=True))
    return found


def _known(db: duckdb.DuckDBPyConnection, ids: list[str]) -> set[str]:
    """Which of these ids are on a card."""
    rows = db.execute(
        "select id from contact where id in (select unnest($ids::varchar[]))", {"ids": ids}
    ).fetchall()
    return {id for (id,) in rows}


def _single(db: duckdb.DuckDBPyConnection, addresses: list[str]) -> set[str]:
    """Which of these addresses are on one card only."""
    rows = db.execute(
        f"select folded(email) from contact where {ALIKE}", {"addresses": addresses}
    ).fetchall()
    cards = Counter(address for (address,) in rows)
    return {address for address in cards if cards[address] == 1}

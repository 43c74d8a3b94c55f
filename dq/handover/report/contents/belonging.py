"""Whose a record is: the owner of the account that it belongs to.

Tested in tests/handover/report/test_report.py.
"""

from collections.abc import Collection, Iterable, Mapping

import duckdb

from dq.objects import OBJECTS, naming

# An account that nobody owns, or what belongs to none.
NOBODY = ""


def same(one: str | None, other: str | None) -> bool:
    """Whether two names are of one owner: case and the spaces in between say nothing."""
    return folded(one) == folded(other)


def folded(name: str | None) -> str:
    """A name as it is compared; empty for nobody."""
    return " ".join((name or "").split()).casefold()


def spelled(db: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """How each owner is spelled, by the folded name: as on most accounts."""
    rows = db.execute(
        "select owner, count(*) from account where owner is not null group by owner"
        " order by count(*), owner desc"
    ).fetchall()
    return {folded(owner): " ".join(owner.split()) for owner, _accounts in rows if folded(owner)}


def query(kinds: Iterable[str]) -> str:
    """The owners of the records of these kinds that have one: record_kind, record_id, owner."""
    parts = [
        f"""
        select '{kind}' as record_kind, record.id as record_id, account.owner as owner
        from {kind} as record
        {_account(kind)}
        where account.owner is not null
        """
        for kind in sorted(set(kinds) & set(OBJECTS))
        if naming(kind, "account") or naming(kind, "contact")
    ]
    nothing = "select '' as record_kind, '' as record_id, '' as owner where false"
    return " union all ".join(parts) or nothing


def owners(
    db: duckdb.DuckDBPyConnection, records: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], str]:
    """The owners of these records, each by its kind and id; what nobody owns is left out."""
    wanted = list(records)
    rows = db.execute(
        f"""
        select record_kind, record_id, owner
        from ({query(kind for kind, _id in wanted)})
        where record_id in (select unnest($ids::varchar[]))
        """,
        {"ids": sorted({id for _kind, id in wanted})},
    ).fetchall()
    return {(kind, id): owner for kind, id, owner in rows}


def through(
    db: duckdb.DuckDBPyConnection,
    records: Collection[tuple[str, str]],
    cards: Mapping[tuple[str, str], str],
) -> dict[tuple[str, str], str]:
    """The owner of each of these records, as they are spelled.

    :param cards: the cards that they belong to: what is gone here is of whoever has its card
    """
    spellings = spelled(db)
    found = owners(db, {*records, *(("contact", card) for card in cards.values())})
    return {
        record: spellings.get(
            folded(found.get(record) or found.get(("contact", cards.get(record, "")))), NOBODY
        )
        for record in records
    }


def _account(kind: str) -> str:
    """The join that finds the account of a record of this kind, as `account`."""
    if kind == "account":
        return "join account on account.id = record.id"
    if of_account := naming(kind, "account"):
        return f"join account on account.id = record.{of_account}"
    return (
        f"join contact as person on person.id = record.{naming(kind, 'contact')}"
        " join account on account.id = person.account_id"
    )

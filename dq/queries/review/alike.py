"""Groups of cards with one name, address and account, which can be merged all at once."""

from dataclasses import dataclass

import duckdb


@dataclass(frozen=True)
class Group:
    """A group of cards with one name, one address and one account."""

    ids: tuple[str, ...]
    name: str
    email: str
    account: str | None


# More groups than these are not counted.
MOST_COUNTED = 100


def count(db: duckdb.DuckDBPyConnection) -> int:
    """How many groups there are, at most `MOST_COUNTED`."""
    return len(groups(db, MOST_COUNTED))


def groups(db: duckdb.DuckDBPyConnection, most: int) -> list[Group]:
    """Groups of likely duplicates in which name, address and account are equal; by name."""
    rows = db.execute(
        """
        with card as materialized (
            select
                cluster.group_id, contact.id, contact.last_name,
                coalesce(contact.account_id, '') as account_id, account.name as account,
                called(first_name, middle_name, last_name) as name,
                folded(contact.email) as address,
                is_general(contact.kind, first_name, last_name, account.name) as general
            from cluster
            join contact on contact.id = cluster.record_id
            left join account on account.id = contact.account_id
            where cluster.record_kind = 'contact'
        ), person as (
            from card where address is not null and name is not null and not general
        ), close as (
            select group_id
            from person
            group by group_id
            having count(*) > 1
                and min(address) = max(address)
                and min(account_id) = max(account_id)
        )
        select list(id order by id), min(name), min(address), min(account)
        from person
        semi join close using (group_id)
        group by group_id
        having count(distinct letters(name)) = 1
        order by min(last_name), group_id
        limit $most
        """,
        {"most": most},
    ).fetchall()
    return [Group(tuple(row[0]), *row[1:]) for row in rows]

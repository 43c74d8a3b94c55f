"""How long the lists to download are, without making them.

Tested in tests/queries/review/test_duplicates.py.
"""

import duckdb

from dq.queries.backoffice import leavers, three_way, tiles

# Above this many claims counting distinct ones takes longer than a page may.
MOST_CLAIMS = 400_000


def sizes(db: duckdb.DuckDBPyConnection) -> dict[str, int | None]:
    """The number of rows per list of `dq.handover.lists.tables`; None: very many."""
    [(duplicates, contacts, claims)] = db.execute(
        """
        select
            (select count(*) from cluster),
            (select count(*) from contact),
            (select count(username) from contact) + (select count(username) from portal_user)
        """
    ).fetchall()
    [(steps,)] = db.execute(f"select count(*) from ({tiles.LIST})").fetchall()
    [(approvals,)] = db.execute(f"select count(*) from ({leavers.APPROVALS})").fetchall()
    differences = three_way.counts(db)
    usernames = None if claims > MOST_CLAIMS else _usernames(db)
    return {
        "duplicates": duplicates,
        "usernames": usernames,
        "contacts": contacts,
        "approvals": approvals,
        "tiles": steps,
        "three_way": sum(differences.values()),
    }


def _usernames(db: duckdb.DuckDBPyConnection) -> int:
    [(number,)] = db.execute(
        """
        select count(*)
        from (
            select lower(trim(username)), id
            from contact
            where username is not null
            union
            select lower(trim(username)), contact_id
            from portal_user
            where username is not null
        )
        """
    ).fetchall()
    return number

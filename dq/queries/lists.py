"""How long the lists to download are, without making them."""

import duckdb


def sizes(db: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """The number of rows per list of `dq.handover.tables`."""
    [(duplicates, usernames, contacts)] = db.execute(
        """
        select
            (select count(*) from cluster),
            (
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
            ),
            (select count(*) from contact)
        """
    ).fetchall()
    return {"duplicates": duplicates, "usernames": usernames, "contacts": contacts}

"""Which records are otherwise here than in the last export, themselves or what hangs on them."""

import duckdb

# Per table where its rows name the records that they belong to, besides their own ids.
HANGING = {
    "contact": ("account_id",),
    "account": ("parent_id",),
    "relation": ("contact_id", "account_id"),
    "approval": ("contact_id", "project_id"),
    "portal_user": ("contact_id",),
    "project": ("account_id",),
    "bc_contact": ("salesforce_id",),
}


def records(db: duckdb.DuckDBPyConnection, wanted: str) -> set[str]:
    """Of the records whose ids the query `wanted` gives, those that differ from the last export."""
    db.execute(
        f"create or replace temp table wanted as select distinct id from ({wanted}) as asked (id)"
    )
    queries = [_differing(table, names) for table, names in HANGING.items()]
    rows = db.execute(" union ".join(queries)).fetchall()
    db.execute("drop table temp.wanted")
    return {id for (id,) in rows}


def _differing(table: str, names: tuple[str, ...]) -> str:
    """The wanted ids that a row speaks of which is not the same on both sides."""
    where = " or ".join(f"{name} in (from wanted)" for name in ("id", *names))
    here = f"select * exclude (version) from main.{table} where {where}"
    there = f"select * from upstream.{table} where {where}"
    rows = f"(({here}) except ({there})) union all (({there}) except ({here}))"
    ids = " union ".join(f"select {name} as id from differing" for name in ("id", *names))
    return f"""
        select id from (
            with differing as materialized ({rows})
            {ids}
        ) where id in (from wanted)
    """

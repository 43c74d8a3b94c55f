"""Which settings that decide what is found were changed since a load."""

import duckdb

from dq.errors import N_
from dq.settings.declared import DECLARED

CHANGED = N_("Settings changed since, by which more or fewer is found: {settings}.")


def since(db: duckdb.DuckDBPyConnection, load_id: int) -> tuple[str, ...]:
    """The labels (message ids) of the settings that were changed after a load later than this one:
    what they find counts as new with it. A change that was undone is none."""
    rows = db.execute(
        """
        select distinct edit ->> 'id'
        from (
            select unnest(edits::json[]) as edit
            from change
            where undoes is null
                and undone_by is null
                and moment > (select min(loaded) from load where id > $load)
        )
        where edit ->> 'table' = 'setting'
        """,
        {"load": load_id},
    ).fetchall()
    changed = {name for (name,) in rows}
    return tuple(one.label for one in DECLARED if one.reaches and one.name in changed)

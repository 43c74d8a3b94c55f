"""Who and what a change speaks of, by the names that they have, or had.

Tested in tests/queries/settings/test_history.py.
"""

from collections.abc import Iterable
from typing import Any

import duckdb


def now(db: duckdb.DuckDBPyConnection, ids: set[str]) -> dict[str, tuple[str, str]]:
    """The kind and name of cards, accounts and projects, by id."""
    if not ids:
        return {}
    rows = db.execute(
        """
        select id, 'contact', called(first_name, middle_name, last_name, email, id)
        from contact
        where id in $ids
        union all
        select id, 'account', called(name, id)
        from account
        where id in $ids
        union all
        select id, 'project', called(name, id)
        from project
        where id in $ids
        """,
        {"ids": sorted(ids)},
    ).fetchall()
    return {id: (kind, name) for id, kind, name in rows}


def of(edit: dict[str, Any]) -> Iterable[str]:
    """Every record that a row names, also by a field that told nothing before."""
    sides = edit["before"] or {}, edit["after"] or {}
    fields = {side[name] for side in sides for name in side if name.endswith("_id")}
    return {*edit["about"], *(value for value in fields if isinstance(value, str))}


def then(db: duckdb.DuckDBPyConnection, ids: set[str]) -> dict[str, tuple[str, str]]:
    """The same of those that are gone, as the change said that made them or took them out."""
    if not ids:
        return {}
    rows = db.execute(
        """
        with written as (
            select unnest(edits::json[]) as edit
            from change
            where id in (select change_id from touched where record_id in $ids)
        ), side as (
            select
                edit ->> 'id' as id, edit ->> 'table' as kind,
                coalesce(edit -> 'before', edit -> 'after') as row
            from written
            where edit ->> 'table' in ('contact', 'account', 'project')
                and (edit ->> 'before' is null or edit ->> 'after' is null)
                and edit ->> 'id' in $ids
        )
        select
            id, any_value(kind),
            any_value(
                coalesce(
                    called(row ->> 'first_name', row ->> 'middle_name', row ->> 'last_name'),
                    nullif(trim(row ->> 'name'), ''),
                    nullif(trim(row ->> 'email'), '')
                )
            )
        from side
        group by id
        """,
        {"ids": sorted(ids)},
    ).fetchall()
    return {id: (kind, name) for id, kind, name in rows if name}

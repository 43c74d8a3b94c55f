"""Finding who has no card any more, to show or remove what is left of them.

Tested in tests/domain/test_everybody.py.
"""

import duckdb

from dq.domain import everybody
from dq.settings.names import eighteen

# So many are found.
MOST = 4


def named(db: duckdb.DuckDBPyConnection, text: str) -> list[tuple[str, str]]:
    """The key and name of who has this key; else of those who are called so and have no card."""
    last, ids = everybody.cards(db, eighteen(text.strip()))
    if called := everybody.name(db, [last, *sorted(ids - {last})]):
        return [(last, called)]
    rows = db.execute(
        """
        with asked as (
            select regexp_extract_all(strip_accents(lower($text)), '[a-z0-9]+') as words
        ),
        perhaps as (  -- before the JSON of a whole history is read; as text it may have escapes
            select edits
            from change, asked
            where contains(edits::varchar, '"contact"') and (
                contains(edits::varchar, '\\u')
                or len(list_filter(
                    words, lambda word: not contains(strip_accents(lower(edits::varchar)), word)
                )) = 0
            )
        ),
        said as (
            select id, first_name, middle_name, last_name from upstream.contact
            union all
            select
                edit ->> 'id', side ->> 'first_name', side ->> 'middle_name', side ->> 'last_name'
            from (
                select edit, unnest([edit -> 'before', edit -> 'after']) as side
                from (select unnest(edits::json[]) as edit from perhaps)
                where edit ->> 'table' = 'contact'
            )
        )
        select id, any_value(called(first_name, middle_name, last_name)) as name
        from said
        where contains(
            strip_accents(lower(called(first_name, middle_name, last_name))),
            strip_accents(lower(trim($text)))
        )
            and id not in (select id from contact) and id not in (select id from merged)
        group by id
        order by name, id
        limit $most
        """,
        {"text": text, "most": MOST},
    ).fetchall()
    return [(id, called) for id, called in rows]

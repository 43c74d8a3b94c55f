"""Which differences wait for their day: the change that made them is for later."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import duckdb

from dq.handover.difference import Place

# What the changes wrote from the first on that is for later, each edit with its day. An undo puts
# back what was there before, so it is what it takes back that stands or not; and a repair of the
# store writes what another change had.
WRITTEN = """
    with standing as (
        select id, edits
        from change
        where undone_by is null and undoes is null and command <> 'recover'
    ),
    dated as materialized (
        select edits.id, place, edit, coalesce(
            case edit -> 'of' ->> 1
                when 'last_day' then departure.last_day + 1
                when 'effective_date' then departure.effective_date
            end,
            (edit ->> 'from')::date
        ) as day
        from (
            select id, unnest(edits::json[]) as edit, generate_subscripts(edits::json[], 1) as place
            from standing
            where contains(edits::varchar, '"from"')
        ) as edits
        left join departure on departure.id = edit -> 'of' ->> 0
    ),
    first as materialized (select min(id) as id from dated where day > $day)
    select edits.edit, dated.day
    from (
        select id, unnest(edits::json[]) as edit, generate_subscripts(edits::json[], 1) as place
        from standing
        where id >= (select id from first)
    ) as edits
    left join dated on dated.id = edits.id and dated.place = edits.place and dated.day > $day
    order by edits.id, edits.place
"""


def later(db: duckdb.DuckDBPyConnection, day: date) -> dict[Place, date]:
    """What is not to be so outside on `day` yet, and the first day on which it is; the whole
    record is one that is new or goes."""
    found: dict[Place, date] = {}
    for text, first in db.execute(WRITTEN, {"day": day}).fetchall():
        for place in _places(json.loads(text)):
            if first is None:
                found.pop(place, None)
            else:
                found[place] = first
    return found


def _places(edit: Mapping[str, Any]) -> Iterator[Place]:
    table, id, before, after = (edit[name] for name in ("table", "id", "before", "after"))
    if before is None or after is None:
        yield table, id, None
        return
    for field in after.keys() - {"version"}:
        yield table, id, field

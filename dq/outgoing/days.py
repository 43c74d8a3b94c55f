"""Which differences wait for their day: the change that made them is for later."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import duckdb

from dq.outgoing.difference import Place

# What the changes wrote from the first on that is for later, each edit with its day. An undo puts
# back what was there before, so it is what it takes back that stands or not; and a repair of the
# store writes what another change had.
WRITTEN = """
    with standing as (
        select id, edits, moment
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
    select edits.edit, dated.day, edits.moment
    from (
        select
            id, moment, unnest(edits::json[]) as edit,
            generate_subscripts(edits::json[], 1) as place
        from standing
        where id >= (select id from first)
    ) as edits
    left join dated on dated.id = edits.id and dated.place = edits.place and dated.day > $day
    where (edits.edit ->> 'table', edits.edit ->> 'id') in (
        select (edit ->> 'table', edit ->> 'id') from dated where day > $day
    )
    order by edits.id, edits.place
"""


@dataclass(frozen=True)
class Later:
    """The first day on which something is to be so outside, what it is until then, and when that
    was said."""

    day: date
    until: Any
    said: datetime


def later(db: duckdb.DuckDBPyConnection, day: date) -> dict[Place, Later]:
    """What is not to be so outside on `day` yet; the whole record is one that is new or goes."""
    found: dict[Place, Later] = {}
    for text, first, said in db.execute(WRITTEN, {"day": day}).fetchall():
        for place, before in _places(json.loads(text)):
            if first is None:
                found.pop(place, None)
            elif place in found:  # changed again, for another day
                found[place] = Later(first, found[place].until, said)
            else:
                found[place] = Later(first, before, said)
    return found


def _places(edit: Mapping[str, Any]) -> Iterator[tuple[Place, Any]]:
    """What an edit wrote, with what was there before."""
    table, id, before, after = (edit[name] for name in ("table", "id", "before", "after"))
    if before is None or after is None:
        yield (table, id, None), None
        return
    for field in after.keys() - {"version"}:
        yield (table, id, field), before[field]

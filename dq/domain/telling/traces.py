"""Where a person is told of besides on what is theirs: in words about others, in values that went
to Salesforce or came from there, in the names of files.

Tested in tests/domain/telling/test_traces.py.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from dq.domain import person
from dq.domain.everybody import Person
from dq.domain.telling.others import PLAIN
from dq.domain.telling.reading import COLLEAGUES, EDITS, SETTING, Asked, Trace, mark, read_row
from dq.domain.telling.telling import Telling
from dq.objects import OBJECTS

# The store's own.
NOT_OF_PEOPLE = {"store_version", "log_expected"}
# By which columns a row is known, where it has one of these; else by all keys in it, or a moment.
OWN = ("package_id", "id", "key")
# A pattern that is in no text.
NEVER = "[^\\s\\S]"
NOTHING: Mapping[str, Collection[str]] = {}


def hidden(found: Iterable["Row"]) -> dict[str, list[str]]:
    """What is remembered of traces that were hidden, to hide them in a copy of before as well: the
    mark of each text, by its place. Facts go by what they are about."""
    marks: dict[str, set[str]] = {}
    for row in found:
        for one in row.traces if row.values is not None else ():
            if one.sure:
                marks.setdefault(one.place, set()).add(mark(one.text))
    return {place: sorted(some) for place, some in marks.items()}


@dataclass(frozen=True)
class Row:
    """A row with traces: where it is, and what of it is written over; None for a fact, which
    goes."""

    table: str
    number: int
    values: Mapping[str, Any] | None
    traces: tuple[Trace, ...]


def rows(
    db: duckdb.DuckDBPyConnection,
    who: Person,
    telling: Telling,
    also: Collection[str] = (),
    before: Mapping[str, Collection[str]] = NOTHING,
) -> Iterator[Row]:
    """Every row with traces that is not theirs.

    :param also: the places of traces that are theirs though it is not sure, or ALL of them
    :param before: what was hidden of them before, see `hidden`
    """
    for (schema, table), columns in person.tables(db).items():
        texts = texted(table, columns)
        at = {place.split("~", 1)[1].rpartition("~")[0] for place in before
              if place.startswith(f"{table}~")}  # fmt: skip
        if schema != "main" or not texts or not (telling.coarse or at):
            continue
        for number, about, key, *read in _read(db, who, telling, table, columns, texts, at):
            said = dict(zip(texts, read, strict=True))
            asked = Asked(who, telling, also, before)
            values, found = read_row(table, str(key), about, asked, said, texts)
            gone = table in person.FACTS and any(one.sure for one in found)
            if found:
                yield Row(table, number, None if gone else values, tuple(found))


def texted(table: str, columns: Mapping[str, str]) -> dict[str, str]:
    """The columns of a table in which a text about somebody can be, with their types."""
    if table in OBJECTS or table in NOT_OF_PEOPLE:
        return {}
    if table == SETTING:
        return {"value": "JSON"}
    return {
        name: kind
        for name, kind in columns.items()
        if kind in ("VARCHAR", "JSON") and name not in COLLEAGUES and not person.is_key(name)
    }


def _read(
    db: duckdb.DuckDBPyConnection,
    who: Person,
    telling: Telling,
    table: str,
    columns: Mapping[str, str],
    texts: Mapping[str, str],
    at: Collection[str],
) -> list[tuple[Any, ...]]:
    """Of the rows that may have a trace, or (`at`) have these keys: the number, the keys of whom it
    is about, its own key, and the texts."""
    keys = [name for name in columns if person.is_key(name) and columns[name] == "VARCHAR"]
    own = ["name"] if table == SETTING else [name for name in OWN if name in columns] or keys
    own = own or [name for name in columns if columns[name] == "TIMESTAMP"]
    own_key = f"concat_ws('~', {', '.join(own)})" if own else "''"
    plain = (f"json({name})::varchar" if texts[name] == "JSON" else name for name in texts)
    said = PLAIN.format(text=f"concat_ws(' ', {', '.join(plain)})")
    theirs = person.naming(table, columns, within=False)
    apart = f"not coalesce({theirs}, false) and" if theirs else ""
    # Of a setting that is JSON in JSON, in which letters with accents are hidden twice.
    set_too = f" or contains(edits::varchar, '\"{SETTING}\"')" if table == EDITS[0] else ""
    asked: dict[str, Any] = {"coarse": telling.coarse or NEVER, "at": [*at]}
    return db.execute(
        f"select rowid, [{', '.join(keys)}]::varchar[], {own_key}, {', '.join(texts)}"
        f" from main.{table} where {apart} (regexp_matches({said}, $coarse)"
        f" or {own_key} in (select unnest($at::varchar[])){set_too}) order by rowid",
        asked | ({"ids": list(who.ids)} if theirs else {}),
    ).fetchall()


def hide(db: duckdb.DuckDBPyConnection, found: list[Row]) -> None:
    """Write over what tells of the person; facts go, and are asked again where others have them."""
    for row in found:
        if row.values is None:
            db.execute(f"delete from main.{row.table} where rowid = ?", [row.number])
        elif row.values:
            places = ", ".join(f"{name} = ?" for name in row.values)
            db.execute(
                f"update main.{row.table} set {places} where rowid = ?",
                [*row.values.values(), row.number],
            )

"""What `main` has otherwise than `upstream`: per record the row there and the row here.

Tested in tests/handover/package/test_archive.py.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

import duckdb

from dq.objects import LIST_KEY, NAMED_BY, NATURAL, OBJECTS, OWN_KEY, SENT
from dq.settings import api
from dq.settings.names import Names

Row = dict[str, Any]
# An object, a record and a field of it; without a field the whole record.
Place = tuple[str, str, str | None]
# Looked at beside the fields that can be carried.
BESIDE = {"relation": ("direct",), "portal_user": ("contact_id",)}
# The records that a merge may put in the place of another.
MERGING = {
    field for name in SENT for field, of in OBJECTS[name].references.items() if of in NAMED_BY
}


@dataclass(frozen=True)
class Change:
    """One record: `before` in Salesforce (None: made here), `after` here (None: taken out here).

    `id` is the key here, `there` the one in Salesforce; `fields` are those that differ. `merging`
    says that its contact or account goes into another.
    """

    table: str
    id: str
    there: str | None
    before: Row | None
    after: Row | None
    fields: tuple[str, ...]
    merging: bool = False

    @property
    def now(self) -> Row:
        """The row here; empty where it was taken out."""
        return self.after or {}

    @property
    def was(self) -> Row:
        """The row in Salesforce; empty where it was made here."""
        return self.before or {}

    def without(self, names: Collection[str], new: Row) -> "Change":
        """The change but these fields, which stay as they are there; what is new there gets those
        of `new` instead."""
        if self.after is None or not names:
            return self
        source = self.before or new
        stay = {name: source[name] for name in names if name in self.after}
        left = tuple(name for name in self.fields if name not in names)
        return replace(self, fields=left, after=self.after | stay)

    def value(self, field: str) -> Any:
        """The field as it is here, else as it is there."""
        return (self.after or self.was).get(field)


def own(id: object) -> bool:
    """Whether a key is ours, for a record that Salesforce does not know yet."""
    return isinstance(id, str) and id.startswith(OWN_KEY)


def listed(id: object) -> bool:
    """Whether it is the key of a card from a list, which Salesforce does not have."""
    return isinstance(id, str) and id.startswith(LIST_KEY)


def read(db: duckdb.DuckDBPyConnection, names: Names) -> list[Change]:
    """Every record that differs in a field that can be carried, by object and id."""
    found = []
    for table in api.fields():
        changes = _rows(db, table, carried(db, names, table))
        found += _paired(table, changes) if table in NATURAL else changes
    return found


def carried(db: duckdb.DuckDBPyConnection, names: Names, table: str) -> list[str]:
    """The fields of an object that Salesforce has: those of every organisation, and those of its
    own that an export had."""
    fields = [field for field in api.fields()[table] if names.field(table, field)]
    rows = db.execute("select field from exported where object = ?", [table]).fetchall()
    exported = {field for (field,) in rows} or set(fields)  # or nothing is known of its files
    return [
        field
        for field in fields
        if field in exported or not names.field(table, field).endswith("__c")
    ]


def _rows(db: duckdb.DuckDBPyConnection, table: str, fields: list[str]) -> list[Change]:
    """The records that differ, by id; found by a mark of their fields, since few of many do."""
    beside = [field for field in BESIDE.get(table, ()) if field not in fields]
    columns = [*fields, *beside]
    compared = _compared(table, columns)
    values = ", ".join(f"here.{name}, there.{name}" for name in columns)
    differs = " or ".join(
        f"{_shown('here', name)} is distinct from {_shown('there', name)}" for name in compared
    )
    # Only what two others are tied by is taken out here; a card is merged or stays.
    join = "full join" if table in NATURAL else "left join"
    links = _links(db, table)
    moved = "moved as materialized (select id, survivor_id from survivor)," if links else ""
    rows = db.execute(
        f"""
        with {moved}
        perhaps as materialized ({_perhaps(table, compared, links)})
        select here.id, there.id, coalesce(there.merging, false), {values}
        from (from main.{table} where id in (from perhaps)) as here
        {join} ({_there(table, links)}) as there on there.id = here.id
        where here.id is null or there.id is null or {differs}
        order by coalesce(here.id, there.id)
        """
    ).fetchall()
    return [_change(table, columns, row) for row in rows]


def _perhaps(table: str, compared: list[str], links: list[str]) -> str:
    """The ids of what is not the same on both sides, or names a record that was merged."""
    mark = {
        side: f"hash({', '.join(_shown(side, name) for name in compared)})"
        for side in ("here", "there")
    }
    queries = [
        f"""
        select here.id
        from (select id, {mark["here"]} as mark from main.{table} as here) as here
        anti join (select id, {mark["there"]} as mark from upstream.{table} as there) as there
            on there.id = here.id and there.mark = here.mark
        """
    ]
    if table in NATURAL:
        queries.append(
            f"select id from upstream.{table} where id not in (select id from main.{table})"
        )
    queries += [
        f"select id from upstream.{table} where {link} in (select id from moved)" for link in links
    ]
    return " union ".join(queries)


def _links(db: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    """The columns that may name a record that was merged, where any was."""
    [(merges,)] = db.execute("select count(*) from merged").fetchall()
    if not merges:
        return []
    rows = db.execute(
        "select column_name from duckdb_columns()"
        " where schema_name = 'upstream' and table_name = $table and column_name in $names",
        {"table": table, "names": sorted(MERGING)},
    ).fetchall()
    return [name for (name,) in rows]


def _compared(table: str, columns: list[str]) -> list[str]:
    """That a relation is direct follows from the contact's account."""
    return [name for name in columns if (table, name) != ("relation", "direct")]


def _shown(side: str, field: str) -> str:
    """A field as it is compared: what is not said to be off is on."""
    return f"coalesce({side}.active, true)" if field == "active" else f"{side}.{field}"


def _there(table: str, links: list[str]) -> str:
    """Those rows upstream as they are once the merges were made in Salesforce."""
    known = f"(from upstream.{table} where id in (from perhaps)) as known"
    if not links:
        return f"select *, false as merging from {known}"
    replaced = ", ".join(f"{_moved(name)} as {name}" for name in links)
    merging = " or ".join(f"{name}_to.id is not null" for name in links)
    if table == "relation":
        merging += f" or known.id in ({TWICE})"
    return f"""
        select known.* replace ({replaced}), {merging} as merging
        from {known}
        {_joins(links)}
    """


def _moved(name: str) -> str:
    return f"coalesce({name}_to.survivor_id, known.{name})"


def _joins(links: Iterable[str]) -> str:
    return " ".join(
        f"left join moved as {name}_to on {name}_to.id = known.{name}" for name in links
    )


# One of two relations that a merge makes the same is in the way, whoever has it.
TWICE = f"""
    select unnest(list(known.id))
    from (
        from upstream.relation
        where contact_id in (select unnest([id, survivor_id]) from moved)
            or account_id in (select unnest([id, survivor_id]) from moved)
    ) as known
    {_joins(NATURAL["relation"])}
    group by {_moved("contact_id")}, {_moved("account_id")}
    having count(*) > 1
"""


def _change(table: str, columns: list[str], row: tuple[Any, ...]) -> Change:
    here, there, merging, *values = row
    after = dict(zip(columns, values[::2], strict=True)) if here else None
    before = dict(zip(columns, values[1::2], strict=True)) if there else None
    return Change(table, here or there, there, before, after, _differing(before, after), merging)


def _differing(before: Row | None, after: Row | None) -> tuple[str, ...]:
    if before is None or after is None:
        return ()
    return tuple(
        name
        for name in after
        if name != "direct" and _plain(name, before[name]) != _plain(name, after[name])
    )


def _plain(name: str, value: Any) -> Any:
    return value is not False if name == "active" else value


def _paired(table: str, changes: list[Change]) -> list[Change]:
    """With what was taken out here and made again under a key of our own as one record."""
    gone = {_natural(change): change for change in changes if change.after is None}
    found = []
    for change in changes:
        old = gone.get(_natural(change)) if change.before is None else None
        if old is None:
            found.append(change)
            continue
        del gone[_natural(change)]
        fields = _differing(old.before, change.after)
        found.append(
            Change(table, change.id, old.there, old.before, change.after, fields, old.merging)
        )
    again = {change.there for change in found if change.after is not None}
    return [change for change in found if change.after is not None or change.there not in again]


def _natural(change: Change) -> tuple[Any, ...]:
    return tuple(change.value(name) for name in NATURAL[change.table])

"""What `main` has otherwise than `upstream`: per record the row there and the row here."""

from dataclasses import dataclass
from typing import Any

import duckdb

from dq.handover import api
from dq.handover.names import Names
from dq.ledger import OWN_KEY
from dq.references import NATURAL

Row = dict[str, Any]
# Looked at beside the fields that can be carried.
BESIDE = {"relation": ("direct",), "portal_user": ("contact_id",)}
# The records that a merge may put in the place of another.
MERGING = ("account_id", "contact_id", "successor_id", "parent_id")


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

    def value(self, field: str) -> Any:
        """The field as it is here, else as it is there."""
        return (self.after or self.was).get(field)


def own(id: object) -> bool:
    """Whether a key is ours, for a record that Salesforce does not know yet."""
    return isinstance(id, str) and id.startswith(OWN_KEY)


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
    rows = db.execute(
        "select asked from (select unnest($fields) as asked) where known($table, asked)",
        {"fields": fields, "table": table},
    ).fetchall()
    exported = {field for (field,) in rows}
    return [
        field
        for field in fields
        if field in exported or not names.field(table, field).endswith("__c")
    ]


def _rows(db: duckdb.DuckDBPyConnection, table: str, fields: list[str]) -> list[Change]:
    beside = [field for field in BESIDE.get(table, ()) if field not in fields]
    columns = [*fields, *beside]
    values = ", ".join(f"here.{name}, there.{name}" for name in columns)
    differs = " or ".join(f"{_shown('here', f)} is distinct from {_shown('there', f)}" for f in
                          _compared(table, columns))  # fmt: skip
    # Only what two others are tied by is taken out here; a card is merged or stays.
    join = "full join" if table in NATURAL else "left join"
    rows = db.execute(
        f"""
        select here.id, there.id, coalesce(there.merging, false), {values}
        from main.{table} as here
        {join} ({_there(db, table)}) as there on there.id = here.id
        where here.id is null or there.id is null or {differs}
        order by coalesce(here.id, there.id)
        """
    ).fetchall()
    return [_change(table, columns, row) for row in rows]


def _compared(table: str, columns: list[str]) -> list[str]:
    """That a relation is direct follows from the contact's account."""
    return [name for name in columns if (table, name) != ("relation", "direct")]


def _shown(side: str, field: str) -> str:
    """A field as it is compared: what is not said to be off is on."""
    return f"coalesce({side}.active, true)" if field == "active" else f"{side}.{field}"


def _there(db: duckdb.DuckDBPyConnection, table: str) -> str:
    """The rows upstream as they are once the merges were made in Salesforce."""
    names = [name for (name,) in db.execute(
        "select column_name from duckdb_columns()"
        " where schema_name = 'upstream' and table_name = ?", [table]
    ).fetchall()]  # fmt: skip
    [(merges,)] = db.execute("select count(*) from merged").fetchall()
    links = [name for name in names if name in MERGING] if merges else []
    if not links:
        return f"select *, false as merging from upstream.{table}"
    replaced = ", ".join(
        f"coalesce({name}_to.survivor_id, known.{name}) as {name}" for name in links
    )
    joins = " ".join(
        f"left join survivor as {name}_to on {name}_to.id = known.{name}" for name in links
    )
    merging = " or ".join(f"{name}_to.id is not null" for name in links)
    if table == "relation":
        # One of two relations with the same account is in the way, whoever has it.
        pair = ", ".join(
            f"coalesce({name}_to.survivor_id, known.{name})" for name in NATURAL[table]
        )
        merging += f" or count(*) over (partition by {pair}) > 1"
    return f"""
        select known.* replace ({replaced}), {merging} as merging
        from upstream.{table} as known
        {joins}
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
        old = gone.get(_natural(change)) if change.before is None and own(change.id) else None
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

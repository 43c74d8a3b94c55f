"""The ledger of a change: every row that it writes, before and after, to show and take back."""

import json
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import duckdb

from dq.objects import OBJECTS, OWN_KEY
from dq.store import meanwhile

# Which columns of a table name other records that one of its rows speaks of.
ABOUT = {name: tuple(one.references) for name, one in OBJECTS.items()} | {
    "decision": ("left_id", "right_id"),
    "later": (),
    "disposition": ("record_id", "other_id"),
    "assignment": ("record_id",),
    "departure": (),
    "succession": ("contact_id", "successor_id"),
    "tile": ("contact_id",),
    "step": ("tile_id", "person_id"),
    "merged": ("survivor_id",),
    "clash": ("record_id",),
    "accepted": ("record_id",),
    "setting": (),
}
KEYS = {"setting": "name"}
UNVERSIONED = ("decision", "later", "disposition", "setting")

Row = dict[str, Any]


class Ledger:
    """Writes rows of `main` within one change, and remembers each as {table, id, about, before,
    after}: `before` is null for a new row, `after` for one that went, else they have what differs;
    with `from`, it is to be so outside from that day on, or (`of` a departure: its id, and the
    field) from what that says by now.

    A row's `version` is the id of the change that wrote it last. `told` is for what a change has
    to say that is not in its rows.
    """

    def __init__(self, db: duckdb.DuckDBPyConnection, change_id: int, actor: str = "") -> None:
        self.db, self.id, self.actor = db, change_id, actor
        self.edits: list[Row] = []
        self.told: Row | None = None
        self.undoes: int | None = None
        self.made = 0
        self._from: Row = {}
        self._known: dict[tuple[str, str], Row | None] | None = None

    @contextmanager
    def remembering(self) -> Generator[None]:
        """Inside, rows are written through this ledger alone, so that none is read twice."""
        before, self._known = self._known, self._known if self._known is not None else {}
        try:
            yield
        finally:
            self._known = before

    @contextmanager
    def as_of(self, day: date | None, of: tuple[str, str] | None = None) -> Generator[None]:
        """What is written inside is to be so outside from that day on; see `edits`."""
        said: Row = {"from": day, "of": of} if of else {"from": day}
        before, self._from = self._from, plain(said)
        try:
            yield
        finally:
            self._from = before

    def new_id(self) -> str:
        """A key for a row that Salesforce does not know yet."""
        self.made += 1
        return f"{OWN_KEY}{self.id}-{self.made}"

    def insert(self, table: str, row: Mapping[str, object]) -> None:
        """Add a row; what is left out is null."""
        full = dict(row) if table in UNVERSIONED else {**row, "version": self.id}
        self._put(table, full)
        self._note(table, str(full[_key(table)]), None, full, full)

    def update(
        self, table: str, id: str, values: Mapping[str, object], version: int | None = None
    ) -> bool:
        """Set what differs; says whether anything did.

        :param version: the row's version as the user saw it
        :raises NotFound: there is no such row
        :raises Conflict: somebody wrote the row since
        """
        row = self.row(table, id)
        if version is not None and row["version"] != version:
            raise meanwhile.overtaken(self.db, table, id, version)
        after = {name: value for name, value in values.items() if row[name] != value}
        if not after:
            return False
        if table not in UNVERSIONED:
            after["version"] = self.id
        self._set(table, id, after)
        self._note(table, id, {name: row[name] for name in after}, after, row | after, row)
        return True

    def write(self, table: str, id: str, values: Mapping[str, object]) -> None:
        """Set the values of a row, which is added where there is none."""
        if self._find(table, id) is None:
            self.insert(table, {_key(table): id, **values})
        else:
            self.update(table, id, values)

    def delete(self, table: str, id: str) -> None:
        """Take a row out.

        :raises NotFound: there is no such row
        """
        row = self.row(table, id)
        self._remove(table, id)
        self._note(table, id, row, None, row)

    def row(self, table: str, id: str) -> Row:
        """The row as it is now.

        :raises NotFound: there is none
        """
        found = self._find(table, id)
        if found is None:
            raise meanwhile.gone(self.db, table, id)
        return found

    def revert(self, edit: Mapping[str, Any], made_by: int) -> None:
        """Put a row back to what it was before `edit` of change `made_by`, at a new version.

        :raises Conflict: a later change touched the same fields
        """
        table, id = edit["table"], edit["id"]
        if table not in ABOUT:
            return  # of a system that is declared no more
        before, after = _unversioned(edit["before"]), _unversioned(edit["after"])
        row = self._find(table, id)
        now = None if row is None else {name: plain(row[name]) for name in after or row}
        grown = row is not None and before is None and _filled(row) - _filled(edit["after"] or {})
        if now != after or grown or self._written_again(edit, made_by):
            raise meanwhile.blocked(self.db, made_by, [id], table)
        version = {} if table in UNVERSIONED else {"version": self.id}
        if before is None:
            self._remove(table, id)
        elif after is None:
            self._put(table, before | version)
        else:
            self._set(table, id, before | version)
        self.edits.append({**edit, "before": after, "after": before})

    def _written_again(self, edit: Mapping[str, Any], made_by: int) -> bool:
        """Whether a later change that stands wrote the same fields, to whatever value; of a row
        that was new, any field."""
        fields = _fields(edit)
        rows = self.db.execute(
            """
            select later.edit
            from (
                select unnest(edits::json[]) as edit
                from change
                where id > $made_by and undone_by is null and undoes is null
            ) as later
            where later.edit ->> 'table' = $table and later.edit ->> 'id' = $id
            """,
            {"made_by": made_by, "table": edit["table"], "id": edit["id"]},
        ).fetchall()
        written = (json.loads(later) for (later,) in rows)
        return any(edit["before"] is None or fields & _fields(one) for one in written)

    def _note(self, table: str, id: str, before: Row | None, after: Row | None, *rows: Row) -> None:
        about = {str(row[name]) for row in rows for name in ABOUT[table] if row.get(name)}
        about.add(id)
        self.edits.append(
            {
                "table": table,
                "id": id,
                "about": sorted(about),
                "before": plain(before),
                "after": plain(after),
                **(self._from if self._from.get("from") else {}),
            }
        )

    def _find(self, table: str, id: str) -> Row | None:
        if self._known is None:
            return self._read(table, id)
        if (table, id) not in self._known:
            self._known[table, id] = self._read(table, id)
        found = self._known[table, id]
        return found and dict(found)

    def _forget(self, table: str, id: str) -> None:
        if self._known is not None:
            self._known.pop((table, id), None)

    def _read(self, table: str, id: str) -> Row | None:
        result = self.db.execute(f"from main.{_known(table)} where {_key(table)} = ?", [id])
        names = [column[0] for column in result.description or ()]
        rows = result.fetchall()
        return dict(zip(names, rows[0], strict=True)) if rows else None

    def _put(self, table: str, row: Mapping[str, object]) -> None:
        self._forget(table, str(row[_key(table)]))
        names, places = ", ".join(row), ", ".join("?" * len(row))
        self.db.execute(
            f"insert into main.{_known(table)} ({names}) values ({places})", list(row.values())
        )

    def _set(self, table: str, id: str, values: Mapping[str, object]) -> None:
        self._forget(table, id)
        changes = ", ".join(f"{name} = ?" for name in values)
        self.db.execute(
            f"update main.{_known(table)} set {changes} where {_key(table)} = ?",
            [*values.values(), id],
        )

    def _remove(self, table: str, id: str) -> None:
        self._forget(table, id)
        self.db.execute(f"delete from main.{_known(table)} where {_key(table)} = ?", [id])


def after(last: date) -> date:
    """The first day on which something that ends on its last day is no more so."""
    return last + timedelta(days=1)


def _fields(edit: Mapping[str, Any]) -> set[str]:
    return {*(edit["before"] or {}), *(edit["after"] or {})} - {"version"}


def _filled(row: Row) -> set[str]:
    """The fields that say something."""
    return {name for name, value in row.items() if value is not None} - {"version"}


def _unversioned(row: Row | None) -> Row | None:
    return row and {name: value for name, value in row.items() if name != "version"}


def _known(table: str) -> str:
    if table not in ABOUT:
        raise KeyError(table)
    return table


def _key(table: str) -> str:
    return KEYS.get(table, "id")


def plain(value: Any) -> Any:
    """A value, or a row of them, as it comes out of JSON."""
    return json.loads(json.dumps(value, default=str))

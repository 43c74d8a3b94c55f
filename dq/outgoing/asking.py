"""What goes to Salesforce only when somebody says yes: what no export shows, and guessed days."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

import duckdb

from dq.outgoing.difference import Change, Place

Why = Literal["unknown", "guessed"]
Sort = tuple[str, str, Why]


@dataclass(frozen=True)
class Ask:
    """A field that waits for a yes: `unknown`, so that what it holds there cannot be kept, or a
    `guessed` day; `value` is what would be sent."""

    table: str
    id: str
    field: str
    value: Any
    why: Why

    @property
    def place(self) -> Place:
        """Which field of which record."""
        return self.table, self.id, self.field

    @property
    def sort(self) -> "Sort":
        """What is said yes to at once: a field of an object, and why it is asked."""
        return self.table, self.field, self.why


def asked(db: duckdb.DuckDBPyConnection, changes: Iterable[Change], follows: bool) -> list[Ask]:
    """The fields of these changes that need a yes.

    :param follows: the username follows from the address, and is not sent
    """
    known = shown(db)
    rows = db.execute("select id, last_day from departure where guessed").fetchall()
    return [ask for change in changes for ask in _of(change, known, dict(rows), follows)]


def shown(db: duckdb.DuckDBPyConnection) -> dict[str, set[str]]:
    """Per object the fields that its last whole export showed; not of one that had none."""
    found: dict[str, set[str]] = {}
    for table, field in db.execute("select object, field from shown_field").fetchall():
        found.setdefault(table, set()).add(field)
    return found


def _of(
    change: Change, shown: dict[str, set[str]], guessed: dict[str, Any], follows: bool
) -> Iterator[Ask]:
    if change.before is None or change.after is None:
        return
    known = shown.get(change.table)
    for field in change.fields:
        value = change.after[field]
        if known is not None and field not in known:
            if not (follows and field == "username" and value == change.after.get("email")):
                yield Ask(change.table, change.id, field, value, "unknown")
        elif field == "end_date" and value and guessed.get(change.after["contact_id"]) == value:
            yield Ask(change.table, change.id, field, value, "guessed")

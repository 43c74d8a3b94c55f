"""Restore: make the store what it was when a copy was made; the history stays."""

import json
import shutil
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from dq import scratch
from dq.access import needs
from dq.domain import forgetting, forgotten
from dq.domain.forgotten import Removed
from dq.errors import N_, Invalid
from dq.store import contents, copies, door, logs, opening

# What only goes on: the history itself, and what the store is.
STAYS = ("change", "store_version", "log_expected", "notice")
OTHER = N_(
    "{copy} has another history than this store; `python -m dq restore` puts it in its place."
)


@dataclass(frozen=True)
class Restore:
    """The copy to go back to."""

    copy: Path


def run(db: duckdb.DuckDBPyConnection, command: Restore, actor: str) -> None:
    """Put back every row as the copy has it; a copy of what is there now is made first.

    Changes that came after the copy stay in the history, as undone by this one; those that were
    undone since stand again.

    :raises Forbidden: who acts may not do this
    :raises Damaged: the copy cannot be read through
    :raises Invalid: it is no store, or of a newer Kaartenbak
    :raises Full: there is no room for it
    """
    needs.see_to("restore")
    with readied(command.copy) as spare:
        put_back(db, spare, command.copy, actor)


def put_back(db: duckdb.DuckDBPyConnection, spare: Path, of: Path, actor: str) -> None:
    """The same, from what `readied` made of the copy `of`.

    :raises Invalid: it is a copy of another store, or its history went on otherwise
    """
    with door.alone():
        if not own(db, spare):
            raise Invalid(OTHER, copy=of)
        copies.make(db, "restore", spared=of)
        _leave_out(spare, _removed_since(db, spare))
        with (
            contents.attached(db, spare) as copy,
            door.writing(db, "restore", actor) as ledger,
        ):
            for table in _tables(db, copy):
                db.execute(f"delete from {table}")
                db.execute(f"insert into {table} by name from {copy}.{table}")
            _history(db, copy, ledger.id)
            ledger.told = {"copy": of.name, **_day(db)}


@contextmanager
def readied(copy: Path) -> Generator[Path]:
    """A copy of the copy that is brought up to date and closed, while the copy stays as it is.

    A log beside it, of a store that was not closed, goes along.

    :raises Damaged: the copy or its log cannot be read
    :raises Invalid: it is no store, or of a newer Kaartenbak
    """
    contents.read_through(copy)
    with scratch.folder() as folder:
        spare = folder / "copy.duckdb"
        for of in (lambda path: path, logs.of):
            if of(copy).is_file():
                shutil.copyfile(of(copy), of(spare))
        opening.close(opening.connect(spare))
        yield spare


def own(db: duckdb.DuckDBPyConnection, spare: Path) -> bool:
    """Whether it is a copy of this store: its history is a part of the history here."""
    with contents.attached(db, spare) as copy:
        return _own(db, copy)


def _removed_since(db: duckdb.DuckDBPyConnection, spare: Path) -> list[Removed]:
    """Who was removed after the copy was made, with the keys that their records had then."""
    with contents.attached(db, spare) as copy:
        rows = db.execute(f"select id from {copy}.change where command = ?", [forgotten.COMMAND])
        known = {id for (id,) in rows.fetchall()}
        since = [one for one in forgotten.listed(db) if one.change_id not in known]
        then = _then(db, copy) if since else {}
    return [
        replace(
            one,
            keys={
                name: sorted({*ids, *(old for id in ids for old in then.get(id, ()))})
                for name, ids in one.keys.items()
            },
        )
        for one in since
    ]


def _then(db: duckdb.DuckDBPyConnection, copy: str) -> dict[str, set[str]]:
    """The keys that records had when the copy was made, of those that have others by now: a change
    has the same rows in both, under the keys of then and of now."""
    rows = db.execute(
        f"select was.edits, here.edits from {copy}.change as was"
        " join main.change as here using (id)"
        " where was.edits::varchar is distinct from here.edits::varchar"
    ).fetchall()
    found: dict[str, set[str]] = {}
    for sides in rows:
        was, here = (json.loads(one or "[]") for one in sides)
        for old, new in zip(was, here, strict=False):
            if old["table"] == new["table"] and old["id"] != new["id"]:
                found.setdefault(new["id"], set()).add(old["id"])
    return found


def _leave_out(spare: Path, since: Sequence[Removed]) -> None:
    """Take those who were removed since out of what is put back: what never comes into the file of
    the store need not be got out of it."""
    if not since:
        return
    besides = {id for one in since for id in one.keys.get("contact", ())}
    copy = opening.connect(spare)
    try:
        with door.transaction(copy):
            for one in since:
                forgetting.again(copy, one, besides)
    finally:
        opening.close(copy)


def _own(db: duckdb.DuckDBPyConnection, copy: str) -> bool:
    [(strange,)] = db.execute(
        f"select count(*) from {copy}.change as was anti join main.change as here"
        " on here.id = was.id and here.moment is not distinct from was.moment"
    ).fetchall()
    return not strange


def _tables(db: duckdb.DuckDBPyConnection, copy: str) -> list[str]:
    """The tables to put back, with their schemas; both stores are of one version."""
    rows = db.execute(
        "select schema_name || '.' || table_name from duckdb_tables()"
        " where database_name = ? and not temporary and not list_contains(?, table_name)"
        " order by all",
        [copy, list(STAYS)],
    ).fetchall()
    return [name for (name,) in rows]


def _history(db: duckdb.DuckDBPyConnection, copy: str, change_id: int) -> None:
    """What came later is undone; what the copy has reads as it does there, ids included."""
    db.execute(
        f"update change set undone_by = was.undone_by, edits = was.edits"
        f" from {copy}.change as was"
        " where was.id = change.id"
        " and (was.undone_by is distinct from change.undone_by"
        " or was.edits::varchar is distinct from change.edits::varchar)"
    )
    db.execute(
        f"update change set undone_by = ? where undone_by is null"
        f" and id not in (select id from {copy}.change)",
        [change_id],
    )


def _day(db: duckdb.DuckDBPyConnection) -> dict[str, object]:
    """The load that is there now."""
    rows = db.execute("select id, exported from load order by id desc limit 1").fetchall()
    return {"load": rows[0][0], "exported": rows[0][1]} if rows else {}

"""A file becomes rows: dialect, mapping, cleaning, comparison with the last load, load."""

import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import duckdb

from dq.errors import N_, DqError
from dq.intake import (
    age,
    clean,
    compare,
    containers,
    dialect,
    mapping,
    reader,
    sorting,
    stage,
    vocabulary,
)
from dq.intake.batch import Aside, Batch, Counts, Progress, Reject, Sheet, rejected_csv
from dq.intake.dialect import Dialect
from dq.intake.evidence import Table
from dq.intake.mapping import Guess

__all__ = [
    "Aside",
    "Batch",
    "Counts",
    "Reject",
    "Sheet",
    "fields",
    "may_be_list",
    "objects",
    "read",
    "rejected_csv",
    "remap",
]


def read(
    db: duckdb.DuckDBPyConnection,
    files: Iterable[tuple[str, Path]],
    progress: Progress | None = None,
    said: Mapping[str, str | None] | None = None,
) -> Batch:
    """Read and recognise an upload, and compare it with the last load; the store stays as it is.

    The rows stay in temporary tables of `db`: load the batch with the same cursor. What was
    read with it before is dropped.
    A file that cannot be read is in `refused`, what is not ours is in `aside` and its rows are
    not even read; the others are read.

    :param said: per name of a table the object that the user says it holds, or None for nothing
    """
    _drop_earlier(db)
    clean.prepare(db)
    [(load_id,)] = db.execute("select coalesce(max(id), 0) from load").fetchall()
    batch = Batch(load_id=load_id)
    files = list(files)
    with tempfile.TemporaryDirectory(prefix="kaartenbak-") as folder:
        found: list[tuple[Table, Dialect]] = []
        for index, (name, path) in enumerate(files):
            if progress:
                progress(0.3 * index / len(files), N_("Reading {file}"), file=name)
            scratch = Path(folder) / str(index)
            scratch.mkdir()
            found += _tables(batch, name, Path(path), scratch)
        if len(found) >= sorting.EVERYTHING:
            _forgive_empty(batch)
        tables = [table for table, _ in found]
        guesses = sorting.sort(db, tables, said)
        left = set(_left_aside(tables, guesses))
        for index, ((table, written), guess) in enumerate(zip(found, guesses, strict=True)):
            if progress and len(found) > 1:
                progress(0.3 + 0.3 * index / len(found), N_("Reading {file}"), file=table.name)
            if index in left:
                batch.aside.append(Aside(table, guess.maybe, guess.chosen))
            else:
                _fill(db, batch, table, written, guess, Path(folder))
    objects = batch.objects
    for index, name in enumerate(objects):
        if progress:
            progress(0.6 + 0.4 * index / len(objects), N_("Comparing {object}"), object=name)
        _judge(db, batch, name)
    if progress:
        progress(1.0, N_("Read"))
    return batch


def remap(
    db: duckdb.DuckDBPyConnection,
    batch: Batch,
    sheet: Sheet,
    object: str | None,
    columns: dict[str, str | None] | None = None,
    *,
    keyed: bool = False,
) -> None:
    """Take the user's word for what a sheet holds, and compare again.

    :param columns: per header a field, or None to keep it out; left out: by the vocabulary
    :param keyed: make keys for a list of people that has none
    """
    before = sheet.object
    sheet.object = object
    sheet.mapping = (
        mapping.automatic(sheet.headers, object, mapping.own_headers(db))
        if columns is None
        else dict(columns)
    )
    sheet.chosen = True
    sheet.keyed = keyed
    sheet.problem = mapping.problem(sheet)
    sheet.rejects, sheet.counts = list(sheet.broken), Counts()
    for name in {before, object} - {None}:
        _judge(db, batch, str(name))


def may_be_list(sheet: Sheet) -> bool:
    """Whether it is a list of people that lacks only a key, which can be made."""
    fields = set(sheet.mapping.values())
    return sheet.object == "contact" and "id" not in fields and bool(fields & mapping.LISTED)


def objects() -> list[str]:
    """What a sheet can hold."""
    return list(vocabulary.objects())


def fields(object: str) -> list[str]:
    """What a column of this object can be."""
    return list(vocabulary.objects()[object].fields)


def _drop_earlier(db: duckdb.DuckDBPyConnection) -> None:
    """Make room: a cursor lives as long as its session, and an upload may be large."""
    for kind, listing in (("view", "duckdb_views()"), ("table", "duckdb_tables()")):
        found = db.execute(
            f"select {kind}_name from {listing} where temporary and {kind}_name like 'intake\\_%'"
            " escape '\\'"
        ).fetchall()
        for (name,) in found:
            db.execute(f"drop {kind} if exists temp.{name}").fetchall()


def _tables(batch: Batch, name: str, path: Path, scratch: Path) -> list[tuple[Table, Dialect]]:
    """The tables of one file and how they are written; what cannot be read goes to the batch."""
    found: list[tuple[Table, Dialect]] = []
    for index, (part, told) in enumerate(containers.parts(name, path, scratch)):
        try:
            if isinstance(told, DqError):
                raise told
            folder = scratch / f"part-{index}"
            folder.mkdir()
            written = dialect.sniff(told, folder, part)
            found.append((Table(part, written.headers, written.sample, part != name), written))
        except DqError as error:
            batch.refused.append((part, error))
    if found:
        _forgive_empty(batch, name)
    return found


def _forgive_empty(batch: Batch, container: str | None = None) -> None:
    """Leave aside, and do not refuse, empty tables that came along with others."""
    for part, error in list(batch.refused):
        inside = container is None or part.startswith(f"{container}: ")
        if inside and error.message == dialect.EMPTY:
            batch.refused.remove((part, error))
            batch.aside.append(Aside(Table(part, [], [], packed=True)))


def _left_aside(tables: list[Table], guesses: list[Guess]) -> list[int]:
    """Which tables are not ours and came along with those that are; a file alone is shown."""
    many = len(tables) >= sorting.EVERYTHING
    mixed = {
        table.container for table, guess in zip(tables, guesses, strict=True) if guess.object
    } - {None}
    return [
        place
        for place, (table, guess) in enumerate(zip(tables, guesses, strict=True))
        if guess.object is None and (many or table.container in mixed)
    ]


def _fill(
    db: duckdb.DuckDBPyConnection,
    batch: Batch,
    table: Table,
    written: Dialect,
    guess: Guess,
    scratch: Path,
) -> None:
    """Read the rows of a table into a sheet."""
    try:
        sheet = reader.table(db, written, table.name, scratch)
    except DqError as error:
        batch.refused.append((table.name, error))
        return
    sheet.object, sheet.mapping, sheet.chosen = guess.object, guess.mapping, guess.chosen
    sheet.keyed = guess.chosen and "id" not in guess.mapping.values()
    sheet.problem = mapping.problem(sheet)
    sheet.rejects = list(sheet.broken)
    batch.sheets.append(sheet)


def _judge(db: duckdb.DuckDBPyConnection, batch: Batch, name: str) -> None:
    for sheet in batch.of(name):
        stage.fill(db, batch, sheet)
    compare.count(db, batch, name)
    age.judge(db, batch, name)

"""A file becomes rows: dialect, mapping, cleaning, comparison with the last load, load."""

# The process that reads the files has no need of DuckDB, which costs it a third of a second: what
# brings it along is imported where it is used.
from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from dq.errors import N_, DqError, Invalid
from dq.intake import vocabulary
from dq.intake.batch import Batch, Counts, Progress, Reject, Sheet, rejected_csv

if TYPE_CHECKING:
    import duckdb

    from dq.intake.apart import Reader
    from dq.intake.dialect import Dialect

__all__ = [
    "Batch",
    "Counts",
    "Reject",
    "Sheet",
    "fields",
    "objects",
    "read",
    "rejected_csv",
    "remap",
]


# Of one zip with more files that cannot be read, nobody reads a sentence each.
MOST_REFUSED = 10


def read(
    db: duckdb.DuckDBPyConnection,
    files: Iterable[tuple[str, Path]],
    progress: Progress | None = None,
) -> Batch:
    """Read and recognise an upload, and compare it with the last load; the store stays as it is.

    The rows stay in temporary tables of `db`: load the batch with the same cursor. What was
    read with it before is dropped.
    A file that cannot be read is in `refused`; the others are read.
    """
    from dq.intake import apart, clean

    _drop_earlier(db)
    clean.prepare(db)
    [(load_id,)] = db.execute("select coalesce(max(id), 0) from load").fetchall()
    batch = Batch(load_id=load_id)
    files = list(files)
    with apart.reader(apart.limits(db)) as reader:
        for index, (name, path) in enumerate(files):
            if progress:
                progress(0.6 * index / len(files), N_("Reading {file}"), file=name)
            _read_file(db, batch, reader, name, Path(path))
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
) -> None:
    """Take the user's word for what a sheet holds, and compare again.

    :param columns: per header a field, or None to keep it out; left out: by the vocabulary
    """
    from dq.intake import mapping

    before = sheet.object
    sheet.object = object
    sheet.mapping = (
        mapping.automatic(sheet.headers, object, mapping.own_headers(db))
        if columns is None
        else dict(columns)
    )
    sheet.chosen = True
    sheet.problem = mapping.problem(sheet)
    sheet.rejects, sheet.counts, sheet.remarks = list(sheet.broken), Counts(), []
    for name in {before, object} - {None}:
        _judge(db, batch, str(name))


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


def _read_file(
    db: duckdb.DuckDBPyConnection, batch: Batch, reader: Reader, name: str, path: Path
) -> None:
    from dq.intake import reader as reading

    try:
        found = _tables(db, batch, reader, name, path)
    except DqError as error:  # half of a zip is no upload
        batch.refused.append((name, error))
        return
    for sheet, told in found:
        try:
            reading.fill(db, sheet, told, reader)
            sheet.rejects = list(sheet.broken)
            batch.sheets.append(sheet)
        except DqError as error:
            batch.refused.append((sheet.name, error))


def _tables(
    db: duckdb.DuckDBPyConnection, batch: Batch, reader: Reader, name: str, path: Path
) -> list[tuple[Sheet, Dialect]]:
    """The tables of one file that are to be read, recognised by their headers."""
    from dq.intake import mapping

    found: list[tuple[Sheet, Dialect]] = []
    refused: list[tuple[str, DqError]] = []
    for part, told in reader.tables(name, path):
        if isinstance(told, DqError):
            refused.append((part, told))
            continue
        sheet = Sheet(part, told.headers, told.skip + 1, invisible=told.invisible)
        mapping.recognise(db, sheet, told.sample)
        found.append((sheet, told))
    mapping.settle([sheet for sheet, _ in found])
    # A zip of everything, or a workbook with notes, holds more than ours: only named then.
    known = [(sheet, told) for sheet, told in found if sheet.object is not None]
    reader.limits.tables_of(name, len(batch.sheets) + len(known or found))
    if len(refused) > MOST_REFUSED:
        raise Invalid(
            N_("{file} cannot be read: {number} of the files in it are damaged; pack them anew."),
            file=name,
            number=len(refused),
        )
    batch.refused += refused
    if known:
        batch.skipped += [sheet.name for sheet, _ in found if sheet.object is None]
    return known or found


def _judge(db: duckdb.DuckDBPyConnection, batch: Batch, name: str) -> None:
    from dq.intake import compare, excel, stage

    for sheet in batch.of(name):
        sheet.problem = excel.damage(db, sheet)
    for sheet in batch.of(name):
        stage.fill(db, batch, sheet)
    compare.count(db, batch, name)

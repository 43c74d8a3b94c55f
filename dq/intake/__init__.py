"""A file becomes rows: dialect, mapping, cleaning, comparison with the last load, load."""

import tempfile
from collections.abc import Iterable
from pathlib import Path

import duckdb

from dq.errors import N_, DqError
from dq.intake import clean, compare, containers, dialect, mapping, reader, stage, vocabulary
from dq.intake.batch import Batch, Counts, Progress, Reject, Sheet, rejected_csv

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
    _drop_earlier(db)
    clean.prepare(db)
    [(load_id,)] = db.execute("select coalesce(max(id), 0) from load").fetchall()
    batch = Batch(load_id=load_id)
    files = list(files)
    with tempfile.TemporaryDirectory(prefix="kaartenbak-") as folder:
        for index, (name, path) in enumerate(files):
            if progress:
                progress(0.6 * index / len(files), N_("Reading {file}"), file=name)
            scratch = Path(folder) / str(index)
            scratch.mkdir()
            _read_file(db, batch, name, Path(path), scratch)
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
    before = sheet.object
    sheet.object = object
    sheet.mapping = (
        mapping.automatic(sheet.headers, object, mapping.own_headers(db))
        if columns is None
        else dict(columns)
    )
    sheet.chosen = True
    sheet.problem = mapping.problem(sheet)
    sheet.rejects, sheet.counts = list(sheet.broken), Counts()
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
    db: duckdb.DuckDBPyConnection, batch: Batch, name: str, path: Path, scratch: Path
) -> None:
    sheets: list[Sheet] = []
    for part, found in containers.parts(name, path, scratch):
        try:
            if isinstance(found, DqError):
                raise found
            sheets.append(_read_part(db, part, found, scratch))
        except DqError as error:
            batch.refused.append((part, error))
    mapping.settle(sheets)
    # A zip of everything, or a workbook with notes, holds more than ours: only named then.
    known = [sheet for sheet in sheets if sheet.object is not None]
    if known:
        batch.skipped += [sheet.name for sheet in sheets if sheet.object is None]
    batch.sheets += known or sheets


def _read_part(db: duckdb.DuckDBPyConnection, name: str, path: Path, scratch: Path) -> Sheet:
    written = dialect.sniff(path, scratch, name)
    sheet = reader.table(db, written, name, scratch)
    mapping.recognise(db, sheet, written.sample)
    sheet.rejects = list(sheet.broken)
    return sheet


def _judge(db: duckdb.DuckDBPyConnection, batch: Batch, name: str) -> None:
    for sheet in batch.of(name):
        stage.fill(db, batch, sheet)
    compare.count(db, batch, name)

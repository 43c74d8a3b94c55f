"""An upload is read: its files become tables, what is ours becomes sheets that are compared.

Tested in tests/intake/landing/test_load.py.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

import duckdb

from dq.errors import N_, DqError, Invalid
from dq.intake.batch import Aside, Batch
from dq.intake.cells import clean
from dq.intake.landing import compare
from dq.intake.sheet import Sheet
from dq.intake.tables import age, mapping, sorting
from dq.intake.tables import reader as reading
from dq.intake.tables.mapping import Guess
from dq.intake.tables.table import Table
from dq.progress import Progress
from dq.reading import apart, containers, dialect
from dq.reading.apart import Reader
from dq.reading.dialect import Dialect

# Of one zip with more files that cannot be read, nobody reads a sentence each.
MOST_REFUSED = 10
MANY_DAMAGED = N_("{file} cannot be read: {number} of the files in it are damaged; pack them anew.")


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
    not even read, what is no table at all in `unread`; the others are read.

    :param said: per name of a table the object that the user says it holds, or None for nothing
    """
    _drop_earlier(db)
    clean.prepare(db)
    batch = Batch(basis=compare.basis(db))
    say = progress or _silence
    with apart.reader(apart.limits(db)) as reader:
        found = _files(batch, reader, list(files), say)
        _sheets(db, batch, reader, found, said, say)
    objects = batch.objects
    for name in objects:
        _newest_first(db, batch, name)
    for index, name in enumerate(objects):
        say(0.6 + 0.4 * index / len(objects), N_("Comparing {object}"), object=name)
        compare.judge(db, batch, name)
    say(1.0, N_("Read"))
    return batch


def _silence(*_: object, **__: object) -> None:
    """Nobody asks how far it is."""


def _files(
    batch: Batch, reader: Reader, files: list[tuple[str, Path]], say: Progress
) -> list[tuple[Table, Dialect]]:
    """The tables of all files and how they are written."""
    found: list[tuple[Table, Dialect]] = []
    for index, (name, path) in enumerate(files):
        say(0.3 * index / len(files), N_("Reading {file}"), file=name)
        found += _tables(batch, reader, name, Path(path))
    if sorting.everything([table for table, _ in found]):
        _forgive_empty(batch)
    return found


def _sheets(
    db: duckdb.DuckDBPyConnection,
    batch: Batch,
    reader: Reader,
    found: list[tuple[Table, Dialect]],
    said: Mapping[str, str | None] | None,
    say: Progress,
) -> None:
    """Recognise the tables; read the rows of what is ours into sheets, leave aside the others."""
    tables = [table for table, _ in found]
    guesses = sorting.sort(db, tables, said)
    left = set(_left_aside(tables, guesses))
    over = _over(batch, reader, [table for n, table in enumerate(tables) if n not in left])
    for index, ((table, written), guess) in enumerate(zip(found, guesses, strict=True)):
        if len(found) > 1:
            say(0.3 + 0.3 * index / len(found), N_("Reading {file}"), file=table.name)
        if (table.container or table.name) in over:
            continue
        if index in left:
            batch.aside.append(Aside(table, guess.maybe, guess.chosen))
        else:
            _fill(db, batch, reader, table, written, guess)


def _newest_first(db: duckdb.DuckDBPyConnection, batch: Batch, name: str) -> None:
    """Of several files of one object the newest comes first, since its rows count."""
    places = [place for place, sheet in enumerate(batch.sheets) if sheet in batch.of(name)]
    if len(places) < 2:
        return
    moments = {place: age.newest(db, batch.sheets[place]) for place in places}
    if None in moments.values():
        return
    ordered = sorted(places, key=lambda place: moments[place] or datetime.min, reverse=True)
    for place, sheet in zip(places, [batch.sheets[one] for one in ordered], strict=True):
        batch.sheets[place] = sheet


def _drop_earlier(db: duckdb.DuckDBPyConnection) -> None:
    """Make room: a cursor lives as long as its session, and an upload may be large."""
    for kind, listing in (("view", "duckdb_views()"), ("table", "duckdb_tables()")):
        found = db.execute(
            f"select {kind}_name from {listing} where temporary and {kind}_name like 'intake\\_%'"
            " escape '\\'"
        ).fetchall()
        for (name,) in found:
            db.execute(f"drop {kind} if exists temp.{name}")


def _tables(batch: Batch, reader: Reader, name: str, path: Path) -> list[tuple[Table, Dialect]]:
    """The tables of one file and how they are written; what cannot be read goes to the batch."""
    found: list[tuple[Table, Dialect]] = []
    refused: list[tuple[str, DqError]] = []
    try:
        for part, written in reader.tables(name, path):
            if isinstance(written, DqError) and written.message == containers.UNREAD:
                batch.unread.append(part)
            elif isinstance(written, DqError):
                refused.append((part, written))
            else:
                table = Table(part, written.headers, written.sample, part != name)
                found.append((table, written))
    except DqError as error:  # half of a zip is no upload
        batch.refused.append((name, error))
        return []
    # Beside others an empty table is nothing to complain of.
    bad = [one for one in refused if not found or one[1].message != dialect.EMPTY]
    if len(bad) > MOST_REFUSED:
        batch.refused.append((name, Invalid(MANY_DAMAGED, file=name, number=len(bad))))
        return []
    batch.refused += refused
    if found:
        _forgive_empty(batch, name)
    return found


def _forgive_empty(batch: Batch, container: str | None = None) -> None:
    """Leave aside, and do not refuse, empty tables that came along with others."""
    for part, error in list(batch.refused):
        inside = container is None or part.startswith(f"{container}: ")
        if inside and error.message == dialect.EMPTY and not Table(part, [], []).called:
            batch.refused.remove((part, error))
            batch.aside.append(Aside(Table(part, [], [], packed=True)))


def _left_aside(tables: list[Table], guesses: list[Guess]) -> list[int]:
    """Which tables are not ours and came along with others; a file that somebody chose is shown."""
    many, loose = len(tables) >= sorting.EVERYTHING, sorting.everything(tables)
    mixed = {
        table.container for table, guess in zip(tables, guesses, strict=True) if guess.object
    } - {None}
    return [
        place
        for place, (table, guess) in enumerate(zip(tables, guesses, strict=True))
        if guess.object is None
        and (guess.maybe or guess.chosen or not table.called)
        and (
            guess.maybe or (loose if table.container is None else many or table.container in mixed)
        )
    ]


def _over(batch: Batch, reader: Reader, tables: list[Table]) -> set[str]:
    """The files with which the upload holds too many tables; half of one is no upload."""
    counted = Counter(table.container or table.name for table in tables)
    over, held = set(), 0
    for name, number in counted.items():
        try:
            reader.limits.tables_of(name, held + number)
            held += number
        except DqError as error:
            batch.refused.append((name, error))
            over.add(name)
    return over


def _fill(
    db: duckdb.DuckDBPyConnection,
    batch: Batch,
    reader: Reader,
    table: Table,
    written: Dialect,
    guess: Guess,
) -> None:
    """Read the rows of a table into a sheet."""
    sheet = Sheet(table.name, written.headers, written.skip + 1, invisible=written.invisible)
    sheet.object, sheet.mapping, sheet.chosen = guess.object, guess.mapping, guess.chosen
    sheet.keyed = guess.chosen and "id" not in guess.mapping.values()
    sheet.names = table.names
    sheet.problem = mapping.problem(sheet)
    try:
        reading.fill(db, sheet, written, reader)
    except DqError as error:
        batch.refused.append((table.name, error))
        return
    sheet.rejects = list(sheet.broken)
    batch.sheets.append(sheet)

"""A file becomes rows: dialect, mapping, cleaning, comparison with the last load, load."""

# The process that reads the files has no need of DuckDB, which costs it a third of a second: what
# brings it along is imported where it is used.
from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from dq.errors import N_, DqError, Invalid
from dq.intake.batch import Aside, Batch, Counts, Progress, Sheet, rejected_csv
from dq.reading import dialect, vocabulary
from dq.reading.rejects import Reject

if TYPE_CHECKING:
    import duckdb

    from dq.intake.tables.evidence import Table
    from dq.intake.tables.mapping import Guess
    from dq.reading.apart import Reader
    from dq.reading.dialect import Dialect

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
    "compare_again",
    "remap",
]


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
    from dq.intake.cells import clean
    from dq.intake.landing import compare
    from dq.intake.tables import sorting
    from dq.reading import apart

    _drop_earlier(db)
    clean.prepare(db)
    batch = Batch(basis=compare.basis(db))
    files = list(files)
    with apart.reader(apart.limits(db)) as reader:
        found: list[tuple[Table, Dialect]] = []
        for index, (name, path) in enumerate(files):
            if progress:
                progress(0.3 * index / len(files), N_("Reading {file}"), file=name)
            found += _tables(batch, reader, name, Path(path))
        tables = [table for table, _ in found]
        if sorting.everything(tables):
            _forgive_empty(batch)
        guesses = sorting.sort(db, tables, said)
        left = set(_left_aside(tables, guesses))
        over = _over(batch, reader, [table for n, table in enumerate(tables) if n not in left])
        for index, ((table, written), guess) in enumerate(zip(found, guesses, strict=True)):
            if progress and len(found) > 1:
                progress(0.3 + 0.3 * index / len(found), N_("Reading {file}"), file=table.name)
            if (table.container or table.name) in over:
                continue
            if index in left:
                batch.aside.append(Aside(table, guess.maybe, guess.chosen))
            else:
                _fill(db, batch, reader, table, written, guess)
    objects = batch.objects
    for name in objects:
        _newest_first(db, batch, name)
    for index, name in enumerate(objects):
        if progress:
            progress(0.6 + 0.4 * index / len(objects), N_("Comparing {object}"), object=name)
        _judge(db, batch, name)
    if progress:
        progress(1.0, N_("Read"))
    return batch


def _newest_first(db: duckdb.DuckDBPyConnection, batch: Batch, name: str) -> None:
    """Of several files of one object the newest comes first, since its rows count."""
    from dq.intake.tables import age

    places = [at for at, sheet in enumerate(batch.sheets) if sheet in batch.of(name)]
    moments = {at: age.newest(db, batch.sheets[at]) for at in places} if len(places) > 1 else {}
    if not moments or None in moments.values():
        return
    ordered = sorted(places, key=lambda at: moments[at] or datetime.min, reverse=True)
    for at, sheet in zip(places, [batch.sheets[at] for at in ordered], strict=True):
        batch.sheets[at] = sheet


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
    from dq.intake.tables import mapping

    before = sheet.object
    sheet.object = object
    sheet.mapping = (
        mapping.automatic(sheet.headers, object, mapping.own_headers(db), sheet.names)
        if columns is None
        else dict(columns)
    )
    sheet.chosen = True
    sheet.keyed = keyed
    sheet.problem = mapping.problem(sheet)
    _forget(sheet)
    for name in {before, object} - {None}:
        _judge(db, batch, str(name))


def compare_again(db: duckdb.DuckDBPyConnection, batch: Batch) -> None:
    """Compare all of a batch with the store as it is now; what the user said of it stands."""
    from dq.intake.landing import compare

    for name in batch.objects:
        chosen = [sheet.complete for sheet in batch.of(name)]
        for sheet in batch.of(name):
            _forget(sheet)
        _judge(db, batch, name)
        for sheet, complete in zip(batch.of(name), chosen, strict=True):
            sheet.complete = complete
    batch.basis = compare.basis(db)


def _forget(sheet: Sheet) -> None:
    """Let go of what was found of its rows."""
    sheet.rejects, sheet.counts, sheet.remarks = list(sheet.broken), Counts(), []


def may_be_list(sheet: Sheet) -> bool:
    """Whether it is a list of people that lacks only a key, which can be made."""
    from dq.intake.tables import mapping

    fields = set(sheet.mapping.values())
    return sheet.object == "contact" and "id" not in fields and bool(fields & mapping.LISTED)


def objects() -> list[str]:
    """What a sheet can hold."""
    return list(vocabulary.objects())


def fields(object: str) -> list[str]:
    """What a column of this object can be."""
    thing = vocabulary.objects()[object]
    return [*thing.fields, *thing.quiet]


def _drop_earlier(db: duckdb.DuckDBPyConnection) -> None:
    """Make room: a cursor lives as long as its session, and an upload may be large."""
    for kind, listing in (("view", "duckdb_views()"), ("table", "duckdb_tables()")):
        found = db.execute(
            f"select {kind}_name from {listing} where temporary and {kind}_name like 'intake\\_%'"
            " escape '\\'"
        ).fetchall()
        for (name,) in found:
            db.execute(f"drop {kind} if exists temp.{name}").fetchall()


def _tables(batch: Batch, reader: Reader, name: str, path: Path) -> list[tuple[Table, Dialect]]:
    """The tables of one file and how they are written; what cannot be read goes to the batch."""
    from dq.intake.tables.evidence import Table
    from dq.reading import containers

    found: list[tuple[Table, Dialect]] = []
    refused: list[tuple[str, DqError]] = []
    try:
        for part, told in reader.tables(name, path):
            if isinstance(told, DqError) and told.message == containers.UNREAD:
                batch.unread.append(part)
            elif isinstance(told, DqError):
                refused.append((part, told))
            else:
                found.append((Table(part, told.headers, told.sample, part != name), told))
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
    from dq.intake.tables.evidence import Table

    for part, error in list(batch.refused):
        inside = container is None or part.startswith(f"{container}: ")
        if inside and error.message == dialect.EMPTY and not Table(part, [], []).called:
            batch.refused.remove((part, error))
            batch.aside.append(Aside(Table(part, [], [], packed=True)))


def _left_aside(tables: list[Table], guesses: list[Guess]) -> list[int]:
    """Which tables are not ours and came along with others; a file that somebody chose is shown."""
    from dq.intake.tables import sorting

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
    from dq.intake.tables import mapping
    from dq.intake.tables import reader as reading

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


def _judge(db: duckdb.DuckDBPyConnection, batch: Batch, name: str) -> None:
    from dq.intake.cells import excel, numerals, stage
    from dq.intake.landing import compare
    from dq.intake.tables import age, beside, keyless

    for sheet in batch.of(name):
        numerals.restore(db, batch, sheet)
        sheet.problem = excel.damage(db, sheet)
    for sheet in batch.of(name):
        stage.fill(db, batch, sheet)
    compare.count(db, batch, name)
    beside.judge(batch, name)
    keyless.judge(batch, name)
    age.judge(db, batch, name)

"""CSV files as tables: Arrow reads a plain one, DuckDB others, or a copy where it refuses that.

Tested in tests/matching/files/test_match.py.
"""

from collections.abc import Callable, Mapping

import duckdb
import pyarrow as pa

from dq.errors import N_, Invalid
from dq.matching.files import plain
from dq.matching.files.cells import REFERENCES, filled
from dq.matching.files.engine_duckdb import (
    CODED,
    TABLES,
    accounts,
    contacts,
    contacts_of,
    holding,
)
from dq.matching.files.identity import identified
from dq.matching.files.written import Written, cleaned, mended
from dq.matching.values.lists import NOTHING, Own
from dq.reading.dialect import NULL_STRINGS


def texts(written: Written, columns: Mapping[str, str]) -> pa.Table:
    """Columns of a CSV file as trimmed texts, rows in the file's order; empty cells are null.

    :param columns: our name of each, and the file's header
    :raises Invalid: a row of it cannot be read
    """

    def table(files: Mapping[str, Written]) -> pa.Table:
        with duckdb.connect() as db:
            return db.sql(_select(files["file"], columns)).to_arrow_table()

    try:
        return filled(plain.read(written.dialect, columns))
    except plain.Odd:
        return _read({"file": written}, table)


def records(
    files: Mapping[str, Written],
    columns: Mapping[str, Mapping[str, str]],
    kind: str,
    own: Own = NOTHING,
) -> pa.Table:
    """The records of one kind ("contact" or "account"), by id, from CSV files.

    :param files: per table its file; without one it is empty
    :param columns: per table the file's header for each column of ours that it has
    :param own: what a team knows besides our lists
    :raises Invalid: a row of a file cannot be read, or has no id of its own
    """

    def table(files: Mapping[str, Written]) -> pa.Table:
        # The database is closed after this, so that its memory is free again.
        with duckdb.connect() as db:
            for name in TABLES:
                _attach(db, name, files.get(name), columns.get(name, {}))
            return found(db, lambda: contacts(db, own=own))

    def found(db: duckdb.DuckDBPyConnection, people: Callable[[], pa.Table]) -> pa.Table:
        if "account" in files:
            ids = db.sql("select id from account order by id").to_arrow_table()
            identified(ids, files["account"].name, columns["account"]["id"])
        if kind == "account":
            return accounts(db, own)
        return identified(people(), files["contact"].name, columns["contact"]["id"])

    try:
        tables = [_plain(name, files.get(name), columns.get(name, {})) for name in TABLES]
    except plain.Odd:
        return _read(files, table)
    assert list(TABLES) == ["contact", "account"]
    with holding(tables.pop()) as db:
        return found(db, lambda: contacts_of(tables, db, own))


def _plain(name: str, written: Written | None, columns: Mapping[str, str]) -> pa.Table:
    """Table `name` with all its columns, of which those that its file lacks are null.

    :raises Odd: its file is not plain
    """
    coded = CODED if name == "contact" else ()
    if written is None:
        return pa.table([pa.nulls(0, pa.string()) for _ in TABLES[name]], TABLES[name])
    table = filled(plain.read(written.dialect, columns, coded, REFERENCES))
    nothing = pa.nulls(len(table), pa.string())
    return pa.table(
        [table[own] if own in columns else nothing for own in TABLES[name]], TABLES[name]
    )


def _read(
    files: Mapping[str, Written], table: Callable[[Mapping[str, Written]], pa.Table]
) -> pa.Table:
    """What `table` makes of the files, or where DuckDB refuses one, of mended copies."""
    files = {name: cleaned(written) for name, written in files.items()}
    try:
        return table(files)
    except duckdb.InvalidInputException:
        copies = {name: mended(written) for name, written in files.items()}
    try:
        return table(copies)
    except duckdb.InvalidInputException as error:
        names = ", ".join(written.name for written in files.values())
        raise Invalid(N_("{file} cannot be read as CSV."), file=names) from error


def _attach(
    db: duckdb.DuckDBPyConnection, name: str, written: Written | None, columns: Mapping[str, str]
) -> None:
    """Make table `name` of the columns that its file has; the others are null."""
    if written is None:
        texts = ", ".join(f"{column} varchar" for column in TABLES[name])
        db.execute(f"create table {name} ({texts})")
        return
    lacking = "".join(f", null::varchar as {own}" for own in TABLES[name] if own not in columns)
    # Accounts are read several times, and are few.
    kept = "table" if name == "account" else "view"
    db.execute(f"create {kept} {name} as select *{lacking} from ({_select(written, columns)})")


def _select(written: Written, columns: Mapping[str, str]) -> str:
    """SQL for columns of a file; a view cannot have parameters, so its values are in it.

    A row without an id that is empty otherwise, as spreadsheets write them, is left out.

    Nothing is left to guess: a guess comes from a sample, and one odd row in it, or the first
    quotation mark below it, changes how all are read.
    """
    cells = {f"c{place}": "VARCHAR" for place in range(len(written.headers))}
    found = written.dialect
    nothing = ", ".join(map(_literal, NULL_STRINGS))
    wanted = ", ".join(
        f"nullif({_trimmed(own, f'c{written.headers.index(header)}')}, '') as {_quoted(own)}"
        for own, header in columns.items()
    )
    filled = ""
    if "id" in columns:
        filled = f"where coalesce({', '.join(map(_quoted, columns))}) is not null"
    # A row may have an empty cell too many where "" is null, and that is one with all its cells
    # shifted. DuckDB's buffer of 32 MB costs more to fill with pages than it saves.
    return f"""
        from (
            select {wanted}
            from read_csv(
                {_literal(str(found.path))}, auto_detect = false, header = false,
                delim = {_literal(found.delimiter)}, skip = {found.skip}, columns = {cells},
                quote = '"', escape = '"', nullstr = [{nothing}], buffer_size = 4194304
            )
        )
        {filled}
    """


def _trimmed(own: str, cell: str) -> str:
    """SQL for a cell without outer spaces; a reference to nothing, as Salesforce writes it, is
    empty."""
    if own in REFERENCES:
        return f"regexp_replace(trim({cell}), {_literal(REFERENCES[own])}, '')"
    return f"trim({cell})"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"

"""A package as a zip: numbered CSVs for Data Loader, what to do with them, and the way back."""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from dq import settings
from dq.domain import forgotten
from dq.domain.telling.reading import HIDDEN
from dq.errors import N_, NotFound
from dq.handover.package import loader, readme
from dq.handover.package.sf import folder
from dq.outgoing import back, waiting
from dq.outgoing.difference import own
from dq.outgoing.plan import FILES, File
from dq.outgoing.work import Work
from dq.settings import api, names
from dq.settings.names import Names
from dq.store.renaming import MADE

Say = Callable[..., str]


@dataclass(frozen=True)
class Sent:
    """One row of a package as it was packed."""

    key: str
    record_id: str
    old: dict[str, Any]
    fields: dict[str, Any]
    cells: dict[str, str]
    new_id: str | None


@dataclass(frozen=True)
class Csv:
    """A file of the zip: where it stands, what it is of, its operation and its content."""

    path: str
    file: File
    object: str
    operation: str
    columns: list[str]
    rows: list[list[str]]

    @property
    def content(self) -> bytes:
        """Comma, UTF-8 and quotes round every value, as Data Loader reads it best."""
        text = io.StringIO(newline="")
        writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        writer.writerow(self.columns)
        writer.writerows(self.rows)
        return text.getvalue().encode()


def write(
    db: duckdb.DuckDBPyConnection,
    number: int,
    target: Path,
    say: Say = readme.english,
    name: str = "README.md",
) -> None:
    """Write package `number` to `target`; `name` is its text for people, `say` translates it.

    :raises NotFound: there is no such package
    """
    rows = db.execute(
        "select made, made_by, day, work, coalesce(waits, '[]') from package where id = ?", [number]
    ).fetchall()
    if not rows:
        raise NotFound(N_("There is no package {number}."), number=number)
    made, made_by, day, work, waits = rows[0]
    there, undoing = files(db, number)
    todo = [Work(**one) for one in json.loads(work)]
    address = str(settings.get(db, "salesforce_address"))
    later = waiting.kept(waits)
    text = readme.text(db, number, made, made_by, day, there, undoing, todo, later, address, say)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, text)
        for one in (*there, *undoing):
            archive.writestr(one.path, one.content)
        loader.add(archive, number, (*there, *undoing))
        folder.add(archive, db, number, there, todo, say)


def files(db: duckdb.DuckDBPyConnection, number: int) -> tuple[list[Csv], list[Csv]]:
    """The files of a package in their order, and those that take it back in theirs."""
    words = names.read(db)
    sent = [(place, file, _sent(db, number, file)) for place, file in enumerate(FILES, 1)]
    some = [(place, file, rows) for place, file, rows in sent if rows]
    there = [
        _table(f"{place:02}-{file.name}.csv", file, file.operation, words, rows)
        for place, file, rows in some
    ]
    return there, _back(db, number, words)


def _back(db: duckdb.DuckDBPyConnection, number: int, words: Names) -> list[Csv]:
    """The files of the way back; what the package made is in them once its id is known."""
    by_name = {file.name: file for file in (*FILES, back.GONE)}
    found, gone = [], {HIDDEN, *forgotten.keys(db).get("contact", ())}
    for place, one in enumerate(back.needed(db, number).files, 1):
        rows = [
            Sent(f"{number}-back-{place:02}-{line:05}", row.key, {}, {}, row.cells, None)
            for line, row in enumerate(one.rows, 1)
            if (one.operation == "insert" or not (own(row.key) or row.key.startswith(MADE)))
            and gone.isdisjoint(row.cells.values())
        ]
        if rows:
            path = f"back/{place:02}-{one.name}.csv"
            found.append(_table(path, by_name[one.name], one.operation, words, rows))
    return found


def again(db: duckdb.DuckDBPyConnection, number: int, keys: Collection[str]) -> list[Csv]:
    """The files of a package with only the rows of these keys, in their own columns."""
    words = names.read(db)
    found = []
    for place, file in enumerate(FILES, 1):
        if rows := [row for row in _sent(db, number, file) if row.key in keys]:
            path = f"{place:02}-{file.name}-again.csv"
            found.append(_table(path, file, file.operation, words, rows))
    return found


def _sent(db: duckdb.DuckDBPyConnection, number: int, file: File) -> list[Sent]:
    """The rows of a file; without those of which something was taken out with somebody who was
    removed, which are to go there no more."""
    rows = db.execute(
        """
        select key, record_id, old, fields, cells, new_id
        from package_row
        where package_id = $number and file = $file
        order by key
        """,
        {"number": number, "file": file.name},
    ).fetchall()
    sent = [
        Sent(key, id, json.loads(old), json.loads(fields), json.loads(cells), new)
        for key, id, old, fields, cells, new in rows
    ]
    empty = file.operation == "delete"  # of which the key says all
    return [one for one in sent if (one.cells or empty) and HIDDEN not in one.cells.values()]


def _table(path: str, file: File, operation: str, words: Names, sent: Iterable[Sent]) -> Csv:
    """The rows as they go there, or return."""
    lines = list(sent)
    some = {name for row in lines for name in row.cells}
    known = [words.field(file.table, name) for name in api.fields()[file.table]]
    places = {name: place for place, name in enumerate(known)}
    filled = sorted(some, key=lambda name: (places.get(name, len(known)), name))
    keyed = [] if operation == "insert" else ["Id"]
    rows = [
        [row.key, *[names.eighteen(row.record_id) for _ in keyed]]
        + [row.cells.get(name, "") for name in filled]
        for row in lines
    ]
    return Csv(path, file, words.thing(file.table), operation, [api.KEY, *keyed, *filled], rows)

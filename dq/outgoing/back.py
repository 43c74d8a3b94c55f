"""The way back of a package: what would be packed if it had arrived and none of it were wanted."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date

import duckdb

from dq.errors import N_
from dq.objects import SENT
from dq.outgoing import arrived, difference, ready
from dq.outgoing.arrived import BY_ITSELF, There
from dq.outgoing.difference import Change
from dq.outgoing.plan import File
from dq.outgoing.ready import Outgoing
from dq.outgoing.sorting import Line
from dq.settings import names
from dq.store import door, rows
from dq.store.renaming import MADE

# What a row of the way back takes back.
UNDONE = {"insert": "delete", "delete": "insert"}
# What was made new goes last: a card takes what hangs on it along.
GONE = File(
    "contacts-gone", "contact", "delete",
    N_("Cards that the package made"),
    N_("They take their relations and approvals along."),
    lambda _change, _at: None,
)  # fmt: skip


@dataclass(frozen=True)
class BackRow:
    """A row of the way back: `key` is the record's, ours for what the package makes new there."""

    key: str
    cells: dict[str, str]


@dataclass(frozen=True)
class BackFile:
    """A file of the way back: what it is called, its object here, its operation and its rows."""

    name: str
    table: str
    operation: str
    rows: list[BackRow]


@dataclass(frozen=True)
class Way:
    """The files in their order; `loose` are the relations that Salesforce made by itself and that
    have to go by hand: contact and account."""

    files: list[BackFile]
    loose: list[tuple[str, str]]


def plan(db: duckdb.DuckDBPyConnection, found: Outgoing) -> Way:
    """What takes back a package of these rows, once all of it has arrived; merges stay.

    It is found by the rules of any package, in a transaction that is rolled back.
    """
    words = names.read(db)
    # What no export showed cannot be put back.
    blind = {
        (line.key, words.field(part.file.table, field))
        for part in found.parts
        if part.file.operation == "update"
        for line in part.lines
        for field in line.fields.keys() - line.old.keys()
    }
    with door.rehearsing(db):
        changes = difference.read(db, words)
        follows = bool(words.every["salesforce_username_follows"])
        keeps = bool(words.every["salesforce_keeps_old_account"])
        there = There(db, found, follows, keeps)
        _wanted(db, changes)
        there.arrive(found)
        there.write(db)
        for table in ("package_row", "clash", "accepted"):
            db.execute(f"delete from {table}")
        back = ready.read(db, date.max, whole=True)
        made = [
            line.record_id
            for part in found.parts
            if part.file.operation == "insert" and part.file.table == "contact"
            for line in part.lines
        ]
        loose = _loose(db, back)
    new = set(made)
    return Way(
        [*_files(back, new, blind), *_cards(made)], [one for one in loose if one[0] not in new]
    )


def read(db: duckdb.DuckDBPyConnection, number: int) -> Way:
    """The same, as package `number` has kept it; nothing of one that was made before."""
    [(text,)] = db.execute("select back from package where id = ?", [number]).fetchall()
    kept = json.loads(text or '{"files": [], "loose": []}')
    files = [
        BackFile(**file | {"rows": [BackRow(**row) for row in file["rows"]]})
        for file in kept["files"]
    ]
    return Way(files, [(contact, account) for contact, account in kept["loose"]])


def needed(db: duckdb.DuckDBPyConnection, number: int) -> Way:
    """The same without what Salesforce refused, as far as its results were read, or what was
    withdrawn."""
    way, words = read(db, number), names.read(db)
    rows = db.execute(
        "select record_table, record_id, operation, fields, state in ('failed', 'withdrawn')"
        " from package_row"
        " where package_id = ? and operation in ('insert', 'update', 'delete')",
        [number],
    ).fetchall()
    there: dict[tuple[str, str], set[str]] = {}
    refused: dict[tuple[str, str], set[str]] = {}
    for table, id, operation, fields, failed in rows:
        what = set(json.loads(fields)) if operation == "update" else {operation}
        (refused if failed else there).setdefault((table, id), set()).update(what)
    never = {record: what - there.get(record, set()) for record, what in refused.items()}
    files = [replace(file, rows=_but(file, never, words)) for file in way.files]
    loose = [one for one in way.loose if "account_id" not in never.get(("contact", one[0]), ())]
    return Way([file for file in files if file.rows], loose)


def _but(
    file: BackFile, never: Mapping[tuple[str, str], set[str]], words: names.Names
) -> list[BackRow]:
    """The rows of a file but what never was otherwise there."""
    found = []
    for row in file.rows:
        what = never.get((file.table, row.key), set())
        if file.operation != "update":
            found += [] if UNDONE[file.operation] in what else [row]
            continue
        called = {words.field(file.table, field) for field in what}
        if cells := {name: cell for name, cell in row.cells.items() if name not in called}:
            found.append(BackRow(row.key, cells))
    return found


def written(way: Way) -> str:
    """As JSON."""
    return json.dumps(asdict(way))


def _files(back: Outgoing, made: set[str], blind: set[tuple[str, str]]) -> Iterable[BackFile]:
    for part in back.parts:
        kept = [
            BackRow(
                line.key,
                {name: cell for name, cell in line.cells.items() if (line.key, name) not in blind},
            )
            for line in part.lines
            if not line.key.startswith(BY_ITSELF) and not _hangs(line, made)
        ]
        lines = [row for row in kept if row.cells or part.file.operation == "delete"]
        if lines:
            yield BackFile(part.file.name, part.file.table, part.file.operation, lines)


def _hangs(line: Line, made: set[str]) -> bool:
    """Whether it is of a card that goes, which takes it along; not what only was given to it."""
    return line.key in made or (line.key.startswith(MADE) and line.old.get("contact_id") in made)


def _cards(made: Sequence[str]) -> list[BackFile]:
    if not made:
        return []
    return [BackFile(GONE.name, "contact", "delete", [BackRow(id, {}) for id in made])]


def _loose(db: duckdb.DuckDBPyConnection, back: Outgoing) -> list[tuple[str, str]]:
    """Contact and account of the relations that go on the way back and whose keys nobody knows."""
    ids = [line.key for part in back.parts for line in part.lines if line.key.startswith(BY_ITSELF)]
    found = rows.read(db, "upstream.relation", ids)
    return [(row["contact_id"], row["account_id"]) for row in found.values()]


def _wanted(db: duckdb.DuckDBPyConnection, changes: Sequence[Change]) -> None:
    """Let `main` be what Salesforce has before the package, but where a merge is made there."""
    for table in SENT:
        mine = [change for change in changes if change.table == table and not change.merging]
        there = {str(change.there): change.before for change in mine if change.before is not None}
        known = rows.read(db, f"upstream.{table}", list(there))
        new = [known.get(id, {"id": id}) | before | {"version": 0} for id, before in there.items()]
        old = [*(change.id for change in mine), *there]
        arrived.replace(db, f"main.{table}", old, new)

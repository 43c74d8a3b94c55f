"""The way back of a package: what would be packed if it had arrived and none of it were wanted."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date

import duckdb

from dq import rows, store
from dq.errors import N_
from dq.handover import difference, names, outgoing
from dq.handover.difference import Change
from dq.handover.outgoing import Line, Outgoing
from dq.handover.plan import File
from dq.ledger import Row
from dq.references import SENT
from dq.renaming import MADE

# The key of a relation that Salesforce makes by itself, which nobody knows.
BY_ITSELF = "auto-"
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
    with store.rehearsing(db):
        changes = {(change.table, change.id): change for change in difference.read(db, words)}
        follows = bool(words.every["salesforce_username_follows"])
        keeps = bool(words.every["salesforce_keeps_old_account"])
        _arrive(db, found, follows, keeps)
        _wanted(db, changes.values())
        for table in ("package_row", "clash", "accepted"):
            db.execute(f"delete from {table}").fetchall()
        back = outgoing.read(db, date.max, whole=True)
        made = [
            line.record_id
            for part in found.parts
            if part.file.operation == "insert" and part.file.table == "contact"
            for line in part.lines
        ]
        loose = _loose(db, back)
    return Way(
        [*_files(back, set(made)), *_cards(made)], [one for one in loose if one[0] not in made]
    )


def read(db: duckdb.DuckDBPyConnection, number: int) -> Way:
    """The same, as package `number` has kept it; nothing of one that was made before."""
    [(text,)] = db.execute("select back from package where id = ?", [number]).fetchall()
    told = json.loads(text or '{"files": [], "loose": []}')
    files = [
        BackFile(**file | {"rows": [BackRow(**row) for row in file["rows"]]})
        for file in told["files"]
    ]
    return Way(files, [(contact, account) for contact, account in told["loose"]])


def written(way: Way) -> str:
    """As JSON."""
    return json.dumps(asdict(way))


def _files(back: Outgoing, made: set[str]) -> Iterable[BackFile]:
    for part in back.parts:
        lines = [
            BackRow(line.key, line.cells)
            for line in part.lines
            if not line.key.startswith(BY_ITSELF) and not _hangs(line, made)
        ]
        if lines:
            yield BackFile(part.file.name, part.file.table, part.file.operation, lines)


def _hangs(line: Line, made: set[str]) -> bool:
    """Whether it is of a card that goes, which takes it along."""
    return line.key in made or line.old.get("contact_id") in made


def _cards(made: Sequence[str]) -> list[BackFile]:
    if not made:
        return []
    return [BackFile(GONE.name, "contact", "delete", [BackRow(id, {}) for id in made])]


def _loose(db: duckdb.DuckDBPyConnection, back: Outgoing) -> list[tuple[str, str]]:
    """Contact and account of the relations that go on the way back and whose keys nobody knows."""
    ids = [line.key for part in back.parts for line in part.lines if line.key.startswith(BY_ITSELF)]
    found = rows.read(db, "upstream.relation", ids)
    return [(row["contact_id"], row["account_id"]) for row in found.values()]


def _arrive(db: duckdb.DuckDBPyConnection, found: Outgoing, follows: bool, keeps: bool) -> None:
    """Put what the files say into `upstream`, and what Salesforce does by itself."""
    for part in found.parts:
        table = part.file.table
        for line in part.lines:
            fields: Row = dict(line.fields)
            if table == "contact" and follows and "email" in fields and "username" not in fields:
                fields["username"] = fields["email"]
            if part.file.operation == "delete":
                _delete(db, table, str(line.id))
                continue
            before: Row = {}
            if part.file.operation == "insert":
                if table == "relation":
                    fields |= {"direct": False}
                _insert(db, table, {"id": f"{MADE}{line.record_id}", **fields})
            else:
                before = rows.read(db, f"upstream.{table}", [str(line.id)]).get(str(line.id), {})
                _update(db, table, str(line.id), fields)
            if table == "contact" and "account_id" in fields:
                old = before.get("account_id")
                _related(db, line.id or line.record_id, old, fields["account_id"], keeps)


def _related(
    db: duckdb.DuckDBPyConnection, contact: str, old: str | None, new: str | None, keeps: bool
) -> None:
    """A contact with another account gets the relation with it; the old one is not its own then."""
    pair = {"contact": contact, "account": old}
    if old and keeps:
        db.execute(
            "update upstream.relation set direct = false"
            " where contact_id = $contact and account_id = $account",
            pair,
        ).fetchall()
    elif old:
        db.execute(
            "delete from upstream.relation where contact_id = $contact and account_id = $account",
            pair,
        ).fetchall()
    if new is None:
        return
    pair = {"contact": contact, "account": new}
    ids = db.execute(
        "update upstream.relation set direct = true"
        " where contact_id = $contact and account_id = $account returning id",
        pair,
    ).fetchall()
    if not ids:
        key = f"{BY_ITSELF}{contact}-{new}"
        row = {"id": key, "contact_id": contact, "account_id": new, "active": True, "direct": True}
        _insert(db, "relation", row)


def _wanted(db: duckdb.DuckDBPyConnection, changes: Iterable[Change]) -> None:
    """Let `main` be what Salesforce has before the package, but where a merge is made there."""
    for change in changes:
        if change.merging or change.table not in SENT:
            continue
        if change.after is not None:
            db.execute(f"delete from main.{change.table} where id = ?", [change.id]).fetchall()
        if change.before is not None:
            id = str(change.there)
            known = rows.read(db, f"upstream.{change.table}", [id]).get(id, {"id": id})
            db.execute(f"delete from main.{change.table} where id = ?", [id]).fetchall()
            _insert(db, change.table, known | change.before | {"version": 0}, "main")


def _insert(db: duckdb.DuckDBPyConnection, table: str, row: Row, schema: str = "upstream") -> None:
    places = ", ".join("?" * len(row))
    db.execute(
        f"insert into {schema}.{table} ({', '.join(row)}) values ({places})", list(row.values())
    ).fetchall()


def _update(db: duckdb.DuckDBPyConnection, table: str, id: str, fields: Row) -> None:
    changes = ", ".join(f"{name} = ?" for name in fields)
    db.execute(
        f"update upstream.{table} set {changes} where id = ?", [*fields.values(), id]
    ).fetchall()


def _delete(db: duckdb.DuckDBPyConnection, table: str, id: str) -> None:
    db.execute(f"delete from upstream.{table} where id = ?", [id]).fetchall()

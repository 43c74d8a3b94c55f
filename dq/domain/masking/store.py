"""The masked store is made: what is not said here to be kept is masked or left out.

Tested in tests/domain/masking/test_store.py.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from dq.checks import all_checks
from dq.domain import person
from dq.domain.masking.masks import FEW, Masks
from dq.errors import N_
from dq.objects import OBJECTS
from dq.progress import Progress
from dq.settings.declared import SETTINGS
from dq.sources.declaration import Field
from dq.store import contents

# How the texts of objects are masked, by the field, where its kind does not say so.
FIELDS = {
    "first_name": "first", "middle_name": "last", "last_name": "last", "owner": "person",
    "email": "email", "username": "email", "website": "website", "city": "place",
    "street": "place", "postal_code": "number", "kvk_number": "number", "company_number": "number",
    **{name: name for name in FEW},
}  # fmt: skip
NAMES = {"account": "company", "project": "company", "bc_contact": "person"}
# What goes along of the tables of our own, and how; the others are left empty, and what follows
# from the data is worked out anew.
OURS: dict[str, dict[str, str]] = {
    "departure": {"id": "key"},
    "succession": {"id": "key", "contact_id": "key", "successor_id": "key"},
    "tile": {"id": "key", "contact_id": "key", "made_by": "person", "assignee": "person"},
    "step": {"id": "key", "tile_id": "key", "person_id": "key", "project_id": "key",
             "account_id": "key", "record_id": "key", "done_by": "person",
             "approval_kind": "code approval"},
    "assignment": {"id": "key", "record_kind": "own", "record_id": "key", "assignee": "person"},
    "merged": {"id": "key", "record_kind": "own", "survivor_id": "key"},
    "duration": {},
    "finding": {"check_id": "own", "record_kind": "own", "record_id": "key", "other_id": "key"},
}  # fmt: skip
# Words of our own in those tables, of which no other is taken over.
WORDS = {
    ("tile", "kind"): ("leave", "return"),
    ("step", "subject"): ("approval", "status", "relation", "login", "bc"),
}
# What is counted of the files of a load.
COUNTS = ("new", "changed", "unchanged", "gone", "rejected", "deleted")
# Keys are most of all texts: those of Salesforce are masked as `Masks.key` would, in one go.
QUICK = """
    case
        when regexp_full_match({column}, '[0-9a][0-9A-Za-z]{{14}}([0-9A-Za-z]{{3}})?')
        then {column}[:3] || upper(sha256($secret || {column}))[:15]
        else {masked}
    end
"""
MASKING = N_("Masking {table}")


def copy(
    db: duckdb.DuckDBPyConnection, target: Path, salt: bytes, progress: Progress | None = None
) -> None:
    """Put what the open store holds into the empty store at `target`, under invented names.

    :param salt: what names are invented by; another for each copy, and kept nowhere
    """
    tell = progress or (lambda fraction, message, **values: None)
    masks = Masks(salt)
    db.create_function("masked", masks.masked, ["VARCHAR", "VARCHAR"], "VARCHAR")
    db.execute(f"attach '{contents.quoted(target)}' as target")
    try:
        _learn(db, masks)
        tables = [place for place in person.tables(db) if place[1] in OBJECTS or place[1] in OURS]
        for number, (schema, table) in enumerate(tables, start=1):
            _table(db, masks, schema, table, person.tables(db)[schema, table])
            tell(number / len(tables), MASKING, table=table)
        _rest(db, masks)
        db.execute("checkpoint target")
    finally:
        db.execute("detach target")
        db.remove_function("masked")


def _learn(db: duckdb.DuckDBPyConnection, masks: Masks) -> None:
    """See all names first, by which addresses and general cards are recognised."""
    for (name,) in db.execute(
        "select distinct name from main.account where name is not null"
        " union select distinct name from upstream.account where name is not null"
    ).fetchall():
        masks.learn(name)
    for name in ("last", "first"):
        rows = db.execute(
            f"select distinct {name}_name from main.contact where {name}_name is not null"
            f" union select distinct {name}_name from upstream.contact"
            f" where {name}_name is not null order by all"
        ).fetchall()
        for (value,) in rows:
            masks.masked(name, value)


def _table(
    db: duckdb.DuckDBPyConnection, masks: Masks, schema: str, table: str, columns: dict[str, str]
) -> None:
    """Copy a table, each text of it masked."""
    values = ", ".join(_value(table, name, kind) for name, kind in columns.items())
    place, names = f"{schema}.{table}", ", ".join(columns)
    sql = f"insert into target.{place} ({names}) select {values} from {place}"
    db.execute(sql, {"secret": masks.secret} if "$secret" in sql else None)


def _value(table: str, name: str, kind: str) -> str:
    """How a column is read: texts and JSON never as they are."""
    if (table, name) in WORDS:
        listed = ", ".join(f"'{word}'" for word in WORDS[table, name])
        return f"case when {name} in ({listed}) then {name} end"
    if kind not in ("VARCHAR", "JSON") and not kind.endswith("]"):
        return name
    if table in OBJECTS:
        how = _how(table, OBJECTS[table].by_name.get(name))
    else:
        how = OURS[table].get(name, "gone")
    if kind != "VARCHAR" or how == "gone":
        return "null"
    masked = f"nullif(masked('{how}', {name}), '')"
    return QUICK.format(column=name, masked=masked) if how == "key" else masked


def _how(table: str, field: Field | None) -> str:
    if field is None:
        return "gone"
    if field.kind == "key" or field.name == "id":
        return "key"
    if field.kind == "code":
        return f"code {field.codes}"
    if field.kind == "phone":
        return "phone"
    if field.name == "name":
        return NAMES.get(table, "words")
    return FIELDS.get(field.name, "number" if field.kind == "number" else "words")


def _rest(db: duckdb.DuckDBPyConnection, masks: Masks) -> None:
    """Loads without the names of their files, what is counted of all, and settings that are
    numbers."""
    rows = db.execute("select id, loaded, exported, files from load order by id").fetchall()
    for id, loaded, exported, files in rows:
        kept = json.dumps(list(_files(json.loads(files or "[]"))))
        row = [id, loaded, exported, "Kaartenbak", kept]
        db.execute("insert into target.load values (?, ?, ?, ?, ?)", row)
    for table in ("measure", "pace"):
        db.execute(
            f"insert into target.{table} from {table} where check_id in (select unnest($known))",
            {"known": sorted(all_checks())},
        )
    db.execute(
        "insert into target.tally from tally where grouping = 'all' and coalesce(member, '') = ''"
        " and dimension in (select unnest($known))",
        {"known": sorted({one.dimension for one in all_checks().values()})},
    )
    for name, value in db.execute("select name, value from setting").fetchall():
        if name in SETTINGS and isinstance(json.loads(value), int | float):
            db.execute("insert into target.setting values (?, ?)", [name, value])
    [(last,)] = db.execute("select coalesce(max(id), 0) from change").fetchall()
    db.execute("select nextval('target.change_id') from range($n)", {"n": last + 1}).fetchall()


def _files(files: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """What is known of the files of a load, in our own words and numbers."""
    for one in files:
        name = one.get("object")
        if name in OBJECTS:
            fields = [field for field in one.get("fields", ()) if field in OBJECTS[name].by_name]
            counts = {key: one[key] for key in COUNTS if isinstance(one.get(key), int)}
            named = {"name": f"{name}.csv", "object": name, "fields": fields}
            yield {**named, "headers": {}, "codes": {}, **counts}

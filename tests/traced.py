"""Somebody who is told of everywhere in every notation, beside others of whom nothing may go."""

import json

from dq.domain import person
from dq.domain.telling import traces
from dq.domain.telling.reading import WORDS

ID, OTHER, FAR = "003000000000001AAA", "003000000000002AAB", "003000000000003AAC"
NAME = "Ferdinand van der Fökkerink"
MOBILES = (
    *("06-12345678", "+31612345678", "0031 6 12345678", "06 12 34 56 78", "+31 (0)6-1234 5678"),
    *("0612345678", "06.123.456.78", "(06) 12\N{NO-BREAK SPACE}345\N{NO-BREAK SPACE}678"),
)
EARLIER = ("020-7654321", "+31 20 765 43 21", "0031207654321", "020 76 54 321")
ADDRESSES = ("F.vdFökkerink@Elders.example", "ferdi@oud.example", "fokkerink-portaal")
# Of names what is theirs in any text, and what is theirs in words of somebody's own.
WHOLE = (
    *("Ferdinand van der Fökkerink", "ferdinand fokkerink", "F. van der Fökkerink", "F Fokkerink"),
    *("Fökkerink, Ferdinand van der", "Fokkerink, F.", "FÖKKERINK FERDINAND", "F.J. Fokkerink"),
    *("Ferdinand Oudenhove", "Oudenhove, F."),
)
LAST = (
    "Fokkerink",
    "van der Fökkerink",
    "FÖKKERINK",
    "v.d. Fokkerink",
    "Oudenhove",
    "Fo\u0308kkerink",
)
# What is of others, or of many.
SHARED = ("0182-218800", "info@werk.example", "F. de Vries", "Ferdi", "Foks", "fokkerinkje", "Rink")
VALUES = {"INTEGER": 7, "BIGINT": 7, "DOUBLE": 0.5, "BOOLEAN": True}
VALUES |= {"DATE": "2026-11-23", "TIMESTAMP": "2026-11-23 09:00:00"}


def forms():
    """Every text by which the person is known, with whether that is so in words alone."""
    for one in (*MOBILES, *EARLIER, *WHOLE):
        yield one, False
    for one in ADDRESSES:
        yield from ((form, False) for form in (one, one.upper(), one.lower(), one.swapcase()))
    yield from ((one, True) for one in LAST)


def cards():
    """The person, a colleague at the same switchboard, and others elsewhere."""
    same = {"account_id": "001A", "phone": "0182-218800"}
    return [
        {
            "id": ID, "first_name": "Ferdinand", "middle_name": "van der",
            "last_name": "Fökkerink", "email": ADDRESSES[0], "mobile": MOBILES[0],
            "username": "info@werk.example", **same,
        },
        {"id": OTHER, "first_name": "Eva", "last_name": "Bos", "email": "eva@werk.example", **same},
        {"id": FAR, "first_name": "Fred", "middle_name": "de", "last_name": "Vries",
         "account_id": "001B", "email": "f.devries@elders.example", "mobile": "06-12345679"},
        {"id": "003000000000004AAD", "kind": "general", "last_name": "Werk",
         "account_id": "001A", "email": "info@werk.example"},
    ]  # fmt: skip


def earlier():
    """A change with what was on the card before, and what a colleague's card never had."""
    before = {"last_name": "Oudenhove", "email": ADDRESSES[1], "phone": EARLIER[0]}
    after = {"last_name": "Fökkerink", "email": ADDRESSES[0], "phone": "0182-218800"}
    edit = {"table": "contact", "id": ID, "about": [ID], "before": before, "after": after}
    return {
        "id": 1, "moment": "2026-01-02 09:00:00", "actor": "Vera", "command": "edit",
        "edits": json.dumps([edit]),
    }  # fmt: skip


def places(db):
    """Every table of our own with each column that a text can be in, and its type."""
    for (schema, table), columns in person.tables(db).items():
        for column, kind in traces.texted(table, columns).items() if schema == "main" else ():
            yield table, column, kind, columns


def row(table, column, kind, columns, text, number, about=OTHER):
    """A row about somebody else with this text in one column."""
    made = {}
    for name, of in columns.items():
        if name == column:
            made[name] = packed(table, column, text, about) if kind == "JSON" else text
        elif of == "VARCHAR":
            key = name in ("id", "key") or (name.endswith("_id") and name != "check_id")
            made[name] = (f"{about}~{number}" if name in ("id", "key") else about) if key else None
        elif of == "JSON":
            made[name] = "[]"
        else:
            made[name] = VALUES[of]
    if columns.get("id") in ("INTEGER", "BIGINT"):
        made["id"] = number
    return made


def packed(table, column, text, about):
    """The same in JSON, in which letters with accents are written otherwise."""
    if (table, column) == ("change", "edits"):
        one = {"table": "contact", "id": about, "about": [about]}
        return json.dumps([one | {"before": {"title": text}, "after": {"title": "Chef"}}])
    if table == "setting":
        return json.dumps([text])
    return json.dumps({"files": [{"name": text}, "rest"]} if column == "told" else [{"name": text}])


def fill(db):
    """The people, and a row for each form in each column; what is planted, by table and number."""
    for schema in ("main", "upstream"):
        for id, name in (("001A", "Werk"), ("001B", "Elders")):
            put(db, f"{schema}.account", {"id": id, "name": name})
        for card in cards():
            put(db, f"{schema}.contact", card | {"version": 0})
    put(db, "main.change", earlier())
    put(db, "main.portal_user", {"id": "005A", "contact_id": ID, "username": ADDRESSES[2]})
    number, planted = 100, []
    for table, column, kind, columns in places(db):
        for form, words in forms():
            if words and (table, column) not in WORDS:
                continue
            number += 1
            text = f"Gebeld ({number}): {form}, weet ervan"
            put(db, f"main.{table}", row(table, column, kind, columns, text, number))
            planted.append((table, column, text, form))
    return planted


def put(db, place, row):
    if place.startswith("upstream."):
        row = {name: value for name, value in row.items() if name != "version"}
    names, marks = ", ".join(row), ", ".join("?" * len(row))
    db.execute(f"insert into {place} ({names}) values ({marks})", [*row.values()])


def everything(db):
    """Every row of every table as text, with JSON read."""
    for (schema, table), columns in person.tables(db).items():
        read = ", ".join(f"json({n})::varchar" if k == "JSON" else f"{n}::varchar"
                         for n, k in columns.items())  # fmt: skip
        rows = db.execute(f"select {read} from {schema}.{table}").fetchall()
        yield from ((table, " | ".join(one or "" for one in row)) for row in rows)

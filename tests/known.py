"""A person of whom every table of a store that may hold one has marked values."""

import json

from dq.domain import person
from dq.objects import BELONGS, OBJECTS

ID = "003000000000001AAA"
MARK = "Geheim"
NAME = f"{MARK}first_name {MARK}middle_name {MARK}last_name"
# What holds nothing of a person, whatever is done.
NOBODY = {
    "load", "mapping", "setting", "empty_word", "family", "family_domain", "pace", "measure",
    "tally", "duration", "judged", "log_expected", "notice", "store_version",
}  # fmt: skip
# What is a code, or of whoever works here.
CODES = {
    "id": "of-them", "key": "of-them", "new_id": "of-them", "record_kind": "contact",
    "record_table": "contact", "file": "05-contacts",
    "operation": "update", "state": "sent", "problem": "other", "made_by": "Vera",
}  # fmt: skip
# In which column a row of a table names the person.
NAMES = ("contact_id", "record_id", "left_id", "person_id", "survivor_id", "id", "key")
VALUES = {"INTEGER": 1, "BIGINT": 1, "DOUBLE": 0.5, "BOOLEAN": True}
VALUES |= {"DATE": "2026-11-23", "TIMESTAMP": "2026-11-23 09:00:00"}


def marked(column):
    return f"{MARK}{column}"


def fill(db):
    """Write a row of the person into every table; the values that only they have."""
    marks = set()
    for (schema, table), columns in person.tables(db).items():
        if table in OBJECTS:
            row = _of_object(table, columns)
        elif table in person.FACTS:
            row = _row(columns, person.FACTS[table], marked("email"))
        elif table == "change":
            row = _change()
        elif table in NOBODY:
            continue
        else:
            row = _row(
                columns, next((name for name in NAMES if columns.get(name) == "VARCHAR"), None), ID
            )
        if row:
            names = ", ".join(row)
            places = ", ".join("?" * len(row))
            values = list(row.values())
            db.execute(f"insert into {schema}.{table} ({names}) values ({places})", values)
            marks |= {one for one in _texts(row) if one.startswith(MARK)}
    db.execute("select nextval('change_id')").fetchall()
    return marks


def _texts(value):
    if isinstance(value, dict):
        return {text for one in value.values() for text in _texts(one)}
    if isinstance(value, list):
        return {text for one in value for text in _texts(one)}
    if isinstance(value, str) and value[:1] in "[{":
        return _texts(json.loads(value))
    return {value} if isinstance(value, str) else set()


def _of_object(table, columns):
    refers = BELONGS[table]
    if table in ("account", "project"):
        return {}
    fields = OBJECTS[table].by_name
    row = {}
    for column, kind in columns.items():
        if column == "id":
            row[column] = ID if table == "contact" else f"{table}-of-them"
        elif refers.get(column) == "contact":
            row[column] = ID
        elif column in fields and fields[column].kind == "key":
            row[column] = "001000000000001AAA"
        elif kind == "VARCHAR":
            row[column] = marked(column)
        else:
            row[column] = VALUES[kind]
    return row


def _row(columns, naming, value):
    row = {}
    for column, kind in columns.items():
        if column == naming:
            row[column] = f"x~contact~{value}" if naming in ("id", "key") else value
        elif kind == "JSON":
            row[column] = json.dumps([{"id": ID, "value": f"{MARK}-{column}"}, {"id": "another"}])
        elif kind == "VARCHAR":
            row[column] = CODES.get(column, f"{MARK}-{column}")
        else:
            row[column] = VALUES[kind]
    return row


def _change():
    edit = {"table": "contact", "id": ID, "about": [ID], "before": {"title": f"{MARK}-before"}}
    edit["after"] = {"title": f"{MARK}-after"}
    other = {"table": "contact", "id": "another", "about": ["another"], "before": {"title": "a"}}
    other["after"] = {"title": "b"}
    told = {"outcomes": [{"id": ID, "value": f"{MARK}email"}]}
    return {
        "id": 1,
        "moment": "2026-11-23 09:00:00",
        "actor": "Vera",
        "command": "edit",
        "reason": f"{NAME} -reason",
        "edits": json.dumps([edit, other]),
        "told": json.dumps(told),
    }

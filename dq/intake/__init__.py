"""A file becomes rows: dialect, mapping, cleaning, comparison with the last load, load.

Tested in tests/intake/landing/test_load.py.
"""

import duckdb

from dq.intake.batch import Aside, Batch
from dq.intake.landing import compare
from dq.intake.sheet import Counts, Sheet, rejected_csv
from dq.intake.tables import mapping
from dq.intake.upload import read
from dq.reading import vocabulary
from dq.reading.rejects import Reject

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
    "remap",
]


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
    sheet.forget()
    for name in {before, object} - {None}:
        compare.judge(db, batch, str(name))


def may_be_list(sheet: Sheet) -> bool:
    """Whether it is a list of people that lacks only a key, which can be made."""
    fields = set(sheet.mapping.values())
    return sheet.object == "contact" and "id" not in fields and bool(fields & mapping.LISTED)


def objects() -> list[str]:
    """What a sheet can hold."""
    return list(vocabulary.objects())


def fields(object: str) -> list[str]:
    """What a column of this object can be."""
    thing = vocabulary.objects()[object]
    return [*thing.fields, *thing.quiet]

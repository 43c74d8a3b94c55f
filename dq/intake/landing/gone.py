"""Which known records would go, because none of the files of their object has them."""

import duckdb

from dq import sources
from dq.intake.batch import Batch
from dq.intake.landing.compare import absent
from dq.intake.sheet import Sheet

# What a person knows a record by; a record of two others is known by both.
PERSON = "called(first_name, middle_name, last_name)"
CONTACT, ACCOUNT, PROJECT = (
    f"(select any_value({name}) from upstream.{other} where {other}.id = known.{other}_id)"
    for other, name in (("contact", PERSON), ("account", "name"), ("project", "name"))
)
NAMES = {
    "account": "name",
    "contact": PERSON,
    "relation": f"nullif(concat_ws(' · ', {CONTACT}, {ACCOUNT}), '')",
    "portal_user": "username",
    "project": "name",
    "approval": f"nullif(concat_ws(' · ', {CONTACT}, {PROJECT}), '')",
    **{people.object: "name" for people in sources.elsewhere()},
}


def listing(batch: Batch, sheet: Sheet) -> str:
    """The query of the records that go with this sheet: columns name, id; by name.

    It reads temporary tables, so it runs on the cursor that read the batch.
    """
    return f"""
        select {NAMES[sheet.object or ""]} as name, id
        from upstream.{sheet.object} as known
        where {absent(batch.of(sheet.object or ""))}
        order by name nulls last, id
    """


def first(
    db: duckdb.DuckDBPyConnection, batch: Batch, sheet: Sheet, most: int
) -> list[tuple[str | None, str]]:
    """The first `most` records that go with this sheet: name and key, by name."""
    return db.execute(f"select name, id from ({listing(batch, sheet)}) limit {most}").fetchall()

"""Who else has a name, an address or a number: other cards, companies, and who works here.

Tested in tests/domain/telling/test_telling.py.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import duckdb

from dq.domain import person
from dq.domain.everybody import Person
from dq.domain.telling import notations
from dq.domain.telling.notations import Number
from dq.domain.telling.signs import ADDRESSES, NUMBERS, Found, Signs
from dq.objects import BELONGS, OBJECTS, PARTS

KINDS = ("text", "phone")
# What a text is compared as in the store: as JSON has it without its escapes.
PLAIN = (
    "if(strlen({text}) = length({text}), lower({text}),"  # nearly every text is as plain as that
    " replace(replace(replace(replace(translate(strip_accents(lower({text})), 'łøđðı', 'loddi'),"
    " 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'))"
)


@dataclass(frozen=True)
class Other:
    """A record of somebody else or of a company, or (without a table) somebody who works here, with
    the texts in which something of the person may be."""

    schema: str
    table: str
    id: str
    row: dict[str, str]
    near: bool

    @property
    def called(self) -> str:
        """What the record is called: whose it is, or its key."""
        parts = " ".join(self.row[part] for part in PARTS if part in self.row)
        return parts or self.row.get("name") or self.id

    @cached_property
    def names(self) -> list[str]:
        """How they are called, folded."""
        parts = " ".join(self.row[part] for part in PARTS if part in self.row)
        said = (parts, *(self.row.get(name, "") for name in ("name", "owner")))
        return [notations.folded(way) for one in said if one for way in notations.readings(one)]

    @cached_property
    def numbers(self) -> set[Number]:
        """The phone numbers."""
        said = (notations.number(self.row[name]) for name in NUMBERS if name in self.row)
        return {one for one in said if one}

    @cached_property
    def addresses(self) -> set[str]:
        """The addresses and usernames in lower case."""
        return {self.row[name].strip().lower() for name in ADDRESSES if name in self.row}


def having(
    db: duckdb.DuckDBPyConnection,
    who: Person,
    known: Signs,
    near: Collection[str],
    besides: Collection[str],
) -> list[Other]:
    """Everybody else of whom a text may have something of the person."""
    found = []
    asked = {"coarse": known.coarse, "ids": [*who.ids, *besides]}
    for name, one in OBJECTS.items():
        fields = [field.name for field in one.fields if field.kind in KINDS and field.name != "id"]
        theirs = ["id", *(field for field, of in BELONGS[name].items() if of == "contact")]
        apart = " and ".join(f"coalesce({field}, '') not in $ids" for field in theirs)
        text = PLAIN.format(text=f"concat_ws(' ', {', '.join(fields)})")
        for schema in ("main", "upstream") if fields else ():
            rows = db.execute(
                f"select id, {', '.join(fields)} from {schema}.{name}"
                f" where {apart} and regexp_matches({text}, $coarse) order by id",
                asked,
            ).fetchall()
            for id, *texts in rows:
                row = {field: text for field, text in zip(fields, texts, strict=True) if text}
                found.append(Other(schema, name, id, row, id in near))
    rows = db.execute(
        "select distinct actor from main.change where actor is not null order by all"
    ).fetchall()
    return [*found, *(Other("", "", "", {"name": actor}, True) for (actor,) in rows)]


def general(db: duckdb.DuckDBPyConnection) -> set[str]:
    """The addresses of general cards, in lower case."""
    rows = db.execute(
        "select distinct lower(trim(email)) from card where general and email is not null"
        " order by all"
    ).fetchall()
    return {address for (address,) in rows}


def near(db: duckdb.DuckDBPyConnection, known: Signs, found: Found) -> frozenset[str]:
    """The keys of all records at the same companies, and of those that a row of the person names
    beside them, as in a pair or a case."""
    ids = {*known.accounts}
    for _ in range(2):  # the cards there, and what hangs on those
        for name, refers in BELONGS.items():
            fields = [field for field, of in refers.items() if of in ("account", "contact")]
            where = " or ".join(f"{field} in (select unnest($ids))" for field in fields)
            for schema in ("main", "upstream") if fields and ids else ():
                rows = db.execute(
                    f"select id from {schema}.{name} where {where}", {"ids": sorted(ids)}
                ).fetchall()
                ids |= {id for (id,) in rows}
    ids |= _beside(found)
    cases = {row["case_id"] for row in found.get(("main", "case_record"), ())}
    rows = db.execute(
        "select record_id from main.case_record where case_id in (select unnest($cases))",
        {"cases": sorted(cases)},
    ).fetchall()
    return frozenset(ids | {id for (id,) in rows})


def _beside(found: Found) -> set[str]:
    """The keys in rows of our own tables that name the person."""
    return {
        part
        for (_schema, table), rows in found.items()
        if table not in OBJECTS and table != "change"
        for row in rows
        for column, value in row.items()
        if column.endswith("_id") and column != "check_id" and isinstance(value, str)
        for part in person.PARTS.split(value)
    }

"""What Business Central is to be told: its contacts that differ from what is wanted here."""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from dq import settings
from dq.errors import N_, Invalid
from dq.handover.lists import sheet
from dq.handover.lists.files import MOST_EXCEL_ROWS
from dq.outgoing import days
from dq.outgoing.difference import listed, own
from dq.reading.vocabulary import contrary

# As a configuration package has them: its code, the table's name and number over the header.
PACKAGE, TABLE, NUMBER = "KAARTENBAK", "Contact", 5050
# What the columns are called, but the one that says who is not active: there is no standard one.
NAMES = {"email": "E-Mail", "salesforce_id": "External ID"}
KEY, BLOCKED = "No.", "Blocked"


@dataclass(frozen=True)
class Wanted:
    """A contact in Business Central, and how it is to be there: what stays is as it is."""

    id: str
    email: str | None
    blocked: bool
    salesforce_id: str | None


@dataclass(frozen=True)
class Import:
    """The header and the rows of the file; a column that no export had is left out."""

    headings: list[str]
    rows: Sequence[tuple[str, ...]]


def read(db: duckdb.DuckDBPyConnection, day: date | None = None) -> Import:
    """The contacts that are to change, by number; each whole, since an empty cell empties a field.

    :param day: who leaves later than that (today) stays active until then
    """
    columns = _columns(db)
    cells: dict[str, Callable[[Wanted], str]] = {
        "email": lambda one: one.email or "",
        "blocked": lambda one: str(one.blocked != contrary("blocked", columns["blocked"])).lower(),
        "salesforce_id": lambda one: one.salesforce_id or "",
    }
    rows = [
        (one.id, *(cells[name](one) for name in columns))
        for one in wanted(db, frozenset(columns), day or date.today())
    ]
    return Import([KEY, *columns.values()], rows)


def headings(db: duckdb.DuckDBPyConnection) -> list[str]:
    """The header of the file."""
    return [KEY, *_columns(db).values()]


def wanted(db: duckdb.DuckDBPyConnection, columns: frozenset[str], day: date) -> list[Wanted]:
    """The contacts of which one of these columns is to be another, by number."""
    later = days.later(db, day)
    found = []
    for row in db.execute(SQL).fetchall():
        id, email, blocked, there, other_email, other_blocked, contact_id = row
        waits = ("bc_contact", id, "blocked") in later or ("contact", contact_id, "status") in later
        same = own(contact_id) or listed(contact_id)
        was = Wanted(id, email, blocked, there)
        now = Wanted(
            id,
            other_email if "email" in columns else email,
            other_blocked if "blocked" in columns and not waits else blocked,
            contact_id if "salesforce_id" in columns and not same else there,
        )
        if now != was:
            found.append(now)
    return found


# Every contact there that is a card, with what it is to be. The address as the check has it that
# finds another one in Business Central, which accepts several in one field.
SQL = """
    with met as materialized (
        select
            there.id, there.email, coalesce(there.blocked, false) as blocked, there.salesforce_id,
            coalesce(here.blocked, false) as here_blocked, here.contact_id
        from upstream.bc_contact as there
        join in_bc as here on here.id = there.id
    )
    select
        met.id, met.email, met.blocked, met.salesforce_id,
        case
            when card.active
                and card.address is not null
                and card.address not in (select address from placeholder)
                and coalesce(trim(met.email), '') not ilike '%.invalid'
                and not list_contains(
                    regexp_split_to_array(coalesce(folded(met.email), ''), '\\s*[;,]\\s*'),
                    card.address
                )
            then trim(card.email)
            else met.email
        end,
        card.status is not distinct from 'left' or met.here_blocked,
        met.contact_id
    from met
    join card on card.id = met.contact_id
    order by met.id
"""


def _columns(db: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The columns that the exports had, and what they are called."""
    said = settings.get(db, "bc_inactive_column")
    called = NAMES | {"blocked": said[0] if isinstance(said, list) and said else BLOCKED}
    rows = db.execute(
        "select name from (select unnest($names) as name) where known('bc_contact', name)",
        {"names": list(called)},
    ).fetchall()
    known = {name for (name,) in rows}
    return {name: called[name] for name in ("email", "blocked", "salesforce_id") if name in known}


def to_csv(found: Import, target: Path) -> None:
    """Write it with commas, as UTF-8 with the mark that Excel and Business Central know it by."""
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([found.headings, *found.rows])


def to_xlsx(found: Import, target: Path) -> None:
    """Write it in the layout of a configuration package.

    :raises Invalid: more rows than Excel opens with ease
    """
    if len(found.rows) > MOST_EXCEL_ROWS:
        raise Invalid(
            N_("Excel cannot hold this many rows well ({most} at most); choose CSV or filter."),
            most=MOST_EXCEL_ROWS,
        )
    above = [(PACKAGE, TABLE, NUMBER), ()]
    sheet.write(target, found.headings, list(found.rows), TABLE, above)

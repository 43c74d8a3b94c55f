"""How much of a file is read at most, and what is said of one that has more.

Tested in tests/reading/test_apart.py.
"""

from dataclasses import dataclass

from dq.errors import N_, Invalid

COLUMNS = N_(
    "{file} has more than {most} columns; leave out the columns that are not needed, or allow more"
    " under Settings."
)
CELLS = N_(
    "{file} has more than {most} million cells; split it or leave out columns, or allow more under"
    " Settings."
)
UNPACKED = N_(
    "{file} becomes larger than {most} MB when it is unpacked; pack fewer files at once, or allow"
    " more under Settings."
)
MEMBERS = N_(
    "{file} holds more than {most} files or sheets; pack fewer at once, or allow more under"
    " Settings."
)
TABLES = N_(
    "With {file} this upload holds more than {most} tables; upload fewer files at once, or allow"
    " more under Settings."
)
SECONDS = N_(
    "Reading {file} takes longer than {most} seconds; split it or save it as CSV, or allow more"
    " under Settings."
)
MEMORY = N_(
    "Reading {file} takes more than {most} MB of memory; split it or save it as CSV, or allow more"
    " under Settings."
)
BROKEN = N_("{file} has more than {most} rows that cannot be read; export it again as CSV (UTF-8).")
# Beyond these, rows that cannot be read are no slips of the pen but a file of another kind.
MOST_BROKEN = 20_000
# So much of a row that cannot be read is kept to be shown.
MOST_TEXT = 1 << 14


@dataclass(frozen=True)
class Limits:
    """The most of each: `cells` in millions per table, `unpacked` and `memory` in MB per file,
    `members` of a file, `tables` of an upload that are kept, `seconds` per file."""

    columns: int
    cells: int
    unpacked: int
    members: int
    tables: int
    seconds: int
    memory: int

    def columns_of(self, name: str, columns: int) -> None:
        """:raises Invalid: these are too many columns"""
        if columns > self.columns:
            raise Invalid(COLUMNS, file=name, most=self.columns)

    def cells_of(self, name: str, rows: int, columns: int) -> None:
        """:raises Invalid: these are too many rows for so many columns"""
        if rows * columns > self.cells * 1_000_000:
            raise Invalid(CELLS, file=name, most=self.cells)

    def bytes_of(self, name: str, size: int) -> None:
        """:raises Invalid: so much may not be unpacked"""
        if size > self.unpacked << 20:
            raise Invalid(UNPACKED, file=name, most=self.unpacked)

    def members_of(self, name: str, members: int) -> None:
        """:raises Invalid: these are too many files or sheets"""
        if members > self.members:
            raise Invalid(MEMBERS, file=name, most=self.members)

    def tables_of(self, name: str, tables: int) -> None:
        """:raises Invalid: these are too many tables for one upload"""
        if tables > self.tables:
            raise Invalid(TABLES, file=name, most=self.tables)

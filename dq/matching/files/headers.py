"""Which columns of an export matching compares, and which file of a folder holds them."""

from collections.abc import Sequence

from dq.errors import N_, Invalid
from dq.matching.files.engine_duckdb import TABLES
from dq.reading.headers import automatic, called_after
from dq.reading.vocabulary import normalised

# A list of the one may have columns of the other: a contact's customer, and where that is.
BESIDE = {"contact": "account", "account": "contact"}
# What a person's whole name stands under: no surname, and no customer.
WHOLE_NAME = {
    "name", "naam", "nom", "fullname", "volledigenaam", "contactname", "naamcontactpersoon",
    "contactpersoonnaam", "contactnaam", "kontaktname", "vollstandigername", "vollstaendigername",
    "nomcomplet",
}  # fmt: skip


def table_of(file: str) -> str | None:
    """The table ("contact" or "account") of which a file of this name holds the records."""
    name = called_after(file)
    return name if name in TABLES else None


def mapping(headers: Sequence[str], table: str, file: str) -> dict[str, str]:
    """Our columns of `table` with the header of the file that holds each.

    :raises Invalid: no header is that of ids, or of names
    """
    found = _columns(list(headers), table)
    if "id" not in found:
        message = N_("{file} has no column with ids; it has: {columns}.")
    elif not found.keys() & {"name", "first_name", "last_name"}:
        message = N_("{file} has no column with names; it has: {columns}.")
    else:
        return found
    raise Invalid(message, file=file, columns=", ".join(headers))


def _columns(headers: list[str], table: str) -> dict[str, str]:
    """Our columns with their headers; what is lacking, from the columns of whom it goes with."""
    if table == "contact":
        headers = [header for header in headers if normalised(header) not in WHOLE_NAME]
    fields = automatic(headers, table)
    found = {field: header for header, field in fields.items() if field in TABLES[table]}
    left = [header for header in headers if fields[header] is None]
    for header, field in automatic(left, BESIDE[table]).items():
        # A customer that has only a name tells namesakes apart as well.
        own = "account_id" if field == "name" else field
        if own in TABLES[table] and own != "id":
            found.setdefault(own, header)
    return found

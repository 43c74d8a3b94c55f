"""What exports call the columns that matching knows, and their files."""

import re
from collections.abc import Callable, Sequence

from dq.errors import N_, Invalid
from dq.matching.files.engine_duckdb import TABLES

# Headers that exports give our columns, in letters and digits only and without "__c".
ALIASES = {
    "id": "id contactid accountid18 contactid18 contactpersoonid guid",
    "account_id": "accountid account klantid bedrijfid klant bedrijf bedrijfsnaam klantnaam",
    "kind": "kind soort",
    "salutation": "salutation aanhef",
    "first_name": "firstname voornaam",
    "last_name": "lastname achternaam",
    "title": "title functie functietitel jobtitle",
    "email": "email emailadres emailaddress",
    "phone": "phone telefoon telefoonnummer phoneno",
    "mobile": "mobilephone mobile mobiel mobielnummer mobielenummer mobilephoneno",
    "username": "username gebruikersnaam",
    "postal_code": "mailingpostalcode billingpostalcode postalcode postcode zip",
    "city": "mailingcity billingcity city plaats woonplaats",
    "name": "name accountname accountnaam naam",
    "parent_id": "parentid parentaccountid",
    "website": "website",
    "street": "billingstreet mailingstreet street straat adres",
    "kvk_number": "kvknumber kvk kvknummer kamervankoophandel",
}
_FIELD_OF = {alias: field for field, aliases in ALIASES.items() for alias in aliases.split()}
NAMES = {"contact": ("contact", "personen"), "account": ("account", "klant", "bedrij")}


def recognised(table: str) -> Callable[[Sequence[str]], int]:
    """How many columns of `table` a row of headers names."""
    return lambda row: len(_columns(row, table))


def mapping(headers: Sequence[str], table: str, file: str) -> dict[str, str]:
    """Our columns of `table` with the header of the file that holds each.

    :raises Invalid: no header is that of ids, or of names
    """
    found = _columns(headers, table)
    if "id" not in found:
        message = N_("{file} has no column with ids; it has: {columns}.")
    elif not found.keys() & {"name", "first_name", "last_name"}:
        message = N_("{file} has no column with names; it has: {columns}.")
    else:
        return found
    raise Invalid(message, file=file, columns=", ".join(headers))


def _columns(headers: Sequence[str], table: str) -> dict[str, str]:
    """Our columns with their headers; the first header wins."""
    found: dict[str, str] = {}
    for header in headers:
        name = re.sub(r"__c$|[^a-z0-9]", "", header.lower())
        own = {f"{table}id": "id", f"{table}name": "name"}
        column = own.get(name) or _FIELD_OF.get(name)
        if table == "contact" and column == "name":
            column = "account_id" if "account" in name else column
        if column in TABLES[table]:
            found.setdefault(column, header)
    return found

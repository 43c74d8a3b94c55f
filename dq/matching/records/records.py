"""Records made ready for comparison: each field of a recipe in normal form, as coded columns.

Tested in tests/matching/test_reference.py.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

import numpy as np
import pyarrow as pa

from dq.matching.columns.columns import Coded, cut, encode, pc
from dq.matching.columns.population import Population
from dq.matching.columns.term_frequency import Frequencies
from dq.matching.columns.threads import workers
from dq.matching.kind import Cells, ColumnKind
from dq.matching.kinds.address import ADDRESS
from dq.matching.kinds.company import COMPANY
from dq.matching.kinds.email import EMAIL
from dq.matching.kinds.given_name import GIVEN_NAME
from dq.matching.kinds.surname import SURNAME
from dq.matching.recipe import Field, Recipe
from dq.matching.records import domains
from dq.matching.values import in_address
from dq.matching.values import names as people
from dq.matching.values.companies import APART
from dq.matching.values.emails import Email
from dq.matching.values.in_address import InAddress
from dq.matching.values.names import Names
from dq.matching.values.phones import Phone

# No field of Salesforce's that is compared holds more; comparing takes the square of a length.
LONGEST = 300

Column = Coded | Email | Phone
Sort = TypeVar("Sort", Coded, Email, Phone)
Columned = tuple[Field, ColumnKind]


@dataclass(frozen=True)
class Records:
    """All records of one recipe, row by row.

    `columns` has a column per field of the recipe, `names` those of people. `stratum` is the
    company's code (-1 = unknown), `stratum_hashes` its key (0). Records with another number in
    `apart` are never one. `known_sizes` is how many records of the population a company has.
    """

    recipe: Recipe
    ids: pa.Array
    columns: Mapping[str, Column] = field(default_factory=dict)
    names: Names | None = None
    stratum: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int32))
    stratum_hashes: np.ndarray = field(default_factory=lambda: np.zeros(0, np.uint64))
    apart: np.ndarray | None = None
    known_sizes: Frequencies | None = None

    @cached_property
    def sizes(self) -> np.ndarray:
        """Per row how many records of the population its company has; of no company: all here."""
        known = self.stratum >= 0
        if self.known_sizes is not None:
            counts = self.known_sizes.of(self.stratum_hashes)
        else:
            counts = np.bincount(self.stratum[known], minlength=1)[np.maximum(self.stratum, 0)]
        return np.where(known, counts, len(self))

    @cached_property
    def in_address(self) -> InAddress | None:
        """What each record's address spells of its own name; None where either is lacking."""
        found = (one for one in self.columns.values() if isinstance(one, Email))
        email = next(found, None)
        if self.names is None or email is None:
            return None
        return in_address.read(self.names, email.local)

    def __len__(self) -> int:
        return len(self.ids)

    def column(self, name: str, sort: type[Sort]) -> Sort:
        """The column of a field that is known to be of this sort."""
        column = self.columns[name]
        assert isinstance(column, sort)
        return column


def prepare(table: pa.Table, recipe: Recipe, population: Population | None = None) -> Records:
    """Bring a table with column `id` and the recipe's columns into normal form.

    A column `apart`, where there is one, parts records that are never one another (a general
    card and a person).

    :param population: what is known of the file that the table is a part of; left out: it is all
    """
    ids = table["id"].combine_chunks().cast(pa.string())
    table = short(table, recipe)
    names, read = _read(table, recipe, population)
    users = None if population else _users(read, recipe, names)

    def among(both: Columned) -> Column:
        one, kind = both
        return kind.among(read[one.name], one.name, users, population)

    with workers(len(table)) as pool:
        made = pool.map(among, recipe.columned)
        columns = dict(zip((one.name for one, _ in recipe.columned), made, strict=True))
    stratum, keys = _companies(table, recipe, columns, population)
    return Records(
        recipe=recipe,
        ids=ids,
        columns=columns,
        names=names,
        stratum=stratum,
        stratum_hashes=keys,
        apart=encode(table["apart"]).codes if "apart" in table.column_names else None,
        known_sizes=population.frequencies.get("stratum") if population else None,
    )


def _companies(
    table: pa.Table, recipe: Recipe, columns: Mapping[str, Column], population: Population | None
) -> tuple[np.ndarray, np.ndarray]:
    """Per row the code (-1 = unknown) and the key (0) of its company: a card without an account is
    of the company whose domain it has."""
    if recipe.stratum is None:
        return np.full(len(table), -1, np.int32), np.zeros(len(table), np.uint64)
    company = encode(table[recipe.stratum])
    email = next((one for one in columns.values() if isinstance(one, Email)), None)
    if email is None or not recipe.person:
        return company.codes, company.hashes
    lacking = (company.codes < 0) & (email.domain.codes >= 0)
    if not lacking.any():
        return company.codes, company.hashes
    known = population.domains if population else domains.learned(email.domain, company)
    return domains.with_domains(company, known.of(email.domain.hashes))


def short(table: pa.Table, recipe: Recipe) -> pa.Table:
    """The table with cells of a length that can be compared; keys are left as they are."""
    kept = {one.name for one, kind in recipe.columned if not kind.cut}
    for name in {c for one in recipe.fields if one.name not in kept for c in one.columns}:
        if name in table.column_names:
            place = table.column_names.index(name)
            table = table.set_column(place, name, cut(table[name], LONGEST))
    return table


def _read(
    table: pa.Table, recipe: Recipe, population: Population | None
) -> tuple[Names | None, dict[str, Column]]:
    """The names of people, and the columns of the other fields by themselves."""
    cells = Cells(table)
    first = [both for both in recipe.columned if both[1] == EMAIL]  # names wait for these
    rest = [both for both in recipe.columned if both[1] != EMAIL]
    # Arrow does its work outside the interpreter, so this costs little beside the names.
    with workers(len(table)) as beside:
        addresses = beside.submit(_columns, cells, first)
        others = beside.submit(_columns, cells, rest)

        def local() -> Coded | None:
            found = (one for one in addresses.result().values() if isinstance(one, Email))
            return next((email.local for email in found), None)

        names = None
        if recipe.person:
            names = people.read(
                *name_cells(table, recipe),
                local,
                population,
                recipe.own.nicknames,
                _people(table),
            )
        return names, addresses.result() | others.result()


def _people(table: pa.Table) -> np.ndarray | None:
    """Which rows are of people, where that is known."""
    if "apart" not in table.column_names:
        return None
    which = encode(table["apart"])
    general = pc.equal(which.values, APART[0]).to_numpy(zero_copy_only=False)
    return ~np.append(general, False)[which.codes]


def _columns(cells: Cells, fields: Iterable[Columned]) -> dict[str, Column]:
    return {one.name: kind.read(cells, one.columns) for one, kind in fields}


def name_cells(table: pa.Table, recipe: Recipe) -> tuple[Coded, Coded]:
    """The cells with first names, and those with last names; empty where there is no column."""
    fields = (recipe.first(kind) for kind in (GIVEN_NAME, SURNAME))
    empty = pa.nulls(len(table), pa.string())
    first, last = (encode(table[one.columns[0]] if one else empty) for one in fields)
    return first, last


def _users(read: Mapping[str, Column], recipe: Recipe, names: Names | None) -> np.ndarray | None:
    """Keys per row of whom an address or number serves: a person's, or an organisation's site.

    None where it cannot be told: names in a file of people without companies differ by typing
    errors as often as by person.
    """
    if names is not None:
        return names.users if recipe.stratum else None
    site = recipe.first(ADDRESS) or recipe.first(COMPANY)
    column = read[site.name] if site else None
    return column.hashes if isinstance(column, Coded) else None

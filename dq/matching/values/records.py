"""Records made ready for comparison: each field of a recipe in normal form, as coded columns."""

from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import pyarrow as pa

from dq.matching.columns.columns import Coded, cut, encode
from dq.matching.columns.population import Population
from dq.matching.columns.term_frequency import Frequencies
from dq.matching.columns.threads import workers
from dq.matching.recipe import Field, Recipe
from dq.matching.values import emails, normalise, phones
from dq.matching.values import names as people
from dq.matching.values.emails import Email
from dq.matching.values.names import Names
from dq.matching.values.phones import Phone

# No field of Salesforce's that is compared holds more; comparing takes the square of a length.
LONGEST = 300
_SIMPLE = {
    "company": normalise.company,
    "department": normalise.company,
    "place": normalise.place,
    "postcode": normalise.postcode,
    "date": normalise.date,
    "identifier": normalise.identifier,
    "website": normalise.website,
    "address": normalise.free_text,
    "text": normalise.free_text,
    "salutation": normalise.salutation,
}


@dataclass(frozen=True)
class Records:
    """All records of one recipe, row by row; `stratum` is the company's code, -1 = unknown."""

    recipe: Recipe
    ids: pa.Array
    columns: dict[str, object] = field(default_factory=dict)
    names: Names | None = None
    stratum: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int32))
    stratum_hashes: np.ndarray = field(default_factory=lambda: np.zeros(0, np.uint64))
    apart: np.ndarray | None = None
    known_sizes: Frequencies | None = None

    @cached_property
    def sizes(self) -> np.ndarray:
        """Per row how many records of the whole file its company has; of no company: all here."""
        known = self.stratum >= 0
        if self.known_sizes is not None:
            counts = self.known_sizes.of(self.stratum_hashes)
        else:
            counts = np.bincount(self.stratum[known], minlength=1)[np.maximum(self.stratum, 0)]
        return np.where(known, counts, len(self))

    def __len__(self) -> int:
        return len(self.ids)

    def text(self, name: str) -> Coded:
        """The coded column of a field that is plain text."""
        column = self.columns[name]
        assert isinstance(column, Coded)
        return column

    def email(self, name: str) -> Email:
        """The addresses of an e-mail field."""
        column = self.columns[name]
        assert isinstance(column, Email)
        return column

    def phone(self, name: str) -> Phone:
        """The numbers of a phone field."""
        column = self.columns[name]
        assert isinstance(column, Phone)
        return column


def prepare(table: pa.Table, recipe: Recipe, population: Population | None = None) -> Records:
    """Bring a table with column `id` and the recipe's columns into normal form.

    A column `apart`, where there is one, parts records that are never one another (a general
    card and a person).

    :param population: what is known of the file that the table is a part of; left out: it is all
    """
    ids = table["id"].combine_chunks().cast(pa.string())
    table = short(table, recipe)
    # Arrow does its work outside the interpreter, so this costs little beside the names.
    with workers(len(table)) as beside:
        addresses = beside.submit(_addresses, table, recipe)
        rest = beside.submit(_texts_and_numbers, table, recipe)
        names = _names(table, recipe, addresses, population) if recipe.person else None
        read, (texts, parsed) = addresses.result(), rest.result()
    users = None if population else _users(table, recipe, names)

    def column(one: Field) -> object:
        if one.kind in _SIMPLE:
            return _known(texts[one.name], one.name, population)
        if one.kind == "account":
            return encode(table[one.columns[0]])
        if one.kind == "email":
            return emails.known(read[one.name], one.name, users, population)
        return phones.read(one, parsed, users, population)

    with workers(len(table)) as pool:
        made = [one for one in recipe.fields if one.kind not in ("given_name", "surname")]
        columns = dict(zip((one.name for one in made), pool.map(column, made), strict=True))
    stratum = encode(table[recipe.stratum]) if recipe.stratum else None
    return Records(
        recipe=recipe,
        ids=ids,
        columns=columns,
        names=names,
        stratum=stratum.codes if stratum else np.full(len(ids), -1, np.int32),
        stratum_hashes=stratum.hashes if stratum else np.zeros(len(ids), np.uint64),
        apart=encode(table["apart"]).codes if "apart" in table.column_names else None,
        known_sizes=population.frequencies.get("stratum") if population else None,
    )


def short(table: pa.Table, recipe: Recipe) -> pa.Table:
    """The table with cells of a length that can be compared; keys are left as they are."""
    for name in {c for one in recipe.fields if one.kind != "account" for c in one.columns}:
        if name in table.column_names:
            place = table.column_names.index(name)
            table = table.set_column(place, name, cut(table[name], LONGEST))
    return table


def _text(table: pa.Table, one: Field) -> Coded:
    return encode(table[one.columns[0]]).map(_SIMPLE[one.kind])


def _addresses(table: pa.Table, recipe: Recipe) -> dict[str, Email]:
    return {f.name: emails.read(table, f.columns) for f in recipe.fields if f.kind == "email"}


def _texts_and_numbers(
    table: pa.Table, recipe: Recipe
) -> tuple[dict[str, Coded], dict[str, np.ndarray]]:
    """The plain fields by name, and the phone numbers by column."""
    texts = {one.name: _text(table, one) for one in recipe.fields if one.kind in _SIMPLE}
    cells = [c for one in recipe.fields if one.kind in ("phone", "mobile") for c in one.columns]
    wanted = [cell for cell in dict.fromkeys(cells) if cell in table.column_names]
    return texts, {cell: phones.believed(phones.numbers(table[cell])) for cell in wanted}


def _known(column: Coded, name: str, population: Population | None) -> Coded:
    if population is None:
        return column
    return replace(column, known=population.frequencies.get(name), words=population.words.get(name))


def _names(
    table: pa.Table,
    recipe: Recipe,
    addresses: Future[dict[str, Email]],
    population: Population | None,
) -> Names:
    columns = {f.kind: f.columns for f in reversed(recipe.fields)}
    empty = pa.nulls(len(table), pa.string())
    first, last = (
        encode(table[columns[kind][0]] if kind in columns else empty)
        for kind in ("given_name", "surname")
    )

    def local() -> Coded | None:
        return next((email.local for email in addresses.result().values()), None)

    return people.read(first, last, local, population)


def _users(table: pa.Table, recipe: Recipe, names: Names | None) -> np.ndarray | None:
    """A key per row of whom an address or number serves: a surname, or an organisation's site.

    None where it cannot be told: names in a file of people without companies differ by typing
    errors as often as by person.
    """
    if names is not None:
        return names.sounds[names.surname] if recipe.stratum else None
    for kind in ("address", "company"):
        for one in recipe.fields:
            if one.kind == kind:
                return _text(table, one).hashes
    return None

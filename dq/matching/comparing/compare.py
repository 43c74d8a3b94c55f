"""Comparing: at which level each field of each pair agrees, and how common the shared value is."""

from dataclasses import dataclass

import numpy as np

from dq.matching.columns.columns import Coded
from dq.matching.comparing import companies, emails, texts
from dq.matching.comparing import names as compare_names
from dq.matching.recipe import Field, Recipe
from dq.matching.values import phones
from dq.matching.values.emails import Email
from dq.matching.values.names import Names
from dq.matching.values.records import Records

NAMES = ("given_name", "surname")
_BY_KIND = texts.BY_KIND | {
    "company": companies.company,
    "department": companies.company,
}


@dataclass(frozen=True)
class Compared:
    """Levels and term frequencies of many pairs: one row per field, one column per pair.

    `levels` (int8) counts from 1 in the order of `recipe.LEVELS`, 0 = missing. `term_frequency`
    (float32)
    is log2 of how much rarer the shared value is than values of the field usually are, 0 where
    the pair shares no value; an organisation's name shares its words where it is not equal.
    """

    fields: tuple[str, ...]
    kinds: tuple[str, ...]
    levels: np.ndarray
    term_frequency: np.ndarray


def compared_fields(recipe: Recipe) -> list[tuple[str, str]]:
    """Name and kind of what is compared: the recipe's fields and what follows from the names."""
    fields = [(f.name, str(f.kind)) for f in recipe.fields]
    if recipe.has("surname"):
        fields.append(("generation", "generation"))
        if recipe.has("given_name"):
            fields.append(("order", "order"))
    return fields


def compare(records: Records, left: np.ndarray, right: np.ndarray) -> Compared:
    """Compare rows `left` with rows `right`, pair by pair."""
    fields = compared_fields(records.recipe)
    levels = np.zeros((len(fields), len(left)), np.int8)
    term_frequency = np.zeros((len(fields), len(left)), np.float32)
    place = {name: row for row, (name, _) in enumerate(fields)}
    cells = np.zeros(len(left), np.int8)
    if records.names is not None:
        found = compare_names.compare(records.names, left, right)
        for kind, row in _name_rows(records.recipe, place).items():
            levels[row], term_frequency[row] = found[kind]
        cells = found["cells"][0]
    for one in records.recipe.fields:
        if one.kind in NAMES:
            continue
        row = place[one.name]
        levels[row], term_frequency[row] = _compare_field(records, one, left, right)
    _beside_names(records, fields, levels, left, right)
    _settle(fields, levels, term_frequency, cells)
    return Compared(
        tuple(name for name, _ in fields), tuple(kind for _, kind in fields), levels, term_frequency
    )


def _name_rows(recipe: Recipe, place: dict[str, int]) -> dict[str, int]:
    rows = {f.kind: place[f.name] for f in recipe.fields if f.kind in NAMES}
    return rows | {kind: place[kind] for kind in ("generation", "order") if kind in place}


def _compare_field(
    records: Records, one: Field, left: np.ndarray, right: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    if one.kind == "email":
        return emails.compare(records.email(one.name), left, right)
    if one.kind in ("phone", "mobile"):
        return phones.compare(records.phone(one.name), left, right)
    column = records.text(one.name)
    levels = _BY_KIND[one.kind](column, left, right)
    if one.kind == "account":
        levels = _accounts(records, levels, left, right)
    term_frequency = np.zeros(len(left), np.float32)
    exact = levels == 1
    if one.kind not in ("account", "salutation"):
        term_frequency[exact] = column.term_frequency[column.codes[left[exact]]]
        if one.kind == "company":
            # Nearly every customer's name is its own: that two share one is the usual case, and
            # takes nothing away.
            term_frequency -= np.where(exact, min(column.rarest, 0.0), 0.0).astype(np.float32)
            if not records.recipe.person:
                term_frequency += _by_chance(column, levels, left, right)
    return levels, term_frequency


def _by_chance(
    column: Coded, levels: np.ndarray, left: np.ndarray, right: np.ndarray
) -> np.ndarray:
    """What the words of names add that are equal or spelt otherwise."""
    chance = column.once(companies.coincidence)
    found = np.minimum(chance[column.codes[left]], chance[column.codes[right]])
    named = (levels >= companies.EXACT) & (levels <= companies.SLIPPED)
    return np.where(named, found, np.float32(0.0))


def _accounts(
    records: Records, levels: np.ndarray, left: np.ndarray, right: np.ndarray
) -> np.ndarray:
    company = records.stratum
    together = (company[left] == company[right]) & (company[left] >= 0)
    return np.where(levels == 0, 0, np.where(levels == 1, 1, np.where(together, 2, 3))).astype(
        np.int8
    )


def _beside_names(
    records: Records,
    fields: list[tuple[str, str]],
    levels: np.ndarray,
    left: np.ndarray,
    right: np.ndarray,
) -> None:
    """What the names say of the level of two addresses."""
    rows = {kind: row for row, (_, kind) in enumerate(fields)}
    if records.names is None or "email" not in rows:
        return
    level, address = levels[rows["email"]], records.email(fields[rows["email"]][0])
    if "given_name" in rows:
        _repeated(records.names, address, level, levels[rows["given_name"]], left, right)
    _told_apart(records.names, address, level, left, right)


def _repeated(
    names: Names,
    address: Email,
    level: np.ndarray,
    given: np.ndarray,
    left: np.ndarray,
    right: np.ndarray,
) -> None:
    """A local part that is the first name alone (chris@) says no more than that name does."""
    agree = (given > 0) & (given < compare_names.SAME_INITIAL)
    pairs = np.flatnonzero((level == emails.SAME_MAILBOX) & agree)
    # Equal local parts: the left one's is the right one's.
    local = emails.letters(address, left[pairs])
    called = [names.squeezed[names.called[side[pairs]]] for side in (left, right)]
    told = (local == called[0]) | (local == called[1])
    level[pairs[told]] = emails.REPEATS_NAME


def _told_apart(
    names: Names, address: Email, level: np.ndarray, left: np.ndarray, right: np.ndarray
) -> None:
    """Addresses that are a slip apart in the initials before the last name are not mistyped."""
    close = np.flatnonzero(level == emails.CLOSE)
    one, two = address.domain.codes[left[close]], address.domain.codes[right[close]]
    close = close[(one == two) & (one >= 0)]
    pairs = left[close], right[close]
    surnames = names.squeezed[names.surname[pairs[0]]], names.squeezed[names.surname[pairs[1]]]
    level[close[emails.other_initials(address, pairs, surnames)]] = emails.SAME_DOMAIN


def _settle(
    fields: list[tuple[str, str]], levels: np.ndarray, term_frequency: np.ndarray, cells: np.ndarray
) -> None:
    """What one field says about the meaning of another's level."""
    rows = {kind: row for row, (_, kind) in enumerate(fields)}
    if "email" in rows and "given_name" in rows:
        email, given = levels[rows["email"]], levels[rows["given_name"]]
        # p.vries@ and j.vries@ are two people, not a typing error.
        conflict = given >= compare_names.SAME_INITIAL
        email[(email == emails.CLOSE) & conflict] = emails.SAME_DOMAIN
        # A first name that both cards have from one and the same address is no second witness.
        once = ((email == emails.EXACT) | (email == emails.SHARED)) & (given != cells)
        given[once] = cells[once]
        term_frequency[rows["given_name"], once] = 0.0
    if "email" in rows and "surname" in rows:
        email, surname = levels[rows["email"]], levels[rows["surname"]]
        # The same mailbox name elsewhere repeats the name when the names agree.
        agree = (surname > 0) & (surname < compare_names.SURNAME_DIFFERENT)
        email[(email == emails.SAME_MAILBOX) & agree] = emails.REPEATS_NAME
    if "company" in rows and "surname" not in rows:
        # A name that chance would not make twice proves most where there is nothing but names.
        name = rows["company"]
        more = np.delete(levels, name, axis=0).any(axis=0)
        term_frequency[name, more] = np.minimum(term_frequency[name, more], 0.0)
    if "postcode" in rows and "place" in rows:
        place, postcode = levels[rows["place"]], levels[rows["postcode"]]
        place[((postcode == 1) | (postcode == 2)) & (place == 1)] = 0

"""Records made ready for comparison: each field of a recipe in normal form, as coded columns."""

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import pyarrow as pa

from dq.matching import lists, normalise
from dq.matching import names as people
from dq.matching.columns import Coded, encode, pc, recode
from dq.matching.names import Names
from dq.matching.rarity import Frequencies
from dq.matching.recipe import Field, Recipe
from dq.matching.whole import Whole

_SIMPLE = {
    "company": normalise.company,
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
class Email:
    """Addresses: whole, and as local part and domain; `mailbox` marks those that several read."""

    whole: Coded
    local: Coded
    base: Coded
    stem: Coded
    domain: Coded
    mailbox: np.ndarray


@dataclass(frozen=True)
class Phone:
    """Numbers as integers, national where Dutch; 0 = empty. `shared` marks a team's number."""

    number: np.ndarray
    shared: np.ndarray
    known: Frequencies | None = None

    @cached_property
    def frequencies(self) -> np.ndarray:
        """Per row how many records of the whole file have its number."""
        if self.known is not None:
            return self.known.of(self.number.astype(np.uint64))
        _, codes, counts = np.unique(self.number, return_inverse=True, return_counts=True)
        return counts[codes]


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


def prepare(table: pa.Table, recipe: Recipe, whole: Whole | None = None) -> Records:
    """Bring a table with column `id` and the recipe's columns into normal form.

    A column `apart`, where there is one, parts records that are never one another (a general
    card and a person).

    :param whole: what is known of the file that the table is a part of; left out: it is all
    """
    ids = table["id"].combine_chunks().cast(pa.string())
    columns: dict[str, object] = {}
    names = _names(table, recipe, whole) if recipe.person else None
    users = None if whole else _users(table, recipe, names)
    for one in recipe.fields:
        if one.kind in _SIMPLE:
            columns[one.name] = _known(_text(table, one), one.name, whole)
        elif one.kind == "account":
            columns[one.name] = encode(table[one.columns[0]])
        elif one.kind == "email":
            columns[one.name] = _email(table, one, users, whole)
        elif one.kind in ("phone", "mobile"):
            columns[one.name] = _phone(table, one, users, whole)
    stratum = encode(table[recipe.stratum]) if recipe.stratum else None
    return Records(
        recipe=recipe,
        ids=ids,
        columns=columns,
        names=names,
        stratum=stratum.codes if stratum else np.full(len(ids), -1, np.int32),
        stratum_hashes=stratum.hashes if stratum else np.zeros(len(ids), np.uint64),
        apart=encode(table["apart"]).codes if "apart" in table.column_names else None,
        known_sizes=whole.frequencies.get("stratum") if whole else None,
    )


def _text(table: pa.Table, one: Field) -> Coded:
    return encode(table[one.columns[0]]).map(_SIMPLE[one.kind])


def _known(column: Coded, name: str, whole: Whole | None) -> Coded:
    if whole is None:
        return column
    return replace(column, known=whole.frequencies.get(name), words=whole.words.get(name))


def _names(table: pa.Table, recipe: Recipe, whole: Whole | None) -> Names:
    columns = {f.kind: f.columns for f in reversed(recipe.fields)}
    empty = pa.nulls(len(table), pa.string())
    first, last = (
        encode(table[columns[kind][0]] if kind in columns else empty)
        for kind in ("given_name", "surname")
    )
    local = _address(table, columns["email"])[1] if "email" in columns else None
    return people.read(first, last, local, whole)


def _first_filled(table: pa.Table, columns: tuple[str, ...]) -> pa.Array:
    found = [table[name].combine_chunks() for name in columns if name in table.column_names]
    return pc.coalesce(*found)


_ADDRESS = r"^(?:mailto:)?(?P<local>[^@]+)@(?P<domain>[^@]*?)(?:\.invalid)?[.>,;]*$"


def _address(table: pa.Table, columns: tuple[str, ...]) -> tuple[Coded, Coded, Coded]:
    """Addresses, their local parts and their domains."""
    raw = pc.utf8_lower(_first_filled(table, columns).cast(pa.string()))
    raw = pc.replace_substring_regex(raw, r"[\s<]+", "")
    whole = encode(raw)
    parts = pc.extract_regex(whole.values, _ADDRESS)
    local = recode(pc.struct_field(parts, "local"), whole.codes)
    return whole, local, recode(pc.struct_field(parts, "domain"), whole.codes)


def _email(table: pa.Table, one: Field, users: np.ndarray | None, whole: Whole | None) -> Email:
    address, local, domain = _address(table, one.columns)
    base = recode(pc.replace_substring_regex(local.values, r"\+.*$", ""), local.codes)
    stem = recode(pc.replace_substring_regex(local.values, r"[._-]?\d{1,2}$", ""), local.codes)
    boxes = lists.words("mailboxes")
    heads = pc.replace_substring_regex(local.values, r"[^a-z].*$", "").to_pylist()
    mailbox = np.array([head in boxes for head in heads] + [False])[local.codes]
    if whole is None:
        mailbox |= _shared(address.codes, users)
    else:
        mailbox |= whole.is_shared(one.name, address.hashes)
        address = _known(address, one.name, whole)
        local = _known(local, f"{one.name}.local", whole)
    return Email(address, local, base, stem, domain, mailbox)


def _phone(table: pa.Table, one: Field, users: np.ndarray | None, whole: Whole | None) -> Phone:
    """The first number of the right sort (mobile or not) among the columns."""
    found = [_numbers(table[name]) for name in one.columns if name in table.column_names]
    number = np.zeros(len(table), np.int64)
    if len(found) == 1:
        number = found[0]
    for column in found if len(found) > 1 else ():
        right_sort = _is_mobile(column) == (one.kind == "mobile")
        number = np.where((number == 0) & right_sort, column, number)
    if whole is not None:
        shared = whole.is_shared(one.name, number.astype(np.uint64))
        return Phone(number, shared, whole.frequencies.get(one.name))
    _, codes = np.unique(number, return_inverse=True)
    codes = np.where(number == 0, -1, codes).astype(np.int32)
    return Phone(number, _shared(codes, users))


def _is_mobile(number: np.ndarray) -> np.ndarray:
    return (number >= 600_000_000) & (number < 700_000_000)


def _numbers(column: pa.ChunkedArray) -> np.ndarray:
    """The last nine digits without country and trunk code; fewer than six are no number."""
    coded = encode(column)
    digits = pc.replace_substring_regex(coded.values, r"\(0\)|[^0-9]", "")
    digits = pc.replace_substring_regex(digits, r"^(?:0031|31|0)0?(\d{9})$", r"\1")
    digits = pc.utf8_slice_codeunits(digits, -9)
    long = pc.greater_equal(pc.utf8_length(digits), 6)
    digits = pc.if_else(long, digits, "0")
    return np.append(digits.cast(pa.int64()).to_numpy(), 0)[coded.codes]


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


def _shared(codes: np.ndarray, users: np.ndarray | None, several: int = 3) -> np.ndarray:
    """Rows whose value serves `several` users or more: a team's or a head office's, not one's."""
    if users is None:
        return np.zeros(len(codes), bool)
    known = np.flatnonzero((codes >= 0) & (users != 0))
    counts = np.bincount(codes[codes >= 0]) if len(known) else np.zeros(1, np.int64)
    known = known[counts[codes[known]] >= several]
    order = np.lexsort((users[known], codes[known]))
    code, user = codes[known][order], users[known][order]
    new = np.ones(len(code), bool)
    new[1:] = (code[1:] != code[:-1]) | (user[1:] != user[:-1])
    different = np.bincount(code[new], minlength=len(counts))
    return np.append(different >= several, False)[np.where(codes < 0, -1, codes)]

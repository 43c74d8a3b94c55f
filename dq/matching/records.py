"""Records made ready for comparison: each field of a recipe in normal form, as coded columns."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pyarrow as pa

from dq.matching import lists, normalise
from dq.matching.columns import Coded, encode, hashes, pc, recode
from dq.matching.recipe import Field, Recipe

_SIMPLE = {
    "company": normalise.company,
    "place": normalise.place,
    "postcode": normalise.postcode,
    "date": normalise.date,
    "identifier": normalise.identifier,
    "website": normalise.website,
    "text": normalise.free_text,
    "salutation": normalise.salutation,
}


@dataclass(frozen=True)
class Names:
    """Given names and surnames as codes into one list of values, so that they can be swapped."""

    given: np.ndarray
    surname: np.ndarray
    generation: np.ndarray
    values: pa.Array

    @cached_property
    def texts(self) -> np.ndarray:
        """The values, with "" at the end for code -1."""
        return np.array([*self.values.to_pylist(), "", ""], dtype=object)[:-1]

    @cached_property
    def tokens(self) -> np.ndarray:
        """Up to three words of each value as codes; -1 where there are fewer."""
        seen: dict[str, int] = {}
        found = np.full((len(self.texts), 3), -1, np.int32)
        for row, text in enumerate(self.texts):
            for place, word in enumerate(text.split()[:3]):
                found[row, place] = seen.setdefault(word, len(seen))
        return found

    @cached_property
    def groups(self) -> np.ndarray:
        """Up to six lines of the nickname list that each value's first word is on; -1 = none."""
        known = lists.nicknames()
        found = np.full((len(self.texts), 6), -1, np.int16)
        for row, text in enumerate(self.texts):
            first = text.split(" ", 1)[0]
            for place, group in enumerate(known.get(first, ())[:6]):
                found[row, place] = group
        return found

    @cached_property
    def letters(self) -> np.ndarray:
        """The first letters of the first two words; 0 where there is none."""
        return np.array([_letters(text) for text in self.texts], np.int32).reshape(-1, 2)

    @cached_property
    def initials(self) -> np.ndarray:
        """Whether a value is initials only."""
        return np.array([bool(t) and len(t.split(" ", 1)[0]) == 1 for t in self.texts])

    @cached_property
    def sounds(self) -> np.ndarray:
        """A key per value of how it sounds; 0 for the empty one."""
        return _keys([normalise.sound(text) for text in self.texts])

    @cached_property
    def callnames(self) -> np.ndarray:
        """A key per value that call names share: the first nickname line, or the first word."""
        texts = self.texts
        first = [
            f"\0{g[0]}" if g[0] >= 0 else text.split(" ", 1)[0]
            for g, text in zip(self.groups.tolist(), texts, strict=True)
        ]
        return _keys(first)

    @cached_property
    def hashes(self) -> np.ndarray:
        """A key per value; 0 for the empty one."""
        return _keys(list(self.texts))

    @cached_property
    def given_counts(self) -> np.ndarray:
        """How many records have each value as their given name."""
        return np.bincount(self.given[self.given >= 0], minlength=len(self.texts))

    @cached_property
    def surname_counts(self) -> np.ndarray:
        """How many records have each value as their surname."""
        return np.bincount(self.surname[self.surname >= 0], minlength=len(self.texts))


@dataclass(frozen=True)
class Email:
    """Addresses: whole, and as local part and domain; `mailbox` marks those that several read."""

    whole: Coded
    local: Coded
    stem: Coded
    domain: Coded
    mailbox: np.ndarray


@dataclass(frozen=True)
class Phone:
    """Numbers as integers, national where Dutch; 0 = empty. `shared` marks a team's number."""

    number: np.ndarray
    shared: np.ndarray


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


def prepare(table: pa.Table, recipe: Recipe) -> Records:
    """Bring a table with column `id` and the recipe's columns into normal form.

    A column `apart`, where there is one, parts records that are never one another (a general
    card and a person).
    """
    ids = table["id"].combine_chunks().cast(pa.string())
    columns: dict[str, object] = {}
    names = _names(table, recipe) if recipe.person else None
    for one in recipe.fields:
        if one.kind in _SIMPLE:
            columns[one.name] = _text(table, one)
        elif one.kind == "account":
            columns[one.name] = encode(table[one.columns[0]])
        elif one.kind == "email":
            columns[one.name] = _email(table, one, names)
        elif one.kind in ("phone", "mobile"):
            columns[one.name] = _phone(table, one, names)
    stratum = encode(table[recipe.stratum]) if recipe.stratum else None
    return Records(
        recipe=recipe,
        ids=ids,
        columns=columns,
        names=names,
        stratum=stratum.codes if stratum else np.full(len(ids), -1, np.int32),
        stratum_hashes=stratum.hashes if stratum else np.zeros(len(ids), np.uint64),
        apart=encode(table["apart"]).codes if "apart" in table.column_names else None,
    )


def _text(table: pa.Table, one: Field) -> Coded:
    return encode(table[one.columns[0]]).map(_SIMPLE[one.kind])


def _letters(text: str) -> tuple[int, int]:
    parts = text.split()
    return (ord(parts[0][0]) if parts else 0, ord(parts[1][0]) if len(parts) > 1 else 0)


def _keys(texts: list[str]) -> np.ndarray:
    keys = hashes(pa.array(texts, pa.string()))
    keys[np.array([not text for text in texts], bool)] = 0
    return keys


def _names(table: pa.Table, recipe: Recipe) -> Names:
    """Both name columns; a whole name in the surname cell is taken apart."""
    columns = {f.kind: f.columns[0] for f in recipe.fields if f.kind in ("given_name", "surname")}
    empty = pa.nulls(len(table), pa.string())
    first = encode(table[columns["given_name"]] if "given_name" in columns else empty)
    last = encode(table[columns["surname"]] if "surname" in columns else empty)
    parsed = [normalise.surname(text) for text in last.values.to_pylist()]
    given_texts = [normalise.given_name(text) for text in first.values.to_pylist()]
    every = given_texts + [p.surname for p in parsed] + [p.given for p in parsed]
    shared = encode(pa.array(every, pa.string()))
    sizes = np.cumsum([len(given_texts), len(parsed)])
    of_given, of_surname, of_inner = np.split(shared.codes, sizes)
    given = np.append(of_given, np.int32(-1))[first.codes]
    inner = np.append(of_inner, np.int32(-1))[last.codes]
    given = np.where((given < 0) & (inner >= 0), inner, given)
    ranks = np.array([p.generation for p in parsed] + [0], np.int8)
    return Names(
        given=given.astype(np.int32),
        surname=np.append(of_surname, np.int32(-1))[last.codes],
        generation=ranks[last.codes],
        values=shared.values,
    )


def _first_filled(table: pa.Table, columns: tuple[str, ...]) -> pa.Array:
    found = [table[name].combine_chunks() for name in columns if name in table.column_names]
    return pc.coalesce(*found)


_ADDRESS = r"^(?:mailto:)?(?P<local>[^@]+)@(?P<domain>[^@]*?)(?:\.invalid)?[.>,;]*$"


def _email(table: pa.Table, one: Field, names: Names | None) -> Email:
    raw = pc.utf8_lower(_first_filled(table, one.columns).cast(pa.string()))
    raw = pc.replace_substring_regex(raw, r"[\s<]+", "")
    whole = encode(raw)
    parts = pc.extract_regex(whole.values, _ADDRESS)
    local = recode(pc.struct_field(parts, "local"), whole.codes)
    domain = recode(pc.struct_field(parts, "domain"), whole.codes)
    stem = recode(pc.replace_substring_regex(local.values, r"[._-]?\d{1,2}$", ""), local.codes)
    boxes = lists.words("mailboxes")
    heads = pc.replace_substring_regex(local.values, r"[^a-z].*$", "").to_pylist()
    mailbox = np.array([head in boxes for head in heads] + [False])[local.codes]
    mailbox |= _shared(whole.codes, names)
    return Email(whole, local, stem, domain, mailbox)


def _phone(table: pa.Table, one: Field, names: Names | None) -> Phone:
    """The first number of the right sort (mobile or not) among the columns."""
    found = [_numbers(table[name]) for name in one.columns if name in table.column_names]
    number = np.zeros(len(table), np.int64)
    if len(found) == 1:
        number = found[0]
    for column in found if len(found) > 1 else ():
        right_sort = _is_mobile(column) == (one.kind == "mobile")
        number = np.where((number == 0) & right_sort, column, number)
    _, codes = np.unique(number, return_inverse=True)
    codes = np.where(number == 0, -1, codes).astype(np.int32)
    return Phone(number, _shared(codes, names))


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


def _shared(codes: np.ndarray, names: Names | None, several: int = 3) -> np.ndarray:
    """Rows whose value is used under `several` surnames or more: a team's, not a person's."""
    if names is None:
        return np.zeros(len(codes), bool)
    sounds = names.sounds[names.surname]
    known = np.flatnonzero((codes >= 0) & (sounds != 0))
    counts = np.bincount(codes[codes >= 0]) if len(known) else np.zeros(1, np.int64)
    known = known[counts[codes[known]] >= several]
    order = np.lexsort((sounds[known], codes[known]))
    code, sound = codes[known][order], sounds[known][order]
    new = np.ones(len(code), bool)
    new[1:] = (code[1:] != code[:-1]) | (sound[1:] != sound[:-1])
    surnames = np.bincount(code[new], minlength=len(counts))
    return np.append(surnames >= several, False)[np.where(codes < 0, -1, codes)]

"""Blocking keys: what two records of one person or organisation tend to share."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from dq.matching.columns.columns import Coded, combine, encode, positions
from dq.matching.comparing.companies import telling
from dq.matching.recipe import Field, Recipe
from dq.matching.values.records import Records

# What agrees in so much that it may all be one card, entered again and again, is compared up to as
# many as one group can have (`cluster.LARGEST`).
EQUAL = 200


@dataclass(frozen=True)
class Key:
    """A blocking key: atoms that must all be equal, the biggest block compared as a whole, the
    atom that splits a bigger one, and the biggest block after that (left out: the same)."""

    atoms: tuple[str, ...]
    cap: int
    finer: tuple[str, ...] = ()
    finer_cap: int = 0

    @property
    def last_cap(self) -> int:
        """The biggest block that is left over when a bigger one is split."""
        return self.finer_cap or self.cap


def keys(recipe: Recipe) -> list[Key]:
    """The keys that follow from the recipe's kinds."""
    found = _of_names(recipe) if recipe.person else []
    of_field = _of_person if recipe.person else _of_organisation
    for one in recipe.fields:
        found += of_field(one, bool(recipe.stratum))
    return found


def _of_names(recipe: Recipe) -> list[Key]:
    found: list[Key] = []
    if recipe.stratum:
        found += [
            Key(("stratum", "sound"), 40, ("initial",)),
            Key(("stratum", "callname"), 30, ("sound1",)),
            Key(("stratum", "sound_of_given"), 30, ("initial_of_surname",)),
        ]
    beside = ("stratum",) if recipe.stratum else _telling(recipe)
    found += [Key(("unordered",), 8, beside, EQUAL), Key(("callname", "sound"), 6)]
    if not recipe.stratum:
        found += [Key(("sounds",), 30), Key(("sound", "initial"), 30), Key(("callname",), 20)]
    return found


def _telling(recipe: Recipe) -> tuple[str, ...]:
    """The field that tells most of who somebody is beside the name, if there is any."""
    kinds = ("identifier", "email", "mobile", "date", "phone", "postcode", "address")
    fields = [(kinds.index(one.kind), one.name) for one in recipe.fields if one.kind in kinds]
    return (min(fields)[1],) if fields else ()


def _of_person(one: Field, companies: bool) -> list[Key]:
    """Keys of one field of people; where companies are known, some are not worth their pairs."""
    name = one.name
    beside_name = [Key((name, "callname"), 30), Key((name, "sound"), 30)]
    match one.kind:
        case "email":
            found = [Key((name,), 30, ("sound",), EQUAL), Key((f"{name}.local", "sound"), 8)]
            return found if companies else [*found, Key((f"{name}.local",), 30)]
        case "mobile":
            return [Key((name,), 30, ("sound",), EQUAL)]
        case "phone":
            # More than these share a switchboard: half of all pairs, and hardly a double.
            return [Key((name,), 10, ("sound",))]
        case "identifier" | "website":
            return [Key((name,), 40)]
        case "date":
            return [
                Key((name,), 40, ("initial",)),
                Key((f"{name}.year", "sound"), 30),
                Key((f"{name}.month_day", "callname"), 30),
                Key((f"{name}.month_day", "initial"), 30),
                Key((f"{name}.year", "callname"), 30),
            ]
        case "postcode":
            by_sound = Key((name, "sound"), 30)
            return [by_sound] if companies else [by_sound, Key((name, "callname"), 40)]
        case "place" | "text" | "address" if not companies:
            return beside_name
    return []


def _of_organisation(one: Field, parents: bool) -> list[Key]:
    name = one.name
    match one.kind:
        case "email":
            found = [Key((name,), 30)]
            return found if parents else [*found, Key((f"{name}.local",), 30)]
        case "phone" | "mobile" | "identifier" | "website":
            return [Key((name,), 40)]
        case "company":
            return [Key((name,), EQUAL), Key((f"{name}.squeezed",), 40)]
        case "department" if parents:
            return [Key(("stratum", name), EQUAL), Key(("stratum", f"{name}.squeezed"), 40)]
    return []


class Atoms:
    """The 64-bit keys of records, made when first asked for; 0 = empty.

    :param lasting: keys that depend on the value alone, to compare with those of other records;
        else they only tell these records apart, which costs no look at each letter
    """

    def __init__(self, records: Records, *, lasting: bool = True) -> None:
        self.records, self.lasting = records, lasting
        self.known: dict[str, np.ndarray] = {}

    def __getitem__(self, name: str) -> np.ndarray:
        if name not in self.known:
            self.known[name] = self._make(name)
        return self.known[name]

    def _make(self, name: str) -> np.ndarray:
        records = self.records
        if name == "stratum":
            return records.stratum_hashes
        head, _, part = name.partition(".")
        if head not in records.columns:
            return self._of_name(name)
        kind = next(f.kind for f in records.recipe.fields if f.name == head)
        if kind == "email":
            email = records.email(head)
            return self._of(email.local if part else email.address)
        if kind in ("phone", "mobile"):
            return records.phone(head).number.astype(np.uint64)
        column = records.text(head)
        if part:
            column = column.map(_PARTS[part])
        return self._of(column)

    def _of(self, column: Coded) -> np.ndarray:
        return column.hashes if self.lasting else (column.codes + 1).astype(np.uint64)

    def _of_name(self, name: str) -> np.ndarray:
        names = self.records.names
        assert names is not None, name
        if name == "sound":
            return names.sounds[names.surname]
        if name == "sound1":
            return names.letters[names.surname, 0].astype(np.uint64)
        if name == "callname":
            return names.callnames[names.given]
        if name == "initial":
            return names.letters[names.given, 0].astype(np.uint64)
        if name == "sound_of_given":
            return names.sounds[names.given]
        if name == "initial_of_surname":
            return names.letters[names.surname, 0].astype(np.uint64)
        if name == "sounds":
            one, two = names.sounds[names.given], names.sounds[names.surname]
            return combine(np.minimum(one, two), np.maximum(one, two))
        assert name == "unordered", name
        given, surname = names.hashes[names.given], names.hashes[names.surname]
        return combine(np.minimum(given, surname), np.maximum(given, surname))


_PARTS = {
    "year": lambda text: text[:4],
    "month_day": lambda text: text[4:],
    "squeezed": lambda text: text.replace(" ", "")[:12],
}


def token_fields(recipe: Recipe) -> list[str]:
    """Fields whose single words are keys as well."""
    if recipe.person:
        return []
    return [one.name for one in recipe.fields if one.kind in ("company", "text", "address")]


def _one_letter_less(text: str) -> set[str]:
    """A name without spaces as it is, with its words in order of the alphabet, and with each
    letter left out: two names that are one slip apart share at least one of these. Marked, so as
    not to be taken for words."""
    told = telling(text)
    name = told.joined
    less = (f"-{name[:at]}{name[at + 1 :]}" for at in range(len(name)))
    return {f"-{name}", f"={told.in_any_order}", *less}


def tokens(records: Records, name: str) -> tuple[np.ndarray, np.ndarray]:
    """A key for each word, and each two neighbouring words, of each row; and that row.

    An organisation's name has a key for each slip in it as well.
    """
    column = records.text(name)
    organisation = any(f.name == name and f.kind == "company" for f in records.recipe.fields)
    owner: list[int] = []
    words: list[str] = []
    for code, text in enumerate(column.texts):
        tokens = text.split()
        found = {t for t in tokens if len(t) > 2 and not t.isdigit()}
        found |= {f"{a} {b}" for a, b in zip(tokens, tokens[1:], strict=False)}
        if organisation:
            found |= _one_letter_less(text)
        owner += [code] * len(found)
        words += sorted(found)
    coded = encode(pa.array(words, pa.string()))
    order = np.argsort(column.codes, kind="stable")
    counts = column.counts
    first = np.cumsum(counts) - counts + int((column.codes < 0).sum())
    of = np.array(owner, np.int64)
    repeat = counts[of]
    rows = order[np.repeat(first[of], repeat) + positions(repeat)]
    return np.repeat(coded.hashes, repeat), rows

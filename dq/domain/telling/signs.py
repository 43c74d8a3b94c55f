"""All by which somebody is known, now and earlier: addresses, numbers and names.

Tested in tests/domain/telling/test_telling.py.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dq.domain.everybody import Person
from dq.domain.person import Row
from dq.domain.telling import notations
from dq.domain.telling.notations import Number, Words
from dq.objects import OBJECTS
from dq.values import infixes, mailboxes

ADDRESSES, NUMBERS = ("email", "username"), ("phone", "mobile")
# A shorter username is in other words.
SHORTEST = 5
Found = Mapping[tuple[str, str], Iterable[Row]]


@dataclass(frozen=True)
class Signs:
    """What somebody is known by; `slight` are last names that say little by themselves, as they are
    short or the word of a mailbox, `wholes` names as another system has them, and `accounts` the
    keys of the companies where they are or were."""

    addresses: frozenset[str]
    numbers: frozenset[Number]
    firsts: frozenset[Words]
    lasts: frozenset[Words]
    slight: frozenset[Words]
    wholes: frozenset[Words]
    accounts: frozenset[str]

    @cached_property
    def parts(self) -> frozenset[Words]:
        """The last names, and the halves of double ones, which say something after a first name."""
        halves = {notations.surname((word,)) for name in self.lasts for word in name}
        return self.lasts | {
            one for one in halves if len(one[0]) >= notations.SHORTEST and not _says_nothing(one)
        }

    @cached_property
    def coarse(self) -> str:
        """A pattern for DuckDB: every text without it, without capitals and accents, tells nothing
        of them; empty where nothing tells."""
        names, slight = {*self.parts, *self.wholes}, sorted(self.slight)
        return "|".join(
            [
                *(notations.escaped(one) for one in sorted(self.addresses)),
                *("[^0-9a-z]{0,6}".join(one.national) for one in sorted(self.numbers)),
                *("[^a-z]{1,6}".join(map(notations.loose, name)) for name in sorted(names)),
                *(rf"\b{'[^a-z]{1,6}'.join(map(notations.loose, name))}\b" for name in slight),
            ]
        )


def of(found: Found, who: Person) -> Signs:
    """What tells who somebody is, of all that the store holds of them."""
    said: dict[str, set[str]] = {}
    for table, field, value in _said(found, who):
        name = "whole" if table not in ("contact", "portal_user") and field == "name" else field
        said.setdefault(name, set()).add(value)

    def all_of(*fields: str) -> set[str]:
        return set().union(*(said.get(field, set()) for field in fields))

    def words_of(*fields: str) -> set[Words]:
        return {notations.words(way) for one in all_of(*fields) for way in notations.readings(one)}

    lasts = {notations.surname(one) for one in words_of("last_name") if one}
    telling = {one for one in lasts if _long(one) and not _says_nothing(one)}
    middles = {
        tuple(word for word in one if word not in infixes.words())
        for one in words_of("middle_name")
    }
    firsts = words_of("first_name")
    return Signs(
        frozenset(one for one in all_of(*ADDRESSES) if _own_address(one, who)),
        frozenset(filter(None, map(notations.number, all_of(*NUMBERS)))),
        frozenset({first + middle for first in firsts for middle in ((), *middles) if first}),
        frozenset(telling),
        frozenset(lasts - telling),
        frozenset(one for one in words_of("whole") if len(one) > 1),
        frozenset(all_of("account_id")),
    )


def _said(found: Found, who: Person) -> Iterator[tuple[str, str, str]]:
    """Every text of a record of theirs, as it is, was, went to Salesforce or came from there: the
    object, the field and the text."""
    for (_schema, table), rows in found.items():
        for row in rows:
            for of, side in _sides(table, row, who):
                for field, value in (side or {}).items():
                    if isinstance(value, str) and value.strip():
                        yield of, field, value.strip()


def _sides(table: str, row: Row, who: Person) -> Iterator[tuple[str, Any]]:
    if table in OBJECTS:
        yield table, row
    elif table == "change":
        for edit in row["edits"]:
            if edit["table"] in OBJECTS and edit["id"] in who.ids:
                yield from ((edit["table"], edit[side]) for side in ("before", "after"))
    elif row.get("record_table") in OBJECTS and row.get("record_id") in who.ids:
        of = row["record_table"]
        sides = (row.get(side) for side in ("old", "fields"))
        yield from ((of, side) for side in sides if isinstance(side, dict))
        if row.get("field"):
            texts = (row.get(side) for side in ("old", "theirs", "ours"))
            yield from ((of, {row["field"]: _bare(text)}) for text in texts)


def _bare(text: Any) -> Any:
    """What is kept as JSON, as the text that it is."""
    if isinstance(text, str) and text[:1] == '"':
        return json.loads(text)
    return text


def _own_address(address: str, who: Person) -> bool:
    """Whether an address can be of one person."""
    local = address.partition("@")[0].lower()
    return len(address) >= SHORTEST and address not in who.ids and local not in _shared()


def _long(name: Words) -> bool:
    return sum(map(len, name)) >= notations.SHORTEST


def _says_nothing(name: Words) -> bool:
    """Whether a last name is that of a mailbox, or no name."""
    return all(word in _shared() or word in infixes.words() for word in name)


def _shared() -> set[str]:
    return {*mailboxes.words("card", "alone", "matching")}

"""Whether a text tells who somebody is, beside all who are called so or have the same number.

What others have too is not theirs alone: a number on a second card, a namesake, the last name of
somebody else. A last name counts in what people wrote in words of their own: everywhere where
nobody else has it, and about the same companies where nobody else has it there; else it is to be
looked at by a person, since a text can be of another of that name.

Tested in tests/domain/telling/test_telling.py.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import duckdb

from dq.domain.person import SHARED, Person
from dq.domain.telling import notations, others, signs
from dq.domain.telling.others import Other
from dq.domain.telling.signs import Found, Signs
from dq.objects import OBJECTS, PARTS

Verdict = Literal["theirs", "perhaps"]
# On so many other cards an address, or without an account a number, can be one person's still.
MOST = 2
# Of the fields of a record what is no text in words.
PLAIN = {*PARTS, "name", "owner", "type", "website", "street", "city", "postal_code"}


@dataclass(frozen=True)
class Elsewhere:
    """A field of somebody else's record, or of a company's, that has something of the person."""

    table: str
    id: str
    field: str
    text: str
    name: str


@dataclass(frozen=True)
class Telling:
    """What tells who somebody is: `sure` anywhere, `last` the last name, `few` mobile numbers that
    others' cards have too; whether nobody else has that last name, and nobody else `near`, which
    are the keys of records at the same companies and in the same cases; and what others' records
    have of them."""

    coarse: str
    sure: re.Pattern[str] | None
    last: re.Pattern[str] | None
    few: re.Pattern[str] | None
    alone: bool
    alone_near: bool
    near: frozenset[str]
    elsewhere: tuple[Elsewhere, ...]

    @cached_property
    def having(self) -> frozenset[str]:
        """The keys of others' records that have something of them."""
        return frozenset(one.id for one in self.elsewhere)

    @property
    def places(self) -> tuple[tuple[str, str, str], ...]:
        """The fields of those, by object and key, in which nothing of them is said."""
        return tuple(dict.fromkeys((one.table, one.id, one.field) for one in self.elsewhere))

    def of(self, text: str, *, words: bool = False, near: bool = False) -> Verdict | None:
        """Whether a text is about them.

        :param words: somebody wrote it in words of their own
        :param near: it is about a record that is near
        """
        said = notations.folded(text)
        if self.sure and self.sure.search(said):
            return "theirs"
        if words and self.last and self.last.search(said):
            return "theirs" if self.alone or (near and self.alone_near) else "perhaps"
        return "perhaps" if words and self.few and self.few.search(said) else None


def of(
    db: duckdb.DuckDBPyConnection, who: Person, found: Found, besides: Collection[str] = ()
) -> Telling:
    """What tells who this is.

    :param found: all that the store holds of them
    :param besides: the cards of people who are removed with them, and are nobody else
    """
    known = signs.of(found, who)
    near = others.near(db, known, found)
    having = others.having(db, who, known, near, besides) if known.coarse else []
    last = _compiled(notations.of_last(known.lasts))
    names = [(text, one) for one in having for text in one.names]
    bearers = [(text, one) for text, one in names if last and last.search(text)]
    wholes, few = _wholes(known, names, bearers), _few(known, having)
    own = known.numbers - {number for one in having for number in one.numbers}
    addresses = notations.of_addresses(_addresses(known, having, others.general(db)))
    sure = _compiled([*addresses, *notations.of_numbers(own), *wholes])
    telling = Telling(
        coarse=known.coarse,
        sure=sure,
        last=last,
        few=_compiled(notations.of_numbers(few)),
        alone=not bearers,
        alone_near=not any(one.near for _, one in bearers),
        near=near,
        elsewhere=(),
    )
    elsewhere = tuple(_elsewhere(having, telling, few))
    return replace(telling, elsewhere=elsewhere)


def _compiled(patterns: list[str]) -> re.Pattern[str] | None:
    return re.compile("|".join(patterns)) if patterns else None


def _wholes(
    known: Signs, names: list[tuple[str, Other]], bearers: list[tuple[str, Other]]
) -> list[str]:
    """The whole names that nobody else has, and with initials where no other begins so."""
    found: list[str] = []
    firsts = notations.first(known.firsts)
    ways = [notations.of_wholes([one]) for one in known.wholes]
    ways += [notations.of_whole(firsts, [one]) for one in known.parts]
    for way in ways:
        held = _compiled(way)
        if held and not any(held.search(text) for text, one in names if one.table not in SHARED):
            found += way
    letters = [rf"{name[0][0]}[^\W\d_]*\.?" for name in known.firsts]
    begun = _compiled(notations.of_whole(letters, known.parts))
    if begun and not any(begun.search(text) or " " not in text for text, _ in bearers):
        found += notations.of_whole(notations.initials(known.firsts), known.lasts)
    return found


def _addresses(known: Signs, having: list[Other], general: set[str]) -> set[str]:
    """Without those of general cards, and those that more cards have than one person would."""
    held: dict[str, set[str]] = {}
    for one in having:
        for address in one.addresses if one.table == "contact" else ():
            held.setdefault(address, set()).add(one.id)
    return {
        one
        for one in known.addresses
        if one.lower() not in general and len(held.get(one.lower(), ())) <= MOST
    }


def _few(known: Signs, having: list[Other]) -> set[notations.Number]:
    """The mobile numbers that few others have and no company, as an assistant's card may."""
    few = set()
    for number in filter(notations.mobile, known.numbers):
        holders = {(one.table, one.id) for one in having if number in one.numbers}
        if 0 < len(holders) <= MOST and all(table == "contact" for table, _ in holders):
            few.add(number)
    return few


def _elsewhere(
    having: list[Other], telling: Telling, few: set[notations.Number]
) -> list[Elsewhere]:
    found = []
    for one in having:
        for field, text in one.row.items() if one.schema == "main" else ():
            words = field not in PLAIN and OBJECTS[one.table].by_name[field].kind == "text"
            told = telling.of(text, words=words, near=one.near) == "theirs"
            if told or notations.number(text) in few:
                found.append(Elsewhere(one.table, one.id, field, text, one.called))
    return found
